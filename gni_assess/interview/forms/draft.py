"""A record that is being entered: what was said so far, kept on disk until the record itself is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gni_assess.model.vocabulary import RecordKind

Plain = Mapping[str, object]
"""Fields of a record as its file holds them."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A policy, system or case that is being entered while a criterion is answered.

    `fields` are what was said, as the record's file will hold it; `passed` are the keys of the questions that were answered or left
    out, in their order, and `emptied` of those whose text was taken out. `record_id` is that of the record that is changed (empty: a new
    one); what is not among the `fields` stays in it as it is. `drawn` is the id that a new one is to have.
    """

    kind: RecordKind
    criterion: str
    fields: Plain = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    record_id: str = ""
    drawn: str = ""

    def passing(self, key: str) -> "Draft":
        """Note that a question was answered or left out."""
        return replace(self, passed=(*(each for each in self.passed if each != key), key))

    def answering(self, key: str, value: object | None, *, spreads: bool = False) -> "Draft":
        """Take in what was said to a question; None takes the value out. With `spreads` the value holds several fields."""
        fields = self.fields
        if spreads and isinstance(value, Mapping):
            fields = {**fields, **value}
        elif key:
            fields = put_field(fields, key, value)
        emptied = tuple(each for each in self.emptied if each != key)
        return replace(self.passing(key), fields=fields, emptied=(*emptied, key) if value is None else emptied)


def get_field(plain: Plain, key: str) -> object | None:
    """Find a value by its dotted key; a number in the key is a place in a list. None where there is none."""
    value: object = plain
    for part in key.split("."):
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def put_field(plain: Plain, key: str, value: object | None) -> Plain:
    """Give the fields with one value set, or taken out where it is None; what it stands in is made, and goes when it is empty."""
    first, _, rest = key.partition(".")
    changed = {**plain}
    if rest:
        value = _put_below(plain.get(first), rest, value)
    if value is None or value in ({}, []):
        changed.pop(first, None)
    else:
        changed[first] = value
    return changed


def _put_below(holder: object, key: str, value: object | None) -> object | None:
    first, _, rest = key.partition(".")
    if not first.isdecimal():
        return put_field(holder if isinstance(holder, Mapping) else {}, key, value)
    items = list(holder) if isinstance(holder, list) else []
    place = int(first)
    items += [{}] * (place + 1 - len(items))
    below = _put_below(items[place], rest, value) if rest else value
    items[place] = {} if below is None else below
    while items and items[-1] == {}:
        items.pop()
    return items
