"""How far a form is filled in, and which of its questions comes next."""

from collections.abc import Sequence

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
    plain: Plain = to_plain(record)
    for key in (*draft.passed, *draft.emptied):
        said = get_field(draft.fields, key) if key else None
        if said is not None or key in draft.emptied:
            plain = put_field(plain, key, said)
    # What a question brought along besides its own field, such as the size of a document.
    return {**plain, **{key: value for key, value in draft.fields.items() if not isinstance(value, dict | list)}}


def fields_of(draft: Draft, assessment: Assessment) -> Sequence[FormField]:
    """Give the questions of the form, with what is known so far."""
    return FORMS[draft.kind](view(draft, assessment), assessment)


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


def is_ready(draft: Draft, assessment: Assessment) -> bool:
    """Whether everything that a record must have is known."""
    known = view(draft, assessment)
    return all(
        get_field(known, each.key) is not None or (not each.key and each.key in draft.passed)
        for each in fields_of(draft, assessment)
        if each.required
    )
