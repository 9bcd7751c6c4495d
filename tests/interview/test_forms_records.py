"""Answers to the forms become whole records; nothing that a record can hold is forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gni_assess.interview.forms import meanings
from gni_assess.interview.forms.catalogue import FORMS
from gni_assess.interview.forms.draft import Plain, get_field, put_field
from gni_assess.interview.forms.form_field import FormField, FormStoppedError, Lookup
from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import CaseStep
from gni_assess.model.cases import Case
from gni_assess.model.dates import PartialDate, Span
from gni_assess.model.evidence import Policy, System
from gni_assess.model.plain import to_plain
from gni_assess.model.vocabulary import RecordKind
from gni_assess.model.workspace import Entity, Service
from gni_assess.store.countries import load_countries
from gni_assess.store.explain import explain_misfit
from gni_assess.store.schemas import get_acceptor, get_schema
from gni_assess.store.structure import RECORD_TYPES, build

IDS = {RecordKind.POLICY: "POL-900", RecordKind.SYSTEM: "SYS-900", RecordKind.CASE: "CASE-900"}
KINDS = tuple(IDS)
NOT_ASKED = {"id", "limits", "verified", "updated", "reviewed", "sha256", "size"}
DIGEST = "354a97ac77acdad0fa8354a7709146dfde5f8a2038230be72c0e21d8bfe3994b"

DOCUMENT = {
    "kind": "min",
    "title": "Minutes",
    "summary": "The committee\nlooked at both rights.",
    "file": "evidence/files/minutes.pdf",
    "url": "https://example.com/minutes",
    "held_at": "Legal vault, folder 12",
    "holder": "Corporate secretary",
    "effective.from": "February 2023",
    "effective.to": "2025-06-30",
    "owner": "carl",
    "version": "3",
    "supersedes": "pol-208",
    "approved_by": "Audit committee",
    "last_reviewed": "2025-06-30",
    "next_review": "30 June 2027",
    "entities": "group",
    "services": "cdn, dns",
    "classification": "conf",
    "notes": "Ask Kim.",
}
FIGURES = {
    "figures.0.name": "demands received",
    "figures.0.value": "402",
    "figures.0.unit": "demands",
    "figures.0.period": "2025",
    "figures.1.name": "staff trained",
    "figures.1.value": "6.8",
}
CASE = {
    "": "yes",
    "title": "Order about a news site",
    "type": "service-blocking",
    "rights": "both",
    "jurisdiction": "Norway",
    "classification": "restricted",
    "entities": "nordics",
    "services": "cdn",
    "series": "no",
    "authority.name": "A district court",
    "authority.kind": "court",
    "channel": "legal process",
    "legal_basis": "Section 8.",
    "demanded": "To block a site within four hours.",
    "data_categories": "subscriber, traffic",
    "dates.received": "2023-03-01",
    "dates.escalated": "2023-03-01",
    "dates.decided": "2023-03-02",
    "dates.carried_out": "2023-03",
    "dates.closed": "2023-04",
    "steps.0.step": "received",
    "steps.0.on": "2023-03-01",
    "steps.0.by": "Regional counsel",
    "steps.0.note": "By telephone.",
    "steps.1.step": "decided",
    "decided_by.role": "General counsel",
    "decided_by.level": "executive",
    "analysis.legality": "The act names the power.",
    "analysis.necessity": "No aim was given.",
    "analysis.proportionality": "One page would have been enough.",
    "options.0.option": "Block one page.",
    "options.0.why_not": "There was no time.",
    "options.1.option": "Refuse.",
    "pressure": "The license.",
    "staff_safety": "No risk.",
    "outside_advice": "Counsel in the country.",
    "territorial_effect": "In the country only.",
    "affected.people": "About 40,000 readers",
    "affected.groups": "journalists, readers",
    "response": "complied-in-part",
    "challenge": "lost",
    "result": "limited-harm",
    "hard": "yes",
    "hard_reason": "Two laws said opposite things.",
    "users_told.told": "no",
    "users_told.reason": "Forbidden by the order.",
    "public_disclosure": "Nothing.",
    "harm": "The site could not be read.",
    "remedy": "It was restored.",
    "lessons": "Ask for the law.",
    "changed_afterwards": "The procedure.",
    "secrecy.order": "yes",
    "secrecy.expires": "2027-01-01",
    "protected_terms": "Amira Haddad, Haddad",
    "shareable_summary": "A court asked us to block a site.",
    "evidence": "POL-417",
    "criteria": "GOV-01, GOV-02",
    "selection.decision": "selected",
    "selection.nominated_by": "company",
    "selection.decided_by": "assessor",
    "selection.reason": "Shows how it went.",
    "period_reason": "The only one.",
    "notes": "Ask Kim.",
}
COMPLETE = {
    RecordKind.POLICY: DOCUMENT,
    RecordKind.SYSTEM: {**DOCUMENT, "kind": "register", "supersedes": "SYS-122", **FIGURES},
    RecordKind.CASE: CASE,
}


@pytest.fixture
def lookup(assessment: Assessment) -> Lookup:
    workspace = replace(
        assessment.workspace,
        plan=replace(assessment.workspace.plan, period=Span(start=date(2024, 7, 1), end=date(2026, 6, 30))),
        entities=(Entity(id="group", name="Group", jurisdiction="US"), Entity(id="nordics", name="Nordics AS", jurisdiction="NO")),
        services=(Service(id="cdn", name="Content delivery"), Service(id="dns", name="Name service")),
    )
    return Lookup(
        assessment=replace(assessment, workspace=workspace),
        today=date(2026, 11, 21),
        person_id="olga",
        countries=load_countries(),
        measure=lambda path: {"file": path, "sha256": DIGEST, "size": 18233},
    )


def walk(kind: RecordKind, answers: Mapping[str, str], lookup: Lookup) -> tuple[Plain, list[FormField]]:
    """Go through a form as a person would; what has no answer is left out by Enter."""
    plain: Plain = {}
    asked: list[FormField] = []
    while field := next((each for each in FORMS[kind](plain, lookup.assessment) if each.key not in {one.key for one in asked}), None):
        asked.append(field)
        text = answers.get(field.key) or field.default(lookup)
        assert text or not field.required, field.key
        if text:
            value = field.codec.read(text, lookup)
            if field.codec.spreads:
                assert isinstance(value, dict)
                plain = {**plain, **value}
            elif field.key:
                plain = put_field(plain, field.key, value)
    assert set(answers) <= {each.key for each in asked}
    return plain, asked


def build_record(kind: RecordKind, plain: Plain) -> Any:  # noqa: ANN401 - one of three
    whole = {"id": IDS[kind], **plain}
    assert get_acceptor(kind.value)(whole), explain_misfit(kind.value, whole)
    return build(RECORD_TYPES[kind], whole)


@pytest.mark.parametrize("kind", KINDS)
def test_the_questions_that_must_be_answered_make_a_record(kind: RecordKind, lookup: Lookup) -> None:
    required = {each.key for each in FORMS[kind]({}, lookup.assessment) if each.required}
    plain, _ = walk(kind, {key: text for key, text in COMPLETE[kind].items() if key in required}, lookup)
    record = build_record(kind, plain)
    assert set(to_plain(record)) - {"selection"} == {"id", "owner", *(key.partition(".")[0] for key in required - {""})} - (
        {"owner"} if kind is RecordKind.CASE else set()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_finds_its_place_in_the_record(kind: RecordKind, lookup: Lookup) -> None:
    plain, _ = walk(kind, COMPLETE[kind], lookup)
    record = build_record(kind, plain)
    assert set(to_plain(record)) | {"series"} == (set(get_schema(kind.value)["properties"]) - NOT_ASKED) | {"id", "series"} | (
        set() if kind is RecordKind.CASE else {"sha256", "size"}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_asks_for_every_field_that_a_person_can_know(kind: RecordKind, lookup: Lookup) -> None:
    _, asked = walk(kind, COMPLETE[kind], lookup)
    places = dict(find_places(get_schema(kind.value), get_schema(kind.value)))
    keys = {".".join("0" if part.isdecimal() else part for part in each.key.split(".")) for each in asked} - {""}
    assert keys <= set(places), "every key stands in the schema"
    ends = {place for place, is_end in places.items() if is_end and place.partition(".")[0] not in NOT_ASKED}
    assert {each for each in ends if not any(stands_in(each, key) for key in keys)} == set()


def stands_in(place: str, key: str) -> bool:
    return place == key or place.startswith(f"{key}.")


def find_places(schema: Mapping[str, Any], node: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, bool]]:
    """Give the place of each value, and whether it holds no others."""
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    items = node.get("items")
    inner = {f"{place}.{name}" if place else name: each for name, each in node.get("properties", {}).items()}
    inner |= {f"{place}.0": items} if isinstance(items, dict) else {}
    if place:
        yield place, not inner
    for name, each in inner.items():
        yield from find_places(schema, each, name)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shown_of_a_record_gives_the_same_record_again(kind: RecordKind, lookup: Lookup) -> None:
    plain, asked = walk(kind, COMPLETE[kind], lookup)
    stored = to_plain(build_record(kind, plain))
    shown = {each.key: each.codec.show(value) for each in asked if each.key and (value := get_field(stored, each.key)) is not None}
    again, _ = walk(kind, {**shown, **({"": "yes"} if kind is RecordKind.CASE else {})}, lookup)
    assert build_record(kind, again) == build_record(kind, plain)


def test_a_case_is_told_in_full(lookup: Lookup) -> None:
    plain, _ = walk(RecordKind.CASE, CASE, lookup)
    case = build_record(RecordKind.CASE, plain)
    assert isinstance(case, Case)
    assert "" not in plain
    assert case.jurisdiction == "NO"
    assert [(each.step, each.on) for each in case.steps] == [(CaseStep.RECEIVED, PartialDate("2023-03-01")), (CaseStep.DECIDED, None)]
    assert case.users_told is not None
    assert not case.users_told.told
    assert [each.term for each in case.protected_terms] == ["Amira Haddad", "Haddad"]


def test_a_document_keeps_its_text_and_its_file(lookup: Lookup) -> None:
    policy = build_record(RecordKind.POLICY, walk(RecordKind.POLICY, DOCUMENT, lookup)[0])
    system = build_record(RecordKind.SYSTEM, walk(RecordKind.SYSTEM, COMPLETE[RecordKind.SYSTEM], lookup)[0])
    assert isinstance(policy, Policy)
    assert isinstance(system, System)
    assert policy.summary == "The committee\nlooked at both rights."
    assert (policy.file, policy.sha256, policy.size, policy.owner) == ("evidence/files/minutes.pdf", DIGEST, 18233, "carl")
    assert [(each.name, each.value) for each in system.figures] == [("demands received", 402), ("staff trained", 6.8)]


def keys(kind: RecordKind, plain: Plain, assessment: Assessment) -> list[str]:
    return [each.key for each in FORMS[kind](plain, assessment)]


def test_a_case_that_may_not_be_written_down_ends_the_form(lookup: Lookup) -> None:
    first = FORMS[RecordKind.CASE]({}, lookup.assessment)[0]
    assert (first.key, first.required) == ("", True)
    with pytest.raises(FormStoppedError) as stopped:
        first.codec.read("no", lookup)
    assert "nothing" in stopped.value.message
    assert "counsel" in stopped.value.hint
    assert first.codec.read("y", lookup) is True


def test_a_decision_of_ones_own_has_nobody_who_demanded_it(lookup: Lookup) -> None:
    only_demands = {"authority.name", "channel", "legal_basis", "dates.received", "challenge"}
    assert not only_demands & set(keys(RecordKind.CASE, {"type": "product-decision"}, lookup.assessment))
    assert only_demands <= set(keys(RecordKind.CASE, {"type": "user-data"}, lookup.assessment))
    assert "channel" in keys(RecordKind.CASE, {"type": "product-decision", "channel": "none"}, lookup.assessment)


def test_questions_follow_from_what_was_said(lookup: Lookup) -> None:
    def asked(plain: Plain) -> set[str]:
        return set(keys(RecordKind.CASE, plain, lookup.assessment))

    assert "data_categories" not in asked({"rights": ["expression"]})
    assert "hard_reason" not in asked({"hard": False})
    assert "hard_reason" in asked({"hard": True})
    assert "secrecy.expires" not in asked({"secrecy": {"order": False}})
    assert "users_told.reason" in asked({"users_told": {"told": True}})
    assert "selection.reason" not in asked({"selection": {"decision": "candidate"}})
    assert "selection.reason" in asked({"selection": {"decision": "declined"}})
    assert {"steps.2.step", "steps.1.note"} <= asked({"steps": [{"step": "received"}, {"step": "decided"}]})
    assert not {"steps.3.step", "steps.2.note"} & asked({"steps": [{"step": "received"}, {"step": "decided"}]})


@pytest.mark.parametrize(
    ("plain", "is_asked"),
    [
        ({}, False),
        ({"dates": {"received": "unknown"}}, False),
        ({"dates": {"received": "2024-06"}}, True),
        ({"dates": {"received": "2024-06", "closed": date(2024, 7, 1)}}, False),
        ({"dates": {"received": "2024-06"}, "steps": [{"step": "received", "on": "2024-07"}]}, False),
        ({"dates": {"received": "2024-06"}, "selection": {"decision": "declined"}}, False),
        ({"period_reason": "So."}, True),
    ],
)
def test_a_case_outside_the_period_is_asked_for_the_reason(plain: Plain, is_asked: bool, lookup: Lookup) -> None:  # noqa: FBT001
    assert ("period_reason" in keys(RecordKind.CASE, plain, lookup.assessment)) is is_asked


def test_one_entity_and_one_service_are_not_worth_a_question(assessment: Assessment) -> None:
    for kind in KINDS:
        assert not {"entities", "services"} & set(keys(kind, {}, assessment))
        assert "entities" in keys(kind, {"entities": ["group"]}, assessment)


def test_questions_are_short_and_keys_come_once(lookup: Lookup) -> None:
    for kind in KINDS:
        _, asked = walk(kind, COMPLETE[kind], lookup)
        assert len({each.key for each in asked}) == len(asked)
        for each in asked:
            assert each.ask.endswith("?"), each.key
            assert len(each.ask) <= 70, each.key
            assert 2 <= len(each.label) <= 22, each.label
            assert each.label == each.label.strip() != "", each.key
            assert not each.note or each.note.endswith("."), each.key
            assert not (each.enter and each.required), each.key
            assert not each.enter or (each.enter.startswith("Enter ") and each.enter.endswith(".")), each.key


MEANINGS = {
    "POLICY_KINDS": ("policy", "kind"),
    "SYSTEM_KINDS": ("system", "kind"),
    "CLASSIFICATIONS": ("case", "classification"),
    "CASE_TYPES": ("case", "type"),
    "RIGHTS": ("case", "rights.0"),
    "AUTHORITY_KINDS": ("case", "authority.kind"),
    "CHANNELS": ("case", "channel"),
    "DATA_CATEGORIES": ("case", "data_categories.0"),
    "STEPS": ("case", "steps.0.step"),
    "DECISION_LEVELS": ("case", "decided_by.level"),
    "RESPONSES": ("case", "response"),
    "CHALLENGES": ("case", "challenge"),
    "RESULTS": ("case", "result"),
    "NOMINATED_BY": ("case", "selection.nominated_by"),
    "DECISIONS": ("case", "selection.decision"),
    "DECIDERS": ("case", "selection.decided_by"),
}


@pytest.mark.parametrize("name", MEANINGS)
def test_words_mean_what_editors_show(name: str) -> None:
    kind, place = MEANINGS[name]
    node: Mapping[str, Any] = get_schema(kind)
    for part in place.split("."):
        node = node["items"] if part == "0" else node["properties"][part]
        node = get_schema(kind)["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node
    assert getattr(meanings, name) == {
        word: meaning.replace("`reason` says why", "the reason is asked for next")
        for word, meaning in zip(node["enum"], node["enumDescriptions"], strict=True)
    }


def test_no_list_of_words_is_left_out() -> None:
    assert set(MEANINGS) == {each for each in vars(meanings) if each.isupper()}
