"""From plain values, as a file holds them, to the domain's values.

Only values that fit the schema come in here, so nothing is checked twice. For the way back see `model.plain`.
"""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from gni_assess.model.assessment import Record
from gni_assess.model.cases import Case
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Interview, Recommendation, Request
from gni_assess.model.plain import layout_of
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RecordKind

T = TypeVar("T")
Convert = Callable[[Any], Any]

RECORD_TYPES: Mapping[RecordKind, type[Record]] = {
    RecordKind.RESPONSE: Response,
    RecordKind.POLICY: Policy,
    RecordKind.SYSTEM: System,
    RecordKind.CASE: Case,
    RecordKind.RECOMMENDATION: Recommendation,
    RecordKind.REQUEST: Request,
    RecordKind.INTERVIEW: Interview,
}


def build(cls: type[T], value: Mapping[str, Any]) -> T:
    """Build a dataclass of the domain from a mapping that fits its schema."""
    result: T = _builder(cls)(value)  # type: ignore[arg-type] # classes can be hashed
    return result


@cache
def _builder(cls: type) -> Convert:
    hints = get_type_hints(cls)
    rows = {key: (each.name, _converter(hints[each.name])) for key, each, _ in layout_of(cls)}

    def make(value: Mapping[str, Any]) -> Any:  # noqa: ANN401
        given = {}
        for key, each in value.items():
            name, convert = rows[key]
            given[name] = each if convert is None else convert(each)
        return cls(**given)

    return make


def _converter(hint: Any) -> Convert | None:  # noqa: ANN401, PLR0911 - a table of types, one line each
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        inner = [each for each in arguments if each is not NoneType]
        convert = _converter(inner[0])
        return None if convert is None else _unless_none(convert)
    if origin is tuple:
        convert = _converter(arguments[0])
        return tuple if convert is None else _each(convert)
    if origin is not None and issubclass(origin, Mapping):
        to_key, to_value = (_converter(each) or _same for each in arguments)
        return lambda value: {to_key(key): to_value(each) for key, each in value.items()}
    if issubclass(hint, Enum):
        return dict(hint._value2member_map_).__getitem__
    if hint is date:
        return date.fromisoformat
    if hint is PartialDate:
        return PartialDate
    return _builder(hint) if is_dataclass(hint) and isinstance(hint, type) else None


def _unless_none(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _each(convert: Convert) -> Convert:
    return lambda value: tuple([convert(each) for each in value])


def _same(value: T) -> T:
    return value
