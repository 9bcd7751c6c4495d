"""Draw screens of a terminal as SVG: one, or several in turn. No scripts, no fonts from elsewhere, nothing that calls home."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from record import Frame, Look, Run

_CELL, _LINE, _SIZE = 8.4, 18, 14
_MARGIN, _BAR = 14, 34
_BACKGROUND = "#14181f"
_COLORS = {
    "": "#dde3ea",
    "red": "#ff8f8f",
    "green": "#9ad77c",
    "yellow": "#ecc062",
    "blue": "#8fb8ff",
    "magenta": "#dfa3ea",
    "cyan": "#7ad3e4",
    "brightblack": "#9ca7b5",
}
_FAINT = "#a7b1bd"
"""Every color stands out from the background by at least 7 to 1, the faint ones included."""

_STYLE = f"""
text {{ font: {_SIZE}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; fill: {_COLORS[""]} }}
.bold {{ font-weight: 700 }}
.faint {{ fill: {_FAINT} }}
.reverse {{ fill: {_BACKGROUND} }}
.caption {{ font: 600 14px system-ui, sans-serif; fill: {_COLORS[""]} }}
.count {{ font: 13px system-ui, sans-serif; fill: {_FAINT}; text-anchor: end }}
""" + "\n".join(f".{name} {{ fill: {color} }}" for name, color in _COLORS.items() if name)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A screen, what is said above it, and how many seconds it is shown."""

    frame: Frame
    caption: str
    seconds: float = 2.5


def draw_still(scene: Scene, *, title: str) -> str:
    """Draw one screen."""
    drawing = _Drawing()
    return _wrap(drawing, drawing.scene(scene, ""), _STYLE, scene.frame, title=title)


def draw_in_turn(scenes: Sequence[Scene], *, title: str, still: int) -> str:
    """Draw screens one after the other, again and again; where people want no motion, only the one numbered `still`."""
    whole = sum(each.seconds for each in scenes)
    drawing = _Drawing()
    shown: list[str] = []
    style = [_STYLE, ".s { visibility: hidden }", f"#s{still} {{ visibility: visible }}"]
    moving = ["@media (prefers-reduced-motion: no-preference) {"]
    passed = 0.0
    for number, each in enumerate(scenes):
        begins, passed = passed, passed + each.seconds
        shown.append(f'<g class="s" id="s{number}">{drawing.scene(each, f"{number + 1} of {len(scenes)}")}</g>')
        style.append(_show_between(f"k{number}", begins / whole, passed / whole))
        moving.append(f"#s{number} {{ animation: k{number} {whole:g}s step-end infinite }}")
    return _wrap(drawing, "\n".join(shown), "\n".join((*style, *moving, "}")), scenes[0].frame, title=title)


def save_picture(path: Path, svg: str) -> None:
    """Write a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(svg, encoding="utf-8")


def _show_between(name: str, begins: float, ends: float) -> str:
    hidden_before = "0% { visibility: hidden } " if begins else ""
    hidden_after = f" {ends:.4%} {{ visibility: hidden }}" if ends < 1 else ""
    return f"@keyframes {name} {{ {hidden_before}{begins:.4%} {{ visibility: visible }}{hidden_after} 100% {{ visibility: hidden }} }}"


class _Drawing:
    """Draws lines once, and refers to those that stand on several screens."""

    def __init__(self) -> None:
        self._rows: dict[str, str] = {}

    @property
    def rows(self) -> str:
        """All lines that were drawn."""
        return "\n".join(f'<g id="{name}">{drawn}</g>' for drawn, name in self._rows.items())

    def scene(self, scene: Scene, count: str) -> str:
        """Draw a screen under its caption."""
        frame = scene.frame
        end = _MARGIN + len(frame.lines[0]) * _CELL
        parts = [
            f'<text class="caption" x="{_MARGIN}" y="22">{escape(scene.caption)}</text>',
            f'<text class="count" x="{end:g}" y="22">{count}</text>' if count else "",
        ]
        if frame.cursor is not None:
            line, column = frame.cursor
            parts.append(f'<rect x="{_x(column)}" y="{_top(line)}" width="{_CELL}" height="{_LINE - 1}" fill="{_FAINT}"/>')
        for row in range(len(frame.lines)):
            drawn = "".join(_draw(each) for each in frame.runs(row) if each.text.strip() or each.look.reverse)
            if drawn:
                name = self._rows.setdefault(drawn, f"r{len(self._rows)}")
                parts.append(f'<use href="#{name}" y="{_top(row)}"/>')
        return "".join(parts)


def _draw(run: Run) -> str:
    text = run.text if run.look.reverse else run.text.strip(" ")
    column = run.column + (0 if run.look.reverse else len(run.text) - len(run.text.lstrip(" ")))
    length = f"{len(text) * _CELL:.1f}"
    behind = f'<rect x="{_x(column)}" width="{length}" height="{_LINE}" fill="{_COLORS[""]}"/>' if run.look.reverse else ""
    named = _name(run.look)
    kind = f' class="{named}"' if named else ""
    return f'{behind}<text x="{_x(column)}" y="{_SIZE}" textLength="{length}"{kind}>{escape(text)}</text>'


def _name(look: Look) -> str:
    said = (look.color if not look.reverse else "", "bold" if look.bold else "", "faint" if look.faint else "")
    return " ".join(each for each in (*said, "reverse" if look.reverse else "") if each)


def _x(column: int) -> str:
    return f"{_MARGIN + column * _CELL:.1f}"


def _top(row: int) -> int:
    return _BAR + 8 + row * _LINE


def _wrap(drawing: _Drawing, shown: str, style: str, frame: Frame, *, title: str) -> str:
    width = round(2 * _MARGIN + len(frame.lines[0]) * _CELL)
    height = _top(len(frame.lines)) + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{style}\n</style>\n<defs>\n{drawing.rows}\n</defs>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="{_BACKGROUND}"/>\n'
        f'<path d="M0 {_BAR}H{width}" stroke="#3a4350"/>\n{shown}\n</svg>\n'
    )
