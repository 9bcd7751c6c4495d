from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.model.criteria import Criterion, Pack
from gni_assess.model.dates import PartialDate
from gni_assess.model.gaps import Gap
from gni_assess.model.plain import digest_of, digest_of_plain, keys_of, layout_of, to_plain
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, EvidenceKind, Finding, Level, RecordKind
from gni_assess.model.workspace import Workspace
from gni_assess.store.schemas import get_schema
from gni_assess.store.structure import RECORD_TYPES, build

KINDS: Mapping[str, type] = {"workspace": Workspace, "pack": Pack, **{kind.value: each for kind, each in RECORD_TYPES.items()}}
NOT_IN_FILE = {Criterion: {"laid_over"}, Pack: {"criteria", "by_id"}}
NOT_IN_MODEL = {Pack: {"format"}}
NEVER_LIMITED = {Audience.INTERNAL.value}
STAMPED = {Workspace: {"workspace"}, Criterion: {"sources", "since"}}
"""Required in files, yet with a default in Python: the version that the program writes, and what an overlay may leave out."""


def resolve(schema: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    if "$ref" in schema:
        found: Mapping[str, Any] = get_schema(kind)["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        return found
    return schema


def strip_optional(hint: Any) -> Any:  # noqa: ANN401
    inner = [each for each in get_args(hint) if each is not NoneType]
    return inner[0] if get_origin(hint) in (Union, UnionType) and len(inner) == 1 else hint


def compare(hint: Any, schema: Mapping[str, Any], kind: str, where: str) -> Iterator[str]:  # noqa: ANN401
    hint, schema = strip_optional(hint), resolve(schema, kind)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        yield from compare(arguments[0], schema["items"], kind, f"{where}[]")
    elif origin is Mapping:
        named = schema.get("properties", {})
        if isinstance(arguments[0], type) and issubclass(arguments[0], Enum) and set(named) != {*arguments[0]} - NEVER_LIMITED:
            yield f"{where}: keys {sorted(named)}"
        values = [*named.values(), *schema.get("patternProperties", {}).values()]
        values += [schema["additionalProperties"]] if isinstance(schema.get("additionalProperties"), dict) else []
        for each in values:
            yield from compare(arguments[1], each, kind, f"{where}{{}}")
    elif is_dataclass(hint) and hint is not PartialDate:
        yield from compare_dataclass(hint, schema, kind, where)
    elif isinstance(hint, type) and issubclass(hint, Enum):
        if set(schema["enum"]) != {each.value for each in hint}:
            yield f"{where}: words {schema['enum']}"
    else:
        wanted = {
            str: "string",
            bool: "boolean",
            int: "integer",
            float: "number",
            int | float: "number",
            date: "string",
            PartialDate: "string",
        }
        types = schema.get("type") if isinstance(schema.get("type"), list) else [schema.get("type")]
        if wanted[hint] not in (types or ()) and "enum" not in schema and "anyOf" not in schema:
            yield f"{where}: {schema.get('type')} for {hint}"


def compare_dataclass(cls: Any, schema: Mapping[str, Any], kind: str, where: str) -> Iterator[str]:  # noqa: ANN401
    rows = {key: each for key, each, _ in layout_of(cls) if key not in NOT_IN_FILE.get(cls, set())}
    in_schema = set(schema["properties"]) - NOT_IN_MODEL.get(cls, set())
    if in_schema != set(rows):
        yield f"{where}: fields {sorted(in_schema ^ set(rows))}"
    if schema.get("additionalProperties") is not False:
        yield f"{where}: unknown fields are let through"
    required = {key for key, each in rows.items() if each.default is MISSING and each.default_factory is MISSING} | STAMPED.get(cls, set())
    if required != set(schema.get("required", ())) - NOT_IN_MODEL.get(cls, set()):
        yield f"{where}: required {sorted(required ^ set(schema.get('required', ())))}"
    hints = get_type_hints(cls)
    for key, each in rows.items():
        if key in schema["properties"]:
            yield from compare(hints[each.name], schema["properties"][key], kind, f"{where}.{key}")


@pytest.mark.parametrize("kind", KINDS)
def test_dataclasses_and_schemas_describe_the_same_file(kind: str) -> None:
    assert list(compare(KINDS[kind], get_schema(kind), kind, kind)) == []


def test_criteria_schema_describes_a_criterion() -> None:
    assert list(compare(Criterion, get_schema("criteria")["items"], "criteria", "criteria")) == []
    overlay = get_schema("overlay")["properties"]["criteria"]["items"]
    assert set(overlay["properties"]) == set(get_schema("criteria")["items"]["properties"])
    assert overlay["required"] == ["id"]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=6)
PARTIAL = st.sampled_from(["unknown", "2025-03", "2025-03-01", "0001-01-01", "9999-12"]).map(PartialDate)


def values_of(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return st.one_of([st.none() if each is NoneType else values_of(each) for each in arguments])
    if origin is tuple:
        return st.lists(values_of(arguments[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(values_of(arguments[0]), values_of(arguments[1]), max_size=2)
    if is_dataclass(hint) and hint is not PartialDate:
        hints = get_type_hints(hint)
        return st.builds(cast("type", hint), **{each.name: values_of(hints[each.name]) for each in fields(hint) if each.init})
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: TEXT,
        bool: st.booleans(),
        int: st.integers(),
        float: st.floats(allow_nan=False),
        date: st.dates(),
        PartialDate: PARTIAL,
    }
    return simple[hint]


def as_read(plain: object) -> Any:  # noqa: ANN401
    if isinstance(plain, dict):
        return {key: as_read(each) for key, each in plain.items()}
    if isinstance(plain, list):
        return [as_read(each) for each in plain]
    return plain.isoformat() if isinstance(plain, date) else plain


@pytest.mark.parametrize("cls", [Workspace, *RECORD_TYPES.values()])
def test_what_is_written_is_what_was_meant(cls: type) -> None:
    @settings(max_examples=25)
    @given(values_of(cls))
    def check(record: Any) -> None:  # noqa: ANN401
        plain = to_plain(record)
        assert build(cls, as_read(plain)) == record
        assert set(plain) <= set(keys_of(cls))
        assert digest_of(record) == digest_of_plain(plain) == digest_of_plain(as_read(plain))

    check()


def test_plain_values_leave_out_defaults_but_keep_what_is_always_said() -> None:
    gap = Gap(id="GOV-02-G417", summary="s", scale=Level.LOW, scope=Level.LOW, irremediability=Level.LOW)
    assert to_plain(gap) == {
        "id": "GOV-02-G417",
        "summary": "s",
        "scale": "low",
        "scope": "low",
        "irremediability": "low",
        "status": "open",
    }
    assert to_plain(Response(criterion="GOV-02", finding=Finding.IN_PLACE)) == {"criterion": "GOV-02", "finding": "in-place"}


def test_fields_are_written_in_a_fixed_order_id_first() -> None:
    assert keys_of(RECORD_TYPES[RecordKind.SYSTEM])[:4] == ("id", "kind", "title", "summary")
    assert keys_of(Response)[:3] == ("criterion", "finding", "answer")


def test_line_ends_become_line_feeds_and_so_do_digests() -> None:
    dos, unix = (Response(criterion="GOV-02", answer=f"a{end}b{end}") for end in ("\r\n", "\n"))
    assert to_plain(dos) == to_plain(unix)
    assert digest_of(dos) == digest_of(unix)
    assert to_plain(Response(criterion="GOV-02", answer="a\rb"))["answer"] == "a\nb"


def test_digest_tells_values_apart_and_refuses_half_characters() -> None:
    texts = ["1", "true", "null", "2026-01-01", "", "a", "A", "é", "e\u0301"]
    assert len({digest_of(Response(criterion="GOV-02", answer=each)) for each in texts}) == len(texts)
    with pytest.raises(StoreError, match="surrogate"):
        digest_of(Response(criterion="GOV-02", answer="\ud800"))


def test_words_become_members() -> None:
    gap = {"id": "GOV-02-G417", "summary": "s", "scale": "low", "scope": "low", "irremediability": "low", "missing": ["case"]}
    built = build(Response, {"criterion": "GOV-02", "finding": "planned", "due": "2026-06-01", "gaps": [gap]})
    assert built.finding is Finding.PLANNED
    assert built.due == date(2026, 6, 1)
    assert built.gaps[0].missing == (EvidenceKind.CASE,)
