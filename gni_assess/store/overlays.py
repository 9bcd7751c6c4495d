"""What an overlay may do to a criterion: add and change, but never remove it, take it from the company, or ask for less than the pack."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gni_assess.model.criteria import OWN_AREA
from gni_assess.model.diagnostics import FileProblem, KeyPath
from gni_assess.model.vocabulary import CompanyType

_REMOVING = re.compile(
    r"(remov|delet|exclud|disabl|retir|ignor)(e|ed)?|(drop|skip)(ped)?|omit(ted)?|suppress(ed)?|hide|hidden|active|enabled|applies|applicable",
    re.IGNORECASE,
)
_KEEPS = "an overlay adds and changes; it never removes a criterion"
_INSTEAD = f"{_KEEPS}. Answer it: `not-in-place` with a gap, or `not-applicable` with the reason where the pack allows that"
_EVERY_TYPE = frozenset(CompanyType)
_LISTS = ("looks_for", "probes", "common_gaps", "who_to_ask", "first_steps")
_FACTS = ("basis", "rights", "since", "changed")
_KINDS = {"policy": "a policy", "system": "a system", "case": "a case"}


@dataclass(frozen=True, kw_only=True)
class OverlayFault:
    """What is wrong with an entry of an overlay. `path` starts at the top of the file."""

    code: str
    path: KeyPath
    message: str
    fix: str
    detail: str = ""


def explain_removal(problem: FileProblem) -> FileProblem:
    """Say what to do instead where an unknown field was meant to remove a criterion; any other problem comes back as it is."""
    return replace(problem, fix=_INSTEAD) if _REMOVING.fullmatch(problem.detail) else problem


def find_overlay_faults(
    known: Mapping[str, Mapping[str, Any]], entries: Sequence[Mapping[str, Any]], *, own: frozenset[str] | None
) -> Iterator[OverlayFault]:
    """Say what is wrong with the entries of an overlay.

    `known` are the criteria that it is laid over, by id; `own` are the ids of the company's own criteria in all overlays, None where
    they are not all known.
    """
    ids = {*known, *(own or ())}
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        for fault in _faults_of(entry, known.get(entry["id"]), ids, repeated=entry["id"] in seen, own_is_known=own is not None):
            yield replace(fault, path=("criteria", number, *fault.path))
        seen.add(entry["id"])


def is_own(criterion_id: str) -> bool:
    """Whether a criterion is the company's own, which an overlay may write as it likes."""
    return criterion_id.startswith(f"{OWN_AREA}-")


def _faults_of(
    entry: Mapping[str, Any], before: Mapping[str, Any] | None, ids: set[str], *, repeated: bool, own_is_known: bool
) -> Iterator[OverlayFault]:
    if entry["id"] not in ids and not is_own(entry["id"]):
        fix = f"use an id of the pack, or one that starts with `{OWN_AREA}-` for a criterion of your own"
        yield OverlayFault(code="GNI101", path=("id",), message="the pack has no such criterion", fix=fix, detail=entry["id"])
        return
    if repeated:
        message, fix = "this criterion is in the overlay twice", "put all that you say of it into one entry"
        yield OverlayFault(code="GNI003", path=("id",), message=message, fix=fix, detail=entry["id"])
    for number, other in enumerate(entry.get("see_also", ())):
        if other not in ids and (own_is_known or not is_own(other)):
            fix = "use an id of the pack, or of a criterion of your own"
            yield OverlayFault(code="GNI101", path=("see_also", number), message="the pack has no such criterion", fix=fix, detail=other)
    if before is not None and not is_own(entry["id"]):
        yield from _takes_away(entry, before)


def _takes_away(entry: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[OverlayFault]:
    for key in _FACTS:
        if key in entry and entry[key] != before.get(key):
            message, fix = f"`{key}` is a fact of the pack", "remove this field; what the official text says goes under `official`"
            yield OverlayFault(code="GNI003", path=(key,), message=message, fix=fix)
    for key in _LISTS:
        if entry.get(key) == [] and before.get(key):
            message, fix = f"`{key}` of the pack would be gone", "write what takes its place, or remove this field"
            yield OverlayFault(code="GNI003", path=(key,), message=message, fix=fix)
    wanted, given = set(before.get("applies_to", ())), set(entry.get("applies_to", ()))
    if given and not given >= _EVERY_TYPE and not (wanted and wanted <= given):
        yield _takes_from(entry["id"], "applies_to")
    if not set(entry.get("not_for", ())) <= set(before.get("not_for", ())):
        yield _takes_from(entry["id"], "not_for")
    if entry.get("na_allowed") and not before["na_allowed"]:
        message, fix = (
            "the pack does not allow `not-applicable` here",
            "remove this field; a criterion that is not met is `not-in-place`, with a gap",
        )
        yield OverlayFault(code="GNI003", path=("na_allowed",), message=message, fix=fix)
    if "show" in entry:
        missing = [each for each in _required(before) if each not in _required(entry)]
        if missing:
            kinds = ", ".join(_KINDS[each] for each in missing)
            message = f"the pack requires {kinds} here; this list does not"
            fix = "keep what the pack requires; where there is none, the response says why: a gap, `no_instance`, or `alternative`"
            yield OverlayFault(code="GNI003", path=("show",), message=message, fix=fix)


def _takes_from(criterion_id: str, key: str) -> OverlayFault:
    message = f"`{key}` takes {criterion_id} away from companies to which it applies in the pack"
    return OverlayFault(code="GNI003", path=(key,), message=message, fix=_INSTEAD)


def _required(criterion: Mapping[str, Any]) -> list[str]:
    return [each["kind"] for each in criterion.get("show", ()) if each["required"]]
