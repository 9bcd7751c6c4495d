"""The fields of records: which never leave, which can be emptied, and whose absence would tell."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from gni_assess.model.assessment import Record
from gni_assess.model.cases import Case, CaseDates
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Interview, Recommendation, Request
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Treatment

PRIVATE = frozenset({"notes", "protected_terms", "limits", "origin"})
"""Fields that no audience but `internal` gets, whatever the record's treatment."""

COMPANIONS = {"file": ("sha256", "size")}
"""Fields that go with another: a digest without its file would tell that there is one, and would let a guess be tested."""

# What has no classification counts as restricted, so a record without one could not have been shown in full.
_NEVER_EMPTY = frozenset({"id", "criterion", "classification"})

_BRIEF: dict[type, frozenset[str]] = {
    Response: frozenset({"finding"}),
    Gap: frozenset({"status"}),
    Policy: frozenset({"title", "summary"}),
    System: frozenset({"title", "summary"}),
    Case: frozenset({"title", "shareable_summary"}),
    Recommendation: frozenset({"status", "criteria"}),
    Request: frozenset({"status", "criteria"}),
    Interview: frozenset({"planned", "held_on", "criteria"}),
}
_DATED: dict[type, frozenset[str]] = {
    Policy: frozenset({"effective"}),
    System: frozenset({"effective"}),
    Case: frozenset({"dates"}),
}
_EXPECTED: dict[type, frozenset[str]] = {
    Response: frozenset({"finding", "answer", "reason"}),
    Gap: frozenset({"action", "owner", "due", "reason", "accepted_by", "review_on", "closed"}),
    Recommendation: frozenset({"response", "reason"}),
    Request: frozenset({"answer"}),
    Case: frozenset(
        {
            *("demanded", "dates", "decided_by", "response", "result", "options", "authority", "channel", "legal_basis", "challenge"),
            *("users_told", "pressure", "shareable_summary", "hard_reason"),
        }
    ),
}


@dataclass(frozen=True, kw_only=True)
class FieldShape:
    """One field of a record, as limits see it.

    `name` is the Python name. `can_empty` says whether there is an honest empty value, `empty`, for it; a yes or no, a number and most
    words of closed lists have none. `missed` says that a complete record always has it, so that its absence would be noticed.
    """

    name: str
    can_empty: bool
    empty: Any
    missed: bool


def field_shapes(record_type: type) -> Mapping[str, FieldShape]:
    """Give the fields of a kind of record by the names they have in files."""
    return _field_shapes(record_type)


@cache
def _field_shapes(record_type: type) -> Mapping[str, FieldShape]:
    hints = get_type_hints(record_type)
    return {yaml_key(each): _shape(record_type, each, hints[each.name]) for each in fields(record_type)}


def yaml_key(field: Field[Any]) -> str:
    """Give the name that a field has in files."""
    key: str = field.metadata.get("key", field.name)
    return key


def shown_fields(record_type: type, treatment: Treatment) -> frozenset[str]:
    """Give the fields that are, or decide, what an audience gets of a record under a treatment."""
    if treatment is Treatment.FULL:
        return frozenset(field_shapes(record_type)) - PRIVATE
    if treatment is Treatment.VIEW_ONLY:
        return _BRIEF[record_type] | _DATED.get(record_type, frozenset())
    return _BRIEF[record_type] if treatment is Treatment.SUMMARY else frozenset()


def kind_name(record: Record | Gap) -> str:
    """Give the kind of a record as a word; gaps have no kind of file of their own."""
    return "gap" if isinstance(record, Gap) else record.kind.value


def _shape(record_type: type, field: Field[Any], hint: Any) -> FieldShape:  # noqa: ANN401 - a type hint may be anything
    can_empty, empty = _empty_value(hint)
    key = yaml_key(field)
    required = field.default is MISSING and field.default_factory is MISSING
    missed = required or key in _EXPECTED.get(record_type, frozenset())
    return FieldShape(name=field.name, can_empty=can_empty and key not in _NEVER_EMPTY, empty=empty, missed=missed)


def _empty_value(hint: Any) -> tuple[bool, Any]:  # noqa: ANN401 - a type hint may be anything
    if get_origin(hint) is UnionType and type(None) in get_args(hint):
        return True, None
    if get_origin(hint) is tuple:
        return True, ()
    if hint is str:
        return True, ""
    return (True, CaseDates()) if hint is CaseDates else (False, None)
