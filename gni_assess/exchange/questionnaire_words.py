"""What a questionnaire tells its reader: how to answer, what to do if one does not know, what to leave out, and what the words mean."""

from collections.abc import Iterator
from typing import Final

from gni_assess.exchange.answer_words import (
    CLASSIFICATION_WORDS,
    EVIDENCE,
    EVIDENCE_HEADINGS,
    FINDING_WORDS,
    GAP_HEADINGS,
    GAPS,
    IMPACT_WORDS,
    KIND_WORDS,
    NOT_SURE,
    QUESTION_HEADINGS,
)
from gni_assess.exchange.questionnaire_columns import NEEDED
from gni_assess.model.evidence import PolicyKind, SystemKind
from gni_assess.model.vocabulary import Classification, Finding, Impact

NOT_SHOWN: Final = "Part of what the record says here is not shown."
NOT_LINKED: Final = "none of these questions"
NEVER_NOT_APPLICABLE: Final = f'"{FINDING_WORDS[Finding.NOT_APPLICABLE]}" cannot be chosen here.'

MARKING_OF_A_TEAM: Final = "Confidential: prepared for those who are asked here"

PURPOSE: Final = (
    "An assessment of how the company protects its users' freedom of expression and privacy, against the principles of the Global Network "
    "Initiative (GNI). An independent assessor reads what comes of it."
)

IF_YOU_DO_NOT_KNOW: Final = (
    ("You know a part", f'Write what you know, choose "{NOT_SURE}" under "{QUESTION_HEADINGS["sure"]}", and name who may know more.'),
    ("You do not know at all", "Leave the question empty. It counts as not answered, and nothing else happens."),
    (
        "It is not done",
        f'"{FINDING_WORDS[Finding.NOT_IN_PLACE]}" is a good answer where it is true. Say under Gaps what is missing. There is no score.',
    ),
)
LEAVE_OUT: Final = (
    ("About users", "Names, addresses and telephone numbers, and numbers or names of accounts."),
    ("About demands", "Details of a single demand of a government: who demanded what, about whom, and what was answered."),
    ("Documents", "Whole documents, and passages copied from them. Say what they are and where they are."),
)

FINDINGS: Final = (
    (Finding.IN_PLACE, "It is done, and you can show it."),
    (Finding.PARTLY_IN_PLACE, "Some of it is done. Say under Gaps what is missing."),
    (Finding.PLANNED, "Not done yet, and there is a plan. Say under Gaps what will be done and by when."),
    (Finding.NOT_IN_PLACE, "Not done. Say under Gaps what is missing."),
    (Finding.NOT_APPLICABLE, "The question does not apply. Say why in the column for it."),
)
_KINDS: Final = (
    (PolicyKind.POLICY, "A rule of the company."),
    (PolicyKind.PROCEDURE, "Steps that staff follow."),
    (PolicyKind.REPORT, "A report of any kind, such as a transparency report."),
    (PolicyKind.MINUTES, "A record of a meeting or a decision."),
    (PolicyKind.CONTRACT, "An agreement with somebody outside."),
    (PolicyKind.STATEMENT, "Something said to the public or to an authority."),
    (PolicyKind.ASSESSMENT, "A study of risks or impacts."),
    (SystemKind.PROCESS, "Work that is done in set steps."),
    (SystemKind.TOOL, "Software."),
    (SystemKind.TEAM, "People with the task."),
    (SystemKind.REGISTER, "A list or log that is kept."),
    (SystemKind.TRAINING, "Courses and exercises."),
    (SystemKind.BODY, "A committee or board."),
    (SystemKind.CONTROL, "A check that something is done as it should be."),
)
_LEVELS: Final = (
    ("How grave: low", "An annoyance; people can still speak and keep their privacy."),
    ("How grave: medium", "People lose speech or privacy that matters to them."),
    ("How grave: high", "Liberty, safety or life can be at stake, or a whole public debate."),
    ("How many people: low", "A few people."),
    ("How many people: medium", "A group, a community, or one service in one place."),
    ("How many people: high", "Most users, a whole country, or a group that is at risk already."),
    ("How hard to undo: low", "It can be undone soon and fully."),
    ("How hard to undo: medium", "It can be undone in part, or late."),
    ("How hard to undo: high", "It cannot be undone, such as an arrest, or data that was handed over."),
)
_IMPACTS: Final = (
    (Impact.ACTUAL, "People were harmed, as far as you know."),
    (Impact.POTENTIAL, "It has not happened, as far as you know, and it could."),
)
_CLASSIFICATIONS: Final = (
    (Classification.PUBLIC, "It may go to anybody."),
    (Classification.INTERNAL, "It may go to the assessor and the company's board, and a summary to GNI."),
    (Classification.CONFIDENTIAL, "It may go to the assessor, and at least a summary to the company's board."),
    (Classification.RESTRICTED, "It stays with the team; the assessor may look at it in a secure setting. Also where nothing is chosen."),
)
COMING_BACK: Final = (
    ("What is read", "The columns with brown headings, on the sheets Questions, Evidence and Gaps. Nothing else of this file is read."),
    ("What you may do", "Sort, filter, widen columns, add rows and columns of your own. Every row is found again by its ID or number."),
    ("What to keep", "The headings, the IDs and the file as an Excel workbook (.xlsx). A copy as PDF or a picture cannot be read."),
    ("Formulas and links", "They are not followed. Put text, dates and words from the lists."),
    ("If somebody answered meanwhile", "Nothing of theirs or yours is overwritten: a person compares the two and decides."),
    ("Who is named", "The company's team sees who answered and when. Readers outside the team see your role, not your name."),
)


def explain_others(example: str) -> str:
    """Say that texts name questions that are not asked here; `example` is the ID of one of them."""
    return f"Some texts name other questions by their IDs, such as {example}. You need not know them to answer."


def explain_needed(table: str) -> str:
    """Say what a new row of a table needs, by the headings of its columns."""
    headings = {EVIDENCE: EVIDENCE_HEADINGS, GAPS: GAP_HEADINGS}[table]
    *most, last = (f'"{headings[each]}"' for each in NEEDED[table])
    besides = " The ID of what is registered already stands for the last three." if table == EVIDENCE else ""
    return f"A new row needs {', '.join(most)} and {last}; without one of these it cannot be taken.{besides}"


def explain_words() -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Give what the words of each list mean, under a heading for each."""
    yield "Findings", tuple((FINDING_WORDS[each], meaning) for each, meaning in FINDINGS)
    yield "Gaps: what a gap means for people", (*_LEVELS, *((IMPACT_WORDS[each], meaning) for each, meaning in _IMPACTS))
    yield "Evidence: kinds", tuple((KIND_WORDS[each], meaning) for each, meaning in _KINDS)
    yield "Evidence: how confidential", tuple((CLASSIFICATION_WORDS[each], meaning) for each, meaning in _CLASSIFICATIONS)
    yield "How this comes back", COMING_BACK
