"""The columns in which the assessor works."""

from dataclasses import replace

from gni_assess.model.follow_up import RequestKind
from gni_assess.model.vocabulary import Audience
from gni_assess.report.fields import to_fill_in
from gni_assess.report.words import plain
from gni_assess.sheets.book import Column, ColumnKind


def _private(column: Column) -> Column:
    return replace(column, is_private=True)


_SEEN = _private(
    to_fill_in(
        *("seen", "Seen", 16, "How you saw the evidence."),
        choices=("file", "secure room", "not available"),
    )
)
_DATE_SEEN = _private(to_fill_in("date_seen", "Date seen", 12, "The day, such as 2026-09-14.", kind=ColumnKind.DATE))
_NOTE = to_fill_in("note", "Note to the company", 34, "Goes back to the company with this workbook.")
_PRIVATE = _private(
    to_fill_in(
        *("private", "Private notes", 34),
        "The company's tool never keeps or shows this column, but the text is in the file: empty it before you send the workbook back.",
    )
)

_ON_CRITERIA = (
    _SEEN,
    _DATE_SEEN,
    _private(to_fill_in("interview", "Interview", 18, "Whom you asked, by role.")),
    _private(
        to_fill_in(
            *("view", "View", 18, "What you found, in the company's words for findings."),
            choices=("in place", "partly in place", "planned", "not in place", "not applicable", "open"),
        )
    ),
    to_fill_in("good_practice", "Good practice to share?", 14, "Would others learn from it?", choices=("yes", "no")),
    to_fill_in("request", "Request to the company", 34, "What you would like to see or hear. Goes back to the company."),
    _NOTE,
    _PRIVATE,
)
_ON_EVIDENCE = (_SEEN, _DATE_SEEN, _NOTE, _PRIVATE)


_NEW_REQUEST = (
    to_fill_in(
        *("kind", "Kind", 14, "What you ask for."),
        choices=tuple(map(plain, RequestKind)),
    ),
    to_fill_in("text", "What you ask for", 56, "Goes back to the company with this workbook."),
    to_fill_in("criteria", "Criterion", 18, "The ID of one criterion or more, such as GOV-02."),
    to_fill_in("due", "By when", 12, "The day, such as 2026-09-14.", kind=ColumnKind.DATE),
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
