"""Ask at the terminal for what the options did not give, with the questions of the interview's forms."""

import shlex
from collections.abc import Collection, Mapping, Sequence

from gni_assess.cli.asking import LEAVES_OUT, Asker, command_so_far, refuse_asking
from gni_assess.cli.new_record import NewRecord
from gni_assess.cli.shared import can_ask, current_folder
from gni_assess.errors import GniAssessError, UsageError
from gni_assess.interview.forms.catalogue import FORMS
from gni_assess.interview.forms.draft import get_field, put_field
from gni_assess.interview.forms.form_field import FormField, FormStoppedError, Lookup
from gni_assess.store.countries import load_countries
from gni_assess.store.documents import measure_document

ENOUGH = "."
"""Typed alone: the rest can wait, register what is known."""

_OPTIONS: Mapping[str, str] = {
    "kind": "--kind",
    "type": "--type",
    "title": "--title",
    "summary": "--summary",
    "effective.from": "--from",
    "effective.to": "--to",
    "owner": "--owner",
    "file": "--file",
    "url": "--url",
    "held_at": "--held-at",
    "holder": "--holder",
    "version": "--version",
    "supersedes": "--supersedes",
    "approved_by": "--approved-by",
    "last_reviewed": "--last-reviewed",
    "next_review": "--next-review",
    "rights": "--right",
    "jurisdiction": "--jurisdiction",
    "classification": "--classification",
    "entities": "--entity",
    "services": "--service",
    "legal_basis": "--legal-basis",
    "demanded": "--demanded",
    "lessons": "--lessons",
    "shareable_summary": "--shareable-summary",
    "notes": "--notes",
}
"""The options that give a field of their own; all others are given with `--field`. In the order in which they are named when lacking."""


_LATER = f"That is all that it must have. Of the rest, Enter leaves a question out; `{ENOUGH}` alone registers it now."


class _EnoughError(Exception):
    """The person leaves out the rest."""


def complete(new: NewRecord, given: Sequence[str]) -> None:
    """Take the fields that `--field` gives; then, where something must still be known, ask for all that is lacking.

    Raises UsageError where there is no terminal to ask at, StoppedError where the person stops, and FormStoppedError.
    """
    lookup = _look_up(new)
    for each in given:
        _take_option(new, each, lookup)
    lacking = {each.key for each in _open_fields(new, ()) if each.required}.intersection(_OPTIONS)
    if not lacking:
        return
    if not can_ask():
        raise refuse_asking([option for key, option in _OPTIONS.items() if key in lacking])
    _ = new.by  # who is working must be clear before anything is typed
    _ask_all(new, lookup, Asker(command=command_so_far()))


def _look_up(new: NewRecord) -> Lookup:
    return Lookup(
        assessment=new.assessment,
        today=new.shared.today,
        person_id=new.by if can_ask() else "",
        countries=load_countries(),
        measure=lambda path: measure_document(new.shared.root, path, current_folder()),
    )


def _take_option(new: NewRecord, given: str, lookup: Lookup) -> None:
    key, _, text = given.partition("=")
    field = next((each for each in _fields(new) if each.key == key.strip() != ""), None)
    if field is None:
        hint = f"`gni-assess schema {new.kind.value}` lists the names; in a list, count from 0 and leave none out: `steps.0.step=received`"
        raise UsageError(f"`--field`: there is no field `{key}`, or not before another one", hint=hint)
    try:
        value = field.codec.read(text, lookup)
    except ValueError as error:
        raise UsageError(f"`--field {field.key}`: {error}", hint="give it once more, as that says") from error
    _put(new, field, value)


def _ask_all(new: NewRecord, lookup: Lookup, asker: Asker) -> None:
    """Ask for what must be known, then for the rest, each in the form's order."""
    asked: set[str] = set()
    while field := next((each for each in _open_fields(new, asked) if each.required), None):
        asked.add(field.key)
        _ask_one(new, field, lookup, asker, may_end=False)
    asker.tell(_LATER)
    while field := next(iter(_open_fields(new, asked)), None):
        asked.add(field.key)
        try:
            _ask_one(new, field, lookup, asker, may_end=True)
        except _EnoughError:
            return


def _ask_one(new: NewRecord, field: FormField, lookup: Lookup, asker: Asker, *, may_end: bool) -> None:
    read: list[object] = []

    def check(text: str) -> str:
        if may_end and text.strip() == ENOUGH:
            if field.required:
                raise ValueError("this has to be said before it can be registered")
            raise _EnoughError
        try:
            read[:] = [field.codec.read(text, lookup)]
        except FormStoppedError:
            raise
        except GniAssessError as error:
            raise ValueError(f"{error.message}; {error.hint}") from error
        return text

    option = _OPTIONS.get(field.key, "--field")
    default = field.default(lookup)
    note = "\n".join([*_list_choices(field), *filter(None, [field.note])])
    typed = asker.ask(
        field.ask, option, check, note=note, default=default, required=field.required or bool(default), enter=field.enter or LEAVES_OUT
    )
    if not typed:
        return
    shown = field.codec.show(read[0])
    asker.remember(*_as_options(field, option, read[0], shown))
    if shown.casefold() != typed.strip().casefold() and not field.codec.is_text:
        asker.tell(f"{field.label}: {shown}")
    _put(new, field, read[0])


def _list_choices(field: FormField) -> list[str]:
    choices = field.codec.choices
    widest = max((len(each) for each in choices), default=0)
    how = "Type the numbers or the words, with commas between." if field.codec.several else "Type the number or the word."
    return [
        *(f"{number:>2} {word:<{widest}}  {meaning}" for number, (word, meaning) in enumerate(choices.items(), 1)),
        *([how] if choices else []),
    ]


def _as_options(field: FormField, option: str, value: object, shown: str) -> list[str]:
    """Write what was typed as options, for the command that goes on from here."""
    if not field.key:
        return []
    if option == "--field":
        return [f"--field {shlex.quote(f'{field.key}={shown}')}"]
    return [f"{option} {shlex.quote(str(each))}" for each in (value if isinstance(value, list) else [shown])]


def _fields(new: NewRecord) -> Sequence[FormField]:
    return FORMS[new.kind](new.plain, new.assessment)


def _open_fields(new: NewRecord, asked: Collection[str]) -> list[FormField]:
    """Give the questions that were not asked and are not answered, in the form's order."""
    return [each for each in _fields(new) if each.key not in asked and (not each.key or _is_free(new, each.key))]


def _is_free(new: NewRecord, key: str) -> bool:
    # A word where fields belong, which only a file can hold, is no gap to be filled: it is refused when the record is checked.
    holder = new.plain.get(key.partition(".")[0])
    return get_field(new.plain, key) is None and (holder is None or isinstance(holder, dict | list))


def _put(new: NewRecord, field: FormField, value: object) -> None:
    if field.codec.spreads and isinstance(value, dict):
        new.plain |= value
    elif field.key:
        new.plain = {**put_field(new.plain, field.key, value)}
