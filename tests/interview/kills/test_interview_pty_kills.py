"""The window dies at every question of a criterion: everything accepted is on disk, and the next session goes on at that question."""

import re
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import Finding, Level
from gni_assess.store.load import load_workspace

Start = Callable[..., Any]
Aside = Any
"""What is on disk and in no record; see the fixture."""
How = signal.Signals | str
CTRL_C, CTRL_D = "\x03", "\x04"
MAY_BE_WRITTEN = "new case may be written"
LABEL = re.compile(r"DDR-01 (new (policy|system|case) )?")


class Text(str):
    """An answer that is typed, taken along by a window that dies, and then taken up again with `:p`."""

    __slots__ = ()


def text(of: str) -> Text:
    return Text(f"{of}: [bold] 漢字 of it")


def on_disk(workspace: Path, *folders: str) -> dict[str, bytes]:
    """Read all files of some folders."""
    found = (each for folder in folders for each in (workspace / folder).rglob("*") if each.is_file())
    return {each.relative_to(workspace).as_posix(): each.read_bytes() for each in found}


@dataclass(frozen=True, kw_only=True)
class End:
    """How a window dies, and with which options it was opened."""

    how: How
    options: tuple[str, ...] = ()


Ends = Callable[[int], End | None]


def always(_: int) -> End:
    return End(how=signal.SIGKILL)


def in_turn(number: int) -> End | None:
    """Give every third question another end, at the plain terminal and at the other one in turn."""
    return OTHERS[number // 3 % len(OTHERS)] if number % 3 == 1 else None


PLAIN = ("--plain",)
OTHERS = (
    End(how=CTRL_C),
    End(how=signal.SIGHUP, options=PLAIN),
    End(how=signal.SIGHUP),
    End(how=CTRL_C, options=PLAIN),
    End(how=CTRL_D),
    End(how=signal.SIGKILL, options=PLAIN),
    End(how=CTRL_D, options=PLAIN),
)


@dataclass(kw_only=True)
class Walk:
    """Answers one question after another; where `ends` says so, the window dies at the question and another one is opened."""

    start: Start
    aside: Aside
    ends: Ends
    asked: list[str] = field(default_factory=list)

    def go(self, answers: Mapping[str, Sequence[str]], *, until: str) -> Any:  # noqa: ANN401 - a person at a terminal
        """Walk until all answers are given and one question is put; give the person who stands there.

        `answers` are by what the prompt asks for, each to be given once; all other questions are answered with Enter.
        """
        left = {key: list(each) for key, each in answers.items()}
        person = self._open()
        while (asked := person.prompt()) != f"DDR-01 {until}" or left.get(until):
            label = LABEL.sub("", asked)
            self.asked.append(label)
            answer = left[label].pop(0) if left.get(label) else ""
            if (end := self.ends(len(self.asked))) is None:
                person.say(answer)
            else:
                person = self._die(person, asked, answer, end)
            if answer and label == "due date":
                person.say("")  # a day is shown back before it is kept
            if isinstance(answer, Text):
                files = (each.decode() for each in on_disk(self.aside.workspace, "evidence").values())
                assert any(answer in each for each in (*files, *map(str, self.aside.drafts.values())))
                assert self.aside.texts == []
        assert {key: each for key, each in left.items() if each} == {}
        return person

    def _open(self) -> Any:  # noqa: ANN401 - a person at a terminal
        """Open a window with the options that its end asks for."""
        following = (self.ends(number) for number in count(len(self.asked) + 1))
        return self.start(*next(each for each in following if each is not None).options)

    def _die(self, person: Any, asked: str, answer: str, end: End) -> Any:  # noqa: ANN401 - a person at a terminal
        before = on_disk(self.aside.workspace, "evidence")
        in_hand = self._type(person, answer, end)
        code = person.end(end.how)
        assert code == (130 if end.how == CTRL_C else 0 if end.how == CTRL_D else -int(end.how))
        assert on_disk(self.aside.workspace, "evidence") == before
        again = self._open()
        if asked.endswith(MAY_BE_WRITTEN):
            again.prompt("evidence")  # nothing of the case may be noted before that is said, not even where the person was
            again.say("+c")
        again.prompt(asked)
        assert self.aside.texts == ([in_hand] if in_hand else [])
        if in_hand and in_hand is answer:
            again.say(":p", asked)
            assert f"Enter stores it here: | {in_hand}" in again.shown
            again.say("")
            return again
        if in_hand:
            again.say(":f DDR-01", asked)
        again.say(answer)
        return again

    def _type(self, person: Any, answer: str, end: End) -> str:  # noqa: ANN401 - a person at a terminal
        """Type something without Enter where it can be kept, and give it."""
        # Ctrl-D deletes while there is text; of a plain terminal only Ctrl-C gets the line.
        if end.how == CTRL_D or (end.options and end.how != CTRL_C):
            return ""
        number = len(self.asked)
        in_hand = answer if isinstance(answer, Text) else f"Half {number} of 漢字 it" if number % 4 == 0 else ""
        if in_hand:
            person.type(in_hand)
        return in_hand


def read(workspace: Path) -> Assessment:
    return load_workspace(workspace).require()


WAYS = pytest.mark.parametrize("ends", [always, in_turn])
LONG_WAYS = pytest.mark.parametrize("ends", [pytest.param(always, marks=pytest.mark.long), in_turn])


GAP: Mapping[str, Sequence[str]] = {
    "finding": ["p"],
    "answer": [text("Answer")],
    "not shown yet": ["n", "g"],
    "no case": [text("None")],
    "gap": [text("Gap")],
    "how grave": ["h"],
    "how many people": ["m"],
    "how hard to undo": ["l"],
    "impact": ["p"],
    "action": [text("Action")],
    "owner": ["carl"],
    "due date": ["2027-03-31"],
    "explains missing": ["p s"],
}
POLICY: Mapping[str, Sequence[str]] = {
    "evidence": ["+"],
    "what is it": ["p"],
    "kind": ["1"],
    "title": ["Charter [bold] 漢字"],
    "summary": [text("Summary")],
    "file": ["evidence/files/charter.txt"],
    "holder": ["Corporate secretary"],
    "since": ["2023-02"],
    "version": ["3"],
    "confidential": ["2"],
    "notes": [text("Notes")],
    "where": [text("Where")],
    "shows": [text("Shows")],
}
SYSTEM: Mapping[str, Sequence[str]] = {
    "evidence": ["+s"],
    "kind": ["2"],
    "title": ["Register"],
    "summary": [text("Summary")],
    "kept at": ["Legal vault"],
    "since": ["unknown"],
    "figure 1": ["demands received"],
    "figure 1: value": ["1402"],
    "figure 1: unit": ["demands"],
    "notes": [text("Notes")],
}
WHAT_CAME_IN: Mapping[str, Sequence[str]] = {
    "evidence": ["+c"],
    "may be written": ["yes"],
    "title": ["A demand for records"],
    "type": ["user-data"],
    "rights": ["both"],
    "country": ["TR"],
    "confidential": ["restricted"],
    "authority": ["A district court", "1"],
    "channel": ["1"],
    "legal basis": [text("Basis")],
    "demanded": [text("Demanded")],
    "data": ["1"],
    "received": ["2025-03-01"],
}
CASE: Mapping[str, Sequence[str]] = {
    **WHAT_CAME_IN,
    "step 1": ["received"],
    "step 1: date": ["2025-03-01"],
    "step 1: by": ["Regional counsel"],
    "step 1: note": [text("Note")],
    "step 2": ["decided"],
    "option 1": [text("Option")],
    "option 1: why not": [text("Why")],
    "hard case": ["yes"],
    "why hard": [text("Hard")],
    "told": ["no"],
    "about telling": [text("Telling")],
    "secrecy": ["yes"],
    "secret until": ["2027-01-01"],
    "never leaves": ["Amira Haddad, Haddad"],
    "may be shared": [text("Shared")],
    "selection": ["selected"],
    "reason": [text("Reason")],
    "notes": [text("Notes")],
}


@LONG_WAYS
def test_a_finding_its_text_what_is_missing_and_a_gap(start: Start, aside: Aside, workspace: Path, ends: Ends) -> None:
    walk = Walk(start=start, aside=aside, ends=ends)
    walk.go(GAP, until="gaps")
    response = read(workspace).responses["DDR-01"]
    (gap,) = response.gaps
    assert (response.finding, response.answer, response.no_instance) == (Finding.PARTLY_IN_PLACE, text("Answer"), text("None"))
    assert (gap.summary, gap.action, gap.owner, str(gap.due)) == (text("Gap"), text("Action"), "carl", "2027-03-31")
    assert (gap.scale, gap.scope, gap.irremediability) == (Level.HIGH, Level.MEDIUM, Level.LOW)
    assert ([str(each) for each in gap.missing], response.notes, response.evidence) == (["policy", "system"], "", ())
    assert "due date" in walk.asked


@WAYS
@pytest.mark.parametrize(
    ("leg", "held"),
    [
        (({"finding": ["a"], "reason": [":u"]}, "reason"), {"finding": Finding.NOT_APPLICABLE, "unsure": True}),
        (({"finding": [":s"], "skip": ["d"], "skip reason": [text("Later")]}, "who knows"), {"skip_reason": text("Later")}),
        (({"finding": [":k"], "note": [text("Note")]}, "finding"), {"notes": text("Note")}),
        (
            ({"finding": ["i"], "answer": [text("There")], "not shown yet": ["o"], "instead": [text("Instead")]}, "gaps"),
            {"answer": text("There"), "alternative": text("Instead")},
        ),
    ],
)
def test_a_reason_a_skip_a_note_and_another_way_to_show(
    start: Start, aside: Aside, ends: Ends, leg: tuple[Mapping[str, Sequence[str]], str], held: Mapping[str, object]
) -> None:
    answers, until = leg
    Walk(start=start, aside=aside, ends=ends).go(answers, until=until)
    assert {key: getattr(read(aside.workspace).responses["DDR-01"], key) for key in held} == held


def answer_first(gni: Start) -> None:
    assert gni("answer", "DDR-01", "--finding", "in-place", "--text", "It is there.").code == 0


@LONG_WAYS
def test_a_policy_and_where_it_says_so(start: Start, aside: Aside, gni: Start, workspace: Path, ends: Ends) -> None:
    answer_first(gni)
    (workspace / "evidence/files/charter.txt").write_text("Charter", encoding="utf-8")
    Walk(start=start, aside=aside, ends=ends).go(POLICY, until="evidence")
    (policy,) = read(workspace).policies.values()
    (link,) = read(workspace).responses["DDR-01"].evidence
    assert (policy.title, policy.summary, policy.notes) == ("Charter [bold] 漢字", text("Summary"), text("Notes"))
    assert (policy.file, policy.size, policy.holder, policy.version) == ("evidence/files/charter.txt", 7, "Corporate secretary", "3")
    assert (link.id, link.where, link.shows) == (policy.id, text("Where"), text("Shows"))
    assert aside.drafts == {}


@pytest.mark.long
@WAYS
def test_a_system_with_its_figures(start: Start, aside: Aside, gni: Start, workspace: Path, ends: Ends) -> None:
    answer_first(gni)
    Walk(start=start, aside=aside, ends=ends).go(SYSTEM, until="evidence")
    (system,) = read(workspace).systems.values()
    assert (system.title, system.summary, system.held_at) == ("Register", text("Summary"), "Legal vault")
    assert [(each.name, each.value, each.unit) for each in system.figures] == [("demands received", 1402, "demands")]
    assert aside.drafts == {}


@pytest.mark.long
def test_a_case_goes_on_at_the_very_question(start: Start, aside: Aside, gni: Start, workspace: Path) -> None:
    answer_first(gni)
    walk = Walk(start=start, aside=aside, ends=always)
    walk.go(CASE, until="evidence")
    (case,) = read(workspace).cases.values()
    assert (case.demanded, case.legal_basis, case.shareable_summary) == (text("Demanded"), text("Basis"), text("Shared"))
    assert [(str(each.step), each.note) for each in case.steps] == [("received", text("Note")), ("decided", "")]
    assert [(each.option, each.why_not) for each in case.options] == [(text("Option"), text("Why"))]
    assert [each.term for each in case.protected_terms] == ["Amira Haddad", "Haddad"]
    assert (case.hard_reason, case.criteria) == (text("Hard"), ("DDR-01",))
    assert aside.drafts == {}
    assert len(walk.asked) > 60


@pytest.mark.long
def test_what_came_in_with_a_case_outlives_other_ends_too(start: Start, aside: Aside, gni: Start, workspace: Path) -> None:
    answer_first(gni)
    Walk(start=start, aside=aside, ends=in_turn).go(WHAT_CAME_IN, until="new case step 1")
    (draft,) = aside.drafts_of("olga")
    assert (draft["demanded"], draft["legal_basis"]) == (text("Demanded"), text("Basis"))
    assert read(workspace).cases == {}
