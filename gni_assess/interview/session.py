"""The session: puts the machine's questions to a terminal and saves what it accepts, at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gni_assess.errors import ConflictError, GniAssessError
from gni_assess.interview import machine
from gni_assess.interview.layout import Para, hint, lay_out
from gni_assess.interview.progress import is_answered, unanswered
from gni_assess.interview.state import Asking, Entry, Setting, Spot, State, Step, Turn
from gni_assess.interview.summary import Summary, close_session, open_session, summarize
from gni_assess.interview.terminal import EndOfInput, Interrupt, Style, Terminal
from gni_assess.interview.unsaved import Forget, Keep, SafeKeeping, UnsavedText
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.changes import Change
from gni_assess.model.response import Response
from gni_assess.model.visible import visible_line

Load = Callable[[], Assessment]
"""Reads the whole record again, as it is on disk now."""

Save = Callable[[Change], Record]
"""Writes one record and gives it back as it was written. Raises `ConflictError` or another `StoreError`."""


def run_interview(
    terminal: Terminal,
    *,
    load: Load,
    save: Save,
    keep: Keep,
    forget: Forget,
    walk: Sequence[str],
    person_id: str,
    today: date,
    draw_gap_id: Callable[[str, frozenset[str]], str],
    start: str = "",
    left: Sequence[UnsavedText] = (),
) -> Summary:
    """Ask one question after another, until the walk ends or the person leaves.

    `walk` are ids of criteria that apply, in the order in which they are asked; `start` is the one to begin with (without it, the first
    without an answer; where all have one, all are gone through again). `draw_gap_id` gives a new id for a gap of a criterion, none of
    those taken. `keep` and `forget` put aside on disk what cannot be saved; `left` is what earlier sessions left there. Raises only
    what the first `load` raises; all later errors are shown to the person, and nothing typed is lost.
    """
    assessment = load()
    if not walk:
        for line in lay_out(hint("No criterion was selected; `gni-assess criteria list` shows them."), terminal.width):
            terminal.show(line)
        return Summary()
    open_ids = unanswered(assessment, walk)
    setting = Setting(
        walk=tuple(walk),
        person_id=person_id,
        today=today,
        draw_gap_id=draw_gap_id,
        complete_at_start=frozenset(each for each in assessment.responses if is_answered(assessment, each)),
        ask_everything=not open_ids,
    )
    first = start or next(iter(open_ids), walk[0])
    state = State(assessment=assessment, setting=setting, spot=Spot(criterion=first), left=tuple(left))
    safe = SafeKeeping(keep=keep, forget=forget)
    return _Session(terminal=terminal, load=load, save=save, safe=safe, state=state).run()


@dataclass
class _Session:
    terminal: Terminal
    load: Load
    save: Save
    safe: SafeKeeping
    state: State
    on_screen: Spot | None = None
    blank_above: bool = False

    def run(self) -> Summary:
        interrupted = False
        try:
            self.say(open_session(self.state))
            while self.take_turn():
                pass
        except EndOfInput:
            pass
        except (Interrupt, KeyboardInterrupt):
            interrupted = True
        summary = summarize(self.state, self.safe.kept, interrupted=interrupted)
        self.say(close_session(summary))
        return summary

    def say(self, paras: Iterable[Para]) -> None:
        for para in paras:
            for line in lay_out(para, self.terminal.width):
                # Two paragraphs may each want distance; one empty line is enough for both.
                if line or not self.blank_above:
                    self.terminal.show(line)
                self.blank_above = not line

    def take_turn(self) -> bool:
        """Put one question and do what follows; tell whether the session goes on."""
        if self.state.spot.step is Step.DONE and self.state.conflict is None:
            return self.follow(machine.pass_on(self.state))
        criterion = self.on_screen.criterion if self.on_screen else ""
        asking = machine.ask(self.state, entered=criterion != self.state.spot.criterion)
        if self.on_screen != self.state.spot:
            self.say(asking.says)
            self.on_screen = self.state.spot
        self.say(machine.remind(self.state))
        entry = self.read(asking)
        fresh = self.read_again() if machine.wants_fresh(self.state) else None
        return self.follow(machine.advance(self.state, entry, fresh))

    def read(self, asking: Asking) -> Entry:
        self.blank_above = False
        lines = [self.terminal.ask(visible_line(asking.prompt), visible_line(asking.default))]
        while self.terminal.has_pending_input():
            try:
                lines.append(self.terminal.ask(""))
            except EndOfInput:
                break
        # Line ends of other systems come with what is pasted; records hold line feeds only.
        return Entry(
            lines=tuple("\n".join(line.removesuffix("\r") for line in lines).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        )

    def read_again(self) -> Assessment | None:
        try:
            fresh = self.load()
        except GniAssessError as error:
            self.complain(error)
            return None
        # A pack that was exchanged under our feet is for the next session.
        return fresh if {*self.state.setting.walk, self.state.spot.criterion} <= set(fresh.pack.by_id) else None

    def follow(self, turn: Turn) -> bool:
        before = self.state
        if turn.change is None:
            self.state = turn.state
            self.put_aside_or_warn(before)
        elif not self.store(turn, turn.change):
            return True
        self.drop(turn.forget)
        if turn.repeat:
            self.on_screen = None
        self.say(turn.says)
        if self.state.spot.criterion != before.spot.criterion:
            self.enter_criterion()
        return not turn.leave

    def store(self, turn: Turn, change: Change) -> bool:
        """Save, and tell whether that worked; where it did not, the person is told why and what was typed is kept."""
        before = self.state
        try:
            saved = self.save(change)
        except ConflictError as error:
            self.state = machine.meet_conflict(before, turn, error)
            self.state = machine.note_conflict(self.state, self.put_aside(before))
            self.on_screen = None
            return False
        except GniAssessError as error:
            self.state = turn.unsaved or before
            says = self.put_aside(before)
            self.complain(error)
            self.say(says)
            return False
        except BaseException:
            # Ctrl-C in the middle of a save, or a bug: neither may take along what was typed.
            self.state = turn.unsaved or before
            self.put_aside(before)
            raise
        self.state = turn.state.with_response(saved) if isinstance(saved, Response) else turn.state
        self.put_aside(before)
        return True

    def put_aside(self, before: State) -> tuple[Para, ...]:
        """Put on disk what was typed and is in no record yet, before anything is shown; say where it stands, if there is any."""
        texts = machine.typed_but_unsaved(self.state)
        self.safe.follow(texts, before.spot.criterion)
        return self.safe.tell(texts)

    def put_aside_or_warn(self, before: State) -> None:
        """Put aside what is new, and warn where the disk refuses it: nothing else says so."""
        told = self.put_aside(before)
        new = {*machine.typed_but_unsaved(self.state)} - {*machine.typed_but_unsaved(before)}
        if not new <= set(self.safe.kept):
            self.say(told)

    def drop(self, texts: Sequence[UnsavedText]) -> None:
        for each in texts:
            try:
                self.safe.forget(each.criterion, each.text)
            except GniAssessError as error:
                self.complain(error)
                self.state = replace(self.state, left=(*self.state.left, each))

    def enter_criterion(self) -> None:
        """Look at the record as it is on disk before something is asked about it."""
        fresh = self.read_again()
        if fresh is not None:
            self.state = replace(self.state, assessment=fresh)

    def complain(self, error: GniAssessError) -> None:
        self.say((Para(text=error.message, style=Style.ERROR), *((hint(error.hint),) if error.hint else ())))
