"""What an overlay may do to a criterion: add and change, but never remove it, take it from the company, or ask for less than the pack."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gni_assess.model.criteria import OWN_AREA
from gni_assess.model.diagnostics import FileProblem, KeyPath

_REMOVING = re.compile(r"(remove|delete|drop|omit|exclude|skip|disable|hide|hidden|retire)d?", re.IGNORECASE)
_KEEPS = "an overlay adds and changes; it never removes a criterion"
_INSTEAD = f"{_KEEPS}. Answer it `not-applicable` with the reason, or `not-in-place` with a gap"
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


def find_overlay_faults(known: Mapping[str, Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]) -> Iterator[OverlayFault]:
    """Say what is wrong with the entries of an overlay. `known` are the criteria that it is laid over, by id."""
    ids = {*known, *(each["id"] for each in entries if _is_own(each["id"]))}
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        for fault in _faults_of(entry, known.get(entry["id"]), ids, repeated=entry["id"] in seen):
            yield replace(fault, path=("criteria", number, *fault.path))
        seen.add(entry["id"])


def _is_own(criterion_id: str) -> bool:
    return criterion_id.startswith(f"{OWN_AREA}-")


def _faults_of(entry: Mapping[str, Any], before: Mapping[str, Any] | None, ids: set[str], *, repeated: bool) -> Iterator[OverlayFault]:
    if entry["id"] not in ids:
        fix = f"use an id of the pack, or one that starts with `{OWN_AREA}-` for a criterion of your own"
        yield OverlayFault(code="GNI101", path=("id",), message="the pack has no such criterion", fix=fix, detail=entry["id"])
        return
    if repeated:
        message, fix = "this criterion is in the overlay twice", "put all that you say of it into one entry"
        yield OverlayFault(code="GNI003", path=("id",), message=message, fix=fix, detail=entry["id"])
    for number, other in enumerate(entry.get("see_also", ())):
        if other not in ids:
            fix = "use an id of the pack, or of a criterion of your own"
            yield OverlayFault(code="GNI101", path=("see_also", number), message="the pack has no such criterion", fix=fix, detail=other)
    if before is not None and not _is_own(entry["id"]):
        yield from _takes_away(entry, before)


def _takes_away(entry: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[OverlayFault]:
    wider, wanted = set(entry.get("applies_to", ())), set(before.get("applies_to", ()))
    if wider and not (wanted and wanted <= wider):
        message = "this takes the criterion away from some companies"
        yield OverlayFault(code="GNI003", path=("applies_to",), message=message, fix=_INSTEAD)
    if not set(entry.get("not_for", ())) <= set(before.get("not_for", ())):
        message = "this takes the criterion away from some companies"
        yield OverlayFault(code="GNI003", path=("not_for",), message=message, fix=_INSTEAD)
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


def _required(criterion: Mapping[str, Any]) -> list[str]:
    return [each["kind"] for each in criterion.get("show", ()) if each["required"]]
