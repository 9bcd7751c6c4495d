"""Where a review stands: values only, and who may judge what."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from gni_assess.checks.states import state_of
from gni_assess.interview.layout import Para
from gni_assess.interview.review_page import show_for_review
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.assessment import Assessment, Facts
from gni_assess.model.changes import Change
from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import State


class ReviewStep(StrEnum):
    """What is asked for now; the text stands in the prompt."""

    JUDGE = "review"
    NOTE = "note"


class Standing(StrEnum):
    """What a response is to one reviewer.

    `unstamped` does not say who answered, so nobody can be the second one; `own` was answered or changed last by the reviewer;
    `sent-back` has surely not been changed since it was sent back.
    """

    UNANSWERED = "unanswered"
    UNSTAMPED = "unstamped"
    REVIEWED = "reviewed"
    OWN = "own"
    SENT_BACK = "sent-back"
    OPEN = "open"


def standing_of(response: Response | None, person_id: str) -> Standing:
    """Tell what a response is to a reviewer."""
    if response is None or not response.is_answered:
        return Standing.UNANSWERED
    if response.answered is None:
        return Standing.UNSTAMPED
    if state_of(response) is State.REVIEWED:
        return Standing.REVIEWED
    if is_own(response, person_id):
        return Standing.OWN
    returned, last = response.returned, response.updated or response.answered
    # A day has many hours: what was changed on the day of the return may have been changed after it.
    return Standing.SENT_BACK if returned is not None and last.on < returned.on else Standing.OPEN


def is_own(response: Response, person_id: str) -> bool:
    """Whether somebody answered or changed it last, and so cannot be the second one to read it."""
    return any(each is not None and each.by == person_id for each in (response.answered, response.updated))


def may_judge(response: Response | None, person_id: str) -> bool:
    """Whether it is answered, and by somebody else."""
    standing = standing_of(response, person_id)
    return response is not None and standing not in (Standing.UNANSWERED, Standing.UNSTAMPED) and not is_own(response, person_id)


@dataclass(frozen=True, kw_only=True)
class Look:
    """The record as it was read from disk, and the world as it was then."""

    assessment: Assessment
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Exactly what the reviewer was shown: a judgment is about this and nothing else."""

    response: Response
    page: tuple[Para, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewState:
    """Where a review stands.

    `walk` are the criteria chosen, `queue` those of them that wait for this reviewer, both in the pack's order. `shown` is None until the
    response at the spot was read from disk and put on the screen; `is_seen` says that its last line was shown. `notes` are the lines of
    notes in hand, by criterion; while `is_block` every line typed is added. `marks` are the records as this session left them. `left` are
    texts that an earlier session could not save. `trail` is where back leads.
    """

    look: Look
    walk: tuple[str, ...]
    queue: tuple[str, ...]
    person_id: str
    today: date
    spot: str
    step: ReviewStep = ReviewStep.JUDGE
    shown: Shown | None = None
    is_seen: bool = False
    is_block: bool = False
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, Response] = field(default_factory=dict)
    left: tuple[UnsavedText, ...] = ()
    trail: tuple[str, ...] = ()

    @property
    def response(self) -> Response | None:
        """The response at the spot, as it was last read."""
        return self.look.assessment.responses.get(self.spot)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the note in hand."""
        return self.notes.get(self.spot, ())

    @property
    def note(self) -> str:
        """The note in hand, as one text."""
        return join_note(self.lines)

    @property
    def kept_earlier(self) -> tuple[UnsavedText, ...]:
        """What an earlier session kept for the criterion at the spot."""
        return tuple(each for each in self.left if each.criterion == self.spot)

    @property
    def stamp(self) -> Stamp:
        """Who reviews, and the day."""
        return Stamp(on=self.today, by=self.person_id)

    def with_lines(self, lines: tuple[str, ...]) -> "ReviewState":
        """Give the note in hand other lines; none take it away."""
        others = {key: each for key, each in self.notes.items() if key != self.spot}
        return replace(self, notes={**others, self.spot: lines} if lines else others)

    def add_lines(self, *lines: str) -> "ReviewState":
        """Add lines to the note in hand."""
        return self.with_lines((*self.lines, *lines))

    def at(self, step: ReviewStep) -> "ReviewState":
        """Ask something else about the same response."""
        return replace(self, step=step, is_block=False)

    def move(self, spot: str) -> "ReviewState":
        """Go to another criterion, or have this one shown again; back leads here."""
        trail = (*self.trail, self.spot) if spot != self.spot else self.trail
        return replace(self.at(ReviewStep.JUDGE), spot=spot, shown=None, is_seen=False, trail=trail)

    def with_marked(self, response: Response) -> "ReviewState":
        """Take in a record that was saved."""
        assessment = self.look.assessment
        known = replace(assessment, responses={**assessment.responses, response.id: response})
        return replace(self, look=replace(self.look, assessment=known), marks={**self.marks, response.id: response})

    def render(self, look: Look) -> Shown | None:
        """Give the response at the spot as it is to be shown; None where there is none."""
        response = look.assessment.responses.get(self.spot)
        if response is None:
            return None
        position = f"{self.queue.index(self.spot) + 1} of {len(self.queue)}" if self.spot in self.queue else "outside your list"
        page = show_for_review(look.assessment, look.facts, response, position=position, person_id=self.person_id)
        return Shown(response=response, page=page)

    def is_open(self, criterion_id: str) -> bool:
        """Whether a response waits for this reviewer: not reviewed, theirs to judge, and not judged in this session as it stands."""
        response = self.look.assessment.responses.get(criterion_id)
        is_done = response is not None and self.marks.get(criterion_id) == response
        return not is_done and standing_of(response, self.person_id) is Standing.OPEN

    def later(self) -> tuple[str, ...]:
        """Give the criteria of the queue that come after the spot, in the pack's order."""
        order = {each.id: number for number, each in enumerate(self.look.assessment.pack.criteria)}
        return tuple(each for each in self.queue if order[each] > order[self.spot])

    def next_open(self, *, around: bool = False) -> str | None:
        """Give the next one that waits; with `around`, from the start again after the last."""
        later = self.later()
        more = tuple(each for each in self.queue if each not in later) if around else ()
        return next((each for each in (*later, *more) if each != self.spot and self.is_open(each)), None)


@dataclass(frozen=True, kw_only=True)
class Judgment:
    """What the reviewer decided about what was shown: reviewed, or, with a note, sent back."""

    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewTurn:
    """What follows from an entry.

    `judgment` is to be settled against the record as it is on disk now; `change` is to be saved, and `state` is where the review stands
    then, `unsaved` where it stands if saving fails. `asks_again` puts the whole question once more, `shows_rest` first what was not
    shown yet. `edits` opens the note in the editor.
    """

    state: ReviewState
    says: tuple[Para, ...] = ()
    judgment: Judgment | None = None
    change: Change | None = None
    unsaved: ReviewState | None = None
    asks_again: bool = False
    shows_rest: bool = False
    edits: bool = False
    leave: bool = False


def join_note(lines: tuple[str, ...]) -> str:
    """Make one text of lines; line ends around it are not part of it."""
    return "\n".join(lines).strip("\n")
