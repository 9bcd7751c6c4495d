"""The columns and words in which the assessor writes to the company, as they come back in the workbook of the gap report."""

from collections.abc import Mapping
from typing import Final

from gni_assess.model.follow_up import RequestKind

KIND: Final = "gap-report"
"""What the facts of the file say that it is."""

CRITERIA, EVIDENCE, CASES, NEW_REQUESTS = "gni_criteria", "gni_evidence", "gni_cases", "gni_new_requests"
"""The names of the tables in which the assessor writes."""

NEVER = frozenset({"private", "seen", "date_seen", "interview", "view"})
"""The keys of the assessor's own columns: what stands there is never kept and never shown."""

NOTE, REQUEST, GOOD_PRACTICE = "note", "request", "good_practice"
ON_CRITERIA: Mapping[str, str] = {
    REQUEST: "Request to the company",
    NOTE: "Note to the company",
    GOOD_PRACTICE: "Good practice to share?",
}
ON_EVIDENCE: Mapping[str, str] = {NOTE: "Note to the company"}
NEW_REQUEST: Mapping[str, str] = {"text": "What you ask for", "kind": "Kind", "criteria": "Criterion", "due": "By when"}
READ: Mapping[str, Mapping[str, str]] = {CRITERIA: ON_CRITERIA, EVIDENCE: ON_EVIDENCE, CASES: ON_EVIDENCE, NEW_REQUESTS: NEW_REQUEST}
"""What is read: for each table the headings of its columns, by key."""

KIND_WORDS: Mapping[RequestKind, str] = {each: each.value.replace("-", " ") for each in RequestKind}
YES, NO = "yes", "no"
