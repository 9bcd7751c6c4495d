"""The columns of a questionnaire: those that are ours, and those that the respondent fills in."""

from collections.abc import Mapping

from gni_assess.exchange.answer_words import (
    CLASSIFICATION_WORDS,
    EVIDENCE_HEADINGS,
    FINDING_WORDS,
    GAP_HEADINGS,
    GAPS,
    IMPACT_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    NOT_SURE,
    QUESTION_HEADINGS,
    QUESTIONS,
    SURE,
)
from gni_assess.sheets.book import Column, ColumnKind

FILL_HEADING = "For you to fill in"
ANCHOR, ANCHOR_HEADING = "id", "ID"
NUMBER_HEADING = "No."
REMARK = Column(key="remark", heading="Please note", width=20)
"""A column of ours that is there only where a row has something to note."""

ON_QUESTIONS = (
    Column(key=ANCHOR, heading=ANCHOR_HEADING, width=9, kind=ColumnKind.ID),
    Column(key="title", heading="Title", width=15),
    Column(key="question", heading="Question", width=34),
    Column(key="good", heading="What a good answer has", width=50),
)
ON_EVIDENCE = (Column(key=ANCHOR, heading=NUMBER_HEADING, width=5, kind=ColumnKind.ID),)
ON_GAPS = (Column(key=ANCHOR, heading=NUMBER_HEADING, width=11, kind=ColumnKind.ID),)

CLOSED: Mapping[str, tuple[str, ...]] = {
    QUESTIONS: ("finding", "sure", REMARK.key),
    GAPS: ("question", "scale", "scope", "irremediability", "impact", REMARK.key),
    "registered": ("kind",),
}
"""Columns of which the present values are words of closed lists, or our own, by table."""

_LEVELS = tuple(LEVEL_WORDS.values())
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "finding": tuple(FINDING_WORDS.values()),
    "sure": (SURE, NOT_SURE),
    "kind": tuple(KIND_WORDS.values()),
    "classification": tuple(CLASSIFICATION_WORDS.values()),
    "scale": _LEVELS,
    "scope": _LEVELS,
    "irremediability": _LEVELS,
    "impact": tuple(IMPACT_WORDS.values()),
}
_DAYS = frozenset({"last_reviewed", "due"})

_QUESTION_NOTES: Mapping[str, tuple[int, str]] = {
    "finding": (14, 'Choose from the list. "not in place" is a good answer where it is true.'),
    "answer": (52, "A few sentences: what is done, by whom, since when, how often. No names of users, no details of single demands."),
    "reason": (22, 'Only with the finding "not applicable": why the question does not apply.'),
    "sure": (9, '"not sure" is fine: somebody looks at it again.'),
    "whom": (20, "Who may know more: a name, a role or a team. For the team that asks only."),
}
_EVIDENCE_NOTES: Mapping[str, tuple[int, str]] = {
    "questions": (13, "The ID of one question or more, such as {example}."),
    "registered": (13, "Where it is on the sheet Registered: its ID. Then leave the columns empty in which nothing has changed."),
    "title": (28, "What it is called, with its version where it has one."),
    "kind": (13, "Choose from the list. The sheet About says what the words mean."),
    "summary": (40, "In one or two sentences: what it says, or what it does."),
    "place": (28, "An address, or the vault, folder or binder. Do not attach it and do not copy it in here."),
    "from": (13, "Since when it holds: 2025-03-14, or 2025-03 where only the month is known, or unknown."),
    "to": (13, "Until when it held. Leave it empty where it still does."),
    "last_reviewed": (13, "The day on which somebody last looked whether it is still right: 2026-05-04."),
    "classification": (24, "Choose from the list. In doubt the stricter one."),
    "shows": (34, "Which part answers the question, such as section 4 or the entries of 2025, and what it shows."),
}
_GAP_NOTES: Mapping[str, tuple[int, str]] = {
    "question": (10, "The ID of the question, such as {example}."),
    "summary": (40, "One gap a row. What is missing or weak, in one or two sentences."),
    "cause": (26, "Why it is so, as far as you know."),
    "scale": (
        11,
        (
            "If this hurts people, how grave is it for them? low: an annoyance. medium: they lose speech or privacy that matters to them. "
            "high: liberty, safety or life can be at stake, or a whole public debate."
        ),
    ),
    "scope": (
        11,
        (
            "How many people can it reach? low: a few. medium: a group, or one service in one place. "
            "high: most users, a whole country, or a group that is at risk already."
        ),
    ),
    "irremediability": (
        11,
        (
            "Can it be put right? low: soon and fully. medium: in part, or late. "
            "high: it cannot be undone, such as an arrest, or data that was handed over."
        ),
    ),
    "impact": (18, "Whether people were harmed already, as far as you know. Do not say who."),
    "action": (34, 'What will be done about it. "Not decided yet" is an answer, too.'),
    "owner": (18, "The person who will do it, or the role."),
    "due": (12, "The day: 2027-03-31."),
}


def on_answers() -> tuple[Column, ...]:
    """Give the columns in which a question is answered."""
    return _make(QUESTION_HEADINGS, _QUESTION_NOTES, "")


def on_new_evidence(example: str) -> tuple[Column, ...]:
    """Give the columns in which evidence is entered; `example` is the ID of a question that was asked."""
    return _make(EVIDENCE_HEADINGS, _EVIDENCE_NOTES, example)


def on_new_gaps(example: str) -> tuple[Column, ...]:
    """Give the columns in which gaps are entered; `example` is the ID of a question that was asked."""
    return _make(GAP_HEADINGS, _GAP_NOTES, example)


def _make(headings: Mapping[str, str], notes: Mapping[str, tuple[int, str]], example: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            key=key,
            heading=heading,
            width=notes[key][0],
            kind=ColumnKind.DATE if key in _DAYS else ColumnKind.CHOICE if key in _CHOICES else ColumnKind.TEXT,
            choices=_CHOICES.get(key, ()),
            to_fill_in=True,
            note=notes[key][1].format(example=example),
        )
        for key, heading in headings.items()
    )
