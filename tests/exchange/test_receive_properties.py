"""Whatever is typed into a questionnaire comes back, however its rows and columns are moved about, and everything is counted."""

import itertools
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.exchange.answer_words import EVIDENCE, EVIDENCE_HEADINGS, FINDING_WORDS, GAP_HEADINGS, GAPS, QUESTION_HEADINGS, QUESTIONS
from gni_assess.exchange.questionnaire_receive import receive_questionnaire
from gni_assess.exchange.receipt import Choice, Choices, Item, Outcome, name_conflict, put_changes
from gni_assess.exchange.received_desk import Outside
from gni_assess.model.assessment import Assessment
from gni_assess.model.plain import to_plain
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, RecordKind
from gni_assess.sheets.book import Book, Column, ColumnKind, Sheet, Table
from gni_assess.sheets.incoming import read_incoming
from gni_assess.sheets.write import write_book

IDS = ("GOV-01", "GOV-02", "GOV-03", "GOV-04")
SENT = Response(criterion="GOV-02", finding=Finding.PLANNED, answer="Was sent.\n=1+1", reason=" Padded ")
ALLOWED = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufffe\uffff")
NASTY = st.sampled_from(["=1+1", "_x0041_", "'quoted", "+49", "NO", "1e3", " \u00a0 ", "<r>x</r>", "Was sent.\n=1+1", "\u202eright"])
TEXTS = st.one_of(st.text(ALLOWED, max_size=40), NASTY)
WORDS = st.sampled_from([*FINDING_WORDS.values(), "In-Place", "nearly", "", ""])
TYPED = st.fixed_dictionaries({}, optional={"finding": WORDS, "answer": TEXTS, "reason": TEXTS})
ANSWERS = st.dictionaries(st.sampled_from(IDS), TYPED)
WHICH = st.sampled_from([*["GOV-01"] * 8, "gov\u201102; GOV-01", "GOV-09", "?", ""])
DAYS = st.sampled_from([*["2026-01-02", "2 January 2026"] * 4, "2026-02", "March 2026", "unknown", "soon", "03/04/2026", "Friday", ""])
NAMES = st.one_of(st.sampled_from(["Charter", " charter", "Rules\nof 2026"]), TEXTS)
LEVELS = st.sampled_from([*["high", "Medium", "low"] * 4, "hihg"])
OWNERS = st.sampled_from(["LENA", "Lead", "Carl  Counsel", "lena (Lena Berg, Trust and safety)", "Lena Borg", "Somebody\nelse", "?", ""])
OF_EVIDENCE = st.fixed_dictionaries(
    {"questions": WHICH, "title": NAMES, "kind": st.sampled_from([*["policy", "Training"] * 4, "polcy"]), "summary": TEXTS},
    optional={
        "place": st.one_of(TEXTS, st.just(" https://example.com/a ")),
        "from": DAYS,
        "to": DAYS,
        "last_reviewed": DAYS,
        "classification": st.sampled_from([*["public", "Internal: everybody in the company may see it"] * 2, "secret"]),
        "shows": TEXTS,
    },
)
OF_GAPS = st.fixed_dictionaries(
    {"question": WHICH, "summary": NAMES, "scale": LEVELS, "scope": LEVELS, "irremediability": LEVELS},
    optional={
        "cause": TEXTS,
        "impact": st.sampled_from([*["yes", "No: but it could happen"] * 2, "maybe"]),
        "action": TEXTS,
        "owner": OWNERS,
        "due": DAYS,
    },
)
ORDERS = st.permutations(IDS)
COLUMNS = st.lists(st.integers(1, 9), max_size=3)


def fill(sheet: Any, headings: Mapping[str, str], texts: Mapping[str, Mapping[str, str]]) -> Mapping[str, int]:  # noqa: ANN401 - openpyxl's
    """Type texts into cells, by the id of the row and the key of the column, and give the rows by their ids."""
    header, named = next(
        (number, {str(cell.value): column for column, cell in enumerate(row, start=1)})
        for number, row in enumerate(sheet.iter_rows(), start=1)
        if set(headings.values()) <= {cell.value for cell in row}
    )
    ids = [sheet.cell(row, 1).value for row in range(header + 1, sheet.max_row + 1)]
    rows = {str(each): row for row, each in enumerate(ids, start=header + 1) if each is not None}
    for row_id, of_row in texts.items():
        for key, text in of_row.items():
            cell = sheet.cell(rows[row_id], named[headings[key]])
            # As a spreadsheet program stores what a person typed as text.
            cell.value = re.sub("_(?=x[0-9a-fA-F]{4}_)", "_x005F_", text) or None
            cell.data_type = "s" if text else "n"
    return rows


@dataclass(frozen=True)
class Filled:
    answers: Mapping[str, Mapping[str, str]]
    order: Sequence[str]
    columns: Sequence[int]

    def into(self, source: Path, target: Path) -> None:
        book = openpyxl.load_workbook(source)
        sheet = book["Questions"]
        self._move(sheet, fill(sheet, QUESTION_HEADINGS, self.answers))
        book.save(target)

    def _move(self, sheet: Any, rows: Mapping[str, int]) -> None:  # noqa: ANN401 - openpyxl's own
        values = {each: [(cell.value, cell.data_type) for cell in sheet[row]] for each, row in rows.items()}
        for row, each in zip(sorted(rows.values()), self.order, strict=True):
            for column, (value, kind) in enumerate(values[each], start=1):
                sheet.cell(row, column).value = value
                sheet.cell(row, column).data_type = kind
        for column in self.columns:
            sheet.insert_cols(column)


def make_book() -> Book:
    def table(name: str, key: str, headings: Mapping[str, str], rows: Sequence[Sequence[str | None]]) -> Table:
        columns = (
            Column(key="id", heading="ID", kind=ColumnKind.ID),
            Column(key="asked", heading=key),
            *(Column(key=each, heading=heading, to_fill_in=True) for each, heading in headings.items()),
        )
        return Table(name=name, columns=columns, rows=rows, anchor="id", filtered=True)

    before = {SENT.criterion: ("planned", SENT.answer, SENT.reason, None, None)}
    rows = [(each, "Is it so?", *before.get(each, (None,) * 5)) for each in IDS]
    empty = [(str(number), "", *(None,) * 11) for number in (1, 2)]
    sheets = (
        Sheet(name="Questions", title="Questions", tables=(table(QUESTIONS, "The question", QUESTION_HEADINGS, rows),)),
        Sheet(name="Evidence", title="Evidence", tables=(table(EVIDENCE, "No.", EVIDENCE_HEADINGS, empty),)),
        Sheet(name="Gaps", title="Gaps", tables=(table(GAPS, "No.", GAP_HEADINGS, [each[:12] for each in empty]),)),
    )
    facts = {"kind": "questionnaire", "assignee": "lena", "sent": "2026-11-21", "questions": " ".join(IDS)}
    return Book(sheets=sheets, marking="Confidential", owner="Acme", created=date(2026, 11, 21), facts=facts)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sent") / "sent.xlsx"
    write_book(make_book(), path)
    return path


# Others each time, as in life: nothing may depend on an id that is drawn again when the file is read again.
DRAWN = itertools.count(100)
OUTSIDE = Outside(
    today=date(2026, 11, 21),
    by="olga",
    draw_record=lambda kind, _taken: f"{'POL' if kind is RecordKind.POLICY else 'SYS'}-{next(DRAWN)}",
    draw_gap=lambda criterion_id, _taken: f"{criterion_id}-G{next(DRAWN)}",
    check=lambda _record: (),
    wording=lambda _criterion: "wording",
    past=lambda _record_id: {},
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANSWERS, ORDERS, COLUMNS)
def test_whatever_is_typed_comes_back(
    assessment: Assessment, sent: Path, answers: Mapping[str, Mapping[str, str]], order: Sequence[str], columns: Sequence[int]
) -> None:
    record = replace(assessment, responses={SENT.criterion: SENT})
    with tempfile.TemporaryDirectory() as folder:
        back = Path(folder) / "back.xlsx"
        Filled(answers, order, columns).into(sent, back)
        incoming = read_incoming(back, kind="questionnaire")
    receipt = receive_questionnaire(incoming, record, OUTSIDE)
    assert receipt.adds_up
    assert receipt.asked == len(IDS)
    after = put_changes(record, receipt.changes)
    outcomes = {each.key: each.outcome for each in receipt.of_kind("question")}
    for criterion_id in IDS:
        was = record.responses.get(criterion_id, Response(criterion=criterion_id))
        typed = answers.get(criterion_id, {})
        now = after.responses.get(criterion_id, was)
        match outcomes[criterion_id]:
            case Outcome.EMPTY:
                assert not any(text.strip() for text in typed.values())
            case Outcome.REJECTED:
                assert typed.get("finding") in {"nearly", "not applicable"}
            case Outcome.CONFLICT:
                assert criterion_id == SENT.criterion, "what was emptied is not erased"
                assert not all(text.strip() for text in typed.values())
            case Outcome.SAME:
                assert now == was
            case _:
                for key in ("answer", "reason"):
                    text, old = typed.get(key, ""), getattr(was, key)
                    expected = old if key not in typed or text.rstrip() == old.rstrip() else text
                    assert getattr(now, key) == (expected if expected.strip() else "")
    assert receive_questionnaire(incoming, after, OUTSIDE).changes == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OF_EVIDENCE, max_size=2), st.lists(OF_GAPS, max_size=2), st.sampled_from(["", "lena"]))
def test_whatever_is_typed_of_evidence_and_gaps_comes_back_or_is_told(
    assessment: Assessment, sent: Path, evidence: Sequence[Mapping[str, str]], gaps: Sequence[Mapping[str, str]], assignee: str
) -> None:
    record = replace(assessment, responses={"GOV-01": Response(criterion="GOV-01", assignee=assignee)})
    with tempfile.TemporaryDirectory() as folder:
        back = Path(folder) / "back.xlsx"
        book = openpyxl.load_workbook(sent)
        typed = {"evidence": (EVIDENCE_HEADINGS, evidence, "Evidence"), "gap": (GAP_HEADINGS, gaps, "Gaps")}
        rows = {
            kind: fill(book[sheet], headings, {str(number): each for number, each in enumerate(texts, start=1)})
            for kind, (headings, texts, sheet) in typed.items()
        }
        book.save(back)
        incoming = read_incoming(back, kind="questionnaire")
    receipt = receive_questionnaire(incoming, record, OUTSIDE)
    names = [name_conflict(item.kind, item.key, each) for item in receipt.items for each in item.conflicts]
    settled = receive_questionnaire(incoming, record, OUTSIDE, Choices(single=dict.fromkeys(names, Choice.TAKE)))
    assert not settled.count("gap", Outcome.CONFLICT) + settled.count("evidence", Outcome.CONFLICT), "each has the name that it had"
    after = put_changes(record, receipt.changes)
    records = (*after.policies.values(), *after.systems.values(), *after.responses.values())
    kept = {" ".join(text.split()) for each in records for text in texts_in(to_plain(each))}
    for kind, (_, texts, sheet) in typed.items():
        assert len(receipt.of_kind(kind)) == len(texts), "each row is counted once"
        for number, each in enumerate(texts, start=1):
            row = rows[kind][str(number)]
            (item,) = (item for item in receipt.of_kind(kind) if item.key.endswith(f"in row {row}"))
            told = [each.spot for each in (*item.problems, *item.remarks)] + [each.spot for each in item.conflicts]
            assert all(spot is not None and (spot.sheet, spot.row) == (sheet, row) for spot in told)
            if item.is_left:
                assert item.problems or item.conflicts
                assert not item.changes
            else:
                look_for(each, item, kept)
            if item.outcome is Outcome.NEW and kind == "evidence":
                made = item.changes[0].after
                assert (getattr(made, "title", None), getattr(made, "summary", None)) == (each["title"], each["summary"])
    ids = {f"gaps/{gap.id}/id": (gap.id,) for response in after.responses.values() for gap in response.gaps}
    again = receive_questionnaire(incoming, after, replace(OUTSIDE, entered=lambda _id, _since: ids))
    assert again.changes == ()
    left = (Outcome.EMPTY, Outcome.CONFLICT, Outcome.REJECTED)
    expected = [(each.outcome if each.outcome in left else Outcome.SAME) for each in receipt.items]
    assert [each.outcome for each in again.items] == expected


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for each in value.values() for text in texts_in(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in texts_in(each))


def look_for(texts: Mapping[str, str], item: Item, kept: Collection[str]) -> None:
    """Find what was typed as text in the record, or where it was told."""
    known = {*kept, *(" ".join(each.value.split()) for each in item.remarks)}
    for key in ("title", "summary", "place", "shows", "cause", "action"):
        words = " ".join(texts.get(key, "").split())
        is_same = any(words.casefold().rstrip(" .:;!") == each.casefold().rstrip(" .:;!") for each in known)
        assert not words or words in known or (key in ("title", "summary") and is_same), key


def test_what_is_gone_beside_or_changed_is_said(assessment: Assessment, sent: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sent)
    del book["Gaps"]
    questions = book["Questions"]
    header = next(row[0].row for row in questions.iter_rows() if row[0].value == "ID")
    questions.cell(header + 1, 2).value = "Another question?"
    questions.cell(header + 1, 12).value = "Typed beside the table"
    questions.delete_rows(header + 3)
    book.save(tmp_path / "back.xlsx")
    receipt = receive_questionnaire(read_incoming(tmp_path / "back.xlsx", kind="questionnaire"), assessment, OUTSIDE)
    told = "\n".join(receipt.notes)
    for part in ("sheet `Gaps` is not in the file", "`The question` (sheet `Questions`, row", "stands where nothing is read", "column L"):
        assert part in told
    assert receipt.adds_up
    assert "row is not in the file" in next(each for each in receipt.items if each.key == "GOV-03").remarks[0].what
