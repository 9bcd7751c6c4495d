import re
import unicodedata
from datetime import date, datetime
from importlib.util import find_spec

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.store.yaml_reader import YamlError, read_yaml
from gni_assess.store.yaml_writer import dump_document, dump_mapping

PARSERS = [False, True] if find_spec("yaml._yaml") else [False]


def read_all(text: str) -> list[object]:
    return [read_yaml(text.encode(), libyaml=libyaml).value for libyaml in PARSERS]


def test_record_in_block_style() -> None:
    value = {
        "criterion": "GOV-02",
        "answer": "The audit committee\nreviews.\n",
        "unsure": False,
        "evidence": [{"id": "POL-417", "where": "section 4.2"}, {"id": "SYS-122", "shows": "One\nTwo"}],
        "effective": {"from": date(2023, 2, 1), "to": None},
        "affected": ["users in TR", ["a", ["b"]], {}, []],
        "size": 18233,
        "share": 0.5,
        "due": "2026-12-31",
        "empty": "",
    }
    assert dump_document(value, "# yaml-language-server: $schema=x\nWritten by a test.\n\n") == (
        """\
# yaml-language-server: $schema=x
# Written by a test.
#
criterion: GOV-02
answer: |
  The audit committee
  reviews.
unsure: false
evidence:
  - id: POL-417
    where: section 4.2
  - id: SYS-122
    shows: |-
      One
      Two
effective:
  from: 2023-02-01
  to: null
affected:
  - users in TR
  - - a
    - - b
  - {}
  - []
size: 18233
share: 0.5
due: "2026-12-31"
empty: ""
"""
    )


def test_empty_mapping() -> None:
    assert dump_mapping({}) == "{}\n"


SINGLE_WORDS = """
NO no on y N Yes true null ~ = << 12:30 1e3 0o7 0x1F 1_000 2024-01-01 2025-03 1 -1 +1 .5 .inf .nan 1.2.3 190:20:30 a: #a - ? [a] {a *a &a !a
| > 'a' "a" %a @a `a --- ... ?a :a
"""
OTHER_THAN_TEXT = [*SINGLE_WORDS.split(), "2001-12-14 21:59:43.10 -5", "", " ", " a", "a ", "a: b", "a #b", "- a", ", a", "a\tb", "a: "]


@pytest.mark.parametrize("text", OTHER_THAN_TEXT)
def test_text_that_a_reader_could_take_for_something_else_is_quoted(text: str) -> None:
    written = dump_mapping({"key": text, "list": [text], text or "x": "v"})
    assert re.match(r"key: [\"']", written)
    assert read_all(written) == [{"key": text, "list": [text], text or "x": "v"}] * len(PARSERS)
    assert yaml.safe_load(written)["key"] == text


@pytest.mark.parametrize(
    "text",
    [
        "/etc/passwd",
        "Norway",
        "NO one",
        "a:b",
        "https://example.com/x#y",
        "it's",
        'so "called"',
        "a, b [c] {d}",
        "a -b",
        "a\u00a0b",
        "می‌خواهم",
        "👩‍👩‍👧",
    ],
)
def test_harmless_text_is_plain(text: str) -> None:
    assert dump_mapping({"key": text}) == f"key: {text}\n"


def test_untrusted_text_comes_through() -> None:
    value = {
        "a": "[/etc/passwd]",
        "b": "[bold]",
        "c": "=1+1",
        "d": "_x0041_",
        "e": "\x1b[31m",
        "f": "\u202eabc",
        "g": "C:\\dir",
        "h": '"\\',
    }
    written = dump_document(value)
    assert read_all(written) == [value] * len(PARSERS)
    assert "\x1b" not in written
    assert "\u202e" not in written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\nb\n", "|\n  a\n  b\n"),
        ("a\nb", "|-\n  a\n  b\n"),
        ("a\n\n  b\n", "|\n  a\n\n    b\n"),
        (" a\nb\n", "|2\n   a\n  b\n"),
        ("\n\na\n", "|2\n\n\n  a\n"),
        ("\ta\nb", "|2-\n  \ta\n  b\n"),
        ("a  \nb \n", "|\n  a  \n  b \n"),
        ("a\n   \nb\n", "|\n  a\n     \n  b\n"),
        ("a: b\n# c\n---\n", "|\n  a: b\n  # c\n  ---\n"),
        ('"q"\n\\d\n', '|\n  "q"\n  \\d\n'),
        ("a\n\n", '"a\\n\\\n  \\n"\n'),
        ("\n", '"\\n"\n'),
        ("a\r\nb", '"a\\r\\n\\\n  b"\n'),
        ("a\u2028\n  b", '"a\\u2028\\n\\\n  \\  b"\n'),
        ("a\x85\n\tb", '"a\\x85\\n\\\n  \\tb"\n'),
    ],
)
def test_text_of_several_lines(text: str, written: str) -> None:
    assert dump_mapping({"key": text}) == f"key: {written}"
    assert read_all(f"key: {written}") == [{"key": text}] * len(PARSERS)


def test_numbers() -> None:
    written = dump_document({"a": 1e16, "b": 1.5, "c": float("-inf"), "d": 10**999, "e": True, "f": 1e-7, "g": -0.0, "h": float("nan")})
    assert written.startswith("a: 1.0e+16\n")
    assert "c: -.inf\n" in written
    assert yaml.safe_load(written)["a"] == 1e16
    with pytest.raises(StoreError, match="digits"):
        dump_mapping({"a": 10**1000})


@pytest.mark.parametrize("text", ["\ud800", "a\udfff\nb", "x" * 9 + "\udc80"])
def test_half_characters_are_refused(text: str) -> None:
    with pytest.raises(StoreError, match="half of a character") as caught:
        dump_document({"a": text})
    assert caught.value.hint


@pytest.mark.parametrize("value", [object(), {1, 2}, datetime(2026, 5, 4, 1, 1, 1), b"x", (1,)])  # noqa: DTZ001 - it is refused anyway
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        dump_mapping({"a": value})


def test_what_could_not_be_read_again_is_refused() -> None:
    deep: object = "x"
    for _ in range(31):
        deep = [deep]
    with pytest.raises(StoreError, match="deep") as caught:
        dump_document({"a": deep})
    assert not isinstance(caught.value, YamlError)
    with pytest.raises(StoreError, match="1 MiB"):
        dump_document({"a": "x" * (1 << 20)})


def test_nothing_invisible_is_written() -> None:
    for number in range(0x110000):
        if unicodedata.category(chr(number)) in {"Cc", "Cf", "Zl", "Zp"} and chr(number) not in "\t\n":
            assert chr(number) not in dump_mapping({"a": f"x{chr(number)}y", "b": f"x{chr(number)}y\nz\n"})[:-1].replace("\n", "")


any_text = st.text(max_size=40)
nasty_text = st.lists(
    st.sampled_from(
        [
            "a",
            "B",
            " ",
            "  ",
            "\t",
            "\n",
            "\n\n",
            "#",
            ": ",
            ":",
            "- ",
            "'",
            '"',
            "\\",
            "\r",
            "\x85",
            "\u2028",
            "\ufeff",
            "\u200d",
            "é",
            "|",
            "1",
            "...",
        ]
    ),
    max_size=10,
).map("".join)
texts = any_text | nasty_text
trees = st.recursive(
    texts | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)


@given(texts)
@example("\ufffe")
@example("a\n\u200c\nb")
def test_any_text_is_read_back_exactly_by_every_reader(text: str) -> None:
    value = {"first": text, "list": [text, [text, {"inner": text}]], "last": text}
    written = dump_document(value)
    assert read_all(written) == [value] * len(PARSERS)
    assert yaml.safe_load(written) == value
    assert "\r" not in written


@given(st.dictionaries(texts, trees, max_size=4))
def test_any_values_are_read_back_exactly(value: dict[str, object]) -> None:
    written = dump_document(value, "header")
    assert [repr(read) for read in read_all(written)] == [repr(value)] * len(PARSERS)


def test_long_keys() -> None:
    value = {"k" * 2000: {"x" * 1100 + "\n": ["y"]}, "z": 1}
    assert read_all(dump_document(value)) == [value] * len(PARSERS)
