"""The session: puts the machine's questions to a terminal and saves what it accepts, at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from gni_assess.errors import ConflictError, EditorError, GniAssessError
from gni_assess.interview import machine
from gni_assess.interview.forms.draft import Draft
from gni_assess.interview.forms.form_field import Lookup
from gni_assess.interview.layout import Para, hint, lay_out, warning
from gni_assess.interview.paging import read_together, show_paged
from gni_assess.interview.place import find_start, write_place
from gni_assess.interview.progress import is_answered, unanswered
from gni_assess.interview.state import SILENT_STEPS, Asking, Edit, Entry, Setting, Spot, State, Step, Turn
from gni_assess.interview.summary import Summary, close_session, open_session, summarize
from gni_assess.interview.terminal import Aids, EndOfInput, Interrupt, Line, Style, Terminal
from gni_assess.interview.unsaved import SafeKeeping, UnsavedText
from gni_assess.interview.workplace import Workplace
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.previous import NOTHING_BEFORE, Previous
from gni_assess.model.response import Response
from gni_assess.model.visible import visible_line
from gni_assess.model.vocabulary import RecordKind


def run_interview(
    terminal: Terminal,
    workplace: Workplace,
    *,
    walk: Sequence[str],
    person_id: str,
    today: date,
    start: str = "",
    place: str = "",
    left: Sequence[UnsavedText] = (),
    drafts: Sequence[Draft] = (),
    previous: Previous = NOTHING_BEFORE,
    everything: bool = False,
    bars: bool = True,
) -> Summary:
    """Ask one question after another, until the walk ends or the person leaves.

    `walk` are ids of criteria that apply, in the order in which they are asked; `start` is the one to begin with. Without it the session
    goes on at `place`, where the person left, else at the first criterion without an answer; where all have one, or with `everything`,
    all are gone through. `left` and `drafts` are what earlier sessions left on disk, `previous` the answers of the last assessment;
    `bars` draws progress. Raises only what the first `load` raises; all later errors are shown to the person, and nothing typed is lost.
    """
    assessment = workplace.load()
    if not walk:
        for line in lay_out(hint("No criterion was selected; `gni-assess criteria list` shows them."), terminal.width):
            terminal.show(line)
        return Summary()
    open_ids = unanswered(assessment, walk)
    lookup = Lookup(
        assessment=assessment,
        today=today,
        person_id=person_id,
        countries=workplace.countries,
        measure=workplace.measure,
        find_paths=workplace.find_paths,
    )
    setting = Setting(
        walk=tuple(walk),
        person_id=person_id,
        today=today,
        draw_gap_id=workplace.draw_gap_id,
        complete_at_start=frozenset(each for each in assessment.responses if is_answered(assessment, each)),
        lookup=lookup,
        build=workplace.build,
        draw_record_id=workplace.draw_record_id,
        find_facts=workplace.facts,
        previous=previous,
        ask_everything=everything or not open_ids,
        bars=bars,
    )
    first = start or (walk[0] if everything else next(iter(open_ids), walk[0]))
    begun = {each.criterion: each for each in drafts}
    state = State(assessment=assessment, setting=setting, spot=Spot(criterion=first), left=tuple(left), drafts=begun)
    resumed = None if start else find_start(state, place)
    safe = SafeKeeping(keep=workplace.keep, forget=workplace.forget)
    return _Session(terminal=terminal, workplace=workplace, safe=safe, state=replace(state, spot=resumed) if resumed else state).run()


@dataclass
class _Session:
    terminal: Terminal
    workplace: Workplace
    safe: SafeKeeping
    state: State
    on_screen: Spot | None = None
    entered: str = ""
    blank_above: bool = False
    typed_ahead: Entry | None = None
    drafts_refused: set[str] = field(default_factory=set)

    def run(self) -> Summary:
        interrupted = False
        try:
            self.say(open_session(self.state, self.terminal.width, self.terminal.height))
            while self.take_turn():
                pass
        except EndOfInput:
            pass
        except Interrupt as stop:
            interrupted = True
            self.hold_on_to(stop.typed)
        except KeyboardInterrupt:
            interrupted = True
        self.workplace.keep_place(write_place(self.state.spot))
        summary = summarize(self.state, self.safe.kept, interrupted=interrupted, drafts_refused=self.drafts_refused)
        self.say(close_session(summary, self.state, self.terminal.width))
        return summary

    def say(self, paras: Iterable[Para], *, paged: bool = False) -> None:
        lines = self.lines(paras)
        if not paged:
            for line in lines:
                self.terminal.show(line)
            return
        shown = show_paged(self.terminal, lines, aids=Aids(hold=self.hold))
        if shown.typed is not None:
            self.typed_ahead = Entry(lines=shown.typed)

    def lines(self, paras: Iterable[Para]) -> Iterator[Line]:
        for para in paras:
            for line in lay_out(para, self.terminal.width):
                # Two paragraphs may each want distance; one empty line is enough for both.
                if line or not self.blank_above:
                    yield line
                self.blank_above = not line

    def take_turn(self) -> bool:
        """Put one question and do what follows; tell whether the session goes on."""
        if self.state.spot.step in SILENT_STEPS and self.state.conflict is None:
            return self.follow(machine.pass_on(self.state, self.read_again() if machine.wants_fresh(self.state) else None))
        asking = machine.ask(self.state, entered=self.entered != self.state.spot.criterion)
        if self.on_screen != self.state.spot:
            self.workplace.keep_place(write_place(self.state.spot))
            self.say(asking.says, paged=self.state.conflict is not None)
            self.on_screen, self.entered = self.state.spot, self.state.spot.criterion
        self.say(machine.remind(self.state))
        entry, self.typed_ahead = self.typed_ahead or self.read(asking), None
        fresh = self.read_again() if machine.wants_fresh(self.state) else None
        goes_on = self.follow(machine.advance(self.state, entry, fresh))
        if self.is_safe():
            self.workplace.hold(self.state.spot.criterion, "")
        return goes_on

    def is_safe(self) -> bool:
        """Whether all that was typed is on disk: in the record, in a draft, or put aside."""
        return not self.drafts_refused and set(machine.typed_but_unsaved(self.state)) <= set(self.safe.kept)

    def read(self, asking: Asking) -> Entry:
        self.blank_above = False
        aids = Aids(offers=asking.offers, foot=visible_line(asking.foot), hold=self.hold)
        read = read_together(self.terminal, visible_line(asking.prompt), visible_line(asking.default), aids=aids)
        return Entry(lines=read.lines, is_whole=read.is_whole)

    def hold(self, typed: str) -> None:
        """Note the line that is being typed; told to forget it only once it is in the record, until then the note of it stays."""
        if machine.is_worth_keeping(self.state, typed):
            self.workplace.hold(self.state.spot.criterion, typed)

    def hold_on_to(self, typed: str) -> None:
        """Keep the line that was being typed when the person stopped."""
        if machine.is_worth_keeping(self.state, typed):
            before = self.state
            self.state = replace(before, aside=(*before.aside, typed))
            self.put_aside_or_warn(before)
        if self.is_safe():
            self.workplace.hold(self.state.spot.criterion, "")

    def read_again(self) -> Assessment | None:
        try:
            fresh = self.workplace.load()
        except GniAssessError as error:
            self.complain(error)
            return None
        # A pack that was exchanged under our feet is for the next session.
        return fresh if {*self.state.setting.walk, self.state.spot.criterion} <= set(fresh.pack.by_id) else None

    def follow(self, turn: Turn) -> bool:
        before = self.state
        if turn.change is not None and not self.store(turn, turn.change):
            return True
        if turn.change is None:
            self.state = turn.state
        # Before what was set aside is taken away: it may just have gone into a draft.
        self.keep_drafts(before)
        if turn.change is None:
            self.put_aside_or_warn(before)
        self.drop(turn.forget)
        if turn.repeat:
            self.on_screen = None
            # A form has many questions; the criterion is not to stand between each two.
            self.entered = self.entered if self.state.spot.step is Step.FORM else ""
        self.say(turn.says, paged=turn.paged)
        if turn.paged:
            self.entered = ""  # the title may be out of sight by now
        if turn.edit is not None:
            return self.open_editor(turn.edit)
        if self.state.spot.criterion != before.spot.criterion:
            self.enter_criterion()
        return not turn.leave

    def store(self, turn: Turn, change: Change) -> bool:
        """Save, and tell whether that worked; where it did not, the person is told why and what was typed is kept."""
        before = self.state
        try:
            saved = self.workplace.save(change)
        except ConflictError as error:
            if not isinstance(change.after, Response):
                self.state = turn.unsaved or before
                self.complain(error)
                return False
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
        self.state = turn.state.with_record(saved)
        self.put_aside(before)
        return True

    def open_editor(self, edit: Edit) -> bool:
        """Let the person type a text in their own editor, and take in what comes back."""
        try:
            text = self.terminal.edit(edit.name, edit.guide, edit.text)
        except EditorError as error:
            before = self.state
            self.state = replace(before, aside=(*before.aside, error.text)) if error.text.strip() else before
            self.put_aside_or_warn(before)
            self.complain(error)
            return True
        self.on_screen = None
        if text == edit.text:
            self.say((hint("The editor gave the text back as it was; nothing was changed."),))
            self.terminal.drop_edited()
            return True
        goes_on = self.follow(machine.take_edited(self.state, text))
        if machine.can_be_stored(text) and self.is_safe():
            self.terminal.drop_edited()
        return goes_on

    def keep_drafts(self, before: State) -> None:
        """Put on disk what was said of records that are being entered, and take away what is done."""
        now, was = self.state.drafts, before.drafts
        for criterion in sorted({*now, *was, *self.drafts_refused}):
            draft = now.get(criterion)
            if draft is not None and draft.kind is RecordKind.CASE and not draft.record_id and not draft.passed:
                continue  # whether it may be written down at all was not said yet
            if draft == was.get(criterion) and criterion not in self.drafts_refused:
                continue
            try:
                if draft is None:
                    self.workplace.forget_draft(criterion)
                else:
                    self.workplace.keep_draft(draft)
            except GniAssessError as error:
                if criterion not in self.drafts_refused:
                    self.complain(error)
                    self.say((warning("What you entered cannot be put on disk now. It stays here; keep the window open."),))
                self.drafts_refused.add(criterion)
            else:
                self.drafts_refused.discard(criterion)

    def put_aside(self, before: State) -> tuple[Para, ...]:
        """Put on disk what was typed and is in no record yet, before anything is shown; say where it stands, if there is any."""
        texts = machine.typed_but_unsaved(self.state)
        # A draft that the disk refuses may hold what was set aside before.
        stays = self.safe.kept if self.drafts_refused else ()
        self.safe.follow((*texts, *stays), before.spot.criterion)
        return self.safe.tell(texts)

    def put_aside_or_warn(self, before: State) -> None:
        """Put aside what is new, and warn where the disk refuses it: nothing else says so."""
        told = self.put_aside(before)
        new = {*machine.typed_but_unsaved(self.state)} - {*machine.typed_but_unsaved(before)}
        if not new <= set(self.safe.kept):
            self.say(told)

    def drop(self, texts: Sequence[UnsavedText]) -> None:
        for each in texts:
            if {each.text.rstrip("\n")} & {*machine.typed_but_unsaved(self.state)} - {*self.safe.kept}:
                continue  # the disk took no other copy
            try:
                self.workplace.forget(each.criterion, each.text)
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
