"""Target 8: how long a person waits between Enter and the next question of the interview."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.generate import TODAY, generate
from benchmarks.measure import Bench, Result, stopwatch
from gni_assess.cli.shared import Shared
from gni_assess.cli.workplace import RealWorkplace
from gni_assess.interview.scripted import ScriptedTerminal, Signal
from gni_assess.interview.session import run_interview
from gni_assess.interview.terminal import NO_AIDS, Aids
from gni_assess.model.criteria import CASE_AREA
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.layout import record_file
from gni_assess.store.load import load_workspace
from gni_assess.store.reload import SETTLED_AFTER

_SIZES = (200, 2_000)
_CRITERIA = 20
_PERSON = "officer"
_WITH_GAP = 4  # every fourth of them
_MOST_ASKED = 12
_TYPED = ("p", "po", "pol", "team", "asks coun")
_MS = 1_000
_SENTENCE = "The regional team asks counsel for advice where a law is vague, and records who decided on which ground."
_ANSWERS: Mapping[str, str] = {
    "answer": f"{_SENTENCE} {_SENTENCE}",
    "where": "section 4",
    "shows": "that counsel is asked",
    "gap": "Nobody checks whether advice was followed.",
    "how grave": "m",
    "how many people": "l",
    "how hard to undo": "m",
    "impact": "p",
    "action": "Counsel checks every quarter.",
    "owner": _PERSON,
    "due date": "2026-12-31",
}
"""What is typed at the questions that always get the same; at those that are not here Enter alone."""


def measure(bench: Bench) -> Iterator[Result]:
    """Answer 20 criteria on the real files, with evidence for each and a gap for every fourth."""
    for size in _SIZES:
        root = bench.new_folder() / "workspace"
        generate(root, size)
        # In a workspace at rest: what has only just changed is looked at more closely.
        time.sleep(1 + SETTLED_AFTER / 1e9)
        yield from _measure_sessions(root, size, bench.rounds)


def _measure_sessions(root: Path, size: int, rounds: int) -> Iterator[Result]:
    waits: list[tuple[str, float]] = []
    openings: list[float] = []
    completions: list[float] = []
    for _ in range(rounds):
        terminal = _hold_session(root)
        openings.append(terminal.waits[0][1])
        waits += terminal.waits[1:]
        completions += terminal.completions
    work, slowest = f"interview, {size:,} records: Enter to the next question", max(waits, key=lambda each: each[1])
    each_step = {step: [wait for at, wait in waits if at == step] for step in dict.fromkeys(at for at, _ in waits)}
    told = ", ".join(f"`{step}` {median(found) * _MS:.0f} (worst {max(found) * _MS:.0f})" for step, found in each_step.items())
    times = tuple(wait for _, wait in waits)
    yield Result(target="8", work=f"{work}, median", unit="ms", value=median(times) * _MS, ours=times, note=f"in ms after {told}")
    yield Result(target="8", work=f"{work}, worst", unit="ms", value=slowest[1] * _MS, note=f"after `{slowest[0]}`")
    yield Result(target="8", work=f"interview, {size:,} records: opening", unit="ms", value=median(openings) * _MS, ours=tuple(openings))
    work = f"interview, {size:,} records: a search for evidence after each key, worst"
    yield Result(target="8", work=work, unit="ms", value=max(completions) * _MS, ours=tuple(completions))


def _hold_session(root: Path) -> "_TimedTerminal":
    assessment = load_workspace(root).require()
    walk = [each.id for each in assessment.applicable if each.area != CASE_AREA][:_CRITERIA]
    for criterion in walk:
        (root / record_file(RecordRef(kind=RecordKind.RESPONSE, id=criterion))).unlink(missing_ok=True)
    evidence = " ".join(next(iter(each)) for each in (assessment.policies, assessment.systems, assessment.cases))
    terminal = _TimedTerminal((), answer=_Typist(walk=walk, evidence=evidence).answer)
    workplace = RealWorkplace(Shared(directory=root, today_option=TODAY), _PERSON)
    summary = run_interview(terminal, workplace, walk=walk, person_id=_PERSON, today=date.fromisoformat(TODAY))
    if len(summary.answered) != len(walk):
        raise RuntimeError(
            f"{len(summary.answered)} of {len(walk)} criteria were answered; the last question was `{terminal.asked[-1][0]}`"
        )
    return terminal


@dataclass
class _Typist:
    """Knows what to type at each question."""

    walk: Sequence[str]
    evidence: str
    asked: dict[tuple[str, str], int] = field(default_factory=dict)

    def answer(self, criterion: str, step: str) -> str | Signal:
        times = self.asked[criterion, step] = self.asked.get((criterion, step), 0) + 1
        if times > _MOST_ASKED:
            return Signal.END
        has_gap = self.walk.index(criterion) % _WITH_GAP == 0
        first: Mapping[str, str] = {"finding": "p" if has_gap else "i", "evidence": self.evidence, "gaps": "a" if has_gap else ""}
        return first.get(step, _ANSWERS.get(step, "")) if times == 1 or step not in first else ""


@dataclass
class _TimedTerminal(ScriptedTerminal):
    """Measures from when a line is given to when the next is asked for; `waits` say after which question, at first after none."""

    answer: Callable[[str, str], str | Signal] = lambda _criterion, _step: Signal.END
    waits: list[tuple[str, float]] = field(default_factory=list)
    completions: list[float] = field(default_factory=list)
    _step: str = ""
    _since: float = field(default_factory=time.perf_counter)

    def ask(self, prompt: str, default: str = "", aids: Aids = NO_AIDS) -> str:
        """Note how long it took to come here, and answer."""
        self.waits.append((self._step, time.perf_counter() - self._since))
        criterion, _, label = prompt.removesuffix(": ").partition(" ")
        self._step = label
        if label == "evidence":
            self.completions += [stopwatch(partial(aids.offers, typed)) for typed in _TYPED]
        self._left = iter([self.answer(criterion, label)])
        given = super().ask(prompt, default, aids)
        self._since = time.perf_counter()
        return given
