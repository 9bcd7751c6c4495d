"""What one respondent gets, searched in every byte of the file for what is not theirs."""

import hashlib
import random
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gni_assess.disclosure.project import disclose
from gni_assess.disclosure.treatments import treat, treat_fields, treat_gap
from gni_assess.exchange.questionnaire import Letter, build_questionnaire
from gni_assess.model.assessment import Assessment
from gni_assess.model.cases import Case, ProtectedTerm
from gni_assess.model.evidence import Policy, System
from gni_assess.model.limits import Limit
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Classification, Ground, Treatment
from gni_assess.sheets.write import write_book
from gni_assess.store.load import load_workspace

ROOT = Path(__file__).parents[2]
LETTER = Letter(questions=(), asked_by="Olga Officer", sent=date(2026, 11, 21), due=date(2026, 12, 5))
WORD = re.compile(r"zq[a-z0-9]+qz")


def limited(*names: str, treatment: Treatment) -> tuple[Limit, ...]:
    return (Limit(ground=Ground.SECURITY, treatment={Audience.RESPONDENT: treatment}, fields=names),)


def planted(sample: Assessment, chance: random.Random) -> Assessment:
    """The sample with a word of its own in every text that matters, and owners, classifications and limits at random."""
    people = [each.id for each in sample.workspace.people]

    def mark(record: Any, **texts: str) -> Any:  # noqa: ANN401 - a record or gap
        limits = limited(*chance.sample(["answer", "summary", "title", "reason", "action"], 1), treatment=chance.choice([*Treatment]))
        some = limits if chance.random() < 0.2 else limited(treatment=chance.choice([*Treatment])) if chance.random() < 0.2 else ()
        words = {key: f"zq{type(record).__name__}{record.id}{key}qz".lower().replace("-", "x") for key in texts}
        return replace(record, **words, limits=some, notes="zqnotesqz", classification=chance.choice([None, *Classification]))

    def response(each: Response) -> Response:
        gaps = tuple(replace(mark(gap, summary="", cause="", action=""), owner=chance.choice(people)) for gap in each.gaps)
        marked: Response = mark(each, answer="", reason="")
        return replace(marked, assignee=chance.choice(people), gaps=gaps)

    def documents(records: Mapping[str, Any]) -> Mapping[str, Any]:
        return {key: replace(mark(each, title="", summary=""), owner=chance.choice(people)) for key, each in records.items()}

    def case(each: Case) -> Case:
        term = ProtectedTerm(term=f"zqterm{each.id}qz".lower().replace("-", "x"), kind=each.protected_terms[0].kind)
        marked: Case = mark(each, title="", shareable_summary="")
        return replace(marked, protected_terms=(term,))

    cases = {key: case(each) for key, each in sample.cases.items() if each.protected_terms}
    return replace(
        sample,
        cases=cases,
        responses={key: response(each) for key, each in sample.responses.items()},
        policies=documents(sample.policies),
        systems=documents(sample.systems),
    )


def allowed(record: Assessment, person: str) -> Iterator[str]:
    """The words that a person may have, by the table of treatments alone."""

    def words(each: Any, keys: tuple[str, ...]) -> Iterator[str]:  # noqa: ANN401 - a record or gap
        hidden = treat_fields(each, Audience.RESPONDENT)
        yield from (getattr(each, key) for key in keys if key not in hidden)

    for each in record.responses.values():
        if treat(each, Audience.RESPONDENT, person_id=person).treatment is Treatment.FULL:
            yield from words(each, ("answer", "reason"))
        for gap in each.gaps:
            if treat_gap(each, gap, Audience.RESPONDENT, person_id=person).treatment is Treatment.FULL:
                yield from words(gap, ("summary", "cause", "action"))
    documents: list[Policy | System] = [*record.policies.values(), *record.systems.values()]
    for document in documents:
        treatment = treat(document, Audience.RESPONDENT, person_id=person).treatment
        if treatment in (Treatment.FULL, Treatment.VIEW_ONLY, Treatment.SUMMARY):
            yield from words(document, ("title", "summary"))


def words_in(value: object) -> Iterator[str]:
    """Every word that was planted, wherever it stands."""
    if isinstance(value, str):
        yield from WORD.findall(value)
    elif is_dataclass(value):
        for each in fields(value):
            yield from words_in(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from words_in(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from words_in(each)


def every_byte(path: Path) -> bytes:
    """The file as it is, and each of its parts unpacked, in small letters and without the zeros of wide characters."""
    with zipfile.ZipFile(path) as archive:
        assert not [each for each in archive.infolist() if each.extra or each.comment]
        parts = [path.read_bytes(), archive.comment, *(each.filename.encode() + archive.read(each) for each in archive.infolist())]
    whole = b"\n".join(parts)
    return (whole + whole.replace(b"\0", b"")).lower()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_shown_what_is_not_theirs(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    record = planted(load_workspace(ROOT).require(), chance)
    applicable = [each.id for each in record.applicable]
    everything = set(words_in(record))
    assert len(everything) > 300
    shown: set[str] = set()
    documents = (*record.policies.values(), *record.systems.values())
    for person in record.workspace.people:
        own = frozenset(each.id for each in documents if each.owner == person.id)
        letter = replace(LETTER, questions=tuple(chance.sample(applicable, 40)), person=person.id, own_evidence=own)
        path = tmp_path / f"{person.id}.xlsx"
        book = build_questionnaire(disclose(record, Audience.RESPONDENT, person_id=person.id), letter, tool_version="0.1.0")
        write_book(book, path)
        data = every_byte(path)
        found = {each.decode() for each in re.findall(WORD.pattern.encode(), data)}
        hidden = everything - set(allowed(record, person.id))
        assert not found & hidden
        # A digest of a short word would tell it to whoever tries all words.
        assert not [each for each in hidden if hashlib.sha256(each.encode()).hexdigest()[:8].encode() in data]
        shown |= found
    assert len(shown) > 60
