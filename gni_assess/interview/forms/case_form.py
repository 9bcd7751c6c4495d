"""The walk through a case, in the order in which it is told."""

from collections.abc import Callable, Iterator, Sequence

from gni_assess.checks.case_set import DECISION_TYPES
from gni_assess.interview.forms.case_endings import ask_period_reason, ask_selection, ask_sharing
from gni_assess.interview.forms.codecs import LINE, LIST, TEXT, YES_NO, word_of, words_of
from gni_assess.interview.forms.date_codecs import PARTIAL_DATE
from gni_assess.interview.forms.draft import Plain, get_field
from gni_assess.interview.forms.form_field import Codec, FormField, FormStoppedError, Lookup
from gni_assess.interview.forms.lookup_codecs import COUNTRY, ROLE
from gni_assess.interview.forms.meanings import (
    AUTHORITY_KINDS,
    CASE_TYPES,
    CHALLENGES,
    CHANNELS,
    DATA_CATEGORIES,
    DECISION_LEVELS,
    RESPONSES,
    RESULTS,
    RIGHTS,
    STEPS,
)
from gni_assess.interview.forms.shared_fields import NOTES, WHO_SEES_A_CASE, classification, count_items, is_said, scopes
from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import Right

_DATE_NOTE = "A day such as 2026-11-21, a month such as 2026-11, or unknown."
_YES_OR_NO = "Yes or no."


def ask_case(plain: Plain, assessment: Assessment) -> Sequence[FormField]:
    """Give the questions about a case."""
    is_decision = get_field(plain, "type") in [each.value for each in DECISION_TYPES]
    fields = (
        *_opening(),
        *scopes(plain, assessment, "are concerned"),
        *_what_came_in(plain, is_decision=is_decision),
        *_dates(is_decision=is_decision),
        *_steps(plain),
        *_decision(),
        *_options(plain),
        *_circumstances(),
        *_how_it_ended(plain),
        *_told(plain),
        *_learned(),
        *ask_sharing(plain),
        *ask_selection(plain),
        *ask_period_reason(plain, assessment),
        NOTES,
    )
    return tuple(each for each in fields if not (is_decision and each.key in _ONLY_DEMANDS) or is_said(plain, each.key))


_ONLY_DEMANDS = frozenset({"authority.name", "authority.kind", "channel", "legal_basis", "data_categories", "dates.received", "challenge"})
"""What is only asked where somebody demanded something."""


def _read_may_be_written(text: str, lookup: Lookup) -> object:
    if not YES_NO.read(text, lookup):
        raise FormStoppedError(
            "then nothing of this case is written down here, and nothing of it was kept",
            hint="ask counsel first: an order may forbid even noting that it exists; start again once counsel agrees",
        )
    return True


MAY_BE_WRITTEN = FormField(
    key="",
    label="may be written",
    ask="May this case be written down at all?",
    codec=Codec(read=_read_may_be_written, show=YES_NO.show, offers=YES_NO.offers),
    note=(
        "Whoever can open the folder of the workspace can read it. A secrecy order may forbid even noting that there is a case; "
        "if you are not sure, answer no and ask counsel first. Yes or no."
    ),
    required=True,
)
"""Comes before everything else, and is not stored."""


def _opening() -> Iterator[FormField]:
    yield MAY_BE_WRITTEN
    note = "Without names: whoever may know of the case sees its title."
    yield FormField(key="title", label="title", ask="What do you call it?", codec=LINE, note=note, required=True)
    yield FormField(key="type", label="type", ask="What kind of case is it?", codec=word_of(CASE_TYPES), required=True)
    yield FormField(key="rights", label="rights", ask="Which rights were at stake?", codec=words_of(RIGHTS), required=True)
    note = "Two letters, or the name in English: `NO` or `Norway`."
    yield FormField(key="jurisdiction", label="country", ask="Which country?", codec=COUNTRY, note=note, required=True)
    yield classification(WHO_SEES_A_CASE, required=True)


def _what_came_in(plain: Plain, *, is_decision: bool) -> Iterator[FormField]:
    ask = "Does it stand for a run of demands of the same kind?"
    yield FormField(key="series", label="series", ask=ask, codec=YES_NO, note=_YES_OR_NO, enter="Enter if it is a single one.")
    yield _ask("authority.name", "authority", "Who made the demand?", LINE, "The name of the authority, or what it is: `A district court`.")
    yield _ask("authority.kind", "authority", "What kind of authority is it?", word_of(AUTHORITY_KINDS))
    yield _ask("channel", "channel", "How did the demand come in?", word_of(CHANNELS))
    yield _ask("legal_basis", "legal basis", "Which law or order was it based on?", TEXT, "If none was named, say that.")
    ask = "What had to be decided?" if is_decision else "What was demanded?"
    yield _ask("demanded", "demanded", ask, TEXT, "Your team reads it, and whoever gets the case in full.")
    if Right.PRIVACY.value in _words(plain, "rights") or is_said(plain, "data_categories"):
        yield _ask("data_categories", "data", "Which kinds of users' data did the demand reach for?", words_of(DATA_CATEGORIES))


def _dates(*, is_decision: bool) -> Iterator[FormField]:
    yield _ask("dates.received", "received", "When did it come in?", PARTIAL_DATE, _DATE_NOTE)
    yield _ask("dates.escalated", "escalated", "When did it go to somebody more senior?", PARTIAL_DATE, _DATE_NOTE)
    yield _ask("dates.decided", "decided", "When did the company decide?", PARTIAL_DATE, _DATE_NOTE)
    ask = "When was the decision carried out?" if is_decision else "When was it carried out?"
    yield _ask("dates.carried_out", "carried out", ask, PARTIAL_DATE, _DATE_NOTE)
    yield _ask("dates.closed", "closed", "When was the case closed?", PARTIAL_DATE, _DATE_NOTE)


def _steps(plain: Plain) -> Iterator[FormField]:
    def of_step(key: str, label: str) -> Iterator[FormField]:
        yield _ask(f"{key}.on", f"{label}: date", "When was that?", PARTIAL_DATE, _DATE_NOTE)
        yield _ask(f"{key}.by", f"{label}: by", "Who did it?", ROLE, "The role, not the name, such as `Regional counsel`.")
        yield _ask(f"{key}.note", f"{label}: note", "What is there to say about this step?", TEXT)

    first = _ask(
        *("step", "step", "What was the first step?", word_of(STEPS)),
        "Tell how it was handled, step by step.",
        enter="Enter leaves the timeline out.",
    )
    later = _ask("step", "step", "Another step?", word_of(STEPS), enter="Enter ends the timeline.")
    yield from _repeat(plain, "steps", first, later, of_step)


def _options(plain: Plain) -> Iterator[FormField]:
    def of_option(key: str, label: str) -> Iterator[FormField]:
        yield _ask(f"{key}.why_not", f"{label}: why not", "Why was it not done?", TEXT)

    first = _ask("option", "option", "What else could have been done?", TEXT, "One course of action at a time.")
    later = _ask("option", "option", "Another option?", TEXT, "What else could have been done.", enter="Enter ends the list.")
    yield from _repeat(plain, "options", first, later, of_option)


def _repeat(
    plain: Plain, key: str, first: FormField, later: FormField, about: Callable[[str, str], Iterator[FormField]]
) -> Iterator[FormField]:
    """Ask for the items of a list one by one; one more is asked for after the last."""
    count = count_items(plain, key)
    for place in range(count + 1):
        item, label = f"{key}.{place}", f"{first.label} {place + 1}"
        asked = later if place else first
        yield FormField(
            key=f"{item}.{asked.key}",
            label=label,
            ask=asked.ask,
            codec=asked.codec,
            note=asked.note,
            enter="" if place < count else asked.enter,
            required=place < count,
        )
        if place < count:
            yield from about(item, label)


def _decision() -> Iterator[FormField]:
    yield _ask("decided_by.role", "decided by", "Who decided how to handle it?", ROLE, "The role, not the name, such as `General counsel`.")
    yield _ask("decided_by.level", "level", "How senior is that role?", word_of(DECISION_LEVELS))
    yield _ask("analysis.legality", "legality", "Was there a clear, published law for it?", TEXT, "As the company judged it then.")
    yield _ask("analysis.necessity", "necessity", "Was it needed for a legitimate aim?", TEXT)
    yield _ask("analysis.proportionality", "proportionality", "Was it the least restrictive way?", TEXT)


def _circumstances() -> Iterator[FormField]:
    yield _ask("pressure", "pressure", "What was threatened or hinted at?", TEXT, "Such as the license, fines, or staff.")
    yield _ask("staff_safety", "staff safety", "Was there a risk to staff, and what was done about it?", TEXT)
    yield _ask("outside_advice", "outside advice", "Which advice was taken from outside the company?", TEXT)
    yield _ask("territorial_effect", "reach", "How far did the effect reach?", TEXT, "One country, some, or everywhere.")
    yield _ask("affected.people", "people", "How many people were or could have been affected?", LINE, "In words: `About 40,000 readers`.")
    note = "With commas between, and no names: `journalists, readers of 340 sites`."
    yield _ask("affected.groups", "groups", "Which groups of people?", LIST, note)


def _how_it_ended(plain: Plain) -> Iterator[FormField]:
    yield _ask("response", "response", "How was it handled in the end?", word_of(RESPONSES))
    yield _ask("challenge", "challenge", "Did the company contest it, and how did that end?", word_of(CHALLENGES))
    yield _ask("result", "result", "What did it mean for people?", word_of(RESULTS))
    yield _ask("hard", "hard case", "Was it a hard case, whatever came of it?", YES_NO, _YES_OR_NO)
    if get_field(plain, "hard") is True or is_said(plain, "hard_reason"):
        yield _ask("hard_reason", "why hard", "Why was it hard?", TEXT)


def _told(plain: Plain) -> Iterator[FormField]:
    has_reason = is_said(plain, "users_told.reason")
    ask = "Were the people affected told?"
    yield FormField(key="users_told.told", label="told", ask=ask, codec=YES_NO, note=_YES_OR_NO, required=has_reason)
    told = get_field(plain, "users_told.told")
    if told is not None or has_reason:
        ask = "When and how were they told?" if told else "Why were they not told?"
        yield _ask("users_told.reason", "about telling", ask, TEXT)
    yield _ask("public_disclosure", "made public", "What was made public, where and when?", TEXT, "If nothing was, say that.")


def _learned() -> Iterator[FormField]:
    yield _ask("harm", "harm", "What harm came to people, as far as you know?", TEXT)
    yield _ask("remedy", "remedy", "What was done to make it good?", TEXT)
    yield _ask("lessons", "lessons", "What did the company learn from it?", TEXT)
    yield _ask("changed_afterwards", "changed", "What did the company change because of it?", TEXT)


def _words(plain: Plain, key: str) -> list[object]:
    value = get_field(plain, key)
    return value if isinstance(value, list) else []


def _ask(key: str, label: str, ask: str, codec: Codec, note: str = "", *, enter: str = "") -> FormField:
    return FormField(key=key, label=label, ask=ask, codec=codec, note=note, enter=enter)
