"""Write a recording as asciicast, version 2: https://docs.asciinema.org/manual/asciicast/v2/ ."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from record import PLAIN, Frame, Look, blank_frame

_COLORS = {name: str(30 + number) for number, name in enumerate(("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"))}
_COLORS |= {f"bright{name}": str(int(code) + 60) for name, code in _COLORS.items()}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A screen, how many seconds it stays, and the caption of the step that it ends ("" within a step)."""

    frame: Frame
    seconds: float
    caption: str = ""


def write_cast(moments: Sequence[Moment], *, title: str) -> str:
    """Give the text of a cast. The steps are markers, at which players can stop."""
    first = moments[0].frame
    header = {
        "version": 2,
        "width": len(first.lines[0]),
        "height": len(first.lines),
        "duration": round(sum(each.seconds for each in moments), 2),
        "title": title,
        "env": {"TERM": "xterm-256color"},
    }
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in (header, *_events(moments)))


def _events(moments: Sequence[Moment]) -> Iterator[tuple[float, str, str]]:
    before = blank_frame(len(moments[0].frame.lines[0]), len(moments[0].frame.lines))
    now = 0.0
    for each in moments:
        yield round(now, 2), "o", draw_change(before, each.frame)
        if each.caption:
            yield round(now, 2), "m", each.caption
        before = each.frame
        now += each.seconds


def draw_change(before: Frame, after: Frame) -> str:
    """Give what turns one screen into the other: lines that move up, the parts of lines that differ, and the cursor."""
    height = len(after.lines)
    up = max(range(height), key=lambda rows: (_count_same(before, after, rows), -rows))
    drawn = f"\x1b[{height};1H" + "\n" * up if up else ""
    empty = blank_frame(len(after.lines[0]), height)
    for row in range(height):
        there, here = (before, row + up) if row + up < height else (empty, row)
        drawn += _draw_row(there, here, after, row)
    line, column = after.cursor or (0, 0)
    return f"{drawn}\x1b[{line + 1};{column + 1}H"


def _count_same(before: Frame, after: Frame, up: int) -> int:
    pairs = zip(before.lines[up:], after.lines, strict=False)
    return sum(old == new and bool(new.strip()) for old, new in pairs)


def _draw_row(before: Frame, here: int, after: Frame, row: int) -> str:
    old, new = (tuple(zip(frame.lines[at], frame.looks[at], strict=True)) for frame, at in ((before, here), (after, row)))
    differ = [column for column, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    if not differ:
        return ""
    ends = max((column + 1 for column, cell in enumerate(new) if cell != (" ", PLAIN)), default=0)
    start, end = differ[0], min(differ[-1] + 1, ends)
    painted = "".join(_paint(each.text, each.look) for each in after.runs(row, start, max(start, end)))
    return f"\x1b[{row + 1};{start + 1}H{painted}" + ("\x1b[K" if differ[-1] >= ends else "")


def _paint(text: str, look: Look) -> str:
    codes = [code for holds, code in ((look.bold, "1"), (look.faint, "2"), (look.reverse, "7")) if holds]
    codes += [_COLORS[look.color]] if look.color else []
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if codes else text
