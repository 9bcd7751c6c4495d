"""One question of a form, and how what is typed becomes a value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gni_assess.errors import GniAssessError
from gni_assess.interview.forms.draft import Plain
from gni_assess.interview.terminal import Offer
from gni_assess.model.assessment import Assessment


class FormStoppedError(GniAssessError):
    """The answer to a question ends the form: nothing of the record may be kept, not even the draft."""


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """What a question may need to know of the record and of the world outside.

    `countries` are names by code. `measure` gives `file`, `sha256` and `size` of a document by its path and raises `GniAssessError`.
    `find_paths` completes a path.
    """

    assessment: Assessment
    today: date
    person_id: str = ""
    countries: Mapping[str, str] = field(default_factory=dict)
    measure: Callable[[str], Plain] = lambda path: {"file": path}
    find_paths: Callable[[str], Sequence[Offer]] = lambda _: ()


@dataclass(frozen=True, kw_only=True)
class Codec:
    """How a kind of value is typed and shown.

    `read` gives the value as files hold it, and raises `ValueError` with a sentence that says what to type instead, or a
    `GniAssessError`. `show` gives back what a person would type for it. `choices` are words with what they mean, where only some are
    possible; `several` says that more than one may be named. `offers` completes what is typed. `is_text` says that the value is a text
    of any length, kept exactly as typed. With `spreads`, the value is a mapping of several fields of the record. `join` puts a new value
    in the place of an old one: of a list, what the new line does not say of an item stays.
    """

    read: Callable[[str, Lookup], object]
    show: Callable[[object], str] = str
    choices: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    offers: Callable[[str, Lookup], Sequence[Offer]] | None = None
    is_text: bool = False
    spreads: bool = False
    join: Callable[[object, object], object] = lambda _old, new: new


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question. `key` is where the value stands in the record (dotted, a number for a place in a list), `label` stands in the prompt.

    An empty `key` means that the answer is not stored. `ask` is the question, `note` says how to answer. `enter` says what Enter alone
    means, where that is more than leaving it out. `default` is what Enter alone stands for.
    """

    key: str
    label: str
    ask: str
    codec: Codec
    note: str = ""
    enter: str = ""
    required: bool = False
    default: Callable[[Lookup], str] = lambda _: ""


Form = Callable[[Plain, Assessment], Sequence[FormField]]
"""Gives the questions that are to be asked, in their order, with what is known so far: some depend on others, some repeat."""
