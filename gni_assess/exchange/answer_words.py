"""The tables, columns and words of a questionnaire, as it goes out and as it comes back."""

from collections.abc import Mapping
from typing import Final

from gni_assess.model.evidence import PolicyKind, SystemKind
from gni_assess.model.vocabulary import Classification, Finding, Impact, Level

KIND: Final = "questionnaire"
"""What the facts of the file say that it is."""

QUESTIONS, EVIDENCE, GAPS = "questions", "evidence", "gaps"
"""The names of the tables that are filled in. Rows are found by criterion, by number, and by id of the gap or number."""

QUESTION_HEADINGS: Mapping[str, str] = {
    "finding": "Finding",
    "answer": "Answer",
    "reason": "If it does not apply: why",
    "sure": "Sure?",
    "whom": "Whom else to ask",
}
"""The columns to fill in of the questions, by key. The last is never filled in beforehand."""

EVIDENCE_HEADINGS: Mapping[str, str] = {
    "questions": "For question(s)",
    "registered": "ID, if it is registered already",
    "title": "Title",
    "kind": "Kind",
    "summary": "What it says or does",
    "place": "Where it is",
    "from": "In force from",
    "to": "In force to",
    "last_reviewed": "Last reviewed",
    "classification": "How confidential",
    "shows": "What it shows, and where in it",
}
GAP_HEADINGS: Mapping[str, str] = {
    "question": "Question",
    "summary": "What is missing or weak",
    "cause": "Why",
    "scale": "How grave",
    "scope": "How many people",
    "irremediability": "How hard to undo",
    "impact": "Has it harmed people already?",
    "action": "What will be done",
    "owner": "By whom",
    "due": "By when",
}

FINDING_WORDS: Mapping[Finding, str] = {
    Finding.IN_PLACE: "in place",
    Finding.PARTLY_IN_PLACE: "partly in place",
    Finding.PLANNED: "planned",
    Finding.NOT_IN_PLACE: "not in place",
    Finding.NOT_APPLICABLE: "not applicable",
}
LEVEL_WORDS: Mapping[Level, str] = {Level.LOW: "low", Level.MEDIUM: "medium", Level.HIGH: "high"}
# No commas in words of lists: a workbook separates them by commas.
IMPACT_WORDS: Mapping[Impact, str] = {Impact.ACTUAL: "yes: people were harmed", Impact.POTENTIAL: "no: but it could happen"}
SURE, NOT_SURE = "yes", "not sure"
"""The words under `sure`. Only the second is ever filled in beforehand: where the record says `unsure`."""

CLASSIFICATION_WORDS: Mapping[Classification, str] = {
    Classification.PUBLIC: "public: anybody can find it",
    Classification.INTERNAL: "internal: everybody in the company may see it",
    Classification.CONFIDENTIAL: "confidential: some in the company and the assessor",
    Classification.RESTRICTED: "restricted: only who must see it",
}
KIND_WORDS: Mapping[PolicyKind | SystemKind, str] = {
    **{each: each.value for each in PolicyKind},
    **{each: each.value for each in SystemKind},
}
"""One list over both kinds of evidence: which of the two it is follows from the word."""
