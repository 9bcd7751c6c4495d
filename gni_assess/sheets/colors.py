"""Colors, as `#RRGGBB`. Every pair of ink and ground passes WCAG AA (4.5 to 1), every chart color 3 to 1 on white; a test computes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gni_assess.sheets.book import Tone


@dataclass(frozen=True)
class Pair:
    """The color of writing and the color it stands on."""

    ink: str
    ground: str


TONES: Mapping[Tone, Pair] = {
    Tone.GOOD: Pair("#14532D", "#DDEFE0"),
    Tone.PARTLY: Pair("#6B4300", "#FDF0CD"),
    Tone.PLANNED: Pair("#1E3A6E", "#DCE9F8"),
    Tone.BAD: Pair("#7F1D1D", "#FBDFDC"),
    Tone.OPEN: Pair("#4A1F73", "#EADFF5"),
    Tone.INFO: Pair("#0B4A55", "#D8EEF1"),
    Tone.HIDDEN: Pair("#1A1A1A", "#CFD2D6"),
    Tone.QUIET: Pair("#404040", "#ECECEC"),
}

CHART_COLORS: Mapping[Tone, str] = {
    Tone.GOOD: "#2E7D4F",
    Tone.PARTLY: "#A86A10",
    Tone.PLANNED: "#2F6DB5",
    Tone.BAD: "#B3362B",
    Tone.OPEN: "#7B4FA3",
    Tone.INFO: "#1B7A8C",
    Tone.HIDDEN: "#333333",
    Tone.QUIET: "#767676",
}

HEADER = Pair("#FFFFFF", "#1F3A5F")
ASSESSOR_HEADER = Pair("#FFFFFF", "#7A4A00")
ASSESSOR_CELL = Pair("#1A1A1A", "#FFF9EC")
PAGE = Pair("#1A1A1A", "#FFFFFF")
NOTE = Pair("#505050", "#FFFFFF")
MARKING = Pair("#8A1C1C", "#FFFFFF")
LINK = Pair("#0B5394", "#FFFFFF")
TOTAL = Pair("#1A1A1A", "#EEF1F5")
LINE = "#C9CED6"
