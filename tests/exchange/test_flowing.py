import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.exchange.flowing import flow

LONG = "One case was nominated in the period, on the blocking of a community news site, and it is in the set, which was hard to agree on."


@pytest.mark.parametrize("width", [60, 80, 100])
def test_wrapped_paragraphs_become_one_line_each(width: int) -> None:
    wrapped = textwrap.fill(LONG, width)
    assert "\n" in wrapped
    assert flow(f"{wrapped}\n\nShort.\n\n{wrapped}\n") == f"{LONG}\n\nShort.\n\n{LONG}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line.",
        "Carl\nLena\nOlga",
        f"{LONG}\n{LONG} And more.",  # each line ends where a sentence does
        f"- {textwrap.fill(LONG, 60, subsequent_indent='  ')}\n- two",
        f"First we look, as we have always done it, at who asks\n1. {textwrap.fill(LONG, 60)}",
        f"{'word ' * 40}end\n{LONG}",  # no editor wraps lines as long as that
        "A heading of some length stands above\n\n\nand this is below it, after two lines that are empty",
        "It is written here in one line that is quite long, for a list:\nand here it goes on in the middle of a list\nof things",
    ],
)
def test_lines_that_somebody_ended_stay(text: str) -> None:
    assert flow(text) == text


@given(st.text(alphabet="ab .-\n1)é\u2028\t", max_size=400))
def test_nothing_but_ends_of_lines_changes(text: str) -> None:
    assert "".join(flow(text).split()) == "".join(text.split())
    assert flow(flow(text)) == flow(text)
