import copy
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from typing import Any

import pytest

from gni_assess.store.yaml_reader import read_yaml
from gni_assess.store.yaml_writer import rewrite_keys

PARSERS = [False, True] if find_spec("yaml._yaml") else [False]

RECORD = """\
# yaml-language-server: $schema=x
criterion: GOV-02
evidence:  # in the order of their weight
  # the charter
  - {id: POL-417, where: "section 4.2"}  # ask for page 3
  # - {id: POL-999}  commented out
  -   id: SYS-122
      shows: 'It met'  # twice

      where: |
        agendas
        # text
       # below
  # above the last
  - id: POL-208
gaps:
- id: GOV-02-G571   # the first gap
  summary: "Never on the agenda."   # of the subsidiary
  # set by the board
  status: open   # since spring
  affected: [customers in NO, "users"]  # both
  due: 2026-12-31
- # an empty one
  id: GOV-02-G572
  status:
    # odd
    open
answered: {on: 2026-05-04, by: officer}  # by phone
effective:
    # known from the minutes
    to: null
    from: 2023-02-01  # sure
markets:
  - US   # large
  - "DE"

  # small
  - NO
last: x  # end
# foot
"""


def load(text: str) -> dict[str, Any]:
    value = read_yaml(text.encode()).value
    assert isinstance(value, dict)
    return value


def rewrite(change: Callable[[dict[str, Any]], object], old: str = RECORD) -> str:
    value = load(old)
    new = copy.deepcopy(value)
    change(new)
    written = rewrite_keys(old, {name: new[name] for name in new if new[name] != value.get(name)}, value.keys() - new.keys())
    assert [read_yaml(written.encode(), libyaml=libyaml).value for libyaml in PARSERS] == [new] * len(PARSERS)
    return written


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        pytest.param(
            lambda new: new["evidence"].append({"id": "POL-1", "where": "a: b"}),
            "  - id: POL-208\n",
            '  - id: POL-208\n  - id: POL-1\n    where: "a: b"\n',
            id="item added",
        ),
        pytest.param(
            lambda new: new["evidence"].insert(0, {"id": "POL-1"}),
            "  # the charter\n",
            "  - id: POL-1\n  # the charter\n",
            id="item added in front",
        ),
        pytest.param(
            lambda new: new["evidence"].pop(0),
            '  - {id: POL-417, where: "section 4.2"}  # ask for page 3\n',
            "  # ask for page 3\n",
            id="first item removed",
        ),
        pytest.param(
            lambda new: new["evidence"].pop(1),
            "  -   id: SYS-122\n      shows: 'It met'  # twice\n\n      where: |\n        agendas\n        # text\n       # below\n",
            "  # twice\n  # below\n",
            id="item with a block of text removed",
        ),
        pytest.param(
            lambda new: new["evidence"][0].update(where="section 5", shows="NO"),
            '  - {id: POL-417, where: "section 4.2"}  # ask for page 3\n',
            '  - {id: POL-417, where: section 5, shows: "NO"}  # ask for page 3\n',
            id="item in brackets changed",
        ),
        pytest.param(
            lambda new: new["evidence"][1].update(shows="Twice"), "shows: 'It met'  #", "shows: Twice  #", id="key of an item changed"
        ),
        pytest.param(
            lambda new: new["evidence"][1].update(where="x\ny\n"),
            "      where: |\n        agendas\n        # text\n       # below\n",
            "      # below\n      where: |\n        x\n        y\n",
            id="comment does not fall into a block of text",
        ),
        pytest.param(
            lambda new: new["evidence"][1].pop("shows"), "      shows: 'It met'  # twice\n", "      # twice\n", id="key of an item removed"
        ),
        pytest.param(
            lambda new: new["evidence"][2].update(id="POL-209"), "  - id: POL-208\n", "  - id: POL-209\n", id="other id, other item"
        ),
        pytest.param(lambda new: new["gaps"][0].update(status="done"), "status: open   #", "status: done   #", id="status changed"),
        pytest.param(
            lambda new: new["gaps"][0].update(status="done", closed=date(2026, 3, 1).isoformat(), evidence=["POL-263"]),
            '  status: open   # since spring\n  affected: [customers in NO, "users"]  # both\n  due: 2026-12-31\n',
            '  status: done   # since spring\n  affected: [customers in NO, "users"]  # both\n  due: 2026-12-31\n'
            '  closed: "2026-03-01"\n  evidence:\n    - POL-263\n',
            id="keys added",
        ),
        pytest.param(
            lambda new: new["gaps"][0].update(affected=["users"]),
            '  affected: [customers in NO, "users"]  # both\n',
            "  affected:  # both\n    - users\n",
            id="list in brackets inside changed",
        ),
        pytest.param(
            lambda new: new["gaps"][1].update(status="done"),
            "  status:\n    # odd\n    open\n",
            "  # odd\n  status: done\n",
            id="comment between key and value",
        ),
        pytest.param(
            lambda new: new["gaps"][0].pop("id"),
            '- id: GOV-02-G571   # the first gap\n  summary: "Never',
            '# the first gap\n- summary: "Never',
            id="first key beside the dash removed",
        ),
        pytest.param(
            lambda new: new["answered"].update(by="counsel"),
            "answered: {on: 2026-05-04, by: officer}  # by phone\n",
            "answered: {on: 2026-05-04, by: counsel}  # by phone\n",
            id="mapping in brackets changed",
        ),
        pytest.param(lambda new: new["effective"].update(to="x"), "to: null", "to: x", id="key of a mapping changed"),
        pytest.param(lambda new: new["effective"].pop("to"), "    to: null\n", "", id="key of a mapping removed"),
        pytest.param(lambda new: new["markets"].__setitem__(0, "TR"), "- US   #", "- TR   #", id="text in a list changed"),
        pytest.param(lambda new: new["markets"].__setitem__(2, "SE"), "- NO\n", "- SE\n", id="last text in a list changed"),
        pytest.param(lambda new: new["markets"].remove("US"), "  - US   # large\n", "  # large\n", id="text in a list removed"),
        pytest.param(lambda new: new["markets"].insert(1, "BR"), "# large\n", "# large\n  - BR\n", id="text in a list added"),
        pytest.param(
            lambda new: new["markets"].insert(0, new["markets"].pop()),
            '  - US   # large\n  - "DE"\n\n  # small\n  - NO\n',
            '\n  # small\n  - NO\n  - US   # large\n  - "DE"\n',
            id="items move with the comments above them",
        ),
        pytest.param(
            lambda new: new.update(markets="all"),
            'markets:\n  - US   # large\n  - "DE"\n\n  # small\n  - NO\n',
            "# large\n# small\nmarkets: all\n",
            id="list becomes text",
        ),
        pytest.param(
            lambda new: new.update(markets=[]),
            'markets:\n  - US   # large\n  - "DE"\n\n  # small\n  - NO\n',
            "# large\n# small\nmarkets: []\n",
            id="list becomes empty",
        ),
    ],
)  # fmt: skip
def test_only_what_changes_is_written_anew(change: Callable[[dict[str, Any]], object], before: str, after: str) -> None:
    assert RECORD.count(before) == 1
    assert rewrite(change) == RECORD.replace(before, after)
    assert rewrite(change, RECORD.replace("\n", "\r\n")) == RECORD.replace(before, after).replace("\n", "\r\n")


def test_reversed_list_keeps_every_item_as_it_was_written() -> None:
    written = rewrite(lambda new: new["evidence"].reverse())
    entries = RECORD[RECORD.index("  # the charter") : RECORD.index("gaps:")]
    first, rest = entries.split("  # - {id: POL-999}")
    second, third = rest.split("  # above the last")
    assert f"weight\n  # above the last{third}  # - {{id: POL-999}}{second}{first}gaps:" in written


@pytest.mark.parametrize(
    ("old", "change", "written"),
    [
        ("a: &x {k: 1}\nb:\n  - 1  # c\n  - *x  # d\n", {"b": [2, {"k": 1}]}, "a: &x {k: 1}\nb:\n  - 2  # c\n  - *x  # d\n"),
        ("a: &x\n  k: 1  # c\nb: *x  # d\n", {"a": {"k": 2}}, "# c\na:\n  k: 2\nb:  # d\n  k: 1\n"),
        ("a:\n  k: &x 1  # c\nb: *x  # d\n", {"a": {"k": 2}}, "a:\n  k: 2  # c\nb: 1  # d\n"),
        ("a: *x\n# *x\nb: 1\n".replace("*x", "&x 1", 1), {"b": 2}, "a: &x 1\n# *x\nb: 2\n"),
        ("a:\n- ? k  # c\n  : 1\n- 2  # d\n", {"a": [{"k": 3}, 2]}, "a:\n- k: 3  # c\n- 2  # d\n"),
        ("a:\n- - 1 # c\n  - 2\n- - - 3\n", {"a": [[1, 4], [[5]]]}, "a:\n- - 1 # c\n  - 4\n- - - 5\n"),
        ("a:\n- - - 1 # c\n    - 2 # d\n", {"a": [[[2]]]}, "a:\n# c\n- - - 2 # d\n"),
        ("a:\n  b: |+\n    x\n\n  c: 1\n\n\nd: 1\n", {"a": {"b": "x\n\n"}}, "a:\n  b: |+\n    x\n\nd: 1\n"),
        ("a:\n  - |+\n    x\n\n  - y # c\n\n", {"a": ["y", "x\n\n"]}, "a:\n  - y # c\n  - |+\n    x\n\n"),
        ("a:\n      # c\n  - x\n", {"a": ["y\nz\n", "x"]}, "a:\n  - |\n    y\n    z\n  # c\n  - x\n"),
        ("a:\n      # c\n  x: 1\n", {"a": {"w": "y\nz\n", "x": 1}}, "a:\n  w: |\n    y\n    z\n  # c\n  x: 1\n"),
        ("a: [1, # c\n  2] # d\n", {"a": [1]}, "# c\na: # d\n  - 1\n"),
        ("a: [1, # c\n  2]\n", {"a": 1}, "a: 1 # c\n"),
        ("a: [1]# c\n", {"a": 1}, "a: 1 # c\n"),
        ("a: [1, 'x # y', \"# z\"] # c # d\n", {"a": 1}, "a: 1 # c # d\n"),
        ("a: [x#y,\n  'p\n  # q\n  ']\nb: p\n  #q\n".replace("  #q", "  # q"), {"a": 1}, "a: 1\nb: p\n  # q\n"),
        ("a:\n  - {id: 1}  # one\n  - {id: 1}  # two\n", {"a": [{"id": 1}, {"id": 1}, {}]}, None),
        ("a:\n  -   # c\n    b: 1\n    c: 2 # d\n", {"a": [{"b": 1, "c": 3}]}, "a:\n  -   # c\n    b: 1\n    c: 3 # d\n"),
        ("a:\n  - b # c\n", {"a": ["x\r\ny"]}, 'a:\n  # c\n  - "x\\r\\n\\\n    y"\n'),
        ("a:\n  -   {x: 2} # c\n", {"a": [{"x": 1}]}, "a:\n  -   {x: 1} # c\n"),
        ("a: {on: 1, 'b' : [x]}\n", {"a": {"on": 2}}, "a: {on: 2}\n"),
        ("a: { on : x,  ? y  : z }\n", {"a": {"on": "x", "y": "a, b", "no": None}}, 'a: {on: x, y: "a, b", "no": null}\n'),
        ("a: {b: 1}\n", {"a": {"b": "x: y", "c?": "}"}}, 'a: {b: "x: y", "c?": "}"}\n'),
        ("a: {b: 1}\n", {"a": {"b": "'", "c": ""}}, 'a: {b: "\'", c: ""}\n'),
        ("a: {b: 1}\n", {"a": {"b": date(2026, 5, 4), "c": True}}, "a: {b: 2026-05-04, c: true}\n"),
        ("a: {b: 1}  # c\n", {"a": {"b": "x\ny"}}, "a:  # c\n  b: |-\n    x\n    y\n"),
        ("a: {b: 1, c: {d: 1}}\n", {"a": {"b": 2, "c": {"d": 1}}}, "a:\n  b: 2\n  c:\n    d: 1\n"),
        ("a: {b: 1,\n  c: 1}\n", {"a": {"b": 2, "c": 1}}, "a:\n  b: 2\n  c: 1\n"),
        ("a: {b: &x 1}\nc: *x\n", {"a": {"b": 1, "d": 1}}, "a:\n  b: 1\n  d: 1\nc: 1\n"),
        ("a: &x {b: 1}\nc: *x\n", {"a": {"b": 2}}, "a:\n  b: 2\nc:\n  b: 1\n"),
        ("a: &x 1\nb: {c: *x, d: 2}\n", {"b": {"c": 1, "d": 3}}, "a: &x 1\nb:\n  c: 1\n  d: 3\n"),
        ("a: {b: 1}\n", {"a": {"b": "x" * 112}}, f"a: {{b: {'x' * 112}}}\n"),
        ("a: {b: 1}\n", {"a": {"b": "x" * 113}}, f"a:\n  b: {'x' * 113}\n"),
        ("a: {b: 1}\n", {"a": {}}, "a: {}\n"),
        ("a:\n  - b # c\n  - d # e\n", {"a": [{"x": 1}, "d"]}, "a:\n  # c\n  - x: 1\n  - d # e\n"),
        ("a:\n  x: 1\n", {"a": {"": 2, "x": 1}}, 'a:\n  "": 2\n  x: 1\n'),
    ],
)
def test_odd_files(old: str, change: dict[str, object], written: str | None) -> None:
    assert rewrite_keys(old, change) == (written or f"{old}  - {{}}\n")


def test_steps_are_told_apart_without_ids() -> None:
    old = "steps:\n  - {on: 2025-03-01, step: received}  # a\n  - {on: 2025-03-02, step: verified}  # b\n"
    steps = [{"on": "2025-03-01", "step": "clarified"}, {"on": "2025-03-03", "step": "verified"}, {"on": "2025-03-01", "step": "received"}]
    assert rewrite_keys(old, {"steps": steps}) == (
        'steps:\n  - "on": "2025-03-01"\n    step: clarified\n  - {on: "2025-03-03", step: verified}  # b\n'
        "  - {on: 2025-03-01, step: received}  # a\n"
    )


def test_long_lists_stay_quick() -> None:
    old = "a:\n" + "".join(f"  - {{id: X-{number}}}  # c{number}\n" for number in range(2_000))
    new = [{"id": f"X-{number}", "k": number} for number in reversed(range(2_000))]
    written = rewrite_keys(old, {"a": new})
    assert "  - {id: X-7, k: 7}  # c7\n" in written
    assert load(written) == {"a": new}
