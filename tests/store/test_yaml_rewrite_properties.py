import copy
import json
import re
from importlib.util import find_spec
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.store.yaml_reader import read_yaml
from gni_assess.store.yaml_writer import rewrite_keys

PARSERS = [False, True] if find_spec("yaml._yaml") else [False]

Path = tuple[str | int, ...]
SCALARS = [
    None,
    True,
    7,
    "x",
    "NO",
    "a # b",
    "it's",
    'so "called"',
    "# c0;",
    "a: b",
    "",
    " lead",
    "one\ntwo\n",
    "a\n# c0;\nb",
    "tail\n\n",
    "\\",
]
KEYS = ["id", "step", "a", "b", "c d", "e#f", "1"]
IDS = ["A-1", "B-2", "C-3", "D-4"]


class Styler:
    """Writes values as people do: in random styles, with comments, empty lines and odd indentation everywhere."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.comments = 0
        self.blocks: dict[Path, str] = {}  # lines of each entry that no brackets surround, from its key or dash to the end of its value

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments}; {self.random.choice(['', '- x', 'a: b', 'it', '{'])}".rstrip()

    def between(self, most: int, above: str = "") -> str:
        """Give lines that may stand below a value, where a block of text must not take them for its own."""
        lines = ""
        while self.chance(25):
            is_empty = self.chance(30) and (lines or not above.endswith("\n\n"))
            lines += "\n" if is_empty else " " * self.random.randint(0, most) + self.comment() + "\n"
        return lines

    def end(self) -> str:
        """Give the end of a line."""
        return (" " * self.random.randint(1, 3) + self.comment() if self.chance(25) else "") + "\n"

    def scalar(self, value: object) -> str:
        if not isinstance(value, str):
            return self.random.choice(["null", "~"]) if value is None else json.dumps(value)
        if re.fullmatch(r"[a-zA-Z][\w-]*", value) and self.chance(60):
            return value
        if "\n" not in value and self.chance(50):
            return "'" + value.replace("'", "''") + "'"
        return json.dumps(value)

    def flow(self, value: object, indent: int) -> str:
        """Give a value in brackets, sometimes over several lines."""
        if not isinstance(value, dict | list) or not value:
            return self.scalar(value) if not isinstance(value, dict | list) else "{}" if isinstance(value, dict) else "[]"
        pad = f"{' ' * (indent + self.random.randint(1, 4))}" if self.chance(20) else ""
        parts = []
        for item in value:
            part = f"{self.scalar(item)}: {self.flow(value[item], indent)}" if isinstance(value, dict) else self.flow(item, indent)
            parts.append(part)
        ends = [("," if number < len(parts) - 1 else "") for number in range(len(parts))]
        if pad:
            inner = "".join(f"{pad}{part}{end}{self.end()}" for part, end in zip(parts, ends, strict=True))
            text = f"{self.end()}{inner}{pad}"
        else:
            text = "".join(f"{part}{end} " for part, end in zip(parts, ends, strict=True)).strip()
        return f"{{{text}}}" if isinstance(value, dict) else f"[{text}]"

    def text(self, value: str, indent: int) -> str:
        """Give a block of text."""
        body = value.rstrip("\n")
        sign = "" if value == f"{body}\n" else "-" if value == body else "+"
        pad = " " * (indent + self.random.randint(1, 4))
        head = f" |{sign}{self.end()}"
        return head + "".join(f"{pad}{line}\n" if line else "\n" for line in value.removesuffix("\n").split("\n"))

    def value(self, value: object, path: Path, indent: int) -> str:
        """Give what follows a colon or dash in a column, to the end of the last line."""
        if isinstance(value, dict | list) and value and self.chance(75):
            return self.block(value, path, indent)
        if isinstance(value, str) and value.strip() and value[0] != " " and ("\n" in value) and self.chance(70):
            return self.text(value, indent)
        if value is None and self.chance(40):
            return self.end()
        if self.chance(10):
            pad = " " * (indent + self.random.randint(1, 3))
            return f"{self.end()}{pad}{self.flow(value, indent)}{self.end()}"
        return f"{' ' * self.random.choice([1, 1, 1, 3])}{self.flow(value, indent)}{self.end()}"

    def block(self, value: dict[str, object] | list[object], path: Path, indent: int) -> str:
        is_item = bool(path) and isinstance(path[-1], int)
        if is_item and self.chance(70):
            gap = self.random.choice([1, 1, 1, 3])
            return " " * gap + self.entries(value, path, indent + 1 + gap).lstrip(" ")
        start = self.end()
        least = 0 if isinstance(value, list) and not is_item else 1
        column = indent + self.random.choice([least, 2, 2, 2, 4])
        return start + self.between(column + 3) + self.entries(value, path, column)

    def entries(self, value: dict[str, object] | list[object], path: Path, column: int) -> str:
        lines = above = ""
        inners: list[tuple[str | int, object]] = [*value.items()] if isinstance(value, dict) else [*enumerate(value)]
        for number, (name, inner) in enumerate(inners):
            head = f"{self.scalar(name)}:" if isinstance(name, str) else "-"
            text = head + self.value(inner, (*path, name), column)
            self.blocks[(*path, name)] = text
            lines += (self.between(column, above) if number else "") + " " * column + text
            above = find_last_text(inner)
            if not above and self.chance(10):
                lines += " " * (column + 2) + self.comment() + "\n"
        return lines

    def document(self, value: dict[str, object]) -> str:
        return self.between(0) + self.entries(value, (), self.random.choice([0, 0, 0, 2])) + self.between(0, find_last_text(value))


def find_last_text(value: object) -> str:
    """Give the text that a value ends with where it has several lines."""
    while isinstance(value, dict | list) and value:
        value = list(value.values())[-1] if isinstance(value, dict) else value[-1]
    return value if isinstance(value, str) and "\n" in value else ""


def change(value: object, random: Random) -> object:
    """Give a value that differs from another in a place or several."""
    if random.random() < 0.1 or not isinstance(value, dict | list):
        return copy.deepcopy(random.choice([*SCALARS, [], {}, ["x", {"id": "B-2"}], {"a": "one\ntwo\n", "b": ["y"]}]))
    if isinstance(value, dict):
        changed: dict[str, object] = dict(value)
        for name in random.sample(sorted(value), min(len(value), random.randint(0, 2))):
            if random.random() < 0.3:
                del changed[name]
            else:
                changed[name] = change(value[name], random)
        if random.random() < 0.3:
            changed = {random.choice(KEYS): random.choice(SCALARS)} | changed
        return changed
    items: list[object] = list(value)
    for _ in range(random.randint(0, 2)):
        place = random.randrange(len(items) + 1)
        action = random.randrange(4)
        if action == 0 or place == len(items):
            items.insert(place, copy.deepcopy(random.choice([*SCALARS, {"id": random.choice(IDS), "a": "x"}, {"step": "s", "b": "y\nz"}])))
        elif action == 1:
            items.insert(random.randrange(len(items)), items.pop(place))
        elif action == 2:
            del items[place]
        else:
            items[place] = change(items[place], random)
    return items


def list_kept(old: object, new: object, path: Path) -> list[Path]:
    """Give the entries that a change left as they were, or inside of which it left some so."""
    if path and repr(old) == repr(new):
        return [path]
    if isinstance(old, dict) and isinstance(new, dict):
        return [each for name in old if name in new for each in list_kept(old[name], new[name], (*path, name))]
    if isinstance(old, list) and isinstance(new, list):
        kept: list[Path] = []
        for number, item in enumerate(old):
            if repr(item) in map(repr, new):
                is_once = list(map(repr, old)).count(repr(item)) <= list(map(repr, new)).count(repr(item))
                kept += [(*path, number)] if is_once else []
            elif isinstance(item, dict) and "id" in item:
                twins = [[each for each in side if isinstance(each, dict) and each.get("id") == item["id"]] for side in (old, new)]
                if len(twins[0]) == len(twins[1]) == 1:
                    kept += list_kept(item, twins[1][0], (*path, number))
        return kept
    return []


def to_json(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def list_marks(text: str) -> list[int]:
    """Give the numbers of the comments; those in texts are 0."""
    return [int(number) for number in re.findall(r"# c([1-9]\d*);", text)]


scalars = st.sampled_from(SCALARS)
items = st.fixed_dictionaries({"id": st.sampled_from(IDS)}, optional={"a": scalars, "c d": st.lists(scalars, max_size=2)})
trees = st.recursive(
    scalars, lambda inner: st.lists(inner | items, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4), max_leaves=12
)
documents = st.dictionaries(st.sampled_from(KEYS), trees, min_size=1, max_size=4)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@given(documents, st.integers(0, 1 << 32))
def test_any_change_to_any_file(line_end: str, value: dict[str, object], seed: int) -> None:
    random = Random(seed)  # noqa: S311 - only styles hang on it
    styler = Styler(random)
    old = styler.document(value).replace("\n", line_end)
    assert read_yaml(old.encode()).value == value
    assert rewrite_keys(old, copy.deepcopy(value)) == old
    new = change(value, random)
    new = new if isinstance(new, dict) else {"a": new}
    written = rewrite_keys(old, new, value.keys() - new.keys())
    for libyaml in PARSERS:
        assert to_json(read_yaml(written.encode(), libyaml=libyaml).value) == to_json(new)
    assert sorted(list_marks(written)) == list(range(1, styler.comments + 1))
    for path in list_kept(value, new, ()):
        assert styler.blocks.get(path, "").replace("\n", line_end) in written


@given(documents, st.integers(0, 1 << 32))
def test_one_change_leaves_all_comments_in_order(value: dict[str, object], seed: int) -> None:
    random = Random(seed)  # noqa: S311 - only styles hang on it
    styler = Styler(random)
    old = styler.document(value)
    path = random.choice(sorted(styler.blocks, key=repr))
    new = copy.deepcopy(value)
    parent: Any = new
    for step in path[:-1]:
        parent = parent[step]
    if len(parent) > 1 and random.random() < 0.5:
        del parent[path[-1]]
    elif not isinstance(parent[path[-1]], dict | list):
        parent[path[-1]] = "other"
    written = rewrite_keys(old, new, value.keys() - new.keys())
    assert to_json(read_yaml(written.encode()).value) == to_json(new)
    assert list_marks(written) == list_marks(old)
