"""The tables of what follows from an assessment: earlier recommendations, interviews, and what the assessor asks for."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from gni_assess.disclosure.views import Disclosed
from gni_assess.model.follow_up import Interview, Recommendation, RecommendationStatus, Request, RequestStatus
from gni_assess.model.vocabulary import Audience
from gni_assess.report.assessor_columns import on_new_requests
from gni_assess.report.fields import Field, Ids, field, make_rows, spread, telling
from gni_assess.report.limited import how_to_see, limit_in_words, link_text, of_record
from gni_assess.report.tables_gaps import say_whether_overdue
from gni_assess.report.view import View
from gni_assess.report.words import (
    HELD_BACK,
    INTERVIEW_HELD,
    INTERVIEW_NOT_PLANNED,
    INTERVIEW_PLANNED,
    RECOMMENDATION_STATUSES,
    REQUEST_STATUSES,
    held_back,
    lines,
    plain,
)
from gni_assess.sheets.book import Column, ColumnKind, Table, Value

R = TypeVar("R", bound=Recommendation | Request | Interview)
Answered = TypeVar("Answered", bound=Recommendation | Request)

NEW_REQUESTS = 20
"""How many empty rows stand ready for the assessor's requests."""

_ABOUT_LIMITS = ("limit", "how")
_OPEN_RECOMMENDATIONS = (RecommendationStatus.OPEN, RecommendationStatus.IN_PROGRESS)


def recommendations_table(view: View) -> Table:
    """Make the table of what earlier assessments told the company to do, the open ones first."""
    return _table(
        *(
            "gni_recommendation_list",
            _RECOMMENDATION_FIELDS,
            view,
            tuple(sorted(view.recommendations, key=_by_status(RecommendationStatus))),
        ),
        description="One row for each recommendation of an earlier assessment, with what has become of it.",
        empty="None: no earlier recommendation is on record.",
    )


def interviews_table(view: View) -> Table:
    """Make the table of the people interviewed or to be interviewed, by role; names are for the team alone."""
    fields = [each for each in _INTERVIEW_FIELDS if view.disclosure.audience is Audience.INTERNAL or not _names_people(each)]
    return _table(
        *("gni_interviews", tuple(fields), view, tuple(sorted(view.interviews, key=_interview_order))),
        description="One row for each person interviewed or to be interviewed, by role.",
        empty="None: no interview is on record.",
    )


def requests_tables(view: View) -> tuple[Table, ...]:
    """Make the table of what the assessor asked for; for the assessor also one with empty rows for new requests."""
    for_assessor = view.disclosure.audience is Audience.ASSESSOR
    asked = _table(
        *("gni_requests", _REQUEST_FIELDS, view, tuple(sorted(view.requests, key=_by_status(RequestStatus)))),
        description="One row for each request of the assessor, with where it stands.",
        empty="None: nothing has been asked for yet.",
        heading="What has been asked for" if for_assessor else "",
        # A filter hides whole rows, also those of a table below.
        filtered=not for_assessor,
    )
    return (asked, _new_requests()) if for_assessor else (asked,)


def _new_requests() -> Table:
    columns = on_new_requests()
    return Table(
        name="gni_new_requests",
        heading="New requests",
        note="Write one request a line. They go back to the company with the workbook.",
        description="Empty rows for the assessor's new requests.",
        columns=(Column(key="number", heading="No.", width=10, kind=ColumnKind.NUMBER), *columns),
        rows=tuple((number, *[None] * len(columns)) for number in range(1, NEW_REQUESTS + 1)),
    )


def _table(
    name: str,
    fields: tuple[Field[Disclosed[R]] | Ids[Disclosed[R]], ...],
    view: View,
    items: tuple[Disclosed[R], ...],
    *,
    description: str,
    empty: str,
    heading: str = "",
    filtered: bool = True,
) -> Table:
    spare = () if view.is_template or any(map(_is_cut, items)) else _ABOUT_LIMITS
    shown = telling([each for each in spread(fields, view, items) if each.column.key not in spare], view, items)
    return Table(
        name=name,
        heading=heading,
        columns=tuple(each.column for each in shown),
        rows=make_rows(shown, view, items),
        description=description,
        anchor="id",
        empty=empty,
        filtered=filtered,
    )


def _is_cut(shown: Disclosed[R]) -> bool:
    return shown.record is None or bool(shown.hidden_fields)


def _by_status(statuses: type[StrEnum]) -> Callable[[Disclosed[Answered]], tuple[int, date, str]]:
    """Order records by status as the words are listed, those of unknown status last; then by date."""

    def order(shown: Disclosed[Answered]) -> tuple[int, date, str]:
        status = _status_of(shown)
        due = shown.record.due if shown.record is not None else None
        return list(map(str, statuses)).index(status) if status else len(statuses), due or date.max, shown.id

    return order


def _status_of(shown: Disclosed[Answered]) -> str:
    return shown.record.status if shown.record is not None else shown.status


def _interview_order(shown: Disclosed[Interview]) -> tuple[date, str]:
    record = shown.record
    return (record.held_on or record.planned or date.max) if record is not None else date.max, shown.id


def _names_people(each: Field[Disclosed[Interview]] | Ids[Disclosed[Interview]]) -> bool:
    return isinstance(each, Field) and each.column.key in ("person", "consent")


def _text(key: str) -> Callable[[View, Disclosed[R]], Value]:
    def value(view: View, shown: Disclosed[R]) -> Value:
        return of_record(lambda _, record: str(getattr(record, key)), key)(view, shown)

    return value


def _main_text(view: View, shown: Disclosed[R]) -> Value:
    return held_back(shown.treatment, shown.grounds) if shown.record is None else _text("text")(view, shown)


def _criteria(_view: View, shown: Disclosed[R]) -> tuple[str, ...]:
    if shown.record is None:
        return shown.criteria or (HELD_BACK,)
    return (HELD_BACK,) if "criteria" in shown.hidden_fields else shown.record.criteria


def _evidence(_view: View, shown: Disclosed[Answered]) -> tuple[str, ...]:
    if shown.record is None or "evidence" in shown.hidden_fields:
        return (HELD_BACK,)
    return tuple(each.id for each in shown.record.evidence)


def _what_it_shows(view: View, record: Answered) -> Value:
    return lines(*(link_text(view, each) for each in record.evidence))


def _area(view: View, record: Recommendation) -> Value:
    titles = {each.id: each.title for each in view.disclosure.pack.areas}
    return titles.get(record.area, record.area)


def _recommendation_status(_view: View, shown: Disclosed[Recommendation]) -> Value:
    status = _status_of(shown)
    return RECOMMENDATION_STATUSES[RecommendationStatus(status)] if status else HELD_BACK


def _recommendation_overdue(view: View, record: Recommendation) -> Value:
    return say_whether_overdue(view, record.due) if record.status in _OPEN_RECOMMENDATIONS else None


def _request_status(_view: View, shown: Disclosed[Request]) -> Value:
    status = _status_of(shown)
    return REQUEST_STATUSES[RequestStatus(status)] if status else HELD_BACK


def _request_overdue(view: View, record: Request) -> Value:
    return say_whether_overdue(view, record.due) if record.is_open else None


def _interview_state(view: View, shown: Disclosed[Interview]) -> Value:
    record = shown.record
    if shown.status == "held" or (record is not None and record.held_on is not None):
        return INTERVIEW_HELD
    if record is None:
        return INTERVIEW_PLANNED if shown.status == "planned" else HELD_BACK
    hidden = [view.limits_of("interview", shown.id, key) for key in ("held_on", "planned") if key in shown.hidden_fields]
    if hidden:
        return hidden[0]
    return INTERVIEW_PLANNED if record.planned is not None else INTERVIEW_NOT_PLANNED


def _with_last_fields(*first: Field[Disclosed[Answered]]) -> tuple[Field[Disclosed[Answered]] | Ids[Disclosed[Answered]], ...]:
    """Add the columns that stand last for recommendations and requests alike: what they concern, and how they are shown."""
    return (
        *first,
        Ids(key="criteria", heading="Criterion", give=_criteria, width=11, most=4),
        Ids(key="evidence", heading="Evidence", give=_evidence, most=4),
        field("shows", "Where, and what it shows", 28, of_record(_what_it_shows, "evidence")),
        field("limit", "How it is shown", 22, limit_in_words),
        field("how", "How to see it", 22, how_to_see),
    )


_RECOMMENDATION_FIELDS: tuple[Field[Disclosed[Recommendation]] | Ids[Disclosed[Recommendation]], ...] = _with_last_fields(
    field("id", "ID", 10, lambda _, shown: shown.id, ColumnKind.ID),
    field("source", "From", 20, of_record(lambda _, record: record.source, "source")),
    field("area", "Area", 20, of_record(_area, "area")),
    field("text", "Recommendation", 44, _main_text),
    field("response", "The company's response", 32, _text("response")),
    field("actions", "What was done", 40, _text("actions")),
    field("status", "Status", 12, _recommendation_status),
    field("reason", "If declined, why", 26, _text("reason")),
    field("owner", "Owner", 18, _text("owner")),
    field("due", "Due", 11, of_record(lambda _, record: record.due, "due"), ColumnKind.DATE),
    field("overdue", "Overdue?", 11, of_record(_recommendation_overdue, "due")),
    field("completed", "Completed", 11, of_record(lambda _, record: record.completed, "completed"), ColumnKind.DATE),
)

_REQUEST_FIELDS: tuple[Field[Disclosed[Request]] | Ids[Disclosed[Request]], ...] = _with_last_fields(
    field("id", "ID", 10, lambda _, shown: shown.id, ColumnKind.ID),
    field("kind", "Kind", 14, of_record(lambda _, record: plain(record.kind_of), "kind")),
    field("text", "Request", 56, _main_text),
    field("asked_by", "Asked by", 18, _text("asked_by")),
    field("asked_on", "Asked on", 11, of_record(lambda _, record: record.asked_on, "asked_on"), ColumnKind.DATE),
    field("answer", "Answer", 56, _text("answer")),
    field("status", "Status", 12, _request_status),
    field("due", "Due", 11, of_record(lambda _, record: record.due, "due"), ColumnKind.DATE),
    field("overdue", "Overdue?", 11, of_record(_request_overdue, "due")),
    field("owner", "Owner", 18, _text("owner")),
)

_INTERVIEW_FIELDS: tuple[Field[Disclosed[Interview]] | Ids[Disclosed[Interview]], ...] = (
    field("id", "ID", 10, lambda _, shown: shown.id, ColumnKind.ID),
    field("role", "Role", 26, _text("role")),
    field("person", "Person", 20, _text("person")),
    field("state", "State", 16, _interview_state),
    field("planned", "Planned for", 11, of_record(lambda _, record: record.planned, "planned"), ColumnKind.DATE),
    field("held_on", "Held on", 11, of_record(lambda _, record: record.held_on, "held_on"), ColumnKind.DATE),
    field("confirmed", "What was confirmed", 60, _text("confirmed")),
    field(
        "consent", "May be named?", 12, of_record(lambda _, record: "yes" if record.consent_to_be_named else "no", "consent_to_be_named")
    ),
    Ids(key="criteria", heading="Criterion", give=_criteria, width=11, most=6),
    field("limit", "How it is shown", 22, limit_in_words),
    field("how", "How to see it", 22, how_to_see),
)
