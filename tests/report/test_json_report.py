import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.checks.outstanding import outstanding_for, states_for
from gni_assess.checks.shown_cases import coverage_for
from gni_assess.disclosure.project import disclose
from gni_assess.errors import StoreError
from gni_assess.model.assessment import Assessment, Facts
from gni_assess.model.vocabulary import Audience
from gni_assess.report.build import build_report, digest_of
from gni_assess.report.writers.json_check import verify_json
from gni_assess.report.writers.json_report import render_json
from gni_assess.report.writers.json_schema import report_schema, report_schema_text
from gni_assess.sheets.book import Book, Chart, Column, ColumnKind, Link, Links, Sheet, Table, Tone, Value, Word, text_of
from gni_assess.store.countries import load_countries
from gni_assess.store.load import load_workspace

MakeReport = Callable[..., Book]
ROOT = Path(__file__).parent.parent.parent
SAMPLES = {"sample": ROOT, "unfinished": ROOT / "tests" / "examples" / "valid" / "unfinished-sample"}
SECRET = "Zebra-Quartz-91"  # noqa: S105 - a word that must not get out
DAY = date(2026, 11, 21)
ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates, too
VALUES = st.one_of(
    ANY_TEXT,
    st.integers(),
    st.dates(),
    st.none(),
    st.builds(Word, ANY_TEXT, st.sampled_from(Tone)),
    st.builds(Link, ANY_TEXT, st.just("S"), st.just("")),
    st.builds(lambda text: Links((Link(text, "S"), Link(text, "nowhere", text))), ANY_TEXT),
)


def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(report_schema(), format_checker=jsonschema.FormatChecker())


def book_of(*tables: Table, **fields: Any) -> Book:  # noqa: ANN401 - what a book has
    given_fields: dict[str, Any] = {"sheets": (Sheet(name="S", title="T", tables=tables),), "marking": "Public", "owner": "Acme", **fields}
    return Book(created=DAY, **given_fields)


@cache
def load(name: str) -> Assessment:
    assessment = load_workspace(SAMPLES[name]).assessment
    assert assessment is not None
    return assessment


@cache
def report_of(name: str, audience: Audience) -> Book:
    assessment = load(name)
    disclosure, facts = disclose(assessment, audience), Facts(today=DAY, countries=load_countries())
    return build_report(
        disclosure,
        today=DAY,
        states=states_for(assessment, audience),
        outstanding={} if audience is Audience.INTERNAL else outstanding_for(assessment, facts, audience),
        tool_version="0.1.0",
        countries=load_countries(),
        coverage=coverage_for(disclosure),
    )


@pytest.fixture(params=[(name, audience) for name in SAMPLES for audience in Audience], ids="-".join)
def book(request: pytest.FixtureRequest) -> Book:
    return report_of(*request.param)


def tables_of(value: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {table["name"]: table for sheet in value["sheets"] for table in sheet["tables"]}


def links_of(value: Any) -> Iterator[tuple[str, str | None]]:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        if set(value) == {"text", "sheet", "id"}:
            yield value["sheet"], value["id"]
        for each in value.values():
            yield from links_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from links_of(each)


def words_of(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [word for each in value for word in words_of(each)]
    text = value["text"] if isinstance(value, dict) else value
    return [] if text is None or text == "" else str(text).split("\n")


def words_in(value: Value) -> list[str]:
    return [each.text for each in value.links] if isinstance(value, Links) else words_of(text_of(value))


@pytest.mark.long
def test_the_samples_fit_the_schema_for_every_audience(book: Book, request: pytest.FixtureRequest) -> None:
    _, audience = request.node.callspec.params["book"]
    value = json.loads(render_json(book))
    validator().validate(value)
    assert (value["version"], value["audience"], value["marking"]) == (1, audience.value, book.marking)
    assert (value["company"], value["created"], value["tool_version"]) == ("Example Relay", "2026-11-21", "0.1.0")
    assert value["period"] == {"start": "2024-07-01", "end": "2026-06-30"}
    assert value["digest"] == digest_of(book)


def test_every_value_of_every_table_is_there_under_the_key_of_its_column(book: Book) -> None:
    shown = tables_of(json.loads(render_json(book)))
    tables = {table.name: table for sheet in book.sheets for table in sheet.tables}
    assert set(tables) - set(shown) <= {"gni_new_requests", *(name for name, table in tables.items() if table.workbook_only)}
    for name, table in shown.items():
        keys = [column["key"] for column in table["columns"]]
        assert len(keys) == len(set(keys))
        rows = table["rows"] + table["totals"]
        assert all(list(row) == keys for row in rows)
        assert (table["empty"] is None) == bool(rows)
        for row, values in zip(rows, tables[name].rows, strict=True):
            assert words_of(list(row.values())) == [word for value in values for word in words_in(value)]


def test_every_link_leads_to_a_row_or_a_sheet(book: Book) -> None:
    value = json.loads(render_json(book))
    rows = {(sheet["name"], None) for sheet in value["sheets"]}
    for sheet in value["sheets"]:
        for table in sheet["tables"]:
            rows |= {(sheet["name"], row[table["id_column"]]) for row in table["rows"] if table["id_column"]}
    links = set(links_of(value["sheets"]))
    assert links <= rows
    assert len(links) > 5


@pytest.mark.parametrize("audience", [each for each in Audience if each is not Audience.INTERNAL])
def test_what_an_audience_must_not_see_is_not_in_it(report: MakeReport, audience: Audience) -> None:
    text = render_json(report(audience))
    validator().validate(json.loads(text))
    assert SECRET not in text


def test_what_only_the_assessor_fills_in_is_left_out(report: MakeReport) -> None:
    value = json.loads(render_json(report(Audience.ASSESSOR)))
    keys = {column["key"] for table in tables_of(value).values() for column in table["columns"]}
    assert "finding" in keys
    assert not keys & {"seen", "date_seen", "private", "good_practice"}
    assert "gni_new_requests" not in tables_of(value)


def test_words_have_tones_and_ids_of_one_kind_stand_in_one_list(report: MakeReport) -> None:
    criteria = tables_of(json.loads(render_json(report(Audience.ASSESSOR))))["gni_criteria"]
    row = next(row for row in criteria["rows"] if row["id"] == "GOV-01")
    assert row["finding"] == {"text": "in place", "tone": "good"}
    assert row["evidence"] == [{"text": each, "sheet": "Evidence", "id": each} for each in ("POL-417", "SYS-122")]
    assert next(column for column in criteria["columns"] if column["key"] == "evidence")["kind"] == "links"
    assert next(row for row in criteria["rows"] if row["id"] == "TRE-01")["evidence"] == []


def test_ids_that_share_the_last_cell_are_links_too() -> None:
    columns = (Column(key="id", heading="ID"), *(Column(key=f"of{n}", heading="Of", kind=ColumnKind.LINK) for n in (1, 2)))
    both = Links((Link("A-1", "S", "A-1"), Link("A-9", "S", "A-9"), Link("A-2", "S", "A-2")))
    rows = (("A-1", Link("A-2", "S", "A-2"), both), ("A-2", "not shown", "A-1\nA-2"))
    shown = json.loads(render_json(book_of(Table(name="t", columns=columns, rows=rows, anchor="id"))))["sheets"][0]["tables"][0]["rows"]
    one, two = ({"text": each, "sheet": "S", "id": each} for each in ("A-1", "A-2"))
    assert shown[0]["of"] == [two, one, "A-9", two]
    assert shown[1]["of"] == ["not shown", "A-1\nA-2"]


def test_columns_that_share_a_key_keep_their_values() -> None:
    columns = tuple(Column(key=key, heading=key) for key in ("label", "cases", "cases", "cases (2)"))
    (row,) = tables_of(json.loads(render_json(book_of(Table(name="t", columns=columns, rows=((1, 2, 3, 4),))))))["t"]["rows"]
    assert list(row.values()) == [1, 2, 3, 4]


def test_what_is_not_known_of_a_report_is_null() -> None:
    value = json.loads(render_json(book_of()))
    assert (value["period"], value["audience"], value["digest"], value["tool_version"]) == (None, None, None, None)
    validator().validate(value)
    going_on = json.loads(render_json(book_of(period=(date(2024, 7, 1), None))))
    assert going_on["period"] == {"start": "2024-07-01", "end": None}
    validator().validate(going_on)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(VALUES, VALUES), max_size=4), around=ANY_TEXT)
def test_every_text_comes_back_and_none_can_hide(rows: list[tuple[Value, Value]], around: str) -> None:
    columns = (Column(key="a", heading=around), Column(key=around + "b", heading="b"))
    table = Table(name="t", columns=columns, rows=tuple(rows), note=around)
    book = book_of(table, owner=around, properties={"title": around})
    text = render_json(book)
    assert text == render_json(book)
    assert text.encode().decode() == text
    assert all(line.isprintable() for line in text.split("\n"))
    value = json.loads(text)
    validator().validate(value)
    shown = value["sheets"][0]["tables"][0]
    assert (shown["columns"][0]["heading"], shown["note"], value["company"], value["properties"]) == (
        around,
        around,
        around,
        {"title": around},
    )
    wanted = [[_plain(each) for each in row] for row in rows]
    assert [list(row.values()) for row in shown["rows"]] == wanted
    verify_json(book, text.encode())


def _plain(value: Value) -> object:
    if isinstance(value, Word):
        return {"text": value.text, "tone": value.tone.value}
    if isinstance(value, Link):
        return {"text": value.text, "sheet": value.sheet, "id": None}
    if isinstance(value, Links):
        return [_plain(value.links[0]), value.links[1].text]
    return value.isoformat() if isinstance(value, date) else value


def test_what_is_written_of_a_sample_passes_the_check(book: Book) -> None:
    verify_json(book, render_json(book).encode())


def small_book() -> Book:
    columns = (
        Column(key="id", heading="ID", kind=ColumnKind.ID),
        Column(key="word", heading="Word"),
        *(Column(key=f"of{number}", heading="Of", kind=ColumnKind.LINK) for number in (1, 2)),
        Column(key="count", heading="Count", kind=ColumnKind.NUMBER),
        Column(key="day", heading="Day", kind=ColumnKind.DATE),
        Column(key="mine", heading="Mine", to_fill_in=True),
    )
    rows = (
        ("A-1", Word("good", Tone.GOOD), Link("A-2", "S", "A-2"), Links((Link("A-1", "S", "A-1"), Link("A-9", "S", "A-9"))), 1, DAY, None),
        ("A-2", "Quartz", None, None, 0, None, ""),
        ("Total", None, None, None, 1, None, None),
    )
    chart = Chart(title="Chart", alt="Alt", category="id", series={"count": Tone.GOOD})
    full = Table(name="t", columns=columns, rows=rows, heading="H", note="N", description="D", anchor="id", totals=1, chart=chart)
    given_fields = {"audience": "public", "period": (DAY, DAY), "tool_version": "1", "digest": "0" * 64, "properties": {"title": "x"}}
    return book_of(full, Table(name="none", columns=columns), **given_fields)


def changed(value: Any) -> Iterator[Any]:  # noqa: ANN401 - JSON
    """The same JSON with one thing changed, left out, doubled or moved, for each such thing."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield {name: other for name, other in value.items() if name != key}
            yield from ({**value, key: other} for other in changed(each))
    elif isinstance(value, list):
        if value != value[::-1]:
            yield value[::-1]
        yield [*value, *(value[-1:] or ["more"])]
        for at, each in enumerate(value):
            yield value[:at] + value[at + 1 :]
            yield from ([*value[:at], other, *value[at + 1 :]] for other in changed(each))
    else:
        yield "Zebra" if value is None else None
        yield f"{value}!"
        if type(value) is int:
            yield float(value)


def test_whatever_is_changed_in_the_json_the_check_finds_it_and_does_not_repeat_it() -> None:
    book = small_book()
    value = json.loads(render_json(book))
    verify_json(book, json.dumps(value).encode())
    found = 0
    for other in changed(value):
        with pytest.raises(StoreError) as refused:
            verify_json(book, json.dumps(other).encode())
        assert not re.search("Quartz|A-1|Zebra", str(refused.value))
        found += 1
    assert found > 250


def test_json_that_is_cut_off_or_names_something_twice_is_refused() -> None:
    book = small_book()
    data = render_json(book).encode()
    for other in (b"", b"[]", b"7", data[:-3], data + b"{}", b"\xff" + data, b'{"kind": "gap-report",' + data[1:]):
        with pytest.raises(StoreError, match="not what it should be"):
            verify_json(book, other)


def test_the_check_says_which_row_is_missing() -> None:
    book = small_book()
    (table, none) = book.sheets[0].tables
    shorter = render_json(book_of(replace(table, rows=table.rows[1:]), none, **_around(book))).encode()
    with pytest.raises(StoreError, match="in row 1 of the table `t`, column 1 differs"):
        verify_json(book, shorter)
    cut = json.loads(render_json(book))
    del cut["sheets"][0]["tables"][1]
    with pytest.raises(StoreError, match="`S` has other tables"):
        verify_json(book, json.dumps(cut).encode())


def _around(book: Book) -> dict[str, Any]:
    names = ("audience", "period", "tool_version", "digest", "properties")
    return {name: getattr(book, name) for name in names}


def test_the_schema_is_a_schema_and_refuses_what_is_missing(report: MakeReport) -> None:
    assert json.loads(report_schema_text()) == report_schema()
    jsonschema.Draft202012Validator.check_schema(report_schema())
    value = json.loads(render_json(report(Audience.PUBLIC)))
    for key in report_schema()["required"]:
        assert not validator().is_valid({name: each for name, each in value.items() if name != key})
    assert not validator().is_valid({**value, "version": 2})
    assert validator().is_valid({**value, "later": 1})


def test_the_page_describes_every_field_in_the_words_of_the_schema() -> None:
    page = (ROOT / "docs" / "report-json.md").read_text(encoding="utf-8")
    schema = report_schema()
    for name, each in {"the document": schema, **schema["$defs"]}.items():
        for key, field in each.get("properties", {}).items():
            said = re.search(rf"^\| `{key}` \| (.+) \|$", _part(page, name), re.MULTILINE)
            assert said is not None, (name, key)
            assert field.get("description", "") in said[1], (name, key)
    for word in (*Tone, *ColumnKind):
        assert f"`{word}`" in page


def test_the_example_of_the_page_lists_the_severe_gaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "report-json.md").read_text(encoding="utf-8")
    book = report_of("sample", Audience.ASSESSOR)
    (tmp_path / "report.json").write_text(render_json(book), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(page.split("```python\n")[1].split("```", maxsplit=1)[0], {})  # noqa: S102 - our own page
    table = book.find_table("gni_gaps")
    assert table is not None
    severe = [row for row in table.rows if text_of(row[table.index_of("severity")]) == "severe"]
    said = [f"{text_of(row[0])} {text_of(row[table.index_of('summary')])}" for row in severe]
    assert capsys.readouterr().out == "".join(f"{each}\n" for each in said)
    assert len(said) > 5


def _part(page: str, name: str) -> str:
    return page.split(f"<!-- {name} -->")[1].split("\n\n", maxsplit=1)[0]
