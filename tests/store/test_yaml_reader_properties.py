from importlib.util import find_spec

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.store.yaml_events import HAS_LIBYAML
from gni_assess.store.yaml_reader import Document, YamlError, read_yaml

PARSERS = [False, True] if find_spec("yaml._yaml") else [False]


def read_or_refuse(data: bytes, *, libyaml: bool) -> Document | YamlError:
    try:
        return read_yaml(data, libyaml=libyaml)
    except YamlError as error:
        return error


keys = st.sampled_from(["a", "b", "c", '"d e"', "é"])
leaves = st.sampled_from(
    ["x", "'q'", '"w\\n"', "12", "null", "~", "é \U0001f600", "[]", "{}", "[1, {k: v}]", "|\n          l\n          m", "2024-01-01"]
)


def to_block(value: object, indent: int) -> str:
    pad = " " * indent
    if isinstance(value, dict):
        return "".join(f"\n{pad}{key}:{to_block(child, indent + 2)}" for key, child in value.items()) or " {}"
    if isinstance(value, list):
        return "".join(f"\n{pad}-{to_block(child, indent + 2)}" for child in value) or " []"
    return f" {value}"


trees = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=12)


def list_places(document: Document, value: object, path: tuple[str | int, ...] = ()) -> list[object]:
    places: list[object] = [(path, document.place_of(path), document.place_of_key(path))]
    if isinstance(value, dict):
        for key, child in value.items():
            places += list_places(document, child, (*path, key))
    if isinstance(value, list):
        for number, child in enumerate(value):
            places += list_places(document, child, (*path, number))
    return places


@pytest.mark.skipif(not HAS_LIBYAML, reason="there is only one parser here")
@given(st.dictionaries(keys, trees, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_both_parsers_give_equal_values_and_places(tree: dict[str, object], line_end: str) -> None:
    data = to_block(tree, 0).replace("\n", line_end).encode()
    one, other = read_yaml(data, libyaml=True), read_yaml(data, libyaml=False)
    assert one.value == other.value
    assert list_places(one, one.value) == list_places(other, other.value)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for libyaml in PARSERS:
        result = read_or_refuse(data, libyaml=libyaml)
        if isinstance(result, YamlError):
            assert result.code in {"GNI001", "GNI002", "GNI005"}
            assert min(result.line, result.column) >= 1
        else:
            assert result.place_of(()) >= (1, 1)


@given(st.lists(st.sampled_from([*"ab:-[]{}'\"|>&*!#,? \n\t~1", ": ", "- ", "\n  "]), max_size=12).map("".join))
def test_whatever_both_parsers_accept_they_read_alike(text: str) -> None:
    results = [read_or_refuse(text.encode(), libyaml=libyaml) for libyaml in PARSERS]
    assert len({repr(result.value) for result in results if isinstance(result, Document)}) <= 1


@given(st.dictionaries(st.text(st.characters(categories=["L", "N"]), min_size=1), st.text(st.characters(categories=["L", "N", "P", "Zs"]))))
def test_what_pyyaml_writes_in_quotes_is_read_back(value: dict[str, str]) -> None:
    data = yaml.safe_dump(value, default_style='"', allow_unicode=True).encode()
    for libyaml in PARSERS:
        assert read_yaml(data, libyaml=libyaml).value == value
