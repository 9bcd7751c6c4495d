"""Writing can be read on its ground in light and in dark, by the measure of WCAG 2 (AA)."""

import base64
import hashlib
import re
from collections.abc import Callable

import pytest

from gni_assess.model.vocabulary import Audience
from gni_assess.report.writers import html_styles
from gni_assess.report.writers.html import render_html
from gni_assess.sheets.book import Book, Tone


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [html_styles.LIGHT, html_styles.DARK])
def test_writing_has_contrast(scheme: dict[str, str]) -> None:
    for ground in ("ground", "card", "total"):
        assert min(contrast(scheme[ink], scheme[ground]) for ink in ("ink", "note", "marking", "link")) >= 4.5
    assert contrast(scheme["header-ink"], scheme["header-ground"]) >= 4.5
    assert contrast(scheme["edge"], scheme["ground"]) >= 3


@pytest.mark.parametrize("tone", list(Tone))
def test_words_and_bars_have_contrast(tone: Tone) -> None:
    assert contrast(html_styles.DARK_TONES[tone].ink, html_styles.DARK_TONES[tone].ground) >= 4.5
    for bar, count, ground in (
        (html_styles.LIGHT_CHART_COLORS[tone], html_styles.LIGHT_COUNT, html_styles.LIGHT["ground"]),
        (html_styles.DARK_CHART_COLORS[tone], html_styles.DARK_COUNT, html_styles.DARK["ground"]),
    ):
        assert contrast(bar, count) >= 4.5
        assert contrast(bar, ground) >= 3


def test_every_color_that_is_used_has_a_value(report: Callable[..., Book]) -> None:
    html = render_html(report(Audience.ASSESSOR))
    assert set(re.findall(r"var\((--[a-z-]+)\)", html)) <= set(re.findall(r"(--[a-z-]+):", html))


def test_only_these_styles_are_allowed(report: Callable[..., Book]) -> None:
    html = render_html(report(Audience.ASSESSOR))
    css = html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html
    assert not re.search(r"url\(|@import|<", css)
