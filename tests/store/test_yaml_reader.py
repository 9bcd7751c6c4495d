import functools
import math
from collections.abc import Callable
from importlib.util import find_spec

import pytest

from gni_assess.errors import StoreError
from gni_assess.store.yaml_events import HAS_LIBYAML
from gni_assess.store.yaml_reader import MAX_ALIASES, MAX_BYTES, MAX_DEPTH, MAX_VALUES, Document, YamlError, read_yaml

PARSERS = [False, True] if find_spec("yaml._yaml") else [False]


Read = Callable[[bytes], Document]


@pytest.fixture(params=PARSERS, ids=lambda libyaml: "libyaml" if libyaml else "pure")
def read(request: pytest.FixtureRequest) -> Read:
    return functools.partial(read_yaml, libyaml=request.param)


def refused(source: str | bytes, read: Read) -> YamlError:
    data = source.encode() if isinstance(source, str) else source
    with pytest.raises(YamlError) as caught:
        read(data)
    return caught.value


RECORD = """\
# yaml-language-server: $schema=../x.json
criterion: GOV-02
answer: |
  The audit committee
  reviews.

evidence:
  - {id: POL-417, where: "section é 4.2"}
  -
    id: SYS-122
gaps:
- summary: x
empty:
list: []
"""


def test_default_parser_is_libyaml_where_it_is_installed() -> None:
    assert (True in PARSERS) == HAS_LIBYAML


def test_record_has_plain_values(read: Read) -> None:
    assert read(RECORD.encode()).value == {
        "criterion": "GOV-02",
        "answer": "The audit committee\nreviews.\n",
        "evidence": [{"id": "POL-417", "where": "section é 4.2"}, {"id": "SYS-122"}],
        "gaps": [{"summary": "x"}],
        "empty": None,
        "list": [],
    }


@pytest.mark.parametrize(
    ("path", "place", "key_place"),
    [
        ((), (2, 1), (2, 1)),
        (("criterion",), (2, 12), (2, 1)),
        (("answer",), (3, 9), (3, 1)),
        (("evidence",), (8, 3), (7, 1)),
        (("evidence", 0), (8, 5), (8, 5)),
        (("evidence", 0, "where"), (8, 26), (8, 19)),
        (("evidence", 1, "id"), (10, 9), (10, 5)),
        (("gaps", 0, "summary"), (12, 12), (12, 3)),
        (("empty",), (13, 7), (13, 1)),
        (("list",), (14, 7), (14, 1)),
        (("evidence", 0, "shows"), (8, 5), (8, 5)),
        (("evidence", 7, "id"), (8, 3), (7, 1)),
        (("missing", "deeper"), (2, 1), (2, 1)),
        (("criterion", 3), (2, 12), (2, 1)),
    ],
)
def test_places(path: tuple[str | int, ...], place: tuple[int, int], key_place: tuple[int, int], read: Read) -> None:
    document = read(RECORD.encode())
    assert document.place_of(path) == place
    assert document.place_of_key(path) == key_place


def test_source_lines() -> None:
    document = read_yaml(b"\xef\xbb\xbfa: 1\r\nb: 2")
    assert [document.source_line(line) for line in range(4)] == ["", "a: 1", "b: 2", ""]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("", None),
        ("nULL", "nULL"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("1", 1),
        ("-1", -1),
        ("+12", 12),
        ("017", 17),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("-0x1F", "-0x1F"),
        ("0o8", "0o8"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("-1.5E-3", -0.0015),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("2024-01-01", "2024-01-01"),
        ("2024-01-01T10:00:00Z", "2024-01-01T10:00:00Z"),
        ("1_000", "1_000"),
        ("1.2.3", "1.2.3"),
        ("-", [None]),
        (".", "."),
        ("=", "="),
        ("<<", "<<"),
        ("nan", "nan"),
        ("١٢", "١٢"),
        ('"1"', "1"),
        ("'~'", "~"),
        ("|\n    true", "true\n"),
        (">-\n    1", "1"),
    ],
)
def test_plain_scalars_are_read_as_yaml_1_2_core(text: str, value: object, read: Read) -> None:
    value_read = read(f"key:\n  {text}\n".encode()).value
    assert value_read == {"key": value}
    assert isinstance(value_read, dict)
    assert type(value_read["key"]) is type(value)


def test_not_a_number(read: Read) -> None:
    value = read(b".nan").value
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize("source", [b"", b"\n", b"# only a comment\n", b"\xef\xbb\xbf"])
def test_empty_document_is_none(source: bytes, read: Read) -> None:
    document = read(source)
    assert document.value is None
    assert document.place_of(("x",)) == (1, 1)


def test_byte_order_mark_does_not_move_columns(read: Read) -> None:
    document = read(b"\xef\xbb\xbfa: 1\n")
    assert document.value == {"a": 1}
    assert document.place_of_key(("a",)) == (1, 1)


def test_document_markers_around_one_document(read: Read) -> None:
    assert read(b"%YAML 1.2\n---\na: 1\n...\n").value == {"a": 1}


@pytest.mark.parametrize(
    ("source", "line", "column", "words"),
    [
        ("a:\n\tb: 1\n", 2, 1, "a tab"),
        ("a:\n  - x\n\t- y\n", 3, 1, "a tab"),
        ("a: |\n\tx\n", 2, 1, "a tab"),
        ('a: "foo\nb: 1\n', 1, 4, "never closed"),
        ("a: 'foo\nb: 1\n", 1, 4, "never closed"),
        ("a: 'it's'\n", 1, 8, "closing quote"),
        ("a: [x] y\n", 1, 8, "closing quote or bracket"),
        ("a: b: c\n", 1, 5, "contains `: `"),
        ("a: 1\n  b: 2\n", 2, 3, "continued the value above"),
        ("a:1\nb: 2\n", 1, 2, "no space after the colon"),
        ("a: 1\nb:2\n", 2, 1, "no `: `"),
        ("hello\nworld: 1\n", 1, 1, "no `: `"),
        ("a: some text\nthat goes on\nb: 1\n", 2, 1, "no `: `"),
        ("a:\n    b: 1\n  c: 2\n", 3, 3, "does not fit"),
        ("a:\n  - x\n  b: 2\n", 3, 3, "does not fit"),
        ("a: @foo\n", 1, 4, "cannot begin"),
        ("a: `x`\n", 1, 4, "cannot begin"),
        ("a: ]\n", 1, 4, "cannot begin"),
        ("a: **bold**\n", 1, 4, "`*` or `&`"),
        ("a: *foo\n", 1, 4, "names no anchor"),
        ("a: [x, y\nb: 1\n", 1, 4, "not closed"),
        ("a: {x: 1\nb: 1\n", 1, 4, "not closed"),
        ('a: "c:\\dir"\n', 1, 7, "backslash"),
        ('a: "\\ud800"\n', 1, 5, "backslash"),
        ('a: "\\UFFFFFFFF"\n', 1, 5, "backslash"),
        ("a: >50 percent\n", 1, 4, "block of text"),
        ("a: - b\n", 1, 4, "list cannot begin"),
        ("%YAML 2.0\n---\na: 1\n", 1, 1, "another version"),
        ("a: 1\n...\nfoo: 1\n", 3, 1, "outside of the one document"),
        ("a: 1\n---\nb: 1\n", 2, 1, "second document"),
        ("a: 1\n---\n", 2, 1, "second document"),
        ("a: x\0y\n", 1, 5, "U+0000"),
        ("ä: \x07\n", 1, 4, "U+0007"),
        ("a: \ufeffx\n", 1, 4, "U+FEFF"),
        ("a: {1: 2}\n", 1, 5, "not as text"),
        ("2024: x\n", 1, 1, "not as text"),
        ("~: 1\n", 1, 1, "not as text"),
        ("true: 1\n", 1, 1, "not as text"),
        ("a: {{x}}\n", 1, 5, "not text"),
        ("? [a]\n: 1\n", 1, 3, "not text"),
        ("a: &x b\n*x : 1\n", 2, 1, "not text"),
        ("? \n: 1\n", 1, 2, "a key is missing"),
    ],
)
def test_mistakes_are_named_in_plain_words(source: str, line: int, column: int, words: str, read: Read) -> None:
    error = refused(source, read)
    assert words in error.message
    assert (error.code, error.line, error.column) == ("GNI001", line, column)
    assert error.fix
    assert error.hint == error.fix
    assert isinstance(error, StoreError)


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1),
        ('a: 1\n"a": 2\n', 2, 1),
        ("x:\n - {a: 1, b: 2, a: 3}\n", 2, 17),
        ("x: {a: 1}\ny: {a: {}, a: []}", 2, 12),
    ],
)
def test_duplicate_keys(source: str, line: int, column: int, read: Read) -> None:
    error = refused(source, read)
    assert (error.code, error.line, error.column, error.detail) == ("GNI002", line, column, "a")


def test_the_same_key_in_two_mappings_is_no_duplicate(read: Read) -> None:
    assert read(b"a: {a: 1}\nb: [{a: 1}, {a: 2}]\n").value == {"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}


@pytest.mark.parametrize(
    "source", ["a: !!str x\n", "a: !x\n", "a: ! x\n", "!!map {a: 1}\n", "a: !!python/object:os.system []\n", "a: !x!y z\n"]
)
def test_tags_are_refused(source: str, read: Read) -> None:
    error = refused(source, read)
    assert (error.code, error.line) == ("GNI005", 1)
    assert "a tag" in error.message


def test_not_utf_8(read: Read) -> None:
    error = refused("a: ok\nb: é".encode() + b"\xe9\n", read)
    assert (error.code, error.line, error.column) == ("GNI001", 2, 5)
    assert "UTF-8" in error.fix


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_named(encoding: str, read: Read) -> None:
    error = refused("a: some text\n".encode(encoding), read)
    assert error.code == "GNI001"
    assert "UTF-16" in error.message


def test_aliases_are_copied_with_the_places_of_their_anchor(read: Read) -> None:
    document = read(b"a: &x [one, {k: &y 12}]\nb: *x\nc: *y\n<<: *y\n")
    assert document.value == {"a": ["one", {"k": 12}], "b": ["one", {"k": 12}], "c": 12, "<<": 12}
    assert isinstance(document.value, dict)
    assert document.value["a"] is not document.value["b"]
    assert document.place_of(("b",)) == (2, 4)
    assert document.place_of(("b", 1, "k")) == document.place_of(("a", 1, "k")) == (1, 17)
    assert document.place_of(("c",)) == (3, 4)


def test_few_aliases_are_accepted_and_many_refused(read: Read) -> None:
    few = "a: &x 1\nb: [" + ", ".join(["*x"] * MAX_ALIASES)
    assert read(f"{few}]\n".encode()).value == {"a": 1, "b": [1] * MAX_ALIASES}
    assert refused(f"{few}, *x]\n", read).code == "GNI005"


def test_alias_bombs_are_refused(read: Read) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 4)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    assert refused(bomb, read).code == "GNI005"
    wide = "a: &a [" + ", ".join(["x"] * 2000) + "]\nb: [*a, *a, *a, *a, *a]\n"
    assert refused(wide, read).code == "GNI005"


def test_recursion_and_depth_through_aliases_are_refused(read: Read) -> None:
    assert refused("a: &x {b: [*x]}\n", read).code == "GNI005"
    half = MAX_DEPTH - 10
    deep = f"a: &x {'[' * half}{']' * half}\nb: {'[' * half}*x{']' * half}\n"
    assert "deep" in refused(deep, read).message


def test_depth(read: Read) -> None:
    assert read(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH).value
    error = refused("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), read)
    assert (error.code, error.column) == ("GNI005", MAX_DEPTH + 1)


def test_size(read: Read) -> None:
    assert read(b"# " + b"x" * (MAX_BYTES - 2)).value is None
    assert refused(b"# " + b"x" * (MAX_BYTES - 1), read).code == "GNI005"


def test_number_of_values() -> None:
    data = b"[" + b"1," * MAX_VALUES + b"]"
    error = refused(data, read_yaml)
    assert (error.code, error.column) == ("GNI005", 2 * MAX_VALUES)


def test_long_whole_numbers(read: Read) -> None:
    assert read(b"9" * 1000).value == 10**1000 - 1
    error = refused("a: -" + "9" * 1001, read)
    assert (error.code, error.line, error.column) == ("GNI005", 1, 4)
    assert read(b"'" + b"9" * 1001 + b"'").value == "9" * 1001


WORD = "secret"  # stands in every source below


@pytest.mark.parametrize(
    "source",
    [
        "secret: 1\nsecret: 2\n",
        "a: *secret\n",
        "a: !secret x\n",
        "a: 'secret' secret\n",
        "a: secret: secret\n",
        '"secret',
        "secret: [secret\n",
        "secret\nsecret: 1",
    ],
)
def test_messages_never_repeat_the_file(source: str, read: Read) -> None:
    error = refused(source, read)
    assert WORD not in error.message + error.fix
