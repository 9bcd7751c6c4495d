import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.errors import UnknownIdError
from gni_assess.store.explain import explain_misfit
from gni_assess.store.layout import FOLDERS
from gni_assess.store.packaged import find_packaged
from gni_assess.store.schemas import SCHEMA_KINDS, get_acceptor, get_schema, schema_text
from gni_assess.store.yaml_reader import read_yaml

Path_ = tuple[str | int, ...]
TYPED = "Zq7 typed"
FALLBACK = "this file does not fit its format"


def read_valid_values() -> Iterator[tuple[str, Any]]:
    sample, packs = find_packaged("sample"), find_packaged("criteria")
    files = [("workspace", sample / "gni-assess.yaml"), ("overlay", sample / "criteria" / "example-relay.yaml")]
    files += [(kind, Path(__file__).parent / f"{kind}.yaml") for kind in ("answers", "mapping")]
    files += [(kind.value, each) for folder, kind in FOLDERS.items() for each in sorted((sample / "evidence" / folder).glob("*.yaml"))]
    files += [("pack" if each.stem == "pack" else "criteria", each) for each in sorted((packs / "gni-2024").glob("*.yaml"))]
    for kind, file in files:
        yield kind, read_yaml(file.read_bytes()).value


VALID = list(read_valid_values())
BY_KIND = {kind: [value for each, value in VALID if each == kind] for kind in SCHEMA_KINDS}
ODD_TEXT = [
    "",
    " ",
    "x",
    TYPED,
    "unknown",
    "2026-02-30",
    "2026-03-31\n",
    "0000-01-01",
    "2026-13",
    "0000-05",
    "2026-1-1",
    "\uff12\uff10\uff12\uff16-\u09663-31",
]
ODD_TEXT += [
    "20260331",
    "2026-03-31T00:00:00Z",
    "GOV-02\n",
    "POL-٤١٧",
    "NO\n",
    "no",
    "in-place\n",
    "In-place",
    "public ",
    "\x00",
    "a" * 70,
    "../x",
]
ODD: list[Any] = [
    *ODD_TEXT,
    None,
    True,
    False,
    0,
    1,
    1.0,
    -1,
    0.5,
    10**20,
    10**400,
    1e300,
    float("inf"),
    float("nan"),
    [],
    {},
    [[]],
    [None],
    {"x": 1},
]
KEYS = [
    "id",
    "title",
    "titel",
    "GNI301",
    "GNI301\n",
    "GNI\uff1301",
    "notes",
    TYPED,
    "",
    "on",
    "from",
    "min_cases",
    "assessor",
    "internal",
    "vendor",
]


def find_paths(value: object, path: Path_ = ()) -> Iterator[Path_]:
    yield path
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from find_paths(each, (*path, key))


def get_at(value: Any, path: Path_) -> Any:  # noqa: ANN401
    for step in path:
        value = value[step]
    return value


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    kind = draw(st.sampled_from(SCHEMA_KINDS))
    holder = [copy.deepcopy(draw(st.sampled_from(BY_KIND[kind])))]
    if isinstance(holder[0], list):
        del holder[0][2:]
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([each for each in find_paths(holder) if each]))
        parent, key, old = get_at(holder, path[:-1]), path[-1], get_at(holder, path)
        match draw(st.sampled_from(["drop", "replace", "add", "twist"])):
            case "drop" if len(path) > 1:
                del parent[key]
            case "add" if isinstance(old, dict):
                old[draw(st.sampled_from(KEYS) | st.text(max_size=8))] = copy.deepcopy(draw(st.sampled_from(ODD)))
            case "add" if isinstance(old, list):
                old.append(copy.deepcopy(draw(st.sampled_from([*old, *ODD]))))
            case "twist" if isinstance(old, str):
                parent[key] = draw(st.sampled_from([old + "\n", old.upper(), old[:-1], old + "x", old.replace("2", "\uff12"), "\n" + old]))
            case _:
                parent[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
    return kind, holder[0]


@given(mutated())
def test_both_validators_agree_and_every_misfit_is_explained(example: tuple[str, Any]) -> None:
    kind, value = example
    problems = explain_misfit(kind, value)
    assert bool(problems) is not get_acceptor(kind)(value)
    assert all(each.message != FALLBACK for each in problems), "the two libraries disagree"
    for each in problems:
        assert each.fix
        assert TYPED not in each.message + each.fix


ALONE = {kind: jsonschema_rs.Draft202012Validator(json.loads(schema_text(kind)), validate_formats=True) for kind in SCHEMA_KINDS}


@given(mutated())
def test_printed_schema_by_itself_judges_as_the_files_it_is_made_of(example: tuple[str, Any]) -> None:
    kind, value = example
    assert ALONE[kind].is_valid(value) is get_acceptor(kind)(value)


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_values_of_sample_and_pack_fit(kind: str) -> None:
    assert BY_KIND[kind], "nothing of this kind to try"
    for value in BY_KIND[kind]:
        assert get_acceptor(kind)(value)
        assert ALONE[kind].is_valid(value)
        assert explain_misfit(kind, value) == ()


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_schema_is_whole(kind: str) -> None:
    schema = json.loads(schema_text(kind))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == get_schema(kind)
    assert schema["title"]
    assert "common.json" not in schema_text(kind)


def test_unknown_kind_names_the_known_ones() -> None:
    for get in (get_schema, get_acceptor):
        with pytest.raises(UnknownIdError) as caught:
            get("polcy")
        assert "policy" in caught.value.hint
