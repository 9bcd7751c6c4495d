"""Every text of a record, the workspace and the pack that an audience other than `internal` could be given, with its place."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from gni_assess.disclosure.fields import PRIVATE, yaml_key
from gni_assess.disclosure.staff import PERSON_FIELDS, ROLE_TEXTS, Staff
from gni_assess.model.assessment import Record
from gni_assess.model.cases import Step
from gni_assess.model.criteria import OWN_AREA, Criterion, Pack
from gni_assess.model.dates import PartialDate, Stamp
from gni_assess.model.diagnostics import KeyPath
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.workspace import Workspace

_IDS = frozenset(
    {
        *("id", "criterion", "criteria", "entity", "entities", "service", "services", "supersedes", "jurisdiction"),
        *("sha256", "confirmed_wording", "of"),
    }
)
_UNSENT: dict[type, frozenset[str]] = {
    Gap: frozenset({"evidence"}),
    Limit: frozenset({"fields", "note"}),
    Stamp: frozenset({"by"}),
}
"""Fields that hold ids or never leave, in these classes only."""


class _Shape(StrEnum):
    TEXT = "text"
    ROLE = "role"
    TEXTS = "texts"
    VALUE = "value"
    VALUES = "values"


_TEXT, _ROLE, _TEXTS, _VALUE, _VALUES = _Shape


def record_texts(record: Record, staff: Staff) -> tuple[tuple[KeyPath, str], ...]:
    """Give the texts of a record with their places in its file; empty ones are left out.

    Not given are words of closed lists, dates, ids and digests, fields that hold a person (others see the role), and what never leaves:
    notes, protected terms, and all of a limit but `how`. Where a role was typed as a name the text is the role, as others see it.
    """
    found: list[tuple[KeyPath, str]] = []
    _walk(record, (), staff, found)
    for at, limit in enumerate(record.limits):
        _walk(limit, ("limits", at), staff, found)
    return tuple(found)


def workspace_texts(workspace: Workspace) -> Iterator[tuple[KeyPath, str]]:
    """Give the texts of the workspace file that every audience can be given, with the ids that the company makes up."""
    plan = workspace.plan
    yield ("company", "name"), workspace.company.name
    yield ("assessment", "assessor"), plan.assessor
    yield ("assessment", "pack"), plan.pack
    yield ("assessment", "edition"), plan.edition
    for at, service in enumerate(workspace.services):
        yield from ((("services", at, "id"), service.id), (("services", at, "name"), service.name))
    for at, entity in enumerate(workspace.entities):
        yield from ((("entities", at, "id"), entity.id), (("entities", at, "name"), entity.name))
    for at, person in enumerate(workspace.people):
        yield ("people", at, "role"), person.role
    for key, figure in workspace.case_selection.items():
        yield ("case_selection", key, "reason"), figure.reason


def own_criteria_texts(workspace: Workspace, pack: Pack) -> Iterator[tuple[KeyPath, str]]:
    """Give the texts of criteria that the company may have written.

    Those of a pack of its own are given with the pack's title, notice, sources and areas. What an overlay changed cannot be told from
    the pack that it was laid over, so where there is one, all criteria are given. Those of a built-in pack alone are never given: they
    say nothing about a company. The place is where the workspace file names the overlays or the pack.
    """
    has_own_pack, has_overlay = is_own_pack(workspace), bool(workspace.plan.overlays)
    place = ("assessment", "overlays" if has_overlay and not has_own_pack else "pack")
    if has_own_pack:
        yield from ((place, text) for text in _pack_texts(pack))
    for each in pack.criteria:
        if has_own_pack or has_overlay or each.area == OWN_AREA or each.official:
            yield from ((place, text) for text in _criterion_texts(each))


def is_own_pack(workspace: Workspace) -> bool:
    """Whether the criteria are a pack of the company's own, and not a built-in one."""
    return workspace.plan.pack.startswith(".")


def _pack_texts(pack: Pack) -> Iterator[str]:
    yield from (pack.id, pack.title, pack.edition, pack.notice)
    yield from (text for area in pack.areas for text in (area.id, area.title))
    yield from (text for each in pack.sources for text in (each.id, each.title, each.publisher, each.address))


def _criterion_texts(criterion: Criterion) -> Iterator[str]:
    yield from (criterion.id, criterion.title, criterion.question, criterion.intent, criterion.example)
    yield from (*criterion.looks_for, *criterion.probes, *criterion.common_gaps, *criterion.who_to_ask, *criterion.first_steps)
    yield from (each.what for each in criterion.show)
    yield from criterion.question_for.values()
    yield from (text for each in criterion.sources for text in (each.document, each.section))
    yield from (text for key, sections in criterion.crosswalk.items() for text in (key, *sections))
    yield from (*criterion.see_also, *criterion.applies_to, *criterion.not_for, criterion.since, criterion.changed)
    if criterion.official:
        yield from (criterion.official.number, criterion.official.text)


def _walk(value: Any, path: KeyPath, staff: Staff, found: list[tuple[KeyPath, str]]) -> None:  # noqa: ANN401 - any dataclass of the model
    owner: type = type(value)
    for name, key, shape in _plan(owner):
        part = getattr(value, name)
        if not part:
            continue
        here = (*path, key)
        if shape is _TEXT:
            found.append((here, part))
        elif shape is _ROLE:
            found.append((here, staff.mend(part)))
        elif shape is _TEXTS:
            found.extend(((*here, at), text) for at, text in enumerate(part))
        elif shape is _VALUE:
            _walk(part, here, staff, found)
        else:
            for at, each in enumerate(part):
                _walk(each, (*here, at), staff, found)
                if isinstance(each, Gap):
                    for position, limit in enumerate(each.limits):
                        _walk(limit, (*here, at, "limits", position), staff, found)


@cache
def _plan(owner: type) -> tuple[tuple[str, str, _Shape], ...]:
    """Say which fields of a class hold texts, or values that may, so that a record is walked without looking at its types again."""
    hints = get_type_hints(owner)
    unsent = PRIVATE | PERSON_FIELDS | _IDS
    for base in owner.__mro__:
        unsent |= _UNSENT.get(base, frozenset())
    plan = []
    for field in fields(owner):
        shape = _shape(owner, field.name, hints[field.name])
        if shape and field.name not in unsent:
            plan.append((field.name, yaml_key(field), shape))
    return tuple(plan)


def _shape(owner: type, name: str, hint: Any) -> _Shape | None:  # noqa: ANN401 - a type hint may be anything
    if get_origin(hint) is UnionType:
        hint = next(each for each in get_args(hint) if each is not type(None))
    if hint is str:
        return _ROLE if name in ROLE_TEXTS or (owner is Step and name == "by") else _TEXT
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        if inner is str:
            return _TEXTS
        return _VALUES if is_dataclass(inner) else None
    return _VALUE if is_dataclass(hint) and hint is not PartialDate else None
