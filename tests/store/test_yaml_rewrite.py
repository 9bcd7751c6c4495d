from collections.abc import Mapping
from datetime import date
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.store.yaml_reader import YamlError, read_yaml
from gni_assess.store.yaml_writer import rewrite_keys

PARSERS = [False, True] if find_spec("yaml._yaml") else [False]


def read_all(text: str) -> list[object]:
    return [read_yaml(text.encode(), libyaml=libyaml).value for libyaml in PARSERS]


RECORD = """\
# yaml-language-server: $schema=x
---
criterion: GOV-02   # the board
# about the finding
finding:   planned  # to be discussed

answer: |  # long
  one
  # not a comment
  two

# evidence comes here
evidence:   # list
  - {id: POL-1}
  # deeper

  - {id: POL-2}
  # below the list
# at column 0
flow: [a,
  b]  # behind
"odd" : 'q'
last: x
# end
...
"""
ORDER = ["criterion", "finding", "answer", "reason", "evidence", "flow", "notes"]


def rewrite(old: str, new: Mapping[str, object], *removed: str) -> str:
    return rewrite_keys(old, new, removed, order=ORDER)


def test_same_values_change_nothing() -> None:
    value = read_yaml(RECORD.encode()).value
    assert isinstance(value, dict)
    assert rewrite(RECORD, value) == RECORD
    assert rewrite("due: 2026-05-04", {"due": date(2026, 5, 4)}, "missing") == "due: 2026-05-04"


@pytest.mark.parametrize(
    ("new", "before", "after"),
    [
        ({"finding": "NO"}, "finding:   planned  #", 'finding:   "NO"  #'),
        ({"finding": "a\nb"}, "finding:   planned  # to be discussed\n", "finding: |-  # to be discussed\n  a\n  b\n"),
        ({"finding": ["a"]}, "finding:   planned  # to be discussed\n", "finding:  # to be discussed\n  - a\n"),
        ({"finding": "a\r\nb"}, "finding:   planned  # to be discussed\n", '# to be discussed\nfinding: "a\\r\\n\\\n  b"\n'),
        ({"answer": "x"}, "|  # long\n  one\n  # not a comment\n  two\n", "x  # long\n"),
        ({"answer": "x\ny\n"}, "|  # long\n  one\n  # not a comment\n  two\n", "|  # long\n  x\n  y\n"),
        ({"answer": "x\n\n"}, "answer: |  # long\n  one\n  # not a comment\n  two\n", '# long\nanswer: "x\\n\\\n  \\n"\n'),
        (
            {"evidence": [{"id": "X"}]},
            "evidence:   # list\n  - {id: POL-1}\n  # deeper\n\n  - {id: POL-2}\n  # below the list\n",
            "evidence:   # list\n  # deeper\n\n  - id: X\n  # below the list\n",
        ),
        ({"flow": None}, "[a,\n  b]  # behind", "null  # behind"),
        ({"odd": 1}, "'q'", "1"),
        ({"reason": "because"}, "  two\n", "  two\nreason: because\n"),
        (
            {"notes": "n", "zzz": 1, "aaa": 2},
            "  b]  # behind\n\"odd\" : 'q'\nlast: x\n",
            '  b]  # behind\nnotes: "n"\n"odd" : \'q\'\nlast: x\nzzz: 1\naaa: 2\n',
        ),
    ],
)
def test_only_the_lines_of_a_key_change(new: dict[str, object], before: str, after: str) -> None:
    assert before in RECORD
    written = rewrite(RECORD, new)
    assert written == RECORD.replace(before, after)
    value = read_yaml(RECORD.encode()).value
    assert isinstance(value, dict)
    assert read_all(written) == [value | new] * len(PARSERS)


@pytest.mark.parametrize(
    ("removed", "lines", "left"),
    [
        ("finding", "finding:   planned  # to be discussed\n", "# to be discussed\n"),
        ("answer", "answer: |  # long\n  one\n  # not a comment\n  two\n", "# long\n"),
        ("last", "last: x\n", ""),
        ("criterion", "criterion: GOV-02   # the board\n", "# the board\n"),
        ("flow", "flow: [a,\n  b]  # behind\n", "# behind\n"),
    ],
)
def test_removed_keys_leave_their_comments(removed: str, lines: str, left: str) -> None:
    assert rewrite(RECORD, {}, removed) == RECORD.replace(lines, left)


@pytest.mark.parametrize(
    ("old", "new", "removed", "written"),
    [
        ("", {"a": 1}, [], "a: 1\n"),
        ("# c", {"a": 1}, [], "# c\na: 1\n"),
        ("# c\n\n", {"a": 1}, [], "# c\n\na: 1\n"),
        ("---\n", {"a": 1}, [], "a: 1\n"),
        ("# c\n{a: 1, b: 2}  # end\n", {"a": 3}, [], "# c\n# end\na: 3\nb: 2\n"),
        ("{\n  a: 1,\n  b: 2\n}\n", {"a": 3}, [], "a: 3\nb: 2\n"),
        ("? a\n: 1\nb: 2\n", {"b": 3}, [], "a: 1\nb: 3\n"),
        ("a: 1\nb: 2", {"b": 3}, [], "a: 1\nb: 3\n"),
        ("a: 1", {"b": 3}, [], "a: 1\nb: 3\n"),
        ("a: |\n  x", {"b": 3}, [], "a: x\nb: 3\n"),
        ("a: 1\nb: 2\n", {}, ["a", "b"], "{}\n"),
        ("a: 1\nb: 2\n", {"c": 1}, ["a", "b"], "c: 1\n"),
        ("a: 1\r\n\r\n# c\r\nb: 2", {"b": "x\ny", "c": 3}, [], "a: 1\r\n\r\n# c\r\nb: |-\r\n  x\r\n  y\r\nc: 3\r\n"),
        ("\ufeffa: 1\n", {"b": 2}, [], "\ufeffa: 1\nb: 2\n"),
        ("  a: 1\n  b: 2\n", {"a": {"x": 1}}, [], "  a:\n    x: 1\n  b: 2\n"),
        ("# head\nlater: 1\n", {"criterion": "x"}, [], "# head\nlater: 1\ncriterion: x\n"),
        ("# head\nfinding: 1\n", {"criterion": "x"}, [], "# head\ncriterion: x\nfinding: 1\n"),
        ("a: &x [1]\nb: *x\nc: 1\n", {"c": 2}, [], "a: &x [1]\nb: *x\nc: 2\n"),
        ("a: &x [1]\nb: *x\n", {"a": 2}, [], "a: 2\nb:\n  - 1\n"),
        ("a: 1\n  # deep\nb: 2\n", {"a": 3}, [], "a: 3\n  # deep\nb: 2\n"),
        ("a: 1\n  # deep\nb: 2\n", {"a": "x\ny\n"}, [], "# deep\na: |\n  x\n  y\nb: 2\n"),
        ("a: 1\n     \n# c\nb: 2\n", {"a": "x\ny\n"}, [], "a: |\n  x\n  y\n# c\nb: 2\n"),
        ("a: |+\n  x\n\n\nb: 2\n", {"b": 3}, [], "a: |+\n  x\n\n\nb: 3\n"),
        ("a: |+\n  x\n\n\nb: 2\n", {"a": "z"}, [], "a: z\nb: 2\n"),
        ("a: |+\n  x\n\n", {"b": 2}, [], "a: |+\n  x\n\nb: 2\n"),
        ("a: |+\n  x\n\nb: 1\n\n# c\nc: 1\n", {}, ["b"], "a: |+\n  x\n\n# c\nc: 1\n"),
        ("a: |+\n  x\nb: 1\n\n", {}, ["b"], "a: |+\n  x\n"),
        ("a: >\n  x\n   y\n\n\nb: 2\n", {"a": "z"}, [], "a: z\n\n\nb: 2\n"),
        ("a: one\n  two\n\nb: 2\n", {"a": "z"}, [], "a: z\n\nb: 2\n"),
        ("a:\nb:\n- 1\n- \n# c\nc:\n", {"a": 1, "b": 2, "c": 3}, [], "a: 1\nb: 2\n# c\nc: 3\n"),
        ("--- # c\n", {"a": 1}, [], "# c\na: 1\n"),
        ("# c\r\na: 1  # d\r\n", {}, ["a"], "# c\r\n# d\r\n{}\r\n"),
        ("? a # c\n: 1\n# d\nb: '# x' # e\n", {"b": 3}, [], "# c\n# d\n# e\na: 1\nb: 3\n"),
        ("a: 1\n# end\n", {"b": [{"c": "d"}]}, [], "a: 1\nb:\n  - c: d\n# end\n"),
    ],
)
def test_files_of_all_kinds(old: str, new: dict[str, object], removed: list[str], written: str) -> None:
    assert rewrite_keys(old, new, removed, order=ORDER) == written


def test_a_document_already_read_is_used_only_for_its_own_text() -> None:
    document = read_yaml(b"a: 1\n")
    assert rewrite_keys("a: 1\n", {"a": 1}, read=document) == "a: 1\n"
    assert rewrite_keys("a: 2\n", {"a": 1}, read=document) == "a: 1\n"


def test_files_that_cannot_be_read_or_hold_no_keys() -> None:
    with pytest.raises(YamlError):
        rewrite_keys("a: 1\na: 2\n", {"a": 1})
    with pytest.raises(StoreError, match="no keys"):
        rewrite_keys("- a\n", {"a": 1})


def test_half_characters_are_refused() -> None:
    with pytest.raises(StoreError, match="half of a character"):
        rewrite_keys("a: 1\n", {"b": "\ud800"})
    with pytest.raises(StoreError, match="half of a character"):
        rewrite_keys("a: \ud800\n", {"b": "x"})


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.lists(
    st.sampled_from(["a", " ", "\n", "\t", "# b", "c: d"]), max_size=6
).map("".join)
trees = st.recursive(
    texts | st.none() | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
chunks = st.sampled_from(
    [
        "k{}: v\n",
        "k{}:   v  # note\n",
        "# above\nk{}: 'q'\n",
        "k{}: |\n  text\n  # text\n\n",
        "k{}: |+\n  text\n\n\n",
        "k{}: >-\n    text\n   \n    more\n",
        "k{}:\n  - a\n  # in\n  - b: c\n\n  # after\n",
        "k{}:\n- a\n-\n",
        "\n\nk{}: {{a: b,\n  c: d}} # note\n",
        'k{}: "a\n  b"\n',
        "k{}:\n# left\n",
        "k{}: plain\n  goes on\n\n# between\n\n",
        '"k{}" : 1\n',
        "k{}: 1\n   # indented\n",
        "k{}: 1\n     \n",
    ]
)


@given(
    st.lists(chunks, min_size=1, max_size=5),
    st.data(),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "# head\n---\n", "# head\n\n"]),
)
def test_other_keys_keep_their_lines(parts: list[str], data: st.DataObject, line_end: str, head: str) -> None:
    pieces = [part.format(number).replace("\n", line_end) for number, part in enumerate(parts)]
    old = head.replace("\n", line_end) + "".join(pieces)
    value = read_yaml(old.encode()).value
    assert isinstance(value, dict)
    names = data.draw(st.lists(st.sampled_from([*value, "new", "k0x"]), unique=True, max_size=2), label="names")
    new = {name: data.draw(trees, label=name) for name in names}
    removed = data.draw(st.sets(st.sampled_from(sorted(value.keys() - new.keys()) or ["none"]), max_size=1), label="removed")
    order = data.draw(st.permutations(["k0", "k0x", "k1", "k2", "new"]), label="order")
    written = rewrite_keys(old, new, removed, order=order)
    expected = {key: child for key, child in (value | new).items() if key not in removed}
    assert read_all(written) == [expected] * len(PARSERS)
    lines = iter(written.split("\n"))
    for number, piece in enumerate(pieces):
        if f"k{number}" not in new and f"k{number}" not in removed:
            for line in piece.split("\n"):
                assert not line.strip("\r") or line in lines  # takes the lines up to this one: the order is kept, too
