"""The columns in which the assessor works."""

from gni_assess.model.follow_up import RequestKind
from gni_assess.model.vocabulary import Audience
from gni_assess.report.fields import for_assessor
from gni_assess.report.words import plain
from gni_assess.sheets.book import Column, ColumnKind

_SEEN = for_assessor(
    *("seen", "Seen", 16, "How you saw the evidence."),
    choices=("file", "secure room", "not available"),
)
_DATE_SEEN = for_assessor("date_seen", "Date seen", 12, "The day, such as 2026-09-14.", kind=ColumnKind.DATE)
_NOTE = for_assessor("note", "Note to the company", 34, "Goes back to the company with this workbook.")
_PRIVATE = for_assessor(
    *("private", "Private notes", 34),
    "The company's tool never reads this column, but the text is in the file: empty it before you send the workbook back.",
)

_ON_CRITERIA = (
    _SEEN,
    _DATE_SEEN,
    for_assessor("interview", "Interview", 18, "Whom you asked, by role."),
    for_assessor(
        *("view", "View", 18, "What you found, in the company's words for findings."),
        choices=("in place", "partly in place", "planned", "not in place", "not applicable", "open"),
    ),
    for_assessor("good_practice", "Good practice to share?", 14, "Would others learn from it?", choices=("yes", "no")),
    for_assessor("request", "Request to the company", 34, "What you would like to see or hear. Goes back to the company."),
    _NOTE,
    _PRIVATE,
)
_ON_EVIDENCE = (_SEEN, _DATE_SEEN, _NOTE, _PRIVATE)


_NEW_REQUEST = (
    for_assessor(
        *("kind", "Kind", 14, "What you ask for."),
        choices=tuple(map(plain, RequestKind)),
    ),
    for_assessor("text", "What you ask for", 56, "Goes back to the company with this workbook."),
    for_assessor("criteria", "Criterion", 18, "The ID of one criterion or more, such as GOV-02."),
    for_assessor("due", "By when", 12, "The day, such as 2026-09-14.", kind=ColumnKind.DATE),
    _PRIVATE,
)


def on_criteria(audience: Audience) -> tuple[Column, ...]:
    """Give the assessor's columns for criteria; other audiences get none."""
    return _ON_CRITERIA if audience is Audience.ASSESSOR else ()


def on_evidence(audience: Audience) -> tuple[Column, ...]:
    """Give the assessor's columns for evidence and cases; other audiences get none."""
    return _ON_EVIDENCE if audience is Audience.ASSESSOR else ()


def on_new_requests() -> tuple[Column, ...]:
    """Give the columns of the rows in which the assessor writes new requests."""
    return _NEW_REQUEST
