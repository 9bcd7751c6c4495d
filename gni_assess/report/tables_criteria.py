"""The tables of criteria: those that apply with the company's answers, and those that do not apply."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from gni_assess.disclosure.views import Disclosed
from gni_assess.model.criteria import Criterion
from gni_assess.model.response import Response, ScopedFinding
from gni_assess.model.vocabulary import Audience, Finding, State
from gni_assess.report.assessor_columns import on_criteria
from gni_assess.report.fields import Field, Ids, field, make_rows, spread, telling
from gni_assess.report.limited import link_text
from gni_assess.report.view import View
from gni_assess.report.words import BASES, COMPANY_TYPES, FACTS, FINDINGS, HELD_BACK, NO_REASON, STATES, held_back, labeled, lines
from gni_assess.sheets.book import ColumnKind, Table, Value

_TELLING_FIELDS = ("finding", "answer", "reason", "skipped", "answered", "reviewed")
"""The fields that the state of the work follows from."""


@dataclass(frozen=True)
class CriterionRow:
    """A criterion with what this audience gets of its response."""

    criterion: Criterion
    shown: Disclosed[Response] | None

    def tell(self, view: View, key: str, give: Callable[[Response], str]) -> str:
        """Give a text of the response, or say in words why it is not shown; "" where there is nothing to show."""
        if self.shown is None:
            return ""
        if self.shown.record is None:
            return held_back(self.shown.treatment, self.shown.grounds)
        if key in self.shown.hidden_fields:
            return view.limits_of("response", self.shown.id, key)
        return give(self.shown.record)

    def holds_back(self, key: str) -> bool:
        """Whether the company may have filled a field that this audience does not get, and may know of."""
        return self.shown is not None and (self.shown.record is None or key in self.shown.hidden_fields)

    @property
    def record(self) -> Response | None:
        """The response, where it is shown in full."""
        return self.shown.record if self.shown is not None else None


def criteria_table(view: View) -> Table:
    """Make the table of the criteria that apply, in the pack's order, unanswered ones too."""
    extra = on_criteria(view.disclosure.audience)
    items = [CriterionRow(each, view.disclosure.responses.get(each.id)) for each in view.criteria]
    unused = _unused_columns(view)
    fields = telling([each for each in spread(_FIELDS, view, items) if each.column.key not in unused], view, items)
    return Table(
        name="gni_criteria",
        columns=(*(each.column for each in fields), *extra),
        rows=make_rows(fields, view, items, blank=len(extra)),
        description="One row for each criterion that applies to the company, with its finding, answer, evidence and gaps.",
        anchor="id",
        filtered=True,
    )


def _unused_columns(view: View) -> frozenset[str]:
    """Name the columns that these criteria leave empty for any company of these types, whatever it answers.

    The official wording is a copy from the company's own set of GNI's toolkit, and not the company's to publish.
    """
    if view.is_template:
        return frozenset()
    types = view.disclosure.workspace.company.types
    used = {
        "official": any(each.official for each in view.criteria) and view.disclosure.audience is not Audience.PUBLIC,
        # It is for those who hold the answer against each wording.
        "wordings": any(each.questions_beside(types) for each in view.criteria) and view.gets_everything,
    }
    return frozenset(key for key, is_used in used.items() if not is_used)


def not_applicable_table(view: View) -> Table:
    """Make the table of criteria that do not apply: by what kind of company it is, or by the company's answer."""
    applying = {each.id for each in view.criteria}
    items = [each for each in view.disclosure.pack.criteria if each.id not in applying or _answered_na(view, each)]
    return Table(
        name="gni_not_applicable",
        columns=tuple(each.column for each in _NOT_APPLICABLE_FIELDS),
        rows=make_rows(_NOT_APPLICABLE_FIELDS, view, items),
        description="Criteria that do not apply to the company, and by what that was decided.",
        filtered=True,
    )


def _answer(view: View, row: CriterionRow) -> Value:
    answer = row.tell(view, "answer", lambda record: record.answer)
    if answer or row.record is None or row.record.finding is not Finding.NOT_APPLICABLE:
        return answer
    return row.tell(view, "reason", lambda record: record.reason)


def _exceptions(view: View, row: CriterionRow) -> Value:
    if row.shown is not None and row.record is None:
        return HELD_BACK
    return row.tell(view, "exceptions", lambda record: lines(*(_exception(each, view.scope_names) for each in record.exceptions)))


def _exception(scoped: ScopedFinding, names: Mapping[str, str]) -> str:
    where = names.get(scoped.entity or scoped.service, scoped.entity or scoped.service)
    return f"{where}: {FINDINGS[scoped.finding].text}" + (f". {scoped.note}" if scoped.note else "")


def _evidence(view: View, row: CriterionRow) -> tuple[str, ...]:
    held_back = (HELD_BACK,) if row.holds_back("evidence") else ()
    return (*view.evidence_by_criterion.get(row.criterion.id, ()), *held_back)


def _gaps(view: View, row: CriterionRow) -> tuple[str, ...]:
    is_held_back = row.holds_back("gaps") or row.criterion.id in view.criteria_with_hidden_gaps
    return (*view.gaps_by_criterion.get(row.criterion.id, ()), *((HELD_BACK,) if is_held_back else ()))


def _what_it_shows(view: View, row: CriterionRow) -> Value:
    if row.shown is not None and row.record is None:
        return HELD_BACK
    return row.tell(view, "evidence", lambda record: lines(*(link_text(view, each) for each in record.evidence)))


def _instead(view: View, row: CriterionRow) -> Value:
    if row.shown is not None and row.record is None:
        return HELD_BACK
    return lines(
        labeled("No instance", row.tell(view, "no_instance", lambda record: record.no_instance)),
        labeled("Instead", row.tell(view, "alternative", lambda record: record.alternative)),
    )


def _state(view: View, row: CriterionRow) -> Value:
    if any(map(row.holds_back, _TELLING_FIELDS)):
        return HELD_BACK
    state = view.states.get(row.criterion.id)
    return STATES[state] if row.record is not None and state is not None else None


def _reviewed_by(view: View, row: CriterionRow) -> Value:
    if any(map(row.holds_back, _TELLING_FIELDS)):
        return HELD_BACK
    review = row.record.reviewed if row.record is not None else None
    if review is None or view.states.get(row.criterion.id) is not State.REVIEWED:
        return None
    return lines(review.by, review.on.isoformat())


def _answered_by(_view: View, row: CriterionRow) -> Value:
    if row.holds_back("answered"):
        return HELD_BACK
    stamp = row.record.answered if row.record is not None else None
    return lines(stamp.by, stamp.on.isoformat()) if stamp is not None else None


def _wordings(view: View, row: CriterionRow) -> Value:
    beside = row.criterion.questions_beside(view.disclosure.workspace.company.types)
    return lines(*(f"As a {COMPANY_TYPES[each]} company: {text}" for each, text in beside.items())) or None


def _official(_view: View, row: CriterionRow) -> Value:
    official = row.criterion.official
    return lines(official.number, official.text) if official else None


_FIELDS: tuple[Field[CriterionRow] | Ids[CriterionRow], ...] = (
    field("id", "ID", 10, lambda _, row: row.criterion.id, ColumnKind.ID),
    field("area", "Area", 16, lambda view, row: view.areas[row.criterion.area]),
    field("title", "Title", 22, lambda _, row: row.criterion.title),
    field("question", "Question", 42, lambda view, row: row.criterion.question_to(view.disclosure.workspace.company.types)),
    field("wordings", "Question, other wordings", 20, _wordings),
    field("official", "Official wording", 22, _official),
    field("basis", "Basis", 13, lambda _, row: BASES[row.criterion.basis]),
    field("finding", "Finding", 15, lambda view, row: view.finding_of(row.criterion)),
    field("answer", "Answer", 72, _answer),
    field("exceptions", "Exceptions", 20, _exceptions),
    Ids(key="evidence", heading="Evidence", give=_evidence),
    field("shows", "Where, and what it shows", 30, _what_it_shows),
    field("instead", "Instead of evidence", 18, _instead),
    Ids(key="gaps", heading="Gap", give=_gaps, width=14, most=4),
    field("state", "State", 11, _state),
    field("answered", "Answered by", 14, _answered_by),
    field("reviewed", "Reviewed by", 14, _reviewed_by),
)


def _answered_na(view: View, criterion: Criterion) -> bool:
    return view.finding_of(criterion) == FINDINGS[Finding.NOT_APPLICABLE]


def _why_not(view: View, criterion: Criterion) -> Value:
    facts = view.disclosure.workspace.facts
    shown = view.disclosure.responses.get(criterion.id)
    if not criterion.applies(facts):
        return _condition(criterion, facts)
    row = CriterionRow(criterion, shown)
    return HELD_BACK if row.holds_back("reason") else row.tell(view, "reason", lambda record: record.reason or NO_REASON)


def _condition(criterion: Criterion, facts: frozenset[str]) -> str:
    barred = [each for each in criterion.not_for if each in facts]
    if barred:
        return f"not for {_in_words(barred)}"
    return f"only for {_in_words(criterion.applies_to)}"


def _in_words(names: Iterable[str]) -> str:
    types = [COMPANY_TYPES[each] for each in names if each in COMPANY_TYPES]
    kinds = [f"companies that are {_either(types)} companies"] if types else []
    return " or ".join((*kinds, *(FACTS.get(each, each) for each in names if each not in COMPANY_TYPES)))


def _either(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def _decided_by(view: View, criterion: Criterion) -> str:
    return "the company's answer" if criterion.applies(view.disclosure.workspace.facts) else "the kind of company"


_NOT_APPLICABLE_FIELDS: tuple[Field[Criterion], ...] = (
    field("id", "ID", 10, lambda view, each: view.link(each.id), ColumnKind.LINK),
    field("title", "Title", 34, lambda _, each: each.title),
    field("question", "Question", 60, lambda view, each: each.question_to(view.disclosure.workspace.company.types)),
    field("decided", "Decided by", 20, _decided_by),
    field("reason", "Reason", 60, _why_not),
)
