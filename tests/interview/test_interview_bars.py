from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.checks.digests import content_digest
from gni_assess.interview.bars import Counts, count, draw_bar, say_counts, show_progress
from gni_assess.interview.layout import lay_out
from gni_assess.model.assessment import Assessment
from gni_assess.model.columns import count_columns
from gni_assess.model.criteria import Area
from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response, Review
from gni_assess.model.vocabulary import Finding

TODAY = date(2026, 11, 21)
WALK = ("GOV-01", "GOV-02", "GOV-03", "CAS-01")


def answer(criterion_id: str) -> Response:
    return Response(criterion=criterion_id, finding=Finding.IN_PLACE, answer="Yes.")


@pytest.fixture
def begun(assessment: Assessment) -> Assessment:
    first = replace(answer("GOV-01"), answered=Stamp(on=TODAY, by="olga"))
    reviewed = replace(first, reviewed=Review(on=TODAY, by="carl", of=content_digest(first)))
    waiting = Response(criterion="GOV-03", unsure=True, assignee="carl")
    return replace(assessment, responses={"GOV-01": reviewed, "GOV-02": answer("GOV-02"), "GOV-03": waiting})


def show(
    assessment: Assessment, width: int, *, walk: Collection[str] = WALK, with_bars: bool = True, new: Collection[str] = ()
) -> list[str]:
    shown = show_progress(assessment, walk, width=width, with_bars=with_bars, new=new)
    return ["".join(piece.text for piece in line) for para in shown for line in lay_out(para, width)]


def test_counts_add_up(begun: Assessment) -> None:
    counts = count(begun, WALK)
    assert counts == Counts(answered=2, left=1, optional=1, reviewed=1, unsure=1, waiting=1)
    assert counts.total == len(WALK)
    departs = replace(begun, responses={**begun.responses, "CAS-01": answer("CAS-01")})
    assert count(departs, WALK) == Counts(answered=3, left=1, optional=0, reviewed=1, unsure=1, waiting=1)
    assert count(begun, ()).total == 0


@given(answered=st.sets(st.sampled_from(WALK)), walk=st.sets(st.sampled_from(WALK)).map(sorted))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_total_is_always_the_walk(assessment: Assessment, *, answered: set[str], walk: list[str]) -> None:
    counts = count(replace(assessment, responses={each: answer(each) for each in answered}), walk)
    assert counts.total == len(walk)
    assert counts.answered == len(answered & set(walk))


def test_counts_in_words(begun: Assessment) -> None:
    counts = count(begun, WALK)
    assert say_counts(counts) == "2 of 4 answered, 1 left; the other one is about your cases and may stay empty"
    assert say_counts(replace(counts, optional=8)) == "2 of 11 answered, 1 left; the other 8 are about your cases and may stay empty"
    assert say_counts(replace(counts, optional=0)) == "2 of 3 answered, 1 left"
    assert say_counts(count(begun, ["CAS-01"])) == "0 of 1 answered, 0 left; your cases themselves answer these"


def test_a_line_an_area(begun: Assessment) -> None:
    assert show(begun, 80) == [
        "GOV  Governance  [########....]  2 of 3, 1 reviewed, 1 unsure",
        "CAS  Cases       [............]  0 of 1, all optional",
    ]
    assert show(begun, 80, walk=["GOV-03", "GOV-02"]) == ["GOV  Governance  [######......]  1 of 2, 1 unsure"]


def test_the_closing_lines_mark_what_is_new(begun: Assessment) -> None:
    assert show(begun, 80, new=["GOV-02", "GOV-03"])[0] == "GOV  Governance  [####++++....]  2 of 3, 1 new, 1 reviewed, 1 unsure"


def test_a_narrow_window_goes_without_titles_and_then_without_bars(begun: Assessment) -> None:
    assert show(begun, 50)[1] == "CAS  [............]  0 of 1, all optional"
    assert show(begun, 40) == ["GOV  2 of 3, 1 reviewed, 1 unsure", "CAS  0 of 1, all optional"]
    assert show(begun, 20)[:3] == ["GOV  2 of 3, 1", "     reviewed, 1", "     unsure"]
    assert show(begun, 40, walk=["GOV-02"]) == ["GOV  Governance  [############]  1 of 1"]


def test_without_bars_it_reads_aloud(begun: Assessment) -> None:
    assert show(begun, 80, with_bars=False, new=["GOV-02"]) == [
        "GOV  Governance: 2 of 3 answered, 1 new, 1 reviewed, 1 unsure",
        "CAS  Cases: 0 of 1 answered, all optional",
    ]


@given(title=st.text(max_size=60), width=st.integers(20, 100), answered=st.sets(st.sampled_from(WALK)), with_bars=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_fits_whatever_an_area_is_called(
    assessment: Assessment, *, title: str, width: int, answered: set[str], with_bars: bool
) -> None:
    pack = replace(assessment.pack, areas=(Area(id="GOV", title=title), Area(id="CAS", title="Cases")))
    responses = {each: replace(answer(each), unsure=True) for each in answered}
    lines = show(replace(assessment, pack=pack, responses=responses), width, with_bars=with_bars, new=answered)
    assert all(count_columns(each) <= width for each in lines)


def test_wide_titles_line_up(begun: Assessment) -> None:
    areas = (Area(id="GOV", title="\u6f22" * 30), Area(id="CAS", title="Cases"))
    first, second = show(replace(begun, pack=replace(begun.pack, areas=areas)), 80)
    assert count_columns(first.partition("[")[0]) == count_columns(second.partition("[")[0])
    assert "...  [" in first


@given(total=st.integers(1, 200), data=st.data())
def test_a_bar_is_full_or_empty_only_where_that_is_true(total: int, data: st.DataObject) -> None:
    done = data.draw(st.integers(0, total))
    new = data.draw(st.integers(0, done))
    bar = draw_bar(done, total, 12, new=new)
    assert len(bar) == 12
    assert bar == "#" * bar.count("#") + "+" * bar.count("+") + "." * bar.count(".")
    assert ("." not in bar) is (done == total)
    assert ("+" in bar) is (new > 0)
    assert set(bar) == {"."} or done > 0
    assert bar.count("+") < 12 or new == total or done - new < total / 12
