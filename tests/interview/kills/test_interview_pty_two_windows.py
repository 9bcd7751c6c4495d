"""Two windows on one criterion: neither overwrites the other, and the person is shown both."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.store.load import load_workspace

Start = Callable[..., Any]
Aside = Any
"""What is on disk and in no record; see the fixture."""
MINE = "Mine: [bold] 漢字"


def read(workspace: Path) -> Assessment:
    return load_workspace(workspace).require()


def begin_policy(start: Start, who: str, title: str) -> Any:  # noqa: ANN401 - a person at a terminal
    person = start(who=who)
    person.prompt("finding")
    person.say("", "answer")
    person.say("", "evidence")
    for answer, then in (("+p", "kind"), ("1", "title"), (title, "summary"), (f"Summary of {title}", "file")):
        person.say(answer, f"new policy {then}")
    return person


def finish_policy(person: Any) -> None:  # noqa: ANN401 - a person at a terminal
    while not person.prompt().endswith("since"):
        person.say("")
    person.say("2023-02")
    person.say(".")


@pytest.mark.long
def test_drafts_of_two_people_are_apart_and_both_are_linked(start: Start, aside: Aside, gni: Start, workspace: Path) -> None:
    gni("answer", "DDR-01", "--finding", "in-place", "--text", "It is there.")
    olga, carl = begin_policy(start, "olga", "Of Olga"), begin_policy(start, "carl", "Of Carl")
    assert [each["title"] for who in ("olga", "carl") for each in aside.drafts_of(who)] == ["Of Olga", "Of Carl"]
    finish_policy(olga)
    olga.prompt("where")
    finish_policy(carl)
    carl.prompt("mine or theirs")
    (mine, theirs) = (next(each.id for each in read(workspace).policies.values() if who in each.title) for who in ("Carl", "Olga"))
    assert f"On disk now: | evidence: | - id: {theirs}" in carl.shown
    carl.say("m", "where")
    assert {each.id for each in read(workspace).responses["DDR-01"].evidence} == {mine, theirs}
    assert aside.drafts == {}


def test_drafts_of_one_person_in_two_windows_are_both_kept(start: Start, aside: Aside, gni: Start) -> None:
    gni("answer", "DDR-01", "--finding", "in-place", "--text", "It is there.")
    first = start()
    first.prompt("finding")
    second = begin_policy(start, "olga", "Second window")
    first.say("", "answer")
    first.say("", "evidence")
    for answer, then in (("+s", "kind"), ("1", "title"), ("First window", "summary")):
        first.say(answer, f"new system {then}")
    second.say("", "address")
    for each in (first, second):
        each.end(signal.SIGKILL)
    assert sorted(each["title"] for each in aside.drafts_of("olga")) == ["First window", "Second window"]
    third = start()
    third.prompt()
    third.see("in another window you began one more")


def test_gaps_that_two_people_add_at_once_are_both_kept(start: Start, gni: Start, workspace: Path) -> None:
    gni("answer", "DDR-01", "--finding", "partly-in-place", "--text", "Partly there.")
    olga, carl = start(who="olga"), start(who="carl")
    for each in (olga, carl):
        each.prompt("finding")
        for then in ("answer", "evidence", "not shown yet", "gaps"):
            each.say("", then)
        each.say("a", "gap")
    olga.say("Gap of Olga", "how grave")
    carl.say("Gap of Carl", "mine or theirs")
    carl.see("Gap of Olga")
    carl.say("m", "how grave")
    olga.say("h", "mine or theirs")
    olga.say("m", "how many people")
    for each in (olga, carl):
        while each.prompt() != "DDR-01 impact":
            each.say("m" if each.prompt().endswith("theirs") else "h")
    response = read(workspace).responses["DDR-01"]
    assert {each.summary for each in response.gaps} == {"Gap of Olga", "Gap of Carl"}


@pytest.mark.parametrize("ends", [signal.SIGKILL, signal.SIGHUP, "\x03", "\x04"])
def test_a_window_that_dies_at_mine_or_theirs_leaves_both(
    start: Start, aside: Aside, gni: Start, workspace: Path, ends: signal.Signals | str
) -> None:
    person = start()
    person.prompt("finding")
    person.say("p", "answer")
    assert gni("answer", "DDR-01", "--text", "Theirs.", "--as", "carl").code == 0
    person.say(MINE, "mine or theirs")
    person.end(ends)
    assert read(workspace).responses["DDR-01"].answer == "Theirs."
    assert any(MINE in each for each in aside.texts)
    again = start()
    again.prompt("answer")
    again.see("What was typed for DDR-01 in an earlier session is not in the record.")
    again.say(":o", "answer")
    again.see(f"| answer: {MINE!r}".replace("'", '"'))
