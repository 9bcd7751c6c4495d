"""Random walks through all that the interview can do: forms, the editor, pages, notes, dates, failures, colleagues and a second session."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.errors import EditorError, StoreError
from gni_assess.interview.forms.catalogue import FORMS
from gni_assess.interview.forms.draft import Draft
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal, Typed, Unentered
from gni_assess.interview.session import run_interview
from gni_assess.interview.state import put_record, put_response
from gni_assess.interview.summary import Summary
from gni_assess.model.assessment import Assessment
from gni_assess.model.cases import Case
from gni_assess.model.changes import Change
from gni_assess.model.columns import count_columns
from gni_assess.model.plain import to_plain
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.store.records import build_checked

Plan = Sequence[Typed | int]
TODAY = date(2026, 11, 21)
PROMPT = re.compile(r"(?P<criterion>[A-Z]+-\d+) (?P<step>.+?)(?P<more> \.\.|:) \Z")
TOKEN = re.compile(r"Token\d+")

# A text of five words and more is kept wherever it is typed; its token says which one it is.
TEXT, PASTE, NOTED, HALF, GONE = "<text>", "<paste>", "<noted>", "<half>", "<gone>"
EDITORS = ("edited", "empty", "as it was", "fails", "fails with text", "edited in another way")
LINES_OF_IDS = Paste("POL-417\nSYS-122")
REGISTER = ("+p", "+s", "+c", "+", "=POL-417", "=SYS-122", "=CASE-208", "=POL-999")
FITTING: Mapping[str, tuple[Typed, ...]] = {
    "finding": ("i", "p", "n", "n", "a", ""),
    "evidence": (
        *REGISTER,
        *REGISTER,
        "",
        "",
        "POL-417",
        "sys-122, POL-208",
        "charter",
        "1",
        "-POL-417",
        "POL-100",
        Paste("POL-417\nSYS-122"),
    ),
    "what is it": ("p", "s", "c", "g", "g", "t", "", "x"),
    "not shown yet": ("l", "r", "r", "n", "o", "g", ""),
    "gaps": ("a", "a", "1", ""),
    "how grave": ("l", "m", "h", ""),
    "how many people": ("l", "m", "h"),
    "how hard to undo": ("l", "m", "h"),
    "impact": ("a", "p", ""),
    "owner": ("carl", "carla", ""),
    "due date": ("2027-03-31", "in 3 months", "end of Q2", "yesterday", "soon", "", ""),
    "explains missing": ("p c", "s", "-", ""),
    "skip": ("d", "c"),
    "who knows": ("carl c", "", "x"),
    "mine or theirs": ("m", "m", "l", TEXT),
    "More": ("", "", "q", TEXT, PASTE, ":b", "i"),
}
FORM_FITTING: Mapping[str, tuple[Typed, ...]] = {
    "kind": ("1", "2", "x"),
    "title": (TEXT, TEXT, "Charter"),
    "summary": (TEXT, PASTE, ":m"),
    "since": ("2024-03", "unknown", "3/4/2024", ""),
    "file": ("a.pdf", "", ""),
    "confidential": ("internal", "4", ""),
    "may be written": ("y", "yes", "yes", "no"),
    "type": ("user-data", "1", "product-decision"),
    "rights": ("both", "expression", "2"),
    "country": ("NO", "turkey", "Atlantis"),
    "step": ("received", ""),
    "date": ("2024-03-01", "unknown", ""),
}
ENOUGH = (".", "", "")
TEXTS: tuple[Typed, ...] = (TEXT, TEXT, PASTE, "", ":m", ":+", ".", ":d", ":e", ":p")
CHOICE = st.integers(0, 1000)
ODD = st.sampled_from(["a", TEXT, TEXT, PASTE, "1", "", "-", ".", ": q", "?", "POL-417", "=CASE-208", "+", "::" + TEXT])
SHOWING = (":w", ":x", ":?", ":r", ":zzz", ":l", ":o", ":")
TYPING = (":e", ":e", ":k", NOTED, ":p", ":p", ":d", ":m", ":+")
MOVES = st.sampled_from([":b", ":b", ":b", ":n", ":g GOV-01", ":g cas-01", ":s", ":u", ":a carl c", *SHOWING, *TYPING])
ENDS = st.sampled_from([Signal.END, Signal.INTERRUPT, ":q", HALF, GONE])
INPUTS = st.one_of(CHOICE, CHOICE, CHOICE, CHOICE, CHOICE, ODD, MOVES)
WALKS = st.lists(INPUTS, min_size=30, max_size=90).flatmap(lambda walk: ENDS.map(lambda end: [*walk, end]))
# Straight to the evidence, where most of it happens.
START = ("i", TEXT, "+p")


@dataclass
class Typist:
    """Types the inputs; whatever is open in the editor comes back as the plan says. `by_hand`: nothing comes from elsewhere."""

    plan: Plan
    by_hand: bool = False
    terminal: ScriptedTerminal = field(init=False)
    typed: list[tuple[str, Typed]] = field(default_factory=list)

    def type_all(self) -> Iterator[Typed]:
        for number, each in enumerate(self.plan):
            prompt = self.terminal.asked[-1][0]
            given = self.fill(each, number, prompt)
            self.typed.append((prompt, given))
            yield given

    def fill(self, each: Typed | int, number: int, prompt: str) -> Typed:
        if isinstance(each, int):
            fitting = find_fitting(prompt)
            each = fitting[each % len(fitting)]
        if self.by_hand and each in (":e", ":p"):
            return ""
        if each == ":e":
            self.open_editor(number)
        text = f"Token{number} is a [bold] text =1+1 \x1b[31m\u202e 漢字"
        filled: Mapping[Typed, Typed] = {
            TEXT: text,
            f"::{TEXT}": f"::{text}",
            PASTE: Paste(f"Token{number} first\n\n:q\nlast"),
            NOTED: f":k Token{number} for the team",
            HALF: Unentered(text),
            GONE: Unentered(text, Signal.END),
        }
        return filled.get(each, each)

    def open_editor(self, number: int) -> None:
        text = f"Token{number} was typed in an editor\n\n.\n:q\n"

        def add(there: str) -> str:
            return f"{there}\n{text}"

        kind = EDITORS[number % len(EDITORS)]
        edits: Mapping[str, list[str | EditorError | Callable[[str], str]]] = {
            "edited": [add],
            "empty": [" \n"],
            "as it was": [],
            "fails": [EditorError("it failed", hint="type it here")],
            "fails with text": [EditorError("it failed", hint="type it here", text=text)],
            "edited in another way": [lambda there: f"{there}  Token{number} and more words \r\n"],
        }
        # An edit that is left over, since the question took no text, is not for another one.
        self.terminal.edits[:] = edits[kind]


def find_fitting(prompt: str) -> tuple[Typed, ...]:
    place = PROMPT.match(prompt)
    if place is None or place["more"] != ":":
        return FITTING["More"] if prompt.startswith("More") else TEXTS
    step = place["step"]
    if step in FITTING:
        return FITTING[step]
    words = step.split()
    form = FORM_FITTING.get(" ".join(words[2:])) or FORM_FITTING.get(" ".join(words[1:])) or FORM_FITTING.get(words[-1])
    if form is None and re.match(r"(new |POL-|SYS-|CASE-)", step):
        form = (TEXT, "", "", "1", "2024-03-01", "no", ".")
    return TEXTS if form is None else (*form, *form, *ENOUGH, *TEXTS) if "summary" in step else (*form, *form, *ENOUGH)


@dataclass
class World:
    """A record, and all that was ever kept: what was accepted, and the drafts."""

    assessment: Assessment
    fail_at: frozenset[int] = frozenset()
    meddle_at: frozenset[int] = frozenset()
    refuse_drafts_at: frozenset[int] = frozenset()
    seen: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    record: MemoryRecord = field(init=False)

    def __post_init__(self) -> None:
        attempts, drafts = iter(range(10_000)), iter(range(10_000))

        def disturb(there: MemoryRecord, change: Change) -> None:
            number = next(attempts)
            if number in self.fail_at:
                raise StoreError("the disk is full", hint="make room")
            if number in self.meddle_at:
                self.marks += meddle(there, change, f"Colleague{number}.")

        self.record = MemoryRecord(self.assessment, before_save=disturb, maker=build_checked)
        keep = self.record.keep_draft

        def keep_draft(draft: Draft) -> None:
            if next(drafts) in self.refuse_drafts_at:
                raise StoreError("the disk is full", hint="make room")
            keep(draft)
            self.seen.append(str(draft.fields))

        self.record.keep_draft = keep_draft  # type: ignore[method-assign]

    def run(self, plan: Plan, *, width: int = 60, height: int = 10_000, place: str = "", by_hand: bool = False) -> tuple[Typist, Summary]:
        typist = Typist(plan, by_hand=by_hand)
        typist.terminal = ScriptedTerminal(typist.type_all(), width=width, height=height)
        summary = run_interview(
            typist.terminal,
            self.record,
            walk=[each.id for each in self.assessment.applicable],
            person_id="olga",
            today=TODAY,
            place=place,
            left=self.record.collect(),
            drafts=tuple(self.record.drafts.values()),
        )
        return typist, summary

    def last_drafts(self) -> dict[str, str]:
        """Follow what is to be kept of each draft, whether the disk takes it or not."""
        last: dict[str, str] = {}
        keep, forget = self.record.keep_draft, self.record.forget_draft

        def keep_draft(draft: Draft) -> None:
            last[draft.criterion] = str(draft.fields)
            keep(draft)

        def forget_draft(criterion_id: str) -> None:
            last.pop(criterion_id, None)
            forget(criterion_id)

        self.record.keep_draft = keep_draft  # type: ignore[method-assign]
        self.record.forget_draft = forget_draft  # type: ignore[method-assign]
        return last

    @property
    def everything(self) -> str:
        """All that is kept somewhere, or was and then went as the person said."""
        saved = (str(each.after) for each in self.record.saves)
        texts = (each.text for each in self.record.unsaved)
        return "\n".join([*saved, *self.seen, *texts, self.record.held])


def meddle(there: MemoryRecord, change: Change, mark: str) -> tuple[str, ...]:
    """Save something as a colleague would, who works on the same record; give the mark where there is one."""
    if isinstance(change.after, Response):
        now = there.assessment.responses.get(change.after.id, Response(criterion=change.after.id))
        theirs = (
            replace(now, evidence=(*now.evidence, EvidenceLink(id="CASE-208", shows=mark)))
            if all(each.id != "CASE-208" for each in now.evidence)
            else replace(now, notes=f"{now.notes}\n{mark}")
        )
        there.assessment = put_response(there.assessment, now.id, theirs)
    elif found := there.assessment.find_evidence(change.after.id):
        there.assessment = put_record(there.assessment, replace(found, notes=f"{found.notes}{mark}"))
    else:
        return ()
    return (mark,)


def tokens_of(typist: Typist) -> set[str]:
    edited = (text for _, _, text in typist.terminal.edited)  # also what came back the last time
    typed = (each.text if isinstance(each, Paste | Unentered) else str(each) for _, each in typist.typed)
    return {token for text in (*typed, *edited) for token in TOKEN.findall(text)}


QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
NUMBERS = st.frozensets(st.integers(0, 60), max_size=8)


@given(plan=WALKS, fail_at=NUMBERS, meddle_at=NUMBERS, height=st.sampled_from([10_000, 24]))
@QUICK
def test_nothing_typed_is_lost(assessment: Assessment, plan: Plan, fail_at: frozenset[int], meddle_at: frozenset[int], height: int) -> None:
    world = World(assessment, fail_at, meddle_at)
    typist, summary = world.run([*START, *plan], height=height)
    everything = "\n".join([world.everything, *summary.unsaved])
    assert {token for token in tokens_of(typist) if token not in everything} == set()
    assert {mark for mark in world.marks if mark not in everything and mark not in str(world.record.assessment)} == set()


@given(plan=WALKS, width=st.integers(40, 100), height=st.sampled_from([10_000, 24, 12]))
@QUICK
def test_every_line_fits_the_screen_and_shows_text_literally(assessment: Assessment, plan: Plan, width: int, height: int) -> None:
    typist, _ = World(assessment).run([*START, *plan], width=width, height=height)
    assert all(count_columns(line) <= width for line in typist.terminal.screen)
    assert not set("\x1b\u202e") & set(typist.terminal.text)
    assert not set("\x1b\u202e") & set("".join(f"{prompt}{default}" for prompt, default in typist.terminal.asked))


@given(plan=WALKS, refuse_drafts_at=st.frozensets(st.integers(0, 40), min_size=5, max_size=20))
@QUICK
def test_a_draft_that_cannot_be_kept_is_shown_at_the_end(assessment: Assessment, plan: Plan, refuse_drafts_at: frozenset[int]) -> None:
    world = World(assessment, refuse_drafts_at=refuse_drafts_at)
    last = world.last_drafts()
    _, summary = world.run([*START, *plan])
    told = "\n".join([str(world.record.drafts), *summary.unsaved])
    assert {token for draft in last.values() for token in TOKEN.findall(draft) if token not in told} == set()


@given(plan=WALKS, cut=st.integers(5, 80), fail_at=NUMBERS, meddle_at=NUMBERS)
@QUICK
def test_the_next_session_goes_on_at_the_same_prompt(
    assessment: Assessment, plan: Plan, cut: int, fail_at: frozenset[int], meddle_at: frozenset[int]
) -> None:
    world = World(assessment, fail_at, meddle_at)
    first, _ = world.run([*START, *plan[:cut], Signal.END])
    if first.typed[-1][1] is not Signal.END:
        return  # it came to its end by itself
    record, drafts, saves = world.record.assessment, dict(world.record.drafts), len(world.record.saves)
    second, _ = world.run([Signal.END], place=world.record.place)
    assert (world.record.assessment, world.record.drafts, len(world.record.saves)) == (record, drafts, saves)
    was, now = (PROMPT.match(prompt) for prompt in (first.terminal.asked[-1][0], second.terminal.asked[0][0]))
    assert was
    assert now
    if was["step"] == "new case may be written":
        assert now["step"] == "evidence"  # not even that there is a case is kept
    elif was["step"] != "mine or theirs":
        # An answered criterion that was only come to is not asked for again.
        assert (now["step"], was["criterion"] if was["step"] == "finding" else now["criterion"]) == (was["step"], was["criterion"])


@given(plan=WALKS)
@QUICK
def test_nothing_typed_becomes_an_answer_to_another_question(assessment: Assessment, plan: Plan) -> None:
    world = World(assessment)
    typist, _ = world.run([*START, *plan], by_hand=True)
    where: dict[str, str] = {}
    for prompt, typed in typist.typed:
        text = typed.text if isinstance(typed, Paste | Unentered) else str(typed)
        where.update(dict.fromkeys(TOKEN.findall(text), prompt if not text.startswith(":k ") else f"{prompt} note"))
    labels = {each.key: each.label for kind in FORMS for each in FORMS[kind]({}, assessment)}
    for change in world.record.saves:
        if not isinstance(change.after, Response):
            for key, value in to_plain(change.after).items():
                for token in TOKEN.findall(str(value)) if key in labels else ():
                    assert re.search(rf"(new \w+|{change.after.id}) {labels[key]}( \.\.|:) \Z", where[token])


@given(plan=WALKS)
@QUICK
def test_registered_evidence_is_linked_and_only_what_was_asked_changes(assessment: Assessment, plan: Plan) -> None:
    world = World(assessment)
    typist, _ = world.run([*START, *plan])
    asked = {prompt for prompt, _ in typist.typed}
    for place, change in enumerate(world.record.saves):
        if isinstance(change.after, Response):
            continue
        linked = world.record.saves[place + 1].after if place + 1 < len(world.record.saves) else None
        responses = world.record.assessment.responses if linked is None else {"": linked}
        is_linked = any(change.after.id in [link.id for link in each.evidence] for each in responses.values() if isinstance(each, Response))
        assert is_linked or change.before is not None
        if change.before is None and isinstance(change.after, Case) and isinstance(linked, Response):
            assert linked.criterion in change.after.criteria
        if change.before is not None:
            was, now = to_plain(change.before), to_plain(change.after)
            changed = {key for key in {*was, *now} if was.get(key) != now.get(key)}
            fields = FORMS[change.after.kind](now, assessment)
            shown = {each.key.partition(".")[0] for each in fields if any(f" {change.after.id} {each.label}" in prompt for prompt in asked)}
            assert changed <= shown | {"sha256", "size"}
