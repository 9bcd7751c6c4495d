import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.model.visible import visible_line, visible_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("", ""),
        ("two\nlines\tand tab", "two\nlines\tand tab"),
        ("[/etc/passwd] [bold] =1+1 _x0041_", "[/etc/passwd] [bold] =1+1 _x0041_"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]8;;http://x\x07", "\\x1b]8;;http://x\\x07"),
        ("\u202egnp.exe\u202c", "\\u202egnp.exe\\u202c"),
        ("\u2066\u200f\ufeff", "\\u2066\\u200f\\ufeff"),
        ("a\rb", "a\\x0db"),
        ("\x00\x7f\x85", "\\x00\\x7f\\x85"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("می‌خواهم क्‍ष", "می‌خواهم क्‍ष"),
        ("العربية 日本語 é ﷽ 👩", "العربية 日本語 é ﷽ 👩"),
    ],
)
def test_what_would_not_show_is_written_out(text: str, shown: str) -> None:
    assert visible_text(text) == shown


@given(st.text(st.characters()))
def test_nothing_hidden_is_left_and_visible_text_stays(text: str) -> None:
    shown = visible_text(text)
    assert all(each in "\n\t\u200c\u200d" or unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for each in shown)
    assert visible_text(shown) == shown
    shown.encode()
    line = visible_line(text)
    assert "\n" not in line
    assert "\t" not in line
    assert line.splitlines() in ([line], [])


def test_on_one_line() -> None:
    assert visible_line("a\nb\tc\x1b") == "a b c\\x1b"
