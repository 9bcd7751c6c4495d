"""Changes to the lines of a YAML file that touch only the keys and items that change, however deep they lie.

No comment is ever lost: where lines go, their comments come to stand above what replaces them.
"""

import re
from collections.abc import Iterable, Sequence

from gni_assess.store.yaml_document import LINE_BREAK
from gni_assess.store.yaml_emitter import emit_in_braces, emit_item, emit_key, emit_value
from gni_assess.store.yaml_events import ParseEvent
from gni_assess.store.yaml_layout import Entry, Layout, read_layout
from gni_assess.store.yaml_match import is_same, match_items, merge_names
from gni_assess.store.yaml_nodes import NO_CONTENT, Node, Source

_EMPTY_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*")
_SHORT = 120
_DASH = re.compile(r" *-[ \t]+")

_Step = tuple[int | None, str | None, object]
"""One entry of a block as it is to be: its place in the old one (None where it is new), its key (None in a list), its value."""

_Text = tuple[str, bool]
"""Lines, and whether they end with a block of text that takes all empty lines below it for its own."""


class Rewriter:
    """One try to write a file with other values.

    Without `is_deep` each top-level key that changes is written anew as a whole. `expand` writes aliases out, which is needed where a
    change would reach them, or takes their anchor away.
    """

    def __init__(self, source: Source, *, is_deep: bool, expand: bool) -> None:
        """Prepare a try; the source stays as it is."""
        self._source = source
        self._lines = list(source.lines)  # less the dashes before a mapping or list that begins beside them, once it is looked into
        self._is_deep = is_deep
        self._expand = expand

    def rewrite(self, old: dict[str, object], new: dict[str, object], order: Sequence[str]) -> str | None:
        """Return the file with the new values, its keys in the order given; None where its top level cannot be divided."""
        root = self._source.root
        plan = _plan(old, new, order)
        layout = None if root is None else read_layout(root, self._lines, 0, len(self._lines))
        if layout is None or plan is None:
            return None
        first = layout.entries[0].start
        text, _ = self._put_together(layout, old, plan, start=first, stop=len(self._lines))
        return "".join(self._lines[:first]) + text

    def _put_together(self, layout: Layout, old: dict[str, object] | list[object], plan: list[_Step], *, start: int, stop: int) -> _Text:
        """Return the lines of a block from `start` to `stop` as the plan wants them."""
        indent = " " * layout.column
        values = list(old.values()) if isinstance(old, dict) else old
        starts = [start, *(entry.stop for entry in layout.entries)]  # where the lines above each entry begin, and those below the last
        removed = self._list_removed(layout, starts, {place for place, _, _ in plan if place is not None})
        pieces = [(removed.get(-1, ""), "", False)]
        for number, (place, name, value) in enumerate(plan):
            if place is None:
                body = f"-{emit_item(value, indent)}" if name is None else f"{emit_key(name, indent)}{emit_value(value, indent)}"
                pieces.append(("", indent + body.replace("\n", self._source.line_end), False))
                continue
            entry = layout.entries[place]
            above = self._lines[starts[place] : entry.start]
            if place == 0 < number:  # what stands below the line of the key may be indented as it likes, elsewhere not
                above = [self._indent_comment(line, indent) for line in above]
            pieces.append(("".join(above), *self._rewrite_entry(entry, values[place], value, layout.column)))
            pieces.append((removed.get(place, ""), "", False))
        pieces.append(("".join(self._lines[starts[-1] : stop]), "", False))
        return _join(pieces)

    def _list_removed(self, layout: Layout, starts: list[int], kept: set[int]) -> dict[int, str]:
        """Return what is left of removed entries, by the place of the last entry before them that stays; -1 for the top."""
        left: dict[int, str] = {}
        last = -1
        for place, entry in enumerate(layout.entries):
            if place in kept:
                last = place
                continue
            above = "".join(self._lines[starts[place] : entry.start])
            comments = self._source.list_comments(entry.start, entry.stop).values()
            left[last] = left.get(last, "") + above + self._write_comments(comments, layout.column)
        return left

    def _rewrite_entry(self, entry: Entry, old: object, new: object, column: int) -> _Text:
        if is_same(old, new) and not (self._expand and entry.node.has_alias):
            return "".join(self._lines[entry.start : entry.stop]), entry.is_open
        text = self._rewrite_inside(entry, old, new) if self._is_deep else None
        return text or (self._replace_value(entry, old, new, column), False)

    def _rewrite_inside(self, entry: Entry, old: object, new: object) -> _Text | None:
        """Return the lines of an entry, of its value only those anew that change; None where that has to be replaced."""
        node, first = entry.node, entry.node.first_line
        plan = _plan(old, new)
        if plan is None or not node.is_block or not isinstance(old, dict | list):
            return None
        dash = ""
        if first == entry.start:
            line = self._lines[first]
            dash = line[: node.column]
            if not _DASH.fullmatch(dash):
                return None
            self._lines[first] = " " * node.column + line[node.column :]
        start = first if dash else entry.start + 1
        layout = read_layout(node, self._lines, start, entry.stop)
        if layout is None:
            self._lines[entry.start] = dash + self._lines[entry.start][len(dash) :]
            return None
        text, is_open = self._put_together(layout, old, plan, start=start, stop=entry.stop)
        return self._put_beside(dash, text) if dash else self._lines[entry.start] + text, is_open

    def _put_beside(self, dash: str, text: str) -> str:
        """Return lines with a dash before the first that has content; the comments above that come to stand above the dash."""
        found = NO_CONTENT.match(text)
        above = found[0] if found else ""
        comments = [line.strip() for line in LINE_BREAK.split(above) if line.strip()]
        return self._write_comments(comments, dash.index("-")) + dash + text[len(above) + len(dash) :]

    def _replace_value(self, entry: Entry, old: object, value: object, column: int) -> str:
        """Return the lines of an entry with another value; its key, spacing and comment stay as they are."""
        indent = " " * column
        source = self._lines[entry.start]
        head = source[column : entry.head]
        text = self._write_in_braces(entry.node, old, value) if entry.is_beside else ""
        text = text or (emit_item(value, indent) if head == "-" else emit_value(value, indent))
        # Comments below a value stay where they are, unless they would be read as a part of it.
        end = entry.stop if entry.node.is_block or _ends_with_lines(value) else entry.end
        comments = self._source.list_comments(entry.start, end)
        first, _, rest = text.partition("\n")
        own = next((line for line in entry.comment_lines if line in comments), None)
        comment = ""
        if own is not None and not (rest and first.endswith("\\")):  # no comment can stand inside of quotes
            comments.pop(own)
            comment = self._find_margin(own)
        if first and not rest and entry.is_beside:
            first = (source[entry.head : entry.node.event.start_mark.column] or " ") + first[1:]
        lines = f"{indent}{head}{first}{comment}\n{rest}".replace("\n", self._source.line_end)
        return self._write_comments(comments.values(), column) + lines + "".join(self._lines[end : entry.stop])

    def _write_in_braces(self, node: Node, old: object, new: object) -> str:
        """Return what stood in braces on one line as such a line again; empty where it did not, or where that would be no short line."""
        start, end = node.event.start_mark, node.last.end_mark
        if not node.is_mapping or start.line != end.line or not isinstance(old, dict) or not isinstance(new, dict) or not new:
            return ""
        if any(getattr(each, "anchor", None) for each in (node.event, *node.keys, *(child.event for child in node.children))):
            return ""  # an alias, too, has the name of its anchor
        line = self._source.lines[start.line]
        keys = {name: _cut(line, key) for name, key in zip(old, node.keys, strict=True)}
        same = {name: _cut(line, child.event) for name, child in zip(old, node.children, strict=True) if is_same(old[name], new.get(name))}
        parts: list[str] = []
        for name in merge_names(old, new, tuple(new)):
            value = emit_in_braces(new[name])
            if value is None:
                return ""
            parts.append(f"{keys.get(name) or emit_in_braces(name)}: {same.get(name) or value}")
        text = f"{{{', '.join(parts)}}}"
        return f" {text}\n" if start.column + len(text) <= _SHORT else ""

    def _find_margin(self, line: int) -> str:
        """Return the comment at the end of a line with the space before it."""
        source, column = self._source.lines[line], self._source.comments[line]
        return (source[len(source[:column].rstrip()) : column] or " ") + source[column:].rstrip()

    def _write_comments(self, comments: Iterable[str], column: int) -> str:
        return "".join(f"{' ' * column}{comment}{self._source.line_end}" for comment in comments)

    def _indent_comment(self, line: str, indent: str) -> str:
        content = line.strip()
        return f"{indent if content else ''}{content}{self._source.line_end}"


def _cut(line: str, event: ParseEvent) -> str:
    return line[event.start_mark.column : event.end_mark.column]


def _plan(old: object, new: object, order: Sequence[str] | None = None) -> list[_Step] | None:
    """Return the entries of a block as they are to be; None where it is to be something else, or nothing."""
    if isinstance(old, dict) and isinstance(new, dict) and new:
        places = {name: place for place, name in enumerate(old)}
        return [(places.get(name), name, new[name]) for name in merge_names(old, new, tuple(new) if order is None else order)]
    if isinstance(old, list) and isinstance(new, list) and new:
        return [(place, None, item) for place, item in zip(match_items(old, new), new, strict=True)]
    return None


def _ends_with_lines(value: object) -> bool:
    """Tell whether a value is written with a block of text at its end, which could take what stands below it for its own."""
    while isinstance(value, dict | list) and value:
        value = list(value.values())[-1] if isinstance(value, dict) else value[-1]
    return isinstance(value, str) and "\n" in value


def _join(pieces: Iterable[tuple[str, str, bool]]) -> _Text:
    """Put lines above entries, and entries, together; empty lines must not become part of a text above them that they did not follow."""
    text = ""
    is_open = False
    for above, body, opens in pieces:
        lines = _EMPTY_LINES.sub("", above, count=1) if is_open else above
        text += lines + body
        is_open = opens if body else is_open and not lines
    return text, is_open
