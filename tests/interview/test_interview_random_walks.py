import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.errors import StoreError
from gni_assess.interview.scripted import MemoryRecord, Paste, ScriptedTerminal, Signal
from gni_assess.interview.session import run_interview
from gni_assess.interview.summary import Summary
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.columns import count_columns
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding

Typed = str | Paste | Signal
Plan = Sequence[Typed | int]
FINDINGS = {"i": "in-place", "p": "partly-in-place", "l": "planned", "n": "not-in-place", "a": "not-applicable"}
TEXT_FIELDS = {"answer": "answer", "reason": "reason", "no case": "no_instance", "instead": "alternative", "skip reason": "skip_reason"}
TEXT_STEPS = {*TEXT_FIELDS, "where", "shows", "gap", "action"}
PROMPT = re.compile(r"(?P<criterion>[A-Z]+-\d+) (?P<step>[a-z ]+?)(?P<more> \.\.|:) \Z")
TOKEN = re.compile(r"Token\d+")

# A text has a unique token, so that wherever it turns up it is known where it was typed.
TEXT, SENTENCE, PASTE = "<text>", "<sentence>", "<paste>"
FITTING: dict[str, tuple[str, ...]] = {
    "finding": ("i", "p", "l", "n", "n", "a", ""),
    "evidence": ("", "", "POL-417", "sys-122, POL-208", "charter", "1", "2", "POL-999", "-POL-417"),
    "not shown yet": ("l", "n", "o", "g", "g", ""),
    "gaps": ("a", "a", "1", "2", ""),
    "how grave": ("l", "m", "h"),
    "how many people": ("l", "m", "h"),
    "how hard to undo": ("l", "m", "h"),
    "impact": ("a", "p", ""),
    "owner": ("carl", "carla", "nobody", ""),
    "due date": ("2027-03-31", "in 3 months", "end of Q2", "yesterday", "soon", "", ""),
    "explains missing": ("p c", "s", "-", ""),
    "skip": ("d", "c"),
    "who knows": ("carl c", "", "x"),
}
TEXTS = (TEXT, TEXT, SENTENCE, PASTE, "", ":m", ":+", ".", ":d")
ODD = st.sampled_from(["a", TEXT, SENTENCE, PASTE, "1", "", "-", ".", ": q", "POL-417"])
MOVES = st.sampled_from(
    [
        ":b",
        ":b",
        ":n",
        ":g GOV-01",
        ":g GOV-02",
        ":g cas-01",
        ":s",
        ":u",
        ":a olga",
        ":a carl c",
        ":a x",
        ":w",
        ":x",
        ":?",
        "?",
        ":l",
        ":r",
        ":zzz",
    ]
)
ENDS = st.sampled_from([Signal.END, Signal.INTERRUPT, ":q"])
FITTING_CHOICE = st.integers(0, 100)
STEPS = st.one_of(FITTING_CHOICE, FITTING_CHOICE, FITTING_CHOICE, FITTING_CHOICE, ODD, MOVES)
WALKS = st.lists(STEPS, min_size=25, max_size=80).flatmap(lambda walk: ENDS.map(lambda end: [*walk, end]))


@dataclass
class Typist:
    """Types the inputs, and keeps account of what was typed where."""

    plan: Plan
    terminal: ScriptedTerminal = field(init=False)
    typed: list[tuple[str, Typed]] = field(default_factory=list)

    def type_all(self) -> Iterator[Typed]:
        for number, each in enumerate(self.plan):
            given = self.fill(each, number)
            self.typed.append((self.terminal.asked[-1][0], given))
            yield given

    def fill(self, each: Typed | int, number: int) -> Typed:
        if isinstance(each, int):
            # A number stands for one of the inputs that fit the question.
            place = PROMPT.match(self.terminal.asked[-1][0])
            fitting = FITTING.get(place["step"], TEXTS) if place else TEXTS
            each = fitting[each % len(fitting)]
        place = PROMPT.match(self.terminal.asked[-1][0])
        if isinstance(each, str) and each in {*"a1-."} and place and place["step"] in TEXT_STEPS and place["more"] == ":":
            return each * 2  # a single character is asked about once more, which has a test of its own
        if each == TEXT:
            return f"Token{number} [bold] =1+1"
        if each == SENTENCE:
            return f"::Token{number} is a whole sentence \x1b[31m\u202e"
        if each == PASTE:
            return Paste(f"Token{number} first\n\n:q\nlast")
        return each


def walk_through(
    assessment: Assessment, plan: Plan, *, fail_at: frozenset[int] = frozenset(), width: int = 60
) -> tuple[MemoryRecord, Typist, Summary]:
    attempts = iter(range(10_000))

    def fail(_record: MemoryRecord, _change: Change) -> None:
        if next(attempts) in fail_at:
            raise StoreError("the disk is full", hint="make room")

    typist = Typist(plan)
    record = MemoryRecord(assessment, before_save=fail)
    typist.terminal = ScriptedTerminal(typist.type_all(), width=width)
    summary = run_interview(
        typist.terminal,
        record,
        walk=[each.id for each in assessment.applicable],
        person_id="olga",
        today=date(2026, 11, 21),
    )
    return record, typist, summary


def texts_by_field(response: Response) -> Iterator[tuple[str, str]]:
    for step, name in TEXT_FIELDS.items():
        yield step, getattr(response, name)
    for link in response.evidence:
        yield from (("where", link.where), ("shows", link.shows))
    for gap in response.gaps:
        yield from (("gap", gap.summary), ("action", gap.action))
    yield "gap", response.notes


QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(plan=WALKS)
@QUICK
def test_nothing_typed_becomes_an_answer_to_another_question(assessment: Assessment, plan: Plan) -> None:
    record, typist, _ = walk_through(assessment, plan)
    where: dict[str, tuple[str, str]] = {}
    for prompt, typed in typist.typed:
        place = PROMPT.match(prompt)
        assert place
        text = typed.text if isinstance(typed, Paste) else str(typed)
        where.update(dict.fromkeys(TOKEN.findall(text), (place["criterion"], place["step"])))
    for response in record.assessment.responses.values():
        for step, text in texts_by_field(response):
            for token in TOKEN.findall(text):
                assert where[token] == (response.criterion, step)


@given(plan=WALKS, fail_at=st.frozensets(st.integers(0, 30), max_size=6))
@QUICK
def test_nothing_typed_is_lost_even_when_saving_fails(assessment: Assessment, plan: Plan, fail_at: frozenset[int]) -> None:
    record, typist, summary = walk_through(assessment, plan, fail_at=fail_at)
    kept = [text for change in record.saves if isinstance(change.after, Response) for _, text in texts_by_field(change.after)]
    everything = "\n".join([*kept, *summary.unsaved])
    for prompt, typed in typist.typed:
        place = PROMPT.match(prompt)
        text = typed.text if isinstance(typed, Paste) else str(typed)
        takes_text = bool(place) and place is not None and place["step"] in TEXT_STEPS
        if takes_text or isinstance(typed, Paste) or text.startswith("::"):
            assert all(token in everything for token in TOKEN.findall(text))


@given(plan=WALKS, width=st.integers(40, 100))
@QUICK
def test_every_line_fits_the_screen_and_shows_text_literally(assessment: Assessment, plan: Plan, width: int) -> None:
    _, typist, _ = walk_through(assessment, plan, width=width)
    assert all(count_columns(line) <= width for line in typist.terminal.screen)
    assert not set("\x1b\u202e") & set(typist.terminal.text)


@dataclass
class Expected:
    """What the record of one criterion must say, by the simplest reading of what was typed."""

    finding: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    unsure: bool = False


class Reader:
    """Reads what was typed at each prompt, knowing nothing of the machine."""

    def __init__(self) -> None:
        self.expected: dict[str, Expected] = {}
        self.block: list[str] | None = None
        self.replaces = False

    def read(self, prompt: str, typed: Typed) -> None:
        place = PROMPT.match(prompt)
        assert place
        if place["more"] == ":":
            self.block = None
        if isinstance(typed, Signal):
            return
        of = self.expected.setdefault(place["criterion"], Expected())
        lines = typed.text.split("\n") if isinstance(typed, Paste) else [typed]
        if lines == ["?"] and self.block is None:
            return
        if len(lines) == 1 and lines[0].startswith(":") and not lines[0].startswith("::"):
            self.obey(of, place["step"], lines[0])
        elif place["step"] in TEXT_FIELDS:
            self.take_text(of, place["step"], lines)
        elif (
            place["step"] == "finding"
            and len(lines) == 1
            and (lines[0] in FINDINGS)
            and (lines[0] != "a" or place["criterion"] in ("GOV-01", "GOV-02"))
        ):
            of.finding = FINDINGS[lines[0]]
            of.texts.pop("skip reason", None)

    def obey(self, of: Expected, step: str, command: str) -> None:
        if command == ":u":
            of.unsure = not of.unsure
        elif command == ":m" and step in TEXT_FIELDS and self.block is None:
            self.block, self.replaces = [], step in of.texts
        elif command == ":+" and step in TEXT_FIELDS and self.block is None:
            present = of.texts.get(step, "")
            self.block, self.replaces = present.split("\n") if present else [], False
        elif command == ":d" and step in TEXT_FIELDS and step not in ("answer", "reason"):
            of.texts.pop(step, None)
            self.block = None

    def take_text(self, of: Expected, step: str, lines: list[str]) -> None:
        if len(lines) == 1:
            lines = [lines[0].removeprefix(":") if lines[0].startswith("::") else lines[0]]
        if self.block is None and len(lines) == 1:
            if lines[0]:
                of.texts[step] = lines[0]
            return
        if self.block is None:
            self.block, self.replaces = [], step in of.texts
        ended = lines[-1] == "."
        self.block = [*self.block, *(lines[:-1] if ended else lines)]
        # A finished text stays until the one that takes its place is finished too.
        if (text := "\n".join(self.block).rstrip("\n")) and (ended or not self.replaces):
            of.texts[step] = text


@given(plan=WALKS)
@QUICK
def test_the_record_holds_exactly_what_was_accepted(assessment: Assessment, plan: Plan) -> None:
    record, typist, _ = walk_through(assessment, plan)
    reader = Reader()
    for prompt, typed in typist.typed:
        reader.read(prompt, typed)
    for each in assessment.applicable:
        response = record.assessment.responses.get(each.id, Response(criterion=each.id))
        expected = reader.expected.get(each.id, Expected())
        assert response.finding == (Finding(expected.finding) if expected.finding else None)
        assert {step: text for step, text in texts_by_field(response) if text and step in TEXT_FIELDS} == expected.texts
        assert response.unsure == expected.unsure


@given(plan=WALKS)
@settings(QUICK, max_examples=25)
def test_stopping_anywhere_leaves_what_was_saved_until_then(assessment: Assessment, plan: Plan) -> None:
    whole, _, _ = walk_through(assessment, plan)
    for cut in range(0, len(plan), 7):
        part, _, _ = walk_through(assessment, [*plan[:cut], Signal.INTERRUPT])
        assert part.saves == whole.saves[: len(part.saves)]
        # Nothing is saved at the end: killed at the prompt, without a chance to tidy up, the record would be the same.
        assert all(part.assessment.responses[change.after.id] == change.after for change in part.saves[-1:])
