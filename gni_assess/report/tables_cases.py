"""The table of cases."""

from collections.abc import Callable

from gni_assess.disclosure.views import Disclosed
from gni_assess.model.case_vocabulary import CaseResult
from gni_assess.model.cases import Case, CaseDates
from gni_assess.model.dates import PartialDate
from gni_assess.report.assessor_columns import on_evidence
from gni_assess.report.case_texts import (
    affected,
    analysis,
    authority,
    circumstances,
    decided_by,
    options,
    pressure,
    selection,
    steps,
    told,
)
from gni_assess.report.fields import Field, Ids, field, make_rows, spread, telling
from gni_assess.report.limited import how_to_see, limit_in_words, of_record
from gni_assess.report.view import View, in_days
from gni_assess.report.words import HELD_BACK, held_back, labeled, lines, plain
from gni_assess.sheets.book import ColumnKind, Table, Tone, Value, Word

Shown = Disclosed[Case]

_RESULTS = {
    CaseResult.PROTECTED: Word("protected", Tone.GOOD),
    CaseResult.LIMITED_HARM: Word("limited harm", Tone.PARTLY),
    CaseResult.ADVERSE: Word("adverse", Tone.BAD),
    CaseResult.UNKNOWN: Word("unknown", Tone.QUIET),
}


def cases_table(view: View) -> Table:
    """Make the table of the cases that this audience gets at least a summary of."""
    extra = on_evidence(view.disclosure.audience)
    fields = telling(spread(_FIELDS, view, view.cases), view, view.cases)
    return Table(
        name="gni_cases",
        columns=(*(each.column for each in fields), *extra),
        rows=make_rows(fields, view, view.cases, blank=len(extra)),
        description="One row for each case: what was demanded or decided, how it was handled and what it meant for people.",
        anchor="id",
        filtered=True,
    )


def _text(key: str) -> Callable[[View, Shown], Value]:
    return of_record(lambda _, case: str(getattr(case, key)), key)


def _on(give: Callable[[CaseDates], PartialDate | None]) -> Callable[[View, Shown], Value]:
    def value(view: View, shown: Shown) -> Value:
        if "dates" in shown.hidden_fields:
            return view.limits_of("case", shown.id, "dates")
        dates = shown.record.dates if shown.record is not None else shown.dates
        return in_days(give(dates)) if dates is not None else HELD_BACK

    return value


def _title(view: View, shown: Shown) -> Value:
    return _text("title")(view, shown) if shown.record is not None else shown.title or HELD_BACK


def _shareable(view: View, shown: Shown) -> Value:
    if shown.record is None:
        return shown.summary or held_back(shown.treatment, shown.grounds)
    return _text("shareable_summary")(view, shown)


def _where(view: View, case: Case) -> Value:
    return lines(*(view.scope_names.get(each, each) for each in (*case.services, *case.entities)))


def _ids(key: str, give: Callable[[Case], tuple[str, ...]]) -> Callable[[View, Shown], tuple[str, ...]]:
    return lambda _, shown: (HELD_BACK,) if shown.record is None or key in shown.hidden_fields else give(shown.record)


def _harm(_view: View, case: Case) -> Value:
    return lines(labeled("Harm", case.harm), labeled("Remedy", case.remedy))


def _lessons(_view: View, case: Case) -> Value:
    return lines(labeled("Lessons", case.lessons), labeled("Changed afterwards", case.changed_afterwards))


def _hard(_view: View, case: Case) -> Value:
    return f"yes: {case.hard_reason}" if case.hard and case.hard_reason else "yes" if case.hard else "no"


_FIELDS: tuple[Field[Shown] | Ids[Shown], ...] = (
    field("id", "ID", 11, lambda _, shown: shown.id, ColumnKind.ID),
    field("title", "Title", 26, _title),
    field("limit", "How it is shown", 22, limit_in_words),
    field("shareable", "Summary that may be shared", 48, _shareable),
    field("type", "Type", 16, of_record(lambda _, case: plain(case.type), "type")),
    field("rights", "Rights", 12, of_record(lambda _, case: lines(*map(plain, case.rights)), "rights")),
    field("jurisdiction", "Jurisdiction", 14, of_record(lambda view, case: view.place(case.jurisdiction), "jurisdiction")),
    field("where", "Services and entities", 18, of_record(_where, "services", "entities")),
    field("selection", "Selection", 22, of_record(lambda _, case: selection(case), "selection")),
    field("authority", "Authority and channel", 20, of_record(lambda _, case: authority(case), "authority", "channel")),
    field("legal_basis", "Legal basis", 26, _text("legal_basis")),
    field("demanded", "Demanded, or to be decided", 40, _text("demanded")),
    field("received", "Received", 11, _on(lambda dates: dates.received), ColumnKind.DATE),
    field("escalated", "Escalated", 11, _on(lambda dates: dates.escalated), ColumnKind.DATE),
    field("decided", "Decided", 11, _on(lambda dates: dates.decided), ColumnKind.DATE),
    field("carried_out", "Carried out", 11, _on(lambda dates: dates.carried_out), ColumnKind.DATE),
    field("closed", "Closed", 11, _on(lambda dates: dates.closed), ColumnKind.DATE),
    field("period_reason", "If outside the period", 22, _text("period_reason")),
    field("response", "How it was handled", 14, of_record(lambda _, case: plain(case.response), "response")),
    field("decided_by", "Decided by", 16, of_record(lambda _, case: decided_by(case), "decided_by")),
    field("challenge", "Challenge", 11, of_record(lambda _, case: plain(case.challenge), "challenge")),
    field("result", "Result for people", 13, of_record(lambda _, case: _RESULTS[case.result] if case.result else None, "result")),
    field("steps", "Steps", 42, of_record(lambda _, case: steps(case), "steps")),
    field("analysis", "Analysis", 42, of_record(lambda _, case: analysis(case), "analysis")),
    field("options", "Options", 32, of_record(lambda _, case: options(case), "options")),
    field("pressure", "Pressure and safety", 28, of_record(lambda _, case: pressure(case), "pressure", "staff_safety")),
    field(
        *("circumstances", "Further circumstances", 28),
        of_record(lambda _, case: circumstances(case), "outside_advice", "territorial_effect", "data_categories", "secrecy", "series"),
    ),
    field("affected", "Affected", 22, of_record(lambda _, case: affected(case), "affected")),
    field("told", "Users and public told", 28, of_record(lambda _, case: told(case), "users_told", "public_disclosure")),
    field("harm", "Harm and remedy", 32, of_record(_harm, "harm", "remedy")),
    field("lessons", "Lessons and changes", 32, of_record(_lessons, "lessons", "changed_afterwards")),
    field("hard", "Hard?", 20, of_record(_hard, "hard", "hard_reason")),
    Ids(key="evidence", heading="Evidence", give=_ids("evidence", lambda case: tuple(each.id for each in case.evidence)), most=3),
    Ids(key="criteria", heading="Criterion", give=_ids("criteria", lambda case: case.criteria), most=4),
    field("classification", "Classification", 13, of_record(lambda _, case: plain(case.classification), "classification")),
    field("how", "How to see it", 26, how_to_see),
)
