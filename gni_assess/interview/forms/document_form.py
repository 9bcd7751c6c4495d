"""The questions about a policy or a system."""

from collections.abc import Iterator, Sequence

from gni_assess.interview.forms.codecs import LINE, NUMBER, TEXT, word_of
from gni_assess.interview.forms.date_codecs import DAY, PARTIAL_DATE
from gni_assess.interview.forms.draft import Plain
from gni_assess.interview.forms.form_field import FormField
from gni_assess.interview.forms.lookup_codecs import ADDRESS, FILE, PERSON, ROLE, id_of, known_documents
from gni_assess.interview.forms.meanings import POLICY_KINDS, SYSTEM_KINDS
from gni_assess.interview.forms.shared_fields import NOTES, WHO_SEES_WHAT, classification, count_items, is_said, scopes
from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import RecordKind

_TITLE_NOTE = "Everybody who may know of it sees the title."


def ask_policy(plain: Plain, assessment: Assessment) -> Sequence[FormField]:
    """Give the questions about a policy."""
    kind = FormField(key="kind", label="kind", ask="What kind is it?", codec=word_of(POLICY_KINDS), required=True)
    return (kind, *_what_it_is(), *_where_it_is(plain), *_in_force(), *_versions(RecordKind.POLICY), *_ending(plain, assessment))


def ask_system(plain: Plain, assessment: Assessment) -> Sequence[FormField]:
    """Give the questions about a system."""
    kind = FormField(key="kind", label="kind", ask="What kind is it?", codec=word_of(SYSTEM_KINDS), required=True)
    last = (*_versions(RecordKind.SYSTEM), *_figures(plain), *_ending(plain, assessment))
    return (kind, *_what_it_is(), *_where_it_is(plain), *_in_force(), *last)


def _what_it_is() -> Iterator[FormField]:
    yield FormField(key="title", label="title", ask="What is it called?", codec=LINE, note=_TITLE_NOTE, required=True)
    ask = "What does it say or do, in a few sentences?"
    yield FormField(key="summary", label="summary", ask=ask, codec=TEXT, note="Roles, not names.", required=True)


def _where_it_is(plain: Plain) -> Iterator[FormField]:
    yield FormField(
        key="file",
        label="file",
        ask="Which file is it?",
        codec=FILE,
        note="The path of a document inside the workspace, such as `evidence/files/charter.pdf`. Its size and SHA-256 are taken at once.",
        enter="Enter if it is kept elsewhere.",
    )
    yield FormField(
        key="url",
        label="address",
        ask="At which web address can it be read?",
        codec=ADDRESS,
        note="Such as `https://example.com/policy`.",
        enter="Enter if it has none.",
    )
    nowhere = not any(is_said(plain, key) for key in ("file", "url", "held_at"))
    yield FormField(
        key="held_at",
        label="kept at",
        ask="Where is it kept?",
        codec=LINE,
        note="In words, such as `Legal vault, folder 12`." + (" Nothing says yet where to find it." if nowhere else ""),
    )
    ask = "Who keeps it?"
    yield FormField(key="holder", label="holder", ask=ask, codec=ROLE, note="An office or a role, such as `Corporate secretary`.")


def _in_force() -> Iterator[FormField]:
    yield FormField(
        key="effective.from",
        label="since",
        ask="Since when is it in force?",
        codec=PARTIAL_DATE,
        note="Such as 2026-11-21, 2026-11 or unknown. Not the day on which it was uploaded.",
        required=True,
    )
    yield FormField(
        key="effective.to",
        label="until",
        ask="Until when was it in force?",
        codec=PARTIAL_DATE,
        note="A day, a month, or unknown.",
        enter="Enter if it is still in force.",
    )
    yield FormField(
        key="owner",
        label="owner",
        ask="Who answers for it?",
        codec=PERSON,
        note="The id or the name of a person.",
        enter="Enter means you.",
        default=lambda lookup: lookup.person_id,
    )


def _versions(kind: RecordKind) -> Iterator[FormField]:
    yield FormField(key="version", label="version", ask="Which version is it?", codec=LINE, note="Such as `3` or `4.2`.")
    yield FormField(
        key="supersedes",
        label="replaces",
        ask="Which record is the version before?",
        codec=id_of(known_documents(kind), kind.value),
        note="Its id. Earlier versions stay: a case is judged by the one in force on its day.",
    )
    ask = "Who approved it?"
    yield FormField(key="approved_by", label="approved by", ask=ask, codec=ROLE, note="A body or a role, such as `Audit committee`.")
    note = "The day on which somebody last checked that it is still right, such as 2026-11-21."
    yield FormField(key="last_reviewed", label="last review", ask="When was it last reviewed?", codec=DAY, note=note)
    ask = "When is it to be reviewed next?"
    yield FormField(key="next_review", label="next review", ask=ask, codec=DAY, note="A day, such as 2027-06-30.")


def _figures(plain: Plain) -> Iterator[FormField]:
    count = count_items(plain, "figures")
    for place in range(count + 1):
        key, label = f"figures.{place}", f"figure {place + 1}"
        is_new = place == count
        yield FormField(
            key=f"{key}.name",
            label=label,
            ask="Which number does it produce?"
            if place == 0
            else "Which other number does it produce?"
            if is_new
            else "What does it count?",
            codec=LINE,
            note="What it counts, such as `demands received` or `staff trained`.",
            enter="" if not is_new else "Enter if there is none." if place == 0 else "Enter if there are no more.",
            required=not is_new,
        )
        if not is_new:
            yield FormField(key=f"{key}.value", label=f"{label}: value", ask="What is the number?", codec=NUMBER, required=True)
            yield FormField(
                key=f"{key}.unit", label=f"{label}: unit", ask="In which unit?", codec=LINE, note="Such as `demands` or `percent`."
            )
            note = "In words, such as `2024-07 to 2026-06`."
            yield FormField(key=f"{key}.period", label=f"{label}: period", ask="For which time?", codec=LINE, note=note)


def _ending(plain: Plain, assessment: Assessment) -> Iterator[FormField]:
    yield from scopes(plain, assessment, "does it cover", "Enter means all.")
    yield classification(WHO_SEES_WHAT)
    yield NOTES
