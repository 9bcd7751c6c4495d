from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.checks.rule import Context
from gni_assess.checks.single import problems_of_response
from gni_assess.interview.layout import BLANK, Para, bullet, lay_out, quoted
from gni_assess.interview.pending_gap import PendingGap, read_pending, with_pending
from gni_assess.interview.people import find_people
from gni_assess.interview.progress import lacks_gap, missing_kinds
from gni_assess.interview.state import put_response
from gni_assess.model.assessment import Assessment, Facts
from gni_assess.model.columns import count_columns
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.visible import visible_text
from gni_assess.model.vocabulary import EvidenceKind, Finding, GapStatus, Level

LEVELS = st.none() | st.sampled_from(Level)
KINDS = st.lists(st.sampled_from(EvidenceKind), unique=True).map(tuple)
LOW = Level.LOW


def lines_of(para: Para, width: int) -> list[str]:
    return ["".join(piece.text for piece in line) for line in lay_out(para, width)]


@given(text=st.text(), width=st.integers(20, 100), indent=st.integers(0, 4))
def test_every_line_fits_and_no_character_is_dropped(text: str, width: int, indent: int) -> None:
    lines = lines_of(Para(text=text, indent=indent), width)
    assert all(count_columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(visible_text(text).split())


@pytest.mark.parametrize("text", ["[bold]x[/bold] [/etc/passwd]", ":smile: =1+1 _x0041_", "  two  blanks", "a\n\nb"])
def test_text_is_shown_literally(text: str) -> None:
    assert "\n".join(line.removeprefix("  | ") for line in lines_of(quoted(text), 80)).rstrip() == text


def test_what_would_move_the_cursor_is_written_out() -> None:
    assert lines_of(Para(text="a\x1b[2Jb\u202ec"), 80) == ["a\\x1b[2Jb\\u202ec"]


def test_a_list_hangs_and_a_quotation_keeps_its_bar() -> None:
    assert lines_of(bullet("one two three four five"), 20) == ["  - one two three", "    four five"]
    assert lines_of(quoted("one two three four five"), 20) == ["  | one two three", "  | four five"]
    assert lines_of(BLANK, 20) == [""]


def test_wide_characters_take_two_columns() -> None:
    assert lines_of(Para(text="漢字" * 10), 20) == ["漢字" * 5, "漢字" * 5]


@given(notes=st.text(), summary=st.text(), scale=LEVELS, scope=LEVELS, missing=KINDS)
def test_a_pending_gap_goes_into_the_notes_and_comes_out_again(
    notes: str, summary: str, scale: Level | None, scope: Level | None, missing: tuple[EvidenceKind, ...]
) -> None:
    gap = PendingGap(summary=summary, scale=scale, scope=scope, missing=missing)
    held = with_pending(notes, gap)
    assert read_pending(held) == gap
    assert with_pending(held, None) == notes
    assert with_pending(with_pending(notes, PendingGap(summary="earlier")), gap) == held


@pytest.mark.parametrize(
    "notes",
    [
        "",
        "Gap being entered",
        "Gap being entered (scale: huge; scope: ; missing: ):\n| x",
        "Gap being entered (scale: ; scope: ; missing: letter):\n| x",
        "Gap being entered (soon):\n| x",
    ],
)
def test_other_notes_are_no_pending_gap(notes: str) -> None:
    assert read_pending(notes) is None
    assert with_pending(notes, None) == notes


def test_notes_after_a_pending_gap_stay() -> None:
    held = with_pending("Before.", PendingGap(summary="x")) + "\nAfter."
    assert with_pending(held, None) == "Before.\nAfter."
    held = with_pending("", PendingGap(summary="x")) + "\nAfter."
    assert with_pending(held, None) == "After."


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("carl", ["carl"]),
        ("Carla Clerk", ["carla"]),
        ("clerk", ["carla"]),
        ("c", ["olga", "carl", "carla"]),
        ("rights", ["olga"]),
        ("", []),
        ("x", []),
    ],
)
def test_people_are_found_by_id_name_or_role(assessment: Assessment, typed: str, ids: Sequence[str]) -> None:
    assert [each.id for each in find_people(assessment.workspace.people, typed)] == ids


def make_gap(*, missing: tuple[EvidenceKind, ...] = (), status: GapStatus = GapStatus.OPEN, due: date | None = None) -> Gap:
    return Gap(id="GOV-01-G417", summary="x", scale=LOW, scope=LOW, irremediability=LOW, missing=missing, status=status, due=due)


def test_the_first_date_is_kept_and_moves_are_counted() -> None:
    days = [date(2027, month, 1) for month in (1, 2, 3)]
    gap = make_gap().move_due(days[0])
    assert (gap.due, gap.original_due, gap.due_moves) == (days[0], None, 0)
    assert gap.move_due(days[0]) == gap
    assert gap.move_due(days[1], is_new=True).due_moves == 0
    gap = gap.move_due(days[1]).move_due(days[2])
    assert (gap.due, gap.original_due, gap.due_moves) == (days[2], days[0], 2)


@given(
    finding=st.sampled_from(Finding),
    links=st.lists(st.sampled_from(["POL-417", "SYS-122", "CASE-208", "POL-999"]), unique=True),
    missing=KINDS,
    status=st.none() | st.sampled_from(GapStatus),
    no_instance=st.sampled_from(["", " ", "None."]),
    alternative=st.sampled_from(["", " ", "Ask."]),
    has_case=st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_interview_asks_for_exactly_what_validate_misses(
    assessment: Assessment,
    *,
    finding: Finding,
    links: list[str],
    missing: tuple[EvidenceKind, ...],
    status: GapStatus | None,
    no_instance: str,
    alternative: str,
    has_case: bool,
) -> None:
    response = Response(
        criterion="GOV-01",
        finding=finding,
        answer="Yes.",
        reason="No.",
        evidence=tuple(EvidenceLink(id=each) for each in links),
        gaps=(make_gap(missing=missing, status=status),) if status else (),
        no_instance=no_instance,
        alternative=alternative,
    )
    if has_case:
        assessment = replace(assessment, cases={"CASE-208": replace(assessment.cases["CASE-208"], criteria=("GOV-01",))})
    assessment = put_response(assessment, "GOV-01", response)
    found = [rule.code for rule, _ in problems_of_response(Context(assessment=assessment, facts=Facts(today=date(2026, 11, 21))), "GOV-01")]
    assert found.count("GNI203") == len(missing_kinds(assessment, assessment.pack.by_id["GOV-01"], response))
    assert ("GNI205" in found) is lacks_gap(response)
