"""A small record, and files as they come back, built without a workbook."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.exchange.questionnaire_receive import receive_questionnaire
from gni_assess.exchange.receipt import UNSETTLED, Choices, Receipt, put_changes
from gni_assess.exchange.received_desk import Entered, Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.criteria import Area, CaseFigures, Criterion, Freshness, Pack
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Basis, CompanyType, Level, Right, Stage
from gni_assess.model.workspace import Company, Entity, Person, Plan, Service, Workspace
from gni_assess.sheets.cells import Cell, CellKind
from gni_assess.sheets.incoming_values import Incoming, IncomingCell, IncomingRow, IncomingTable, Spot
from gni_assess.sheets.way_back import digest_of_text

TODAY = date(2026, 11, 21)
Row = Callable[..., IncomingRow]
Receive = Callable[..., Receipt]


def _criterion(number: int) -> Criterion:
    return Criterion(
        id=f"GOV-{number:02}",
        title=f"Governance {number}",
        question="Is it so?",
        intent="So that people are protected.",
        rights=(Right.EXPRESSION,),
        na_allowed=number != 3,
        basis=Basis.COMMITMENT,
    )


@pytest.fixture
def assessment() -> Assessment:
    """Give a record with four criteria and three people, in which nothing is answered."""
    pack = Pack(
        id="pack",
        title="Pack",
        edition="2024.1",
        notice="",
        sources=(),
        areas=(Area(id="GOV", title="Governance"),),
        company_types=(CompanyType.PLATFORM,),
        case_types=(),
        case_selection=CaseFigures(
            min_cases=8, min_per_right=3, min_jurisdictions=4, min_concern_share=0.5, min_types=4, min_decision_cases=1, min_hard_cases=1
        ),
        freshness=Freshness(policy_review_months=24, evidence_stale_months=36),
        criteria=tuple(map(_criterion, (1, 2, 3, 4))),
    )
    workspace = Workspace(
        company=Company(name="Acme", types=(CompanyType.PLATFORM,)),
        plan=Plan(stage=Stage.COLLECTING, pack="pack", edition="2024.1", first_assessment=True),
        services=(Service(id="cdn", name="Content"),),
        entities=(Entity(id="nordics", name="Acme Nordics AS", jurisdiction="NO"),),
        people=(
            Person(id="olga", name="Olga Officer", role="Lead"),
            Person(id="lena", name="Lena Berg", role="Trust and safety", email="lena@example.com"),
            Person(id="carl", name="Carl Counsel"),
        ),
    )
    return Assessment(workspace=workspace, pack=pack)


def _cell(value: object, spot: Spot) -> IncomingCell:
    if isinstance(value, IncomingCell):
        return replace(value, spot=spot)
    if isinstance(value, Cell):
        return IncomingCell(cell=value, spot=spot, is_merged=False)
    if isinstance(value, date):
        return IncomingCell(cell=Cell(CellKind.DAY, value.isoformat(), 1.0, value), spot=spot, is_merged=False)
    return IncomingCell(cell=Cell(CellKind.TEXT, str(value)), spot=spot, is_merged=False)


@pytest.fixture
def row() -> Row:
    """Make a row: `row("GOV-01", sent={"answer": "…"}, finding="in place")`; what is empty is left out."""
    numbers = iter(range(7, 10_000))

    def make(key: str, /, *, sent: Mapping[str, str] | None = None, at: int = 0, **cells: object) -> IncomingRow:
        number = at or next(numbers)
        values = {name.removesuffix("_"): value for name, value in cells.items()}
        found = {name: _cell(value, Spot(sheet="Sheet", row=number, column="D")) for name, value in values.items() if value != ""}
        digests = {name: digest_of_text(text) for name, text in (sent or {}).items()}
        return IncomingRow(key=key, row=number, sheet="Sheet", cells=found, altered=(), sent=digests)

    return make


@pytest.fixture
def incoming() -> Callable[..., Incoming]:
    """Make a file that came back: `incoming([rows], evidence=[rows], gaps=[rows], asked="GOV-01", assignee="lena")`."""

    def make(
        rows: Collection[IncomingRow] = (),
        *,
        evidence: Collection[IncomingRow] = (),
        gaps: Collection[IncomingRow] = (),
        asked: str = "GOV-01 GOV-02 GOV-03 GOV-04",
        lost: tuple[str, ...] = (),
        **facts: str,
    ) -> Incoming:
        tables = {
            name: IncomingTable(name=name, sheet=name.title(), rows=tuple(of), ids=(), lost=lost if name == "questions" else ())
            for name, of in (("questions", rows), ("evidence", evidence), ("gaps", gaps))
        }
        named = {"assignee": "lena", "questions": asked, **facts}
        return Incoming(file="back.xlsx", sha256="ab" * 32, kind="questionnaire", facts=named, tables=tables)

    return make


@pytest.fixture
def outside() -> Outside:
    """Give an outside world in which ids are drawn in sequence and everything can be stored."""
    numbers = iter(range(100, 10_000))
    return Outside(
        today=TODAY,
        by="olga",
        draw_record=lambda kind, _taken: f"{'POL' if kind.value == 'policy' else 'SYS'}-{next(numbers)}",
        draw_gap=lambda criterion_id, _taken: f"{criterion_id}-G{next(numbers)}",
        check=lambda _record: (),
        wording=lambda _criterion: "wording",
        past=lambda _record_id: {},
    )


@pytest.fixture
def entered_since(outside: Outside) -> Callable[..., Outside]:
    """Give the outside world with what came into every record since the day before: `entered_since({"answer": ("…",)}, by="carl")`."""

    def know(texts: Entered, *, by: str = outside.by) -> Outside:
        return replace(outside, by=by, entered=lambda _id, since: texts if since <= date(2026, 11, 20) else {})

    return know


@pytest.fixture
def gap() -> Gap:
    """Give a gap that a respondent knows of only where it is theirs."""
    due = date(2026, 12, 31)
    return Gap(
        id="GOV-01-G417", summary="No log", scale=Level.HIGH, scope=Level.LOW, irremediability=Level.LOW, owner="olga", due=due
    )  # fmt: skip


@pytest.fixture
def receive(incoming: Callable[..., Incoming], outside: Outside) -> Receive:
    """Receive rows beside a record: `receive(assessment, [rows], choices=…, known=…, …)`, the rest as `incoming` takes it."""

    def receive_rows(
        record: Assessment, *rows: Any, choices: Choices = UNSETTLED, known: Outside = outside, **more: Any  # noqa: ANN401 - any part
    ) -> Receipt:  # fmt: skip
        return receive_questionnaire(incoming(*rows, **more), record, known, choices)

    return receive_rows


@pytest.fixture
def answered(assessment: Assessment) -> Callable[..., Assessment]:
    """Give the record with one response: `answered("GOV-01", answer="…", finding=…)`."""

    def answer(criterion_id: str, record: Assessment = assessment, **values: Any) -> Assessment:  # noqa: ANN401 - any field
        responses = {**record.responses, criterion_id: Response(criterion=criterion_id, **values)}
        return replace(record, responses=responses)

    return answer


@pytest.fixture
def apply() -> Callable[[Assessment, Receipt], Assessment]:
    """Put what a receipt brings into the record."""
    return lambda record, receipt: put_changes(record, receipt.changes)
