"""The columns of a questionnaire: those that are ours, and those that the respondent fills in."""

from collections.abc import Mapping

from gni_assess.exchange import answer_words as words
from gni_assess.exchange.answer_words import EVIDENCE, GAPS, QUESTIONS
from gni_assess.sheets.book import Column, ColumnKind

REGISTERED = "registered"
"""The name of the table of evidence that the record has already."""

FILL_HEADING = "For you to fill in"
_ID = "id"


def _read_only(*columns: tuple[str, str, int]) -> tuple[Column, ...]:
    return tuple(Column(key=key, heading=heading, width=width) for key, heading, width in columns)


REMARK = Column(key="remark", heading="Please note", width=12)
"""A column of ours that is there only where a row has something to note."""

ON_QUESTIONS = (
    Column(key=_ID, heading="ID", width=9, kind=ColumnKind.ID),
    Column(key="question", heading="Question", width=26),
    Column(key="good", heading="What a good answer has", width=57),
)
ON_EVIDENCE = (Column(key=_ID, heading="No.", width=5, kind=ColumnKind.ID),)
ON_GAPS = (Column(key=_ID, heading="No.", width=13, kind=ColumnKind.ID),)
ON_REGISTERED = _read_only(
    (_ID, "ID", 10), ("title", "Title", 50), ("kind", "Kind", 14), ("summary", "What it says or does", 70), ("questions", "Linked to", 24)
)
ON_HELP = _read_only(
    (_ID, "ID", 9),
    ("title", "Title", 13),
    ("why", "Why it is asked", 30),
    ("show", "What could show it", 54),
    ("example", "An answer of a company that does not exist", 64),
    ("who", "Who may know", 14),
)
NEEDED: Mapping[str, tuple[str, ...]] = {
    EVIDENCE: ("questions", "title", "kind", "summary"),
    GAPS: ("question", "summary", "scale", "scope", "irremediability"),
}
"""Columns without which a new row cannot be taken, by table."""

CLOSED: Mapping[str, tuple[str, ...]] = {
    QUESTIONS: ("finding", "sure", REMARK.key),
    GAPS: ("question", "scale", "scope", "irremediability", "impact", REMARK.key),
    REGISTERED: ("kind", "questions"),
}
"""Columns of which the present values are words of closed lists, or our own, by table."""

_LEVELS = tuple(words.LEVEL_WORDS.values())
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "finding": tuple(words.FINDING_WORDS.values()),
    "sure": (words.SURE, words.NOT_SURE),
    "kind": tuple(words.KIND_WORDS.values()),
    "classification": tuple(words.CLASSIFICATION_WORDS.values()),
    "scale": _LEVELS,
    "scope": _LEVELS,
    "irremediability": _LEVELS,
    "impact": tuple(words.IMPACT_WORDS.values()),
}
_DAYS = frozenset({"last_reviewed", "due"})

# In the order in which they stand there. All columns of a table together fit a small screen, and a page at a size that can be read.
_QUESTION_NOTES: Mapping[str, tuple[int, str]] = {
    "finding": (13, 'Choose from the list. "not in place" is a good answer where it is true.'),
    "answer": (35, "A few sentences: what is done, by whom, since when, how often. No names of users, no details of single demands."),
    "reason": (12, 'Only with the finding "not applicable": why the question does not apply.'),
    "sure": (9, '"not sure" is fine: somebody looks at it again.'),
    "whom": (11, "Who may know more: a name, a role or a team. For the team that asks only."),
}
_EVIDENCE_NOTES: Mapping[str, tuple[int, str]] = {
    "questions": (14, "Needed. The ID of one question or more, such as {example}."),
    "registered": (13, "Where it is on the sheet Registered: its ID. Then leave the columns empty in which nothing has changed."),
    "title": (22, "Needed. What it is called, with its version where it has one."),
    "kind": (12, "Needed. Choose from the list. The sheet About says what the words mean."),
    "summary": (28, "Needed. In one or two sentences: what it says, or what it does."),
    "place": (18, "An address, or the vault, folder or binder. Do not attach it and do not copy it in here."),
    "from": (10, "Since when it holds: 2025-03-14, or 2025-03 where only the month is known, or unknown."),
    "to": (10, "Until when it held. Leave it empty where it still does."),
    "last_reviewed": (12, "The day on which somebody last looked whether it is still right: 2026-05-04."),
    "classification": (15, "Choose from the list. In doubt the stricter one."),
    "shows": (19, "Which part answers the question, such as section 4 or the entries of 2025, and what it shows."),
}
_GAP_NOTES: Mapping[str, tuple[int, str]] = {
    "question": (13, "Needed. The ID of the question, such as {example}."),
    "summary": (30, "Needed. One gap a row. What is missing or weak, in one or two sentences."),
    "scale": (
        10,
        (
            "Needed. If this hurts people, how grave is it for them? low: an annoyance. medium: they lose speech or privacy that matters "
            "to them. high: liberty, safety or life can be at stake, or a whole public debate."
        ),
    ),
    "scope": (
        10,
        (
            "Needed. How many people can it reach? low: a few. medium: a group, or one service in one place. "
            "high: most users, a whole country, or a group that is at risk already."
        ),
    ),
    "irremediability": (
        10,
        (
            "Needed. Can it be put right? low: soon and fully. medium: in part, or late. "
            "high: it cannot be undone, such as an arrest, or data that was handed over."
        ),
    ),
    "cause": (18, "Why it is so, as far as you know."),
    "impact": (14, "Whether people were harmed already, as far as you know. Do not say who."),
    "action": (26, 'What will be done about it. "Not decided yet" is an answer, too.'),
    "owner": (13, "The person who will do it, or the role."),
    "due": (11, "The day: 2027-03-31."),
}


def on_answers() -> tuple[Column, ...]:
    """Give the columns in which a question is answered."""
    return _make(words.QUESTION_HEADINGS, _QUESTION_NOTES, "")


def on_new_evidence(example: str) -> tuple[Column, ...]:
    """Give the columns in which evidence is entered; `example` is the ID of a question that was asked."""
    return _make(words.EVIDENCE_HEADINGS, _EVIDENCE_NOTES, example)


def on_new_gaps(example: str) -> tuple[Column, ...]:
    """Give the columns in which gaps are entered; `example` is the ID of a question that was asked."""
    return _make(words.GAP_HEADINGS, _GAP_NOTES, example)


def _make(headings: Mapping[str, str], notes: Mapping[str, tuple[int, str]], example: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            key=key,
            heading=headings[key],
            width=width,
            kind=ColumnKind.DATE if key in _DAYS else ColumnKind.CHOICE if key in _CHOICES else ColumnKind.TEXT,
            choices=_CHOICES.get(key, ()),
            to_fill_in=True,
            note=note.format(example=example),
        )
        for key, (width, note) in notes.items()
    )
