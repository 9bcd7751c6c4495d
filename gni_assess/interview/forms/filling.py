"""How far a form is filled in, and which of its questions comes next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gni_assess.interview.forms.catalogue import FORMS
from gni_assess.interview.forms.draft import Draft, Plain, get_field, put_field
from gni_assess.interview.forms.form_field import FormField
from gni_assess.model.assessment import Assessment
from gni_assess.model.plain import to_plain


def view(draft: Draft, assessment: Assessment) -> Plain:
    """Give the fields of the record as they would be now: those that are there already, with what was said laid over them."""
    record = assessment.find_evidence(draft.record_id) if draft.record_id else None
    if record is None:
        return draft.fields
    plain: Plain = _say_dates(to_plain(record))
    for key in (*draft.passed, *draft.emptied):
        said = get_field(draft.fields, key) if key else None
        if said is not None or key in draft.emptied:
            plain = put_field(plain, key, said)
    # What a question brought along besides its own field, such as the size of a document.
    return {**plain, **{key: value for key, value in draft.fields.items() if not isinstance(value, dict | list)}}


def _say_dates(value: Any) -> Any:  # noqa: ANN401 - plain values of any shape
    # A form holds days as they are typed, and a record is made of them again.
    if isinstance(value, dict):
        return {key: _say_dates(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_say_dates(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def fields_of(draft: Draft, assessment: Assessment) -> Sequence[FormField]:
    """Give the questions of the form, with what is known so far.

    Whether a case may be written down at all is not asked of one that is written down already.
    """
    asked = FORMS[draft.kind](view(draft, assessment), assessment)
    return [each for each in asked if each.key] if draft.record_id else asked


def find_field(draft: Draft, assessment: Assessment, key: str) -> FormField | None:
    """Find a question by its key; None where it is not asked."""
    return next((each for each in fields_of(draft, assessment) if each.key == key), None)


def next_key(draft: Draft, assessment: Assessment, key: str) -> str | None:
    """Give the question after this one; None at the end."""
    keys = [each.key for each in fields_of(draft, assessment)]
    if key in keys:
        return next(iter(keys[keys.index(key) + 1 :]), None)
    return next((each for each in keys if each not in draft.passed), None)


def first_open(draft: Draft, assessment: Assessment) -> str | None:
    """Give the first question that was not asked yet; None where all were."""
    return next((each.key for each in fields_of(draft, assessment) if each.key not in draft.passed), None)


def last_asked(draft: Draft, assessment: Assessment) -> str:
    """Give the last question that was asked, where all were: from there one goes on to register, or back."""
    keys = [each.key for each in fields_of(draft, assessment)]
    return next((each for each in reversed(draft.passed) if each in keys), keys[0])


def item_of(key: str) -> tuple[str, int] | None:
    """Give list and place of the thing that a question begins, such as `steps.0.step`; None for all other questions."""
    name, _, rest = key.partition(".")
    place, _, field = rest.partition(".")
    return (name, int(place)) if place.isdecimal() and field == _FIRST_OF.get(name) else None


_FIRST_OF = {"steps": "step", "options": "option", "figures": "name"}


def without_item(draft: Draft, assessment: Assessment, name: str, place: int) -> Draft:
    """Take one thing out of a list, such as a step of a case; those after it move up."""
    there = get_field(view(draft, assessment), name)
    items = [each for number, each in enumerate(there if isinstance(there, list) else []) if number != place]
    passed = tuple(each for each in draft.passed if each != name and not each.startswith(f"{name}."))
    return replace(draft, fields=put_field(draft.fields, name, items or None), passed=(*passed, name), emptied=_emptied(draft, name, items))


def _emptied(draft: Draft, name: str, items: list[object]) -> tuple[str, ...]:
    others = tuple(each for each in draft.emptied if each != name and not each.startswith(f"{name}."))
    return others if items else (*others, name)


def is_ready(draft: Draft, assessment: Assessment) -> bool:
    """Whether everything that a record must have is known."""
    known = view(draft, assessment)
    return all(
        get_field(known, each.key) is not None or (not each.key and each.key in draft.passed)
        for each in fields_of(draft, assessment)
        if each.required
    )
