"""What editors show of the schemas: each field with title, description and examples, each allowed word with its meaning."""

import json
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import jsonschema
import pytest

from gni_assess.checks.case_set import DECISION_TYPES
from gni_assess.checks.gni512_incomplete_case import find_missing
from gni_assess.disclosure.fields import shown_fields
from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.cases import Case
from gni_assess.model.vocabulary import Classification, Treatment
from gni_assess.store.explain import explain_misfit
from gni_assess.store.schemas import SCHEMA_KINDS, get_schema, schema_text

Node = Mapping[str, Any]
BESIDE_A_REFERENCE = {"$ref", "title", "description", "markdownDescription", "examples"}
VERSIONS = {("workspace", "workspace"), ("pack", "format"), ("overlay", "format"), ("answers", "format"), ("mapping", "evidence_mapping")}


def find_nodes(node: Node, place: str) -> Iterator[tuple[str, Node]]:
    yield place, node
    inner = {**node.get("properties", {}), **node.get("patternProperties", {}), **node.get("$defs", {})}
    for name, each in inner.items():
        yield from find_nodes(each, f"{place}.{name}")
    for word in ("items", "additionalProperties"):
        if isinstance(node.get(word), dict):
            yield from find_nodes(node[word], f"{place}[{word}]")


NODES = [(kind, place, node) for kind in SCHEMA_KINDS for place, node in find_nodes(get_schema(kind), kind)]


def target_of(kind: str, node: Node) -> Node:
    return get_schema(kind)["$defs"][node["$ref"].removeprefix("#/$defs/")] if "$ref" in node else node


def is_leaf(node: Node) -> bool:
    return not {"$ref", "enum", "properties", "patternProperties", "items"} & node.keys() and node.get("type") not in ("boolean", "object")


def test_there_is_much_to_describe_and_no_shared_part_lies_idle() -> None:
    shared = json.loads((resources.files("gni_assess.store") / "schemas" / "common.json").read_text(encoding="utf-8"))["$defs"]
    assert len(NODES) > 500
    assert set(shared) == {name for kind in SCHEMA_KINDS for name in get_schema(kind).get("$defs", {})}


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_every_field_has_a_title_and_a_description(kind: str) -> None:
    for each, place, node in NODES:
        if each == kind:
            title, description = node.get("title", ""), node.get("description", "")
            assert title == title.strip() != "", place
            assert len(title) <= 30, place
            assert description == description.strip(), place
            assert description.endswith("."), place
            assert description[:1].isupper(), place
            assert "\n" not in description, place
            most = 400 if place == "case.type" else 170
            assert len(node.get("markdownDescription", description)) <= most, f"{place}: more than two short sentences"


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_every_allowed_word_is_explained_beside_the_list_and_in_the_description(kind: str) -> None:
    for each, place, node in NODES:
        target = target_of(kind, node) if each == kind else {}
        if "enum" in target:
            meanings = target.get("enumDescriptions", [])
            assert len(meanings) == len(target["enum"]), place
            assert all(meanings), place
            words = ", ".join(f"{word} ({meaning})" for word, meaning in zip(target["enum"], meanings, strict=True))
            # Editors that list the words with their meanings show the shorter text, so that nothing stands there twice.
            assert node["description"] == f"{node['markdownDescription']} One of: {words}.", place


@pytest.mark.parametrize("case_type", CaseType)
def test_the_type_of_a_case_says_what_a_selected_one_needs(case_type: CaseType) -> None:
    case = Case(id="CASE-208", title="t", type=case_type, rights=(), jurisdiction="TR", classification=Classification.INTERNAL)
    text = get_schema("case")["properties"]["type"]["markdownDescription"]
    found = re.fullmatch(r".*\(GNI512\)\. Every type: (.*)\. Decisions.* also: (.*)\. All others also: (.*)\.", text)
    assert found
    every, decisions, others = found.groups()
    told = set(re.findall("`(.*?)`", every + (decisions if case_type in DECISION_TYPES else others.partition(";")[0])))
    if case_type is CaseType.INFORMAL_PRESSURE:
        assert others.endswith("; informal-pressure has `pressure` in place of `legal_basis`")
        told = told - {"legal_basis"} | {"pressure"}
    assert told == set(find_missing(case))


def test_the_texts_of_a_case_say_who_reads_them() -> None:
    fields = get_schema("case")["properties"]
    brief = shown_fields(Case, Treatment.SUMMARY)
    for name in ("title", "shareable_summary", "demanded", "harm"):
        words = "hoever may know of the case reads" if name in brief else "Your team reads it, and whoever gets the case in full"
        assert words in fields[name]["description"], name


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_every_leaf_has_examples_and_all_examples_are_valid(kind: str) -> None:
    for each, place, node in NODES:
        if each != kind:
            continue
        examples = node.get("examples", [])
        if is_leaf(node):
            # An editor writes a single example into the file by itself; of several the person chooses.
            assert len(examples) >= (1 if (kind, place.rpartition(".")[2]) in VERSIONS else 2), place
        assert len({json.dumps(example) for example in examples}) == len(examples), place
        whole = {**node, "$defs": get_schema(kind).get("$defs", {})}
        validator = jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker())
        for example in examples:
            assert validator.is_valid(example), f"{place}: {example}"


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_editors_keep_what_stands_beside_a_reference_and_say_what_a_pattern_means(kind: str) -> None:
    for each, place, node in NODES:
        if each == kind and "$ref" in node:
            assert set(node) <= BESIDE_A_REFERENCE, place
        if each == kind and "pattern" in node:
            assert node["patternErrorMessage"].endswith(f"; for example {node['examples'][0]}."), place


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_no_schema_needs_another_file(kind: str) -> None:
    schema = json.loads(schema_text(kind))
    for place, node in find_nodes(schema, kind):
        for reference in [each["$ref"] for each in (node, *node.get("anyOf", [])) if "$ref" in each]:
            assert reference.removeprefix("#/$defs/") in schema["$defs"], place


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_what_is_said_of_a_missing_field_is_one_short_sentence(kind: str) -> None:
    problems = explain_misfit(kind, [{}] if kind == "criteria" else {})
    assert problems
    for each in problems:
        start, _, about = each.fix.partition(": …`: ")
        assert start.startswith("add `"), each
        assert 10 < len(about) < 110, each
        assert about[0].islower(), each
        assert ". " not in about, each
        assert not about.endswith("."), each
        assert about != "see the format", each
