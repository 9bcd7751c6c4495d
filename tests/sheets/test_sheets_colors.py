import pytest

from gni_assess.sheets import colors
from gni_assess.sheets.book import Tone
from gni_assess.sheets.colors import Pair


def _luminance(color: str) -> float:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


PAIRS = [
    *colors.TONES.values(),
    *(colors.HEADER, colors.ASSESSOR_HEADER, colors.ASSESSOR_CELL, colors.PAGE, colors.NOTE, colors.MARKING, colors.LINK, colors.TOTAL),
    Pair(colors.LINK.ink, colors.TOTAL.ground),
    Pair(colors.ASSESSOR_HEADER.ground, colors.PAGE.ground),
]


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_writing_passes_wcag_aa(pair: Pair) -> None:
    assert contrast(pair.ink, pair.ground) >= 4.5


@pytest.mark.parametrize("color", colors.CHART_COLORS.values())
def test_bars_stand_out_from_the_page_and_carry_white_numbers(color: str) -> None:
    assert contrast(color, colors.PAGE.ground) >= 4.4


def test_every_tone_has_its_colors() -> None:
    assert set(colors.TONES) == set(colors.CHART_COLORS) == set(Tone)
