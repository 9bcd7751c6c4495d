"""Where an interview stands: values only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from gni_assess.checks.digests import wording_digest
from gni_assess.errors import UsageError
from gni_assess.interview.forms.draft import Draft, Plain
from gni_assess.interview.forms.form_field import Lookup
from gni_assess.interview.layout import Para
from gni_assess.interview.terminal import Offers
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.assessment import Assessment, Facts, Record
from gni_assess.model.changes import Change
from gni_assess.model.criteria import Criterion
from gni_assess.model.dates import Stamp
from gni_assess.model.gaps import Gap
from gni_assess.model.previous import NOTHING_BEFORE, Previous
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RECORD_FIELDS, RecordKind


class Step(StrEnum):
    """What is asked for now; the text stands in the prompt. `done` and `register` ask nothing: one closes a criterion, one links."""

    FINDING = "finding"
    REASON = "reason"
    ANSWER = "answer"
    EVIDENCE = "evidence"
    LINK_WHERE = "where"
    LINK_SHOWS = "shows"
    MISSING = "not shown yet"
    NO_INSTANCE = "no case"
    ALTERNATIVE = "instead"
    GAPS = "gaps"
    GAP_SUMMARY = "gap"
    GAP_SCALE = "how grave"
    GAP_SCOPE = "how many people"
    GAP_IRREMEDIABILITY = "how hard to undo"
    GAP_IMPACT = "impact"
    GAP_ACTION = "action"
    GAP_OWNER = "owner"
    GAP_DUE = "due date"
    GAP_MISSING = "explains missing"
    SKIP_KIND = "skip"
    SKIP_REASON = "skip reason"
    ASSIGN = "who knows"
    NEW_KIND = "what is it"
    FORM = "form"
    NOTE = "note"
    REGISTER = "register"
    DONE = "done"


SILENT_STEPS = frozenset({Step.DONE, Step.REGISTER})
"""The steps that ask nothing."""

LINK_STEPS = frozenset({Step.LINK_WHERE, Step.LINK_SHOWS})
GAP_STEPS = (
    Step.GAP_SUMMARY,
    Step.GAP_SCALE,
    Step.GAP_SCOPE,
    Step.GAP_IRREMEDIABILITY,
    Step.GAP_IMPACT,
    Step.GAP_ACTION,
    Step.GAP_OWNER,
    Step.GAP_DUE,
    Step.GAP_MISSING,
)
"""The questions about one gap, in their order."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One question: the criterion, the step, and which gap or link it is about.

    An empty `gap` at a step about gaps means the one being entered. `links` are the ids of evidence still to be described, this one first.
    `field` is the key of a question of a form.
    """

    criterion: str
    step: Step = Step.FINDING
    gap: str = ""
    links: tuple[str, ...] = ()
    field: str = ""

    def at(self, step: Step, *, gap: str = "", links: tuple[str, ...] = (), field: str = "") -> "Spot":
        """Give another question about the same criterion."""
        return Spot(criterion=self.criterion, step=step, gap=gap, links=links, field=field)


Build = Callable[[RecordKind, Plain], Record]
"""Makes a record of fields as files hold them. Raises `GniAssessError` where they do not fit."""

Draw = Callable[[Assessment, RecordKind], str]
"""Gives a free id for a new record."""


def _cannot_build(_kind: RecordKind, _plain: Plain) -> Record:
    raise UsageError("nothing can be registered here", hint="use `gni-assess evidence add`")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What stays the same in one session.

    `draw_gap_id` gives a new id for a gap of a criterion, none of those taken; `draw_record_id` one for new evidence, and `build` makes
    it. `lookup` holds what forms need of the world outside; its assessment is that of the start, so use `State.lookup`. `find_facts`
    gives what rules need of it. `previous` are the answers of the last assessment. `bars` says that progress may be drawn.
    """

    walk: tuple[str, ...]
    person_id: str
    today: date
    draw_gap_id: Callable[[str, frozenset[str]], str]
    complete_at_start: frozenset[str]
    lookup: Lookup
    build: Build = _cannot_build
    draw_record_id: Draw = lambda _assessment, kind: f"{kind}"
    find_facts: Callable[[Assessment], Facts] | None = None
    previous: Previous = NOTHING_BEFORE
    ask_everything: bool = False
    bars: bool = True


@dataclass(frozen=True, kw_only=True)
class State:
    """Where an interview stands.

    `trail` is where back leads. `block` holds the lines of a text of several lines while it is typed (None: none is).
    `block_replaces` says that it takes the place of a finished text, which stays in the record until the block is ended;
    `block_is_unsaved` that the last lines are in no record, `block_is_saved` that they are, though the block is not ended. `kept` is
    what was typed and could not be saved: Enter tries again. `aside` are texts that came at a question that takes none; `:p` uses the last.
    `found` are the ids of the last search, `sought` what was looked for. `changed` are the criteria whose record was saved in this
    session, `new_gaps` the gaps that were made in it, `registered` the evidence, `new_evidence` that of it which is new. `left` are texts
    that an earlier session could not save. `drafts` are records that are being entered, by criterion. `proposed` is a value that was
    understood and is not confirmed yet.
    """

    assessment: Assessment
    setting: Setting
    spot: Spot
    trail: tuple[Spot, ...] = ()
    block: tuple[str, ...] | None = None
    block_replaces: bool = False
    block_is_unsaved: bool = False
    block_is_saved: bool = False
    kept: str = ""
    aside: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    sought: str = ""
    changed: tuple[str, ...] = ()
    new_gaps: frozenset[str] = frozenset()
    registered: tuple[str, ...] = ()
    new_evidence: frozenset[str] = frozenset()
    left: tuple[UnsavedText, ...] = ()
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    proposed: str = ""
    conflict: "Conflict | None" = None

    @property
    def criterion(self) -> Criterion:
        """The criterion that is asked about."""
        return self.assessment.pack.by_id[self.spot.criterion]

    @property
    def saved(self) -> Response | None:
        """The record as it was last read or saved; None where there is none yet."""
        return self.assessment.responses.get(self.spot.criterion)

    @property
    def response(self) -> Response:
        """The record, or an empty one."""
        return self.saved or Response(criterion=self.spot.criterion)

    @property
    def gap(self) -> Gap | None:
        """The gap that is asked about, where it is in the record already."""
        return next((each for each in self.response.gaps if each.id == self.spot.gap), None) if self.spot.gap else None

    @property
    def question(self) -> str:
        """The question as it is put to this company."""
        return self.criterion.question_to(self.assessment.workspace.company.types)

    @property
    def wording(self) -> str:
        """The digest of the criterion's question, to see later whether its wording changed."""
        return wording_digest(self.question)

    @property
    def stamp(self) -> Stamp:
        """Who works, and the day."""
        return Stamp(on=self.setting.today, by=self.setting.person_id)

    @property
    def lookup(self) -> Lookup:
        """What the questions of a form need, with the record as it is now."""
        return replace(self.setting.lookup, assessment=self.assessment)

    @property
    def draft(self) -> Draft | None:
        """The record that is being entered at this criterion, if there is one."""
        return self.drafts.get(self.spot.criterion)

    def with_draft(self, draft: Draft | None) -> "State":
        """Take in what was said of a record that is being entered; None ends it."""
        others = {key: each for key, each in self.drafts.items() if key != self.spot.criterion}
        return replace(self, drafts=others if draft is None else {**others, self.spot.criterion: draft})

    def with_response(self, response: Response) -> "State":
        """Take in a record that was saved."""
        changed = self.changed if response.id in self.changed else (*self.changed, response.id)
        return replace(self, assessment=put_response(self.assessment, response.id, response), changed=changed)

    def with_record(self, record: Record) -> "State":
        """Take in any record that was saved."""
        if isinstance(record, Response):
            return self.with_response(record)
        registered = self.registered if record.id in self.registered else (*self.registered, record.id)
        return replace(self, assessment=put_record(self.assessment, record), registered=registered)

    def refreshed(self, assessment: Assessment) -> "State":
        """Take in what was read again, but not the record that is being worked on: it is compared when it is saved."""
        return replace(self, assessment=put_response(assessment, self.spot.criterion, self.saved))

    def move(self, spot: Spot) -> "State":
        """Go on to another question; back leads here."""
        if spot == self.spot:
            return self.settle()
        return replace(self.settle(), spot=spot, trail=(*self.trail, self.spot))

    def settle(self) -> "State":
        """Leave a question: what could not be saved there is set aside."""
        ended = self.end_block()
        return replace(ended, kept="", aside=(*ended.aside, *filter(None, [self.kept])), found=(), sought="", proposed="")

    def start_block(self, lines: tuple[str, ...], *, replaces: bool) -> "State":
        """Begin to take lines, after those given; `replaces` says that they take the place of a text that is there.

        What could not be saved before is set aside: Enter now stands for an empty line.
        """
        aside = (*self.aside, *filter(None, [self.kept]))
        typing = replace(self, kept="", aside=aside, block=lines, block_replaces=replaces)
        return replace(typing, block_is_unsaved=False, block_is_saved=False)

    def end_block(self) -> "State":
        """Stop taking lines; those that are in no record are set aside."""
        unsaved = (join_lines(self.block),) if self.block and self.block_is_unsaved else ()
        ended = replace(self, block=None, block_replaces=False, block_is_unsaved=False, block_is_saved=False)
        return replace(ended, aside=(*self.aside, *unsaved))


def join_lines(lines: tuple[str, ...]) -> str:
    """Make one text of lines; a line end at its end is not part of it."""
    return "\n".join(lines).rstrip("\n")


def put_response(assessment: Assessment, criterion_id: str, response: Response | None) -> Assessment:
    """Put a record in its place, in the order of ids; None takes it out."""
    responses: dict[str, Response] = {**assessment.responses}
    if response is None:
        responses.pop(criterion_id, None)
    else:
        responses[criterion_id] = response
    ordered: Mapping[str, Response] = dict(sorted(responses.items()))
    return replace(assessment, responses=ordered)


def put_record(assessment: Assessment, record: Record) -> Assessment:
    """Put a policy, a system or a case in its place, in the order of ids."""
    records = dict(sorted({**assessment.of_kind(record.kind), record.id: record}.items()))
    kinds: dict[str, Mapping[str, Record]] = {RECORD_FIELDS[record.kind]: records}
    return replace(assessment, **kinds)  # type: ignore[arg-type]  # the field is that of the record's own kind


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the person typed at one prompt: one line, or several that arrived together, as one whole text or as it happened."""

    lines: tuple[str, ...]
    is_whole: bool = False

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What follows from an entry.

    `change` is to be saved before anything else; `state` is where the interview stands once it is saved, `unsaved` where it stands
    if it cannot be. `forget` are texts of an earlier session that are no longer needed. `leave` ends the session. `edit` is a text to be
    opened in the person's editor. `paged` says that what is said may be longer than the screen and is shown page by page.
    """

    state: State
    says: tuple[Para, ...] = ()
    change: Change | None = None
    unsaved: State | None = None
    forget: tuple[UnsavedText, ...] = ()
    leave: bool = False
    repeat: bool = False
    edit: "Edit | None" = None
    paged: bool = False


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A text for the person's editor: the name of its file, what stands above it, and the text so far."""

    name: str
    guide: tuple[str, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A record that changed on disk since it was read: what was to follow, both versions as texts, and what is said about mine."""

    turn: Turn
    mine: str
    theirs: str | None
    note: tuple[Para, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How a question is put: what is shown before it, the prompt, what Enter stands for, what completes a line, and the foot."""

    says: tuple[Para, ...]
    prompt: str
    default: str = ""
    offers: Offers = lambda _: ()
    foot: str = ""
