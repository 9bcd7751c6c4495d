"""A review at a terminal: shows responses one by one, and saves each mark at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from gni_assess.errors import ConflictError, EditorError, GniAssessError
from gni_assess.interview import review
from gni_assess.interview.layout import Para, hint, lay_out
from gni_assess.interview.paging import read_together, show_paged
from gni_assess.interview.review_commands import why_not
from gni_assess.interview.review_state import Look, ReviewState, ReviewStep, ReviewTurn, Standing, may_judge, standing_of
from gni_assess.interview.review_summary import ReviewSummary, close_review, open_review, summarize_review
from gni_assess.interview.terminal import Aids, EndOfInput, Interrupt, Line, Style, Terminal
from gni_assess.interview.unsaved import Forget, Keep, SafeKeeping, UnsavedText
from gni_assess.model.assessment import Assessment, Facts, Record
from gni_assess.model.changes import Change
from gni_assess.model.response import Response
from gni_assess.model.visible import visible_line

Load = Callable[[], Assessment]
"""Reads the whole record again, as it is on disk now."""

Save = Callable[[Change], Record]
"""Writes one record and gives it back as it was written. Raises `ConflictError` or another `StoreError`."""

Hold = Callable[[str, str], None]
"""Notes the line that is being typed for a criterion, in place of the one before; never raises."""


def run_review(
    terminal: Terminal,
    *,
    load: Load,
    save: Save,
    keep: Keep,
    forget: Forget,
    walk: Sequence[str],
    person_id: str,
    today: date,
    start: str = "",
    facts: Callable[[Assessment], Facts] | None = None,
    hold: Hold = lambda _criterion, _line: None,
    left: Sequence[UnsavedText] = (),
) -> ReviewSummary:
    """Show a second person the answered responses one by one, until all are judged or the person leaves.

    `walk` are the criteria chosen; those that are answered by somebody else and not reviewed as they stand are gone through, in the
    pack's order, from `start` on. `facts` finds what the checks may know of the outside world. `keep` and `forget` put aside on disk
    what is in no record yet, `hold` the line being typed; `left` is what earlier sessions left there. Raises only what the first `load`
    raises; all later errors are shown to the person, and nothing typed is lost.
    """
    look_at = _Looker(load=load, facts=facts or (lambda _: Facts(today=today)))
    look = look_at.look()
    known = [each.id for each in look.assessment.pack.criteria if each.id in set(walk)]
    waiting = tuple(each for each in known if standing_of(look.assessment.responses.get(each), person_id) is Standing.OPEN)
    state = ReviewState(
        look=look,
        walk=tuple(known),
        queue=waiting,
        person_id=person_id,
        today=today,
        spot=waiting[0] if waiting else "",
        left=tuple(each for each in left if each.criterion in known),
    )
    safe = SafeKeeping(keep=keep, forget=forget)
    session = _Session(terminal=terminal, look_at=look_at, save=save, safe=safe, hold=hold, state=state, offered=state.left)
    return session.run(start)


@dataclass(frozen=True, kw_only=True)
class _Looker:
    load: Load
    facts: Callable[[Assessment], Facts]

    def look(self) -> Look:
        assessment = self.load()
        return Look(assessment=assessment, facts=self.facts(assessment))


@dataclass
class _Session:
    """`waiting` is what is to be shown before the next question; the first `page_end` of it are the response that is judged."""

    terminal: Terminal
    look_at: _Looker
    save: Save
    safe: SafeKeeping
    hold: Hold
    state: ReviewState
    waiting: list[Para] = field(default_factory=list)
    rest: tuple[Para, ...] = ()
    page_end: int = 0
    asks_again: bool = True
    blank_above: bool = False
    offered: tuple[UnsavedText, ...] = ()
    told: tuple[str, ...] = ()

    def run(self, start: str) -> ReviewSummary:
        interrupted = False
        try:
            if self.begin(start):
                while self.take_turn():
                    pass
        except EndOfInput:
            pass
        except Interrupt as signal:
            interrupted = True
            self.take_unfinished(signal.typed)
        except KeyboardInterrupt:
            interrupted = True
        self.put_aside()
        summary = summarize_review(self.state, self.safe.kept, interrupted=interrupted)
        # What was not shown of the last page is not forced on somebody who leaves; what was done is.
        for line in self.lay_out_waiting([*self.waiting[self.page_end :], *close_review(summary)]):
            self.terminal.show(line)
        return summary

    def take_unfinished(self, typed: str) -> None:
        self.state = review.take_unfinished(self.state, typed)
        self.put_aside()
        if typed and self.is_safe():
            self.hold(self.state.spot, "")

    def begin(self, start: str) -> bool:
        """Say where it stands; tell whether there is anything to show."""
        first = start.strip().upper()
        can_start = may_judge(self.state.look.assessment.responses.get(first), self.state.person_id)
        if can_start and first in self.state.look.assessment.pack.by_id:
            self.state = replace(self.state, spot=first)
        self.waiting += open_review(self.state)
        if first and not can_start:
            self.waiting.append(hint(f"{first}: {why_not(self.state, first)}."))
        return bool(self.state.spot)

    def take_turn(self) -> bool:
        """Show what is to be shown, put one question and do what follows; tell whether the review goes on."""
        if self.state.shown is None and not self.arrive():
            return False
        if self.asks_again:
            self.waiting += review.put_question(self.state)
            self.asks_again = False
        self.waiting += self.tell_unkept()
        spot = self.state.spot
        typed = self.read()
        going = self.follow(review.advance(self.state, typed))
        if self.is_safe():
            self.hold(spot, "")
        return going

    def arrive(self) -> bool:
        """Show the response at the spot as it is on disk now; tell whether there is one to judge."""
        while self.state.shown is None:
            turn = review.arrive(self.state, self.look_again() or self.state.look)
            self.state = turn.state
            self.waiting += turn.says
            if turn.leave:
                return False
        self.waiting += self.state.shown.page
        self.page_end = len(self.waiting)
        self.asks_again = True
        return True

    def read(self) -> tuple[str, ...]:
        aids = Aids(hold=lambda line: self.hold(self.state.spot, line))
        typed = self.show_waiting(aids)
        self.blank_above = False
        if typed is not None:
            return typed
        return read_together(self.terminal, visible_line(review.prompt_of(self.state)), aids=aids).lines

    def show_waiting(self, aids: Aids) -> tuple[str, ...] | None:
        """Show what waits, page by page, and note whether the response was seen to its end; give what was typed at a pause."""
        paras, end, self.waiting, self.page_end = tuple(self.waiting), self.page_end, [], 0
        at = 0

        def each_line() -> Iterator[Line]:
            nonlocal at
            for at, para in enumerate(paras):  # noqa: B007 - how far it came is looked at afterwards
                yield from self.lay_out_waiting([para])
            at = len(paras)

        paged = show_paged(self.terminal, each_line(), aids=aids)
        if end:
            self.state = replace(self.state, is_seen=at >= end)
            self.rest = paras[at:end]
        return paged.typed

    def lay_out_waiting(self, paras: Iterable[Para]) -> Iterator[Line]:
        for para in paras:
            for line in lay_out(para, self.terminal.width):
                # Two paragraphs may each want distance; one empty line is enough for both.
                if line or not self.blank_above:
                    yield line
                self.blank_above = not line

    def look_again(self) -> Look | None:
        try:
            look = self.look_at.look()
        except GniAssessError as error:
            self.complain(error)
            return None
        # A pack that was exchanged under our feet is for the next session.
        needed = {*self.state.walk, self.state.spot}
        if needed <= set(look.assessment.pack.by_id):
            return look
        self.waiting.append(hint("The list of criteria was exchanged meanwhile; leave with `:q` and start again."))
        return None

    def follow(self, turn: ReviewTurn) -> bool:
        self.take_in(turn)
        self.put_aside()
        if turn.edits:
            self.edit()
        if turn.judgment is not None:
            turn = review.settle(self.state, turn.judgment, self.look_again())
            if turn.change is not None and not self.store(turn, turn.change):
                return True
            self.take_in(turn)
            self.put_aside()
        return not turn.leave

    def take_in(self, turn: ReviewTurn) -> None:
        if turn.change is None:
            self.state = turn.state
        self.waiting += turn.says
        self.asks_again = self.asks_again or turn.asks_again
        if turn.shows_rest:
            self.waiting += self.rest
            self.page_end = len(self.waiting)

    def store(self, turn: ReviewTurn, change: Change) -> bool:
        """Save a mark, and tell whether that worked; where it did not, the person is told why and the note is kept."""
        before = self.state
        self.state = turn.unsaved or before
        try:
            saved = self.save(change)
        except ConflictError:
            again = review.meet_change(self.state)
            self.take_in(again)
            return False
        except GniAssessError as error:
            self.complain(error)
            self.asks_again = True
            return False
        self.state = turn.state.with_marked(saved) if isinstance(saved, Response) else turn.state
        return True

    def edit(self) -> None:
        """Open the note in the person's own editor, and take what they made of it."""
        criterion = self.state.look.assessment.pack.by_id[self.state.spot]
        guide = (f"{criterion.id} {criterion.title}", "What should change? Write it for whoever answered.")
        note = self.state.note
        try:
            text = self.terminal.edit(f"{criterion.id}-note", guide, note)
        except EditorError as error:
            self.complain(error)
            self.asks_again = True
            # An editor that failed may have left half a text: then both stay.
            both = error.text if note in error.text else f"{note}\n{error.text}"
            if error.text.strip():
                self.take_in(review.take_edited(self.state, both))
            self.put_aside()
            return
        turn = review.take_edited(self.state, text)
        self.take_in(turn)
        self.put_aside()
        # The editor's file goes only when its text stands elsewhere on disk.
        if self.is_safe() and (turn.state.step, turn.says) == (ReviewStep.NOTE, ()):
            self.terminal.drop_edited()

    def put_aside(self) -> None:
        """Put on disk what was typed and is in no record yet, and take away what is no longer needed."""
        used = [each for each in self.offered if each not in self.state.left]
        self.safe.kept.update({each.text: each for each in used})
        self.offered = self.state.left
        self.safe.follow(review.notes_in_hand(self.state), self.state.spot)

    def is_safe(self) -> bool:
        """Whether all notes in hand stand on disk."""
        return all(each in self.safe.kept for each in review.notes_in_hand(self.state))

    def tell_unkept(self) -> tuple[Para, ...]:
        """Warn once where the disk refuses what was typed; what it takes needs no words."""
        notes = review.notes_in_hand(self.state)
        is_new = notes != self.told
        self.told = notes
        return self.safe.tell(notes) if is_new and not self.is_safe() else ()

    def complain(self, error: GniAssessError) -> None:
        self.waiting += (Para(text=error.message, style=Style.ERROR), *((hint(error.hint),) if error.hint else ()))
