"""What an audience must not have is in no file of any format: searched for in every part of what is really written."""

import io
import json
import random
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.checks.outstanding import outstanding_for, states_for
from gni_assess.checks.shown_cases import coverage_for
from gni_assess.disclosure.earlier import disclose_earlier
from gni_assess.disclosure.fields import PRIVATE, yaml_key
from gni_assess.disclosure.leaks import find_leaks, index_secrets
from gni_assess.disclosure.project import disclose
from gni_assess.disclosure.treatments import Decision, treat, treat_fields, treat_gap
from gni_assess.model.assessment import Assessment, Facts, Record
from gni_assess.model.dates import PartialDate
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.previous import Previous
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import RECORD_FIELDS, Audience, Classification, Finding, Ground, Treatment
from gni_assess.report.build import build_report
from gni_assess.report.writers.csv_report import zip_csv
from gni_assess.report.writers.docx import render_docx
from gni_assess.report.writers.html import render_html
from gni_assess.report.writers.json_report import render_json
from gni_assess.sheets.book import Book
from gni_assess.sheets.write import write_book
from gni_assess.store.countries import load_countries
from gni_assess.store.load import load_workspace

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
READERS = (Audience.GNI, Audience.COMPANY_BOARD, Audience.PUBLIC, Audience.ASSESSOR)
SAMPLES = (ROOT, ROOT / "tests/examples/valid/unfinished-sample")
BRIEF = {"title", "summary", "shareable_summary"}
NO_TEXT = {"id", "criterion", "supersedes", "owner", "assignee", "person", "accepted_by", "by", "of", "jurisdiction", "entity", "service"}
NO_TEXT |= {"how", "sha256", "confirmed_wording", "end", "holder", "approved_by"}
MARK = re.compile("zq[a-p]{5}qz")
ID = re.compile(r"(?<![A-Z0-9])(?:(?:POL|SYS|CASE|REC|REQ|INT)-\d+|[A-Z]{3}-\d\d-G\d+)")
LEAST = 24
NOTE = "Zebra note for the team"
TEAM = (NOTE, "Paula Person", "Carl Counsel")
Key = tuple[str, str, str]


def export(assessment: Assessment, audience: Audience, previous: Previous) -> Book:
    disclosure = disclose(assessment, audience)
    countries = load_countries()
    return build_report(
        disclosure,
        today=TODAY,
        states=states_for(assessment, audience),
        outstanding=outstanding_for(assessment, Facts(today=TODAY, countries=countries), audience),
        tool_version="0",
        countries=countries,
        coverage=coverage_for(disclosure),
        previous=disclose_earlier(previous, audience),
    )


def write_all(book: Book, folder: Path) -> Mapping[str, bytes]:
    path = folder / "report.xlsx"
    write_book(book, path)
    return {
        "xlsx": path.read_bytes(),
        "html": render_html(book).encode(),
        "json": render_json(book).encode(),
        "csv": zip_csv(book),
        "docx": render_docx(book),
    }


def read_all(data: bytes) -> Iterator[str]:
    """Every text of a file, of the files in it, and their names: as stored, with escapes undone, and text by text."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment.decode()
            for info in archive.infolist():
                yield info.filename
                yield repr((info.comment, info.extra))
                yield from read_all(archive.read(info))
        return
    text = data.decode("utf-8-sig")
    yield text
    if text.startswith("{"):
        yield from leaves(json.loads(text))
    elif text.startswith("<?xml"):
        root = ET.fromstring(text)  # noqa: S314 - our own file
        for each in root.iter():
            yield from each.attrib.values()
            if each.tag.rpartition("}")[2] in {"p", "si", "is", "c", "t", "v"} or not len(each):
                yield "".join(each.itertext())
    elif text.startswith("<"):
        yield unescape(re.sub(r"<[^>]*>", "\n", text))
        yield from (unescape(each) for each in re.findall(r'"([^"<>]*)"', text))


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for each in pair for text in leaves(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in leaves(each))
    elif is_dataclass(value):
        yield from (text for each in fields(value) for text in leaves(getattr(value, each.name)))


def decisions(assessment: Assessment, audience: Audience) -> Iterator[tuple[Record | Gap, Decision, Mapping[str, Decision]]]:
    for record in assessment.records():
        yield record, treat(record, audience), treat_fields(record, audience)
        if isinstance(record, Response):
            for gap in record.gaps:
                yield gap, treat_gap(record, gap, audience), treat_fields(gap, audience)


def may_have(decision: Decision, limited: Mapping[str, Decision], key: str) -> bool:
    """The table of treatments, told once more."""
    if key in limited or key in PRIVATE:
        return False
    return decision.treatment is Treatment.FULL or (decision.treatment in (Treatment.VIEW_ONLY, Treatment.SUMMARY) and key in BRIEF)


def texts_of(record: Record | Gap) -> Iterator[tuple[str, object]]:
    for each in fields(record):
        if not (isinstance(record, Response) and each.name == "gaps"):
            yield yaml_key(each), getattr(record, each.name)


def split_links(value: object, whole: set[str]) -> tuple[object, object]:
    """What links say of evidence goes only to those who get that evidence in full."""
    if isinstance(value, tuple) and all(isinstance(each, EvidenceLink) for each in value):
        return tuple(each for each in value if each.id in whole), tuple((each.where, each.shows) for each in value if each.id not in whole)
    return value, ()


def divide(assessment: Assessment, audience: Audience) -> tuple[set[str], set[str], set[str]]:
    """The texts that an audience may have, those that it may not, and the ids of which it may not know."""
    given: set[str] = set()
    kept: set[str] = set()
    judged = list(decisions(assessment, audience))
    whole = {record.id for record, decision, _ in judged if decision.treatment is Treatment.FULL}
    for record, decision, limited in judged:
        for key, value in texts_of(record):
            if may_have(decision, limited, key):
                open_, closed = split_links(value, whole)
                given.update(leaves(open_))
                kept.update(leaves(closed))
            elif key == "limits":
                given.update(each.how for each in record.limits)
                kept.update(each.note for each in record.limits)
            else:
                kept.update(leaves(value))
    untold = {record.id for record, decision, _ in judged if decision.treatment is Treatment.UNACKNOWLEDGED}
    return given, kept, untold - set(assessment.responses) - set(assessment.pack.by_id)


@pytest.mark.parametrize("audience", READERS)
@pytest.mark.parametrize("root", SAMPLES, ids=("sample", "unfinished"))
def test_no_file_of_a_sample_holds_what_its_reader_must_not_have(root: Path, audience: Audience, tmp_path: Path) -> None:
    assessment = load_workspace(root).require()
    assert not find_leaks(assessment, (audience,))
    index = index_secrets(assessment, audience)
    given, kept, untold = divide(assessment, audience)
    kept |= {text for each in assessment.workspace.people for text in (each.name, each.email)}
    known = "\n".join([*given, *leaves(replace(assessment.workspace, people=())), *leaves(assessment.pack)])
    secret = {line.strip() for text in kept for line in text.split("\n") if len(line.strip()) >= LEAST or "@" in line}
    secret = {text for text in secret if text not in known}
    assert index
    assert len(secret) > 50

    for kind, data in write_all(export(assessment, audience, Previous()), tmp_path).items():
        texts = list(dict.fromkeys(read_all(data)))
        everything = "\n".join(texts)
        assert len(texts) > 100 or kind in {"html", "csv"}
        assert [text for text in secret if text in everything] == [], kind
        assert untold.isdisjoint(ID.findall(everything)), kind
        found = {term.text for text in texts if not text.startswith("<") for term in index.find_terms(text)}
        assert found == set(), kind


def plant(value: Any, marks: dict[str, Key], place: Key) -> Any:  # noqa: ANN401 - any part of a record
    """Put a word of its own into every text."""
    if isinstance(value, str) and type(value) is str:
        number = len(marks)
        letters = "".join("abcdefghijklmnop"[number >> shift & 15] for shift in (16, 12, 8, 4, 0))
        marks[f"zq{letters}qz"] = place
        return f"zq{letters}qz"
    if isinstance(value, tuple):
        return tuple(plant(each, marks, place) if is_dataclass(each) else each for each in value)
    if is_dataclass(value) and not isinstance(value, type | PartialDate | Limit):
        inner = {each.name: getattr(value, each.name) for each in fields(value) if each.init and each.name not in NO_TEXT}
        return replace(value, **{name: plant(each, marks, place) for name, each in inner.items()})
    return value


def plant_all(assessment: Assessment, marks: dict[str, Key]) -> Assessment:
    def mark(record: Any) -> Any:  # noqa: ANN401 - a record or a gap
        kind = type(record).__name__
        changes = {}
        for each in fields(record):
            key, value = yaml_key(each), getattr(record, each.name)
            if isinstance(record, Response) and each.name == "gaps":
                changes[each.name] = tuple(mark(gap) for gap in value)
            elif each.name not in NO_TEXT and each.init and each.name != "area":
                changes[each.name] = plant(value, marks, (kind, record.id, key))
        return replace(record, **changes)

    given: dict[str, Any] = {
        name: {key: mark(each) for key, each in assessment.of_kind(kind).items()} for kind, name in RECORD_FIELDS.items()
    }
    return replace(assessment, **given)


def limit_at_random(assessment: Assessment, chance: random.Random) -> Assessment:
    def limit(record: Any) -> Any:  # noqa: ANN401 - a record or a gap
        changes: dict[str, Any] = {"classification": chance.choice([None, *Classification]), "limits": ()}
        if chance.random() < 0.4:
            names = [yaml_key(each) for each in fields(record)]
            treatment = {each: chance.choice(list(Treatment)) for each in Audience}
            only = () if chance.random() < 0.5 else (chance.choice(names),)
            changes["limits"] = (Limit(ground=Ground.SECURITY, treatment=treatment, fields=only, note=NOTE),)
        if isinstance(record, Response):
            changes["gaps"] = tuple(limit(each) for each in record.gaps)
        return replace(record, **changes)

    given = {name: {key: limit(each) for key, each in assessment.of_kind(kind).items()} for kind, name in RECORD_FIELDS.items()}
    return replace(assessment, **given)  # type: ignore[arg-type] # each folder's records are of its own kind


def forbidden(assessment: Assessment, audience: Audience, marks: Mapping[str, Key]) -> set[str]:
    given, kept, _ = divide(assessment, audience)
    allowed = {mark for text in given for mark in MARK.findall(text)}
    assert allowed <= set(marks)
    return {mark for text in kept for mark in MARK.findall(text)} - allowed


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=5, derandomize=True)
def test_no_file_of_any_workspace_holds_what_its_reader_must_not_have(
    tmp_path_factory: pytest.TempPathFactory, assessment: Assessment, chance: random.Random
) -> None:
    marks: dict[str, Key] = {}
    limited = limit_at_random(plant_all(assessment, marks), chance)
    found_any = set()
    for audience in READERS:
        secret = forbidden(limited, audience, marks)
        _, _, untold = divide(limited, audience)
        book = export(limited, audience, Previous())
        for kind, data in write_all(book, tmp_path_factory.mktemp("any")).items():
            everything = "\n".join(read_all(data))
            shown = set(MARK.findall(everything.casefold()))
            assert {marks[each] for each in shown & secret} == set(), (kind, audience)
            assert untold.isdisjoint(ID.findall(everything)), (kind, audience)
            assert not [each for each in TEAM if each in everything], (kind, audience)
            found_any |= shown
    assert len(found_any) > 20


def add_unacknowledged(assessment: Assessment, audience: Audience) -> Assessment:
    """The same workspace with more of everything of which an audience may not know, and links to it."""
    hidden = (Limit(ground=Ground.LEGAL_PROHIBITION, treatment={audience: Treatment.UNACKNOWLEDGED}),)
    added: dict[str, dict[str, Any]] = {}
    for kind, name in RECORD_FIELDS.items():
        records = dict(assessment.of_kind(kind))
        if kind.value != "response":
            prefix, _, _ = next(iter(records)).partition("-")
            model: Any = next(iter(records.values()))
            records[f"{prefix}-999"] = replace(model, id=f"{prefix}-999", limits=hidden)
        added[name] = records
    links = tuple(EvidenceLink(id=each, where="Zq", shows="Zq") for each in ("POL-999", "SYS-999", "CASE-999"))

    def more(record: Any) -> Any:  # noqa: ANN401 - a record of any kind
        if record.id.endswith("-999") or not hasattr(record, "evidence"):
            return record
        changes: dict[str, Any] = {"evidence": (*record.evidence, *links)}
        if isinstance(record, Response):
            gap = next(each for one in assessment.responses.values() for each in one.gaps)
            changes["gaps"] = (*record.gaps, replace(gap, id=f"{record.id}-G999", limits=hidden))
        return replace(record, **changes)

    added = {name: {key: more(each) for key, each in records.items()} for name, records in added.items()}
    free = next(each.id for each in assessment.pack.criteria if each.id not in assessment.responses)
    first = next(iter(assessment.responses.values()))
    added["responses"][free] = replace(first, criterion=free, limits=hidden)
    return replace(assessment, **added)  # type: ignore[arg-type] # each folder's records are of its own kind


@pytest.mark.parametrize("audience", READERS)
def test_workspaces_that_differ_in_what_is_unacknowledged_give_the_same_files(
    audience: Audience, assessment: Assessment, tmp_path: Path
) -> None:
    chance = random.Random(6)  # noqa: S311 - a choice of limits
    for limited in (assessment, limit_at_random(assessment, chance), limit_at_random(assessment, chance)):
        more = add_unacknowledged(limited, audience)
        assert len(list(more.records())) > len(list(limited.records()))
        before = write_all(export(limited, audience, Previous()), tmp_path)
        assert before == write_all(export(more, audience, Previous()), tmp_path)


def test_the_last_assessment_tells_the_board_no_more_than_it_may_know(assessment: Assessment) -> None:
    def before(**changes: Any) -> Mapping[str, Finding]:  # noqa: ANN401 - fields of a response
        then = Response(criterion="GOV-01", finding=Finding.NOT_IN_PLACE, answer="Nothing.", **changes)
        return disclose_earlier(Previous(responses={"GOV-01": then}), Audience.COMPANY_BOARD)

    def untold(*keys: str) -> tuple[Limit, ...]:
        return (Limit(ground=Ground.SECURITY, treatment={Audience.COMPANY_BOARD: Treatment.UNACKNOWLEDGED}, fields=keys),)

    assert before() == {"GOV-01": Finding.NOT_IN_PLACE}
    assert before(classification=Classification.RESTRICTED) == {}
    assert before(limits=untold()) == {}
    assert before(limits=untold("finding")) == {}
    blank = export(assessment, Audience.COMPANY_BOARD, Previous())
    hidden = Previous(responses={"GOV-01": Response(criterion="GOV-01", finding=Finding.NOT_IN_PLACE, answer="x", limits=untold())})
    assert export(assessment, Audience.COMPANY_BOARD, hidden) == blank
