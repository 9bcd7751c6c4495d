"""How the HTML report looks: on a screen, light or dark, and on paper. One text, without anything to load."""

from collections.abc import Mapping
from importlib.resources import files

from gni_assess.sheets import colors
from gni_assess.sheets.book import Book, Tone
from gni_assess.sheets.colors import Pair

DARK_PAGE = Pair("#E6E8EA", "#14171B")
DARK_CARD = Pair("#E6E8EA", "#1B1F25")
DARK: Mapping[str, str] = {
    "ink": DARK_PAGE.ink,
    "ground": DARK_PAGE.ground,
    "card": DARK_CARD.ground,
    "note": "#B4BAC2",
    "marking": "#FF9B8F",
    "link": "#8EC5FF",
    "line": "#414852",
    "edge": "#7B8490",
    "header-ink": "#FFFFFF",
    "header-ground": "#2A4A75",
    "total": "#262C35",
}
DARK_TONES: Mapping[Tone, Pair] = {
    Tone.GOOD: Pair("#B7E4C7", "#12331F"),
    Tone.PARTLY: Pair("#F8DFA6", "#3B2A05"),
    Tone.PLANNED: Pair("#C3DBF7", "#152A4A"),
    Tone.BAD: Pair("#F9C4BE", "#4A1512"),
    Tone.OPEN: Pair("#DFC9F5", "#331A4D"),
    Tone.INFO: Pair("#B5E3EA", "#0B333B"),
    Tone.HIDDEN: Pair("#14171B", "#C8CCD1"),
    Tone.QUIET: Pair("#D8DBDF", "#363C45"),
}
DARK_CHART_COLORS: Mapping[Tone, str] = {
    Tone.GOOD: "#5FBF87",
    Tone.PARTLY: "#E0A84A",
    Tone.PLANNED: "#6FA8E8",
    Tone.BAD: "#E8796D",
    Tone.OPEN: "#B48BE0",
    Tone.INFO: "#4FB3C4",
    Tone.HIDDEN: "#D5D5D5",
    Tone.QUIET: "#949494",
}
LIGHT: Mapping[str, str] = {
    "ink": colors.PAGE.ink,
    "ground": colors.PAGE.ground,
    "card": "#FAFBFC",
    "note": colors.NOTE.ink,
    "marking": colors.MARKING.ink,
    "link": colors.LINK.ink,
    "line": colors.LINE,
    "edge": "#767D87",
    "header-ink": colors.HEADER.ink,
    "header-ground": colors.HEADER.ground,
    "total": colors.TOTAL.ground,
}
LIGHT_CHART_COLORS: Mapping[Tone, str] = {**colors.CHART_COLORS, Tone.PARTLY: "#9E620C"}
"""The workbook's, one of them darker: here the numbers stand in the bars."""
LIGHT_COUNT, DARK_COUNT = "#FFFFFF", "#0C0E10"
"""The color of the numbers in the bars of a chart."""


def style_sheet(book: Book) -> str:
    """Give the styles of one report, with what stands on each page of paper."""
    light = _variables(LIGHT, colors.TONES, LIGHT_CHART_COLORS, LIGHT_COUNT)
    dark = _variables(DARK, DARK_TONES, DARK_CHART_COLORS, DARK_COUNT)
    tones = "\n".join(_tone(tone) for tone in Tone)
    fixed = files("gni_assess.report.writers").joinpath("html_report.css").read_text(encoding="utf-8")
    # Dark colors are for screens only: paper stays white.
    schemes = f":root {{{light}}}\n@media screen and (prefers-color-scheme: dark) {{ :root {{{dark}}} }}"
    return f"{schemes}\n{tones}\n{fixed}\n{_paper(book)}"


def css_text(text: str) -> str:
    """Write text as a string of CSS, every character but plain letters and digits as an escape: nothing in it can end the string."""
    return '"' + "".join(each if each.isascii() and each.isalnum() else f"\\{ord(each):06x}" for each in text) + '"'


def _variables(plain: Mapping[str, str], tones: Mapping[Tone, Pair], bars: Mapping[Tone, str], count: str) -> str:
    named = [*plain.items(), ("count", count)]
    for tone, pair in tones.items():
        named += [(f"{tone.value}-ink", pair.ink), (f"{tone.value}-ground", pair.ground), (f"{tone.value}-bar", bars[tone])]
    return " ".join(f"--{name}: {color};" for name, color in named)


def _tone(tone: Tone) -> str:
    name = tone.value
    return (
        f".word.t-{name} {{ color: var(--{name}-ink); background: var(--{name}-ground); }} "
        f".bar.t-{name} {{ fill: var(--{name}-bar); }} .swatch.t-{name} {{ background: var(--{name}-bar); }}"
    )


def _paper(book: Book) -> str:
    corner = "font: 8pt sans-serif; color: #404040;"
    marking, owner = css_text(book.marking), css_text(book.owner)
    marked = f"font: bold 8pt sans-serif; color: {colors.MARKING.ink};"
    return (
        "@page { margin: 16mm 15mm 15mm; "
        f"@top-left {{ content: {marking}; {marked} }} @top-right {{ content: {owner}; {corner} }} "
        f"@bottom-left {{ content: {marking}; {marked} }} "
        f"@bottom-right {{ content: 'Page ' counter(page) ' of ' counter(pages); {corner} }} }} "
        "@page wide { size: landscape; }"
    )
