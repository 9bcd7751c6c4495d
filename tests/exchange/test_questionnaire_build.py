import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gni_assess.disclosure.project import disclose
from gni_assess.exchange import questionnaire_columns
from gni_assess.exchange.answer_words import EVIDENCE_HEADINGS, GAP_HEADINGS, QUESTION_HEADINGS
from gni_assess.exchange.questionnaire import Letter, build_questionnaire, count_present, records_in
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import PartialDate
from gni_assess.model.diagnostics import WORKSPACE_REF, RecordRef
from gni_assess.model.evidence import Effective, Policy, PolicyKind
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, ScopedFinding
from gni_assess.model.vocabulary import Audience, Classification, Finding, GapStatus, Ground, Impact, Level, RecordKind, Treatment
from gni_assess.report.spill import book_texts
from gni_assess.sheets.book import Book, Link, Table, Value, text_of

ROOT = Path(__file__).parents[2]
Answered = Callable[..., Assessment]
LETTER = Letter(
    questions=("GOV-01", "GOV-02"),
    asked_by="Olga Officer",
    sent=date(2026, 11, 21),
    due=date(2026, 12, 5),
    person="lena",
    person_name="Lena",
)
GAP = Gap(
    id="GOV-01-G417",
    summary="No list.",
    scale=Level.LOW,
    scope=Level.MEDIUM,
    irremediability=Level.HIGH,
    impact=Impact.POTENTIAL,
    action="Make one.",
    owner="lena",
    due=date(2027, 3, 31),
)
POLICY = Policy(
    id="POL-417",
    title="Rules of the house",
    summary="What we do.",
    owner="lena",
    effective=Effective(from_=PartialDate("2024-01")),
    kind_of=PolicyKind.POLICY,
    classification=Classification.INTERNAL,
)


def build(record: Assessment, letter: Letter = LETTER) -> Book:
    return build_questionnaire(disclose(record, Audience.RESPONDENT, person_id=letter.person), letter, tool_version="0.1.0")


def table(book: Book, name: str) -> Table:
    found = book.find_table(name)
    assert found is not None
    return found


def rows(book: Book, name: str) -> list[Mapping[str, Value]]:
    found = table(book, name)
    return [{column.key: value for column, value in zip(found.columns, row, strict=True) if value is not None} for row in found.rows]


def limited(*fields: str, treatment: Treatment = Treatment.WITHHELD) -> tuple[Limit, ...]:
    return (Limit(ground=Ground.SECURITY, treatment={Audience.RESPONDENT: treatment}, fields=fields),)


def everything(book: Book) -> str:
    return "\n".join([*(each.text for each in book_texts(book)), *book.facts.values()])


def test_what_is_asked_and_nothing_else_stands_there(assessment: Assessment) -> None:
    book = build(assessment)
    first, second = rows(book, "questions")
    assert first["id"] == Link("GOV-01", "Help", "GOV-01")
    assert first["question"] == "Governance 1\nIs it so?"
    assert set(first) == set(second) == {"id", "question", "good"}
    assert [text_of(each["id"]) for each in rows(book, "help")] == ["GOV-01", "GOV-02"]
    assert "GOV-03" not in everything(book)
    assert [sheet.name for sheet in book.sheets] == ["Start here", "Questions", "Evidence", "Gaps", "Help", "About"]
    assert count_present(book) == 0


def test_the_file_says_what_it_is(assessment: Assessment) -> None:
    facts = {
        "kind": "questionnaire",
        "format": "1",
        "company": "Acme",
        "assignee": "lena",
        "entity": "",
        "sent": "2026-11-21",
        "due": "2026-12-05",
        "questions": "GOV-01 GOV-02",
    }
    book = build(assessment)
    assert (dict(book.facts), book.marking) == (facts, "Confidential: prepared for Lena")


def test_the_letter_says_who_asks_and_until_when(assessment: Assessment) -> None:
    book = build(assessment, replace(LETTER, asked_by_address="olga@example.com", person_role="Trust and safety"))
    said = {text_of(each["item"]): text_of(each["details"]) for each in rows(book, "letter")}
    assert said["Asked by"] == "Olga Officer, olga@example.com"
    assert said["For"] == "Lena (Trust and safety)"
    assert (said["Please send it back by"], said["Questions"]) == ("2026-12-05", "2 questions")
    assert "Time that is asked about" not in said  # no period is set
    steps = [text_of(each["details"]) for each in rows(book, "how")]
    assert "send it back to Olga Officer (olga@example.com) by 2026-12-05" in steps[-1]
    assert not any("already" in each for each in steps)


def test_the_present_answer_stands_in_the_columns_to_fill_in(answered: Answered) -> None:
    record = answered("GOV-01", assignee="lena", finding=Finding.NOT_APPLICABLE, answer="=1+1", reason="No.", unsure=True, notes="Zq")
    book = build(record)
    assert {key: rows(book, "questions")[0][key] for key in QUESTION_HEADINGS if key != "whom"} == {
        "finding": "not applicable",
        "answer": "=1+1",
        "reason": "No.",
        "sure": "not sure",
    }
    assert count_present(book) == 1
    assert "What stands there already" in everything(book)
    assert "Zq" not in everything(book)


def test_somebody_elses_answer_is_not_there(answered: Answered) -> None:
    record = answered("GOV-02", answered("GOV-01", assignee="carl", answer="Zqx"), answer="Zqy")
    assert "Zq" not in everything(build(record))
    assert records_in(disclose(record, Audience.RESPONDENT, person_id="lena"), LETTER) == {WORKSPACE_REF}


def test_a_file_for_whoever_answers_holds_nothing_of_the_record(answered: Answered) -> None:
    record = answered("GOV-01", answer="Zqx", classification=Classification.PUBLIC, evidence=(EvidenceLink(id="POL-417"),), gaps=(GAP,))
    public = replace(POLICY, title="Zqy", classification=Classification.PUBLIC)
    team = replace(LETTER, person="", person_name="")
    book = build(replace(record, policies={"POL-417": public}), team)
    assert "Zq" not in everything(book)
    assert "POL-417" not in everything(book)
    assert GAP.id not in everything(book)
    assert book.marking == "Confidential: prepared for those who are asked here"
    assert count_present(book) == 0


@pytest.mark.parametrize(
    ("treatment", "is_said"), [(Treatment.WITHHELD, True), (Treatment.SUMMARY, True), (Treatment.UNACKNOWLEDGED, False)]
)
def test_a_field_that_is_hidden_is_empty_and_that_is_said_where_it_may_be(
    answered: Answered, treatment: Treatment, *, is_said: bool
) -> None:
    record = answered("GOV-01", assignee="lena", finding=Finding.IN_PLACE, answer="Zqx", limits=limited("answer", treatment=treatment))
    row = rows(build(record), "questions")[0]
    assert "answer" not in row
    assert "Zq" not in everything(build(record))
    assert ("not shown" in text_of(row.get("remark"))) is is_said


def test_an_answer_that_is_hidden_whole_is_empty(answered: Answered) -> None:
    record = answered("GOV-01", assignee="lena", finding=Finding.IN_PLACE, answer="Zqx", limits=limited())
    row = rows(build(record), "questions")[0]
    assert not {"finding", "answer"} & set(row)
    assert "not shown" in text_of(row["remark"])


def test_where_nothing_is_to_be_noted_there_is_no_column_for_it(assessment: Assessment) -> None:
    assert "remark" not in [each.key for each in table(build(assessment), "questions").columns]
    third = build(assessment, replace(LETTER, questions=("GOV-03",)))
    assert text_of(rows(third, "questions")[0]["question"]).endswith('Is it so?\n"not applicable" cannot be chosen here.')


def test_own_gaps_can_be_changed(answered: Answered) -> None:
    done = replace(GAP, id="GOV-01-G418", status=GapStatus.DONE)
    others = replace(GAP, id="GOV-01-G419", owner="carl", summary="Zqx")
    first, second, *rest = rows(build(answered("GOV-01", assignee="lena", gaps=(GAP, done, others))), "gaps")
    assert first == {
        "id": "GOV-01-G417",
        "question": "GOV-01",
        "summary": "No list.",
        "scale": "low",
        "scope": "medium",
        "irremediability": "high",
        "impact": "no: but it could happen",
        "action": "Make one.",
        "owner": "Trust and safety",
        "due": date(2027, 3, 31),
    }
    assert (second, len(rest), rest[-1]) == ({"id": 1}, 29, {"id": 30})


def test_hidden_parts_of_a_gap_are_empty(answered: Answered) -> None:
    record = answered("GOV-01", assignee="lena", gaps=(replace(GAP, action="Zqx", limits=limited("action")),))
    first = rows(build(record), "gaps")[0]
    assert "action" not in first
    assert "not shown" in text_of(first["remark"])


def test_evidence_that_is_registered_already_is_listed(answered: Answered) -> None:
    linked = replace(POLICY, id="POL-418", owner="carl", title="Zqx")
    public = replace(linked, id="POL-419", title="Statement", classification=Classification.PUBLIC)
    secret = replace(POLICY, id="POL-420", title="Zqy", classification=Classification.RESTRICTED)
    links = tuple(EvidenceLink(id=each) for each in ("POL-418", "POL-419"))
    record = answered("GOV-01", assignee="lena", evidence=links)
    record = replace(record, policies={each.id: each for each in (POLICY, linked, public, secret)})
    letter = replace(LETTER, own_evidence=frozenset({"POL-417", "POL-420"}))
    book = build(record, letter)
    found = [(each["id"], each["title"], each.get("questions")) for each in rows(book, "registered")]
    assert found == [("POL-417", "Rules of the house", "none of these questions"), ("POL-419", "Statement", "GOV-01")]
    assert "Zq" not in everything(book)
    assert not {"POL-418", "POL-420"} & set(re.findall(r"POL-\d+", everything(book)))
    held = records_in(disclose(record, Audience.RESPONDENT, person_id="lena"), letter)
    kinds = ((RecordKind.RESPONSE, "GOV-01"), (RecordKind.POLICY, "POL-417"), (RecordKind.POLICY, "POL-419"))
    assert held == {WORKSPACE_REF, *(RecordRef(kind=kind, id=key) for kind, key in kinds)}


def test_one_entity_is_asked_about_its_own(answered: Answered) -> None:
    said = ScopedFinding(finding=Finding.PLANNED, entity="nordics", note="Soon.")
    theirs, group = replace(GAP, entities=("nordics",)), replace(GAP, id="GOV-01-G418")
    record = answered("GOV-01", assignee="lena", finding=Finding.IN_PLACE, answer="Zqx", exceptions=(said,), gaps=(theirs, group))
    book = build(record, replace(LETTER, entity="nordics", entity_name="Acme Nordics AS"))
    row = rows(book, "questions")[0]
    assert row["question"] == "Governance 1\nFor Acme Nordics AS: Is it so?"
    assert (row["finding"], row["answer"]) == ("planned", "Soon.")
    assert "Zq" not in everything(book)
    assert [each["id"] for each in rows(book, "gaps")][:2] == [GAP.id, 1]
    assert book.facts["entity"] == "nordics"


def test_every_column_to_fill_in_says_what_goes_there(assessment: Assessment) -> None:
    book = build(assessment)
    for name, headings in (("questions", QUESTION_HEADINGS), ("evidence", EVIDENCE_HEADINGS), ("gaps", GAP_HEADINGS)):
        columns = [each for each in table(book, name).columns if each.to_fill_in]
        assert {each.key: each.heading for each in columns} == headings
        assert all(each.note and len(each.note) <= 255 for each in columns)
        # What a workbook takes as a list: not too long, and separated by commas.
        assert all(len(",".join(each.choices)) <= 255 and not any("," in word for word in each.choices) for each in columns)
        assert all(len(each.heading) <= 32 for each in columns)
        assert len({each.heading for each in table(book, name).columns}) == len(table(book, name).columns)
        # All of it is seen at once on a screen of 1366 pixels (7 a character, 5 a column), and on one page of paper at a readable size.
        assert sum(7 * each.width + 5 for each in table(book, name).columns) <= 1316
    assert table(book, "gaps").fill_heading == questionnaire_columns.FILL_HEADING
    assert [each["id"] for each in rows(book, "evidence")] == list(range(1, 31))


WRAPPED = """\
The committee of the board looks at it twice a year and hears
the lead of the team, whose report goes on to all directors as
an annex.

- one
- two"""


def test_lines_that_an_editor_wrapped_flow(answered: Answered) -> None:
    flowing = " ".join(WRAPPED.partition("\n\n")[0].split())
    gap = replace(GAP, summary=WRAPPED, cause=WRAPPED, action=WRAPPED)
    record = answered("GOV-01", assignee="lena", finding=Finding.NOT_APPLICABLE, answer=WRAPPED, reason=WRAPPED, gaps=(gap,))
    book = build(record)
    row, of_gap = rows(book, "questions")[0], rows(book, "gaps")[0]
    texts = [row["answer"], row["reason"], of_gap["summary"], of_gap["cause"], of_gap["action"]]
    assert texts == [f"{flowing}\n\n- one\n- two"] * 5


def test_ids_of_other_questions_in_the_texts_are_explained(assessment: Assessment) -> None:
    def noted(**texts: Any) -> list[str]:  # noqa: ANN401 - texts and lists of texts
        first, *others = assessment.pack.criteria
        pack = replace(assessment.pack, criteria=(replace(first, **texts), *others))
        sheets = build(replace(assessment, pack=pack)).sheets
        return [
            sheet.name for sheet in sheets for note in sheet.notes if "Some texts name other questions by their IDs, such as GOV-04" in note
        ]

    assert noted(intent="See GOV-04.", looks_for=("What GOV-04 asks.",)) == ["Questions", "Help"]
    assert noted(example="As under GOV-04.") == ["Help"]
    assert noted(example="As under GOV-02 and ISO-27001.") == []


def test_what_a_row_needs_stands_above_it(assessment: Assessment) -> None:
    notes = {sheet.name: " ".join(sheet.notes) for sheet in build(assessment).sheets}
    assert 'needs "Question", "What is missing or weak", "How grave", "How many people" and "How hard to undo"' in notes["Gaps"]
    assert 'needs "For question(s)", "Title", "Kind" and "What it says or does"' in notes["Evidence"]
    assert "answer by 2026-12-05" in notes["Questions"]
