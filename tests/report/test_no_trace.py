"""What an audience must not have is in no file of any format: searched for in every part of what is really written."""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from gni_assess.disclosure.earlier import disclose_earlier
from gni_assess.disclosure.fields import PRIVATE, yaml_key
from gni_assess.disclosure.leaks import find_leaks, index_secrets
from gni_assess.disclosure.treatments import Decision, treat, treat_fields, treat_gap
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.changes import Change
from gni_assess.model.dates import PartialDate
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.plain import to_plain
from gni_assess.model.previous import Previous
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import RECORD_FIELDS, Audience, Classification, Finding, Ground, Treatment
from gni_assess.report.writers.csv_text import decode
from gni_assess.sheets.texts import decode as undo
from gni_assess.store.apply import apply_changes
from gni_assess.store.create import create_workspace
from gni_assess.store.load import load_workspace
from gni_assess.store.previous import load_previous
from gni_assess.store.yaml_writer import dump_document

ROOT = Path(__file__).parents[2]
FORMATS = ("xlsx", "html", "json", "csv", "docx")
EARLIER, THEN = "snapshots/2024", datetime(2026, 5, 4, tzinfo=UTC)
READERS = (Audience.GNI, Audience.COMPANY_BOARD, Audience.PUBLIC, Audience.ASSESSOR)
SAMPLES = {"sample": (ROOT, FORMATS), "unfinished": (ROOT / "tests/examples/valid/unfinished-sample", ("xlsx", "json"))}
BRIEF = {"title", "summary", "shareable_summary"}
NO_TEXT = {"id", "criterion", "supersedes", "owner", "assignee", "person", "accepted_by", "by", "of", "jurisdiction", "entity", "service"}
NO_TEXT |= {"how", "sha256", "confirmed_wording", "end", "holder", "approved_by"}
MARK = re.compile("zq[a-p]{5}qz")
ID = re.compile(r"(?<![A-Z0-9])(?:(?:POL|SYS|CASE|REC|REQ|INT)-\d+|[A-Z]{3}-\d\d-G\d+)")
SHORT = re.compile(r"(-G|^REC-|^REQ-|^INT-)(\d{1,2})$")
LEAST = 24
LEAST_SHOWN = {Audience.GNI: 30, Audience.COMPANY_BOARD: 100, Audience.PUBLIC: 5, Audience.ASSESSOR: 100}
NOTE = "Zebra note for the team"
TEAM = (NOTE, "Paula Person", "Carl Counsel")
Key = tuple[str, str, str]
Run = Callable[..., Any]


def export(run: Run, root: Path, audience: Audience, folder: Path, formats: Sequence[str] = FORMATS) -> Mapping[str, bytes]:
    made = {}
    for kind in formats:
        path = folder / f"report.{'zip' if kind == 'csv' else kind}"
        done = run("export", "-C", root, "--audience", audience, "--format", kind, "-o", path, "--force", "--today", "2026-11-22")
        assert done.code == 0, done.err
        made[kind] = path.read_bytes()
    return made


def store(assessment: Assessment, root: Path, earlier: Iterable[Response] = ()) -> Path:
    """Write a workspace whose last assessment had these answers."""
    plan = replace(assessment.workspace.plan, previous=EARLIER)
    create_workspace(root, replace(assessment.workspace, plan=plan))
    folder = root / EARLIER / "responses"
    folder.mkdir(parents=True)
    for each in earlier:
        (folder / f"{each.id}.yaml").write_text(dump_document(to_plain(each)), encoding="utf-8")
    apply_changes(root, [Change(before=None, after=each) for each in assessment.records()], by="officer", via="test", at=THEN)
    return root


@pytest.fixture(scope="session")
def storable(assessment: Assessment) -> Assessment:
    """The made-up assessment with ids as a workspace has them."""

    def rename(record: Any) -> Any:  # noqa: ANN401 - a record or a gap
        if isinstance(record, Response):
            return replace(record, gaps=tuple(map(rename, record.gaps)))
        return replace(record, id=SHORT.sub(r"\g<1>10\2", record.id))

    renamed = {name: map(rename, assessment.of_kind(kind).values()) for kind, name in RECORD_FIELDS.items()}
    given: dict[str, Any] = {name: {each.id: each for each in records} for name, records in renamed.items()}
    return replace(assessment, **given)


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
    if text.startswith('"'):
        yield from (decode(each.replace('""', '"')) for each in re.findall('"((?:[^"]|"")*)"', text))
    if text.startswith("{"):
        yield from leaves(json.loads(text))
    elif text.startswith("<?xml"):
        root = ET.fromstring(text)  # noqa: S314 - our own file
        for each in root.iter():
            yield from each.attrib.values()
            if each.tag.rpartition("}")[2] in {"p", "si", "is", "c", "t", "v"} or not len(each):
                yield undo("".join(each.itertext()))
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


@pytest.mark.long
@pytest.mark.parametrize("audience", READERS)
@pytest.mark.parametrize("sample", [each if each == "sample" else pytest.param(each, marks=pytest.mark.long) for each in SAMPLES])
def test_no_file_of_a_sample_holds_what_its_reader_must_not_have(run: Run, sample: str, audience: Audience, tmp_path: Path) -> None:
    root, formats = SAMPLES[sample]
    assessment = load_workspace(root).require()
    assert not find_leaks(assessment, (audience,))
    index = index_secrets(assessment, audience)
    given, kept, untold = divide(assessment, audience)
    earlier = load_previous(root, assessment.workspace).responses
    kept |= {*leaves(tuple(earlier.values())), *(text for each in assessment.workspace.people for text in (each.name, each.email))}
    known = "\n".join([*given, *leaves(replace(assessment.workspace, people=())), *leaves(assessment.pack)])
    secret = {text for text in lines_of(kept) if text not in known}
    assert index
    assert len(secret) > 50

    shown: set[str] = set()
    for kind, data in export(run, root, audience, tmp_path, formats).items():
        texts = list(dict.fromkeys(read_all(data)))
        everything = "\n".join(texts)
        found = {text for text in lines_of(given) if text in everything}  # so would be what they may not have
        assert len(found) > LEAST_SHOWN[audience], (kind, len(found))
        assert not shown or found == shown, (kind, found ^ shown)
        shown = found
        assert [text for text in secret if text in everything] == [], kind
        assert untold.isdisjoint(ID.findall(everything)), kind
        terms = {term.text for text in texts if not text.startswith("<") for term in index.find_terms(text)}
        assert terms == set(), kind


def lines_of(texts: Iterable[str]) -> set[str]:
    return {line.strip() for text in texts for line in text.split("\n") if len(line.strip()) >= LEAST or "@" in line}


def plant(value: Any, marks: dict[str, Key], place: Key, first: int = 0) -> Any:  # noqa: ANN401 - any part of a record
    """Put a word of its own into every text."""
    if isinstance(value, str) and type(value) is str:
        number = first + len(marks)
        letters = "".join("abcdefghijklmnop"[number >> shift & 15] for shift in (16, 12, 8, 4, 0))
        marks[f"zq{letters}qz"] = place
        return f"zq{letters}qz"
    if isinstance(value, tuple):
        return tuple(plant(each, marks, place, first) if is_dataclass(each) else each for each in value)
    if is_dataclass(value) and not isinstance(value, type | PartialDate | Limit):
        inner = {each.name: getattr(value, each.name) for each in fields(value) if each.init and each.name not in NO_TEXT}
        return replace(value, **{name: plant(each, marks, place, first) for name, each in inner.items()})
    return value


def plant_all(assessment: Assessment, marks: dict[str, Key], *, first: int = 0) -> Assessment:
    def mark(record: Any) -> Any:  # noqa: ANN401 - a record or a gap
        kind = type(record).__name__
        changes = {}
        for each in fields(record):
            key, value = yaml_key(each), getattr(record, each.name)
            if isinstance(record, Response) and each.name == "gaps":
                changes[each.name] = tuple(mark(gap) for gap in value)
            elif each.name not in NO_TEXT and each.init and each.name != "area":
                changes[each.name] = plant(value, marks, (kind, record.id, key), first)
        return replace(record, **changes)

    given = {name: {key: mark(each) for key, each in assessment.of_kind(kind).items()} for kind, name in RECORD_FIELDS.items()}
    return replace(assessment, **given)  # type: ignore[arg-type] # each folder's records are of its own kind


def limit_at_random(assessment: Assessment, chance: random.Random) -> Assessment:
    def limit(record: Any) -> Any:  # noqa: ANN401 - a record or a gap
        changes: dict[str, Any] = {"classification": chance.choice([record.classification, *Classification]), "limits": ()}
        if chance.random() < 0.4:
            names = [yaml_key(each) for each in fields(record)]
            treatment = {Audience(each): chance.choice(list(Treatment)) for each in Audience if each != Audience.INTERNAL}
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


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long), pytest.param(2, marks=pytest.mark.long)])
def test_no_file_of_any_workspace_holds_what_its_reader_must_not_have(run: Run, storable: Assessment, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a choice of limits
    marks: dict[str, Key] = {}
    limited = limit_at_random(plant_all(storable, marks), chance)
    then: dict[str, Key] = {}
    earlier = limit_at_random(plant_all(storable, then, first=len(marks)), chance).responses.values()
    root, found_any = store(limited, tmp_path / "any", earlier), set()
    for audience in READERS:
        secret = forbidden(limited, audience, marks)
        _, _, untold = divide(limited, audience)
        for kind, data in export(run, root, audience, tmp_path).items():
            everything = "\n".join(read_all(data))
            shown = set(MARK.findall(everything.casefold()))
            assert {marks[each] for each in shown & secret} == set(), (kind, audience)
            assert shown.isdisjoint(then), (kind, audience)
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
    run: Run, audience: Audience, storable: Assessment, tmp_path: Path
) -> None:
    planted = plant_all(storable, {})
    for number, limited in enumerate((planted, limit_at_random(planted, random.Random(6)))):  # noqa: S311 - a choice of limits
        more = add_unacknowledged(limited, audience)
        assert len(list(more.records())) > len(list(limited.records()))
        hidden = (Limit(ground=Ground.LEGAL_PROHIBITION, treatment={audience: Treatment.UNACKNOWLEDGED}),)
        before = store(limited, tmp_path / f"{number}-before")
        after = store(more, tmp_path / f"{number}-after", [replace(each, limits=hidden) for each in storable.responses.values()])
        assert len({str(export(run, root, audience, tmp_path, ("xlsx", "json"))) for root in (before, after)}) == 1


def test_the_last_assessment_tells_the_board_no_more_than_it_may_know(run: Run, storable: Assessment, tmp_path: Path) -> None:
    def answer(**changes: Any) -> Response:  # noqa: ANN401 - fields of a response
        return Response(criterion="GOV-01", finding=Finding.NOT_IN_PLACE, answer="Nothing.", **changes)

    def untold(*keys: str) -> Response:
        return answer(limits=(Limit(ground=Ground.SECURITY, treatment={Audience.COMPANY_BOARD: Treatment.UNACKNOWLEDGED}, fields=keys),))

    def board(name: str, *earlier: Response) -> Mapping[str, bytes]:
        return export(run, store(planted, tmp_path / name, earlier), Audience.COMPANY_BOARD, tmp_path, ("docx", "json"))

    planted = plant_all(storable, {})
    kept = {"restricted": answer(classification=Classification.RESTRICTED), "whole": untold(), "finding": untold("finding")}
    assert disclose_earlier(Previous(responses={"GOV-01": answer()}), Audience.COMPANY_BOARD) == {"GOV-01": Finding.NOT_IN_PLACE}
    nothing = board("nothing")
    assert board("told", answer()) != nothing
    for name, each in kept.items():
        assert disclose_earlier(Previous(responses={"GOV-01": each}), Audience.COMPANY_BOARD) == {}
        assert board(name, each) == nothing
