"""The interview's workplace: the real files of a workspace."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from gni_assess.cli.shared import Shared, current_folder
from gni_assess.errors import StoreError
from gni_assess.interview.forms.draft import Draft, Plain
from gni_assess.interview.terminal import Offer
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.assessment import Assessment, Facts, Record
from gni_assess.model.changes import Change
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store import drafts, session_notes
from gni_assess.store.countries import load_countries
from gni_assess.store.documents import complete_document, measure_document
from gni_assess.store.editing_sheets import drop, find_sheets
from gni_assess.store.ids import draw_gap_id, draw_record_id
from gni_assess.store.layout import kind_of_id
from gni_assess.store.private import own_folder
from gni_assess.store.private_session import PrivateSession, forget_dead_sessions
from gni_assess.store.records import build_checked
from gni_assess.store.unsaved import find_unsaved, forget_unsaved, keep_unsaved, read_unsaved, record_of

_DRAFT_FIELDS = tuple(each.name for each in fields(Draft))


@dataclass(frozen=True)
class RealWorkplace:
    """Reads and writes the files of one workspace for one person; see `interview.workplace.Workplace` for what each does.

    What is in no record yet is the person's own, and apart for each purpose: notes of a `review` are not offered in an interview.
    """

    shared: Shared
    person_id: str
    purpose: str = ""

    @cached_property
    def session(self) -> PrivateSession:
        """What this window has on disk that is in no record."""
        return PrivateSession(self.shared.root, own_folder(self.person_id, self.purpose))

    @property
    def countries(self) -> Mapping[str, str]:
        """The names of countries by their code."""
        return load_countries()

    def load(self) -> Assessment:
        """Read the whole record again."""
        return self.shared.load_assessment()

    def facts(self, assessment: Assessment) -> Facts:
        """Find what rules may know of the world outside."""
        return self.shared.facts(assessment)

    def save(self, change: Change) -> Record:
        """Write one record. What cannot be saved is put aside by the session itself, which knows what was typed."""
        return self.shared.save([change], by=self.person_id, via="interview", keep=False)[0]

    def build(self, kind: RecordKind, plain: Plain) -> Record:
        """Make a record of plain fields."""
        return build_checked(kind, plain)

    def keep(self, criterion_id: str, text: str) -> str:
        """Put a text on disk."""
        kept = keep_unsaved(self.shared.root, criterion_id, text, self.session.owner)
        return kept.relative_to(self.shared.root).as_posix()

    def forget(self, criterion_id: str, text: str) -> None:
        """Take a text away, also where it stands in the file of an editor."""
        root, plain = self.shared.root, text.rstrip("\n")
        for owner in self._owners:
            forget_unsaved(root, criterion_id, text, owner)
        # An editor may end a text with line feeds that nobody typed. Where such a text is still kept, the file may be its only other copy.
        kept = {each.text.rstrip("\n") for each in self._kept() if each.criterion == criterion_id}
        for sheet in find_sheets(self.session, own=True):
            is_same = sheet.text == text or (sheet.text.rstrip("\n") == plain and plain not in kept)
            if is_same and criterion_of(sheet.name) == criterion_id:
                drop(sheet.path)

    def hold(self, criterion_id: str, text: str) -> None:
        """Note the line that is being typed."""
        session_notes.hold_line(self.session, criterion_id, text)

    def keep_draft(self, draft: Draft) -> None:
        """Put a draft on disk."""
        stored = drafts.StoredDraft(**{each: getattr(draft, each) for each in _DRAFT_FIELDS})
        drafts.keep_draft(self.session, stored)

    def forget_draft(self, criterion_id: str) -> None:
        """Take it away again."""
        drafts.forget_draft(self.session, criterion_id)

    def keep_place(self, place: str) -> None:
        """Note where the person is."""
        session_notes.keep_place(self.shared.root, self.session.owner, place)

    def draw_gap_id(self, criterion_id: str, taken: frozenset[str]) -> str:
        """Give a new id for a gap."""
        return draw_gap_id(criterion_id, taken)

    def draw_record_id(self, assessment: Assessment, kind: RecordKind) -> str:
        """Give a free id for new evidence."""
        return draw_record_id(self.shared.root, assessment, kind)

    def measure(self, path: str) -> Plain:
        """Give path, size and SHA-256 of a document."""
        return measure_document(self.shared.root, path, current_folder())

    def find_paths(self, typed: str) -> Sequence[Offer]:
        """Complete a path."""
        found = complete_document(self.shared.root, typed, current_folder())
        return tuple(Offer(text=each, replaces=len(typed), shown=_last_part(each)) for each in found)

    def place(self) -> str:
        """Give where the person left."""
        return session_notes.read_place(self.shared.root, self.session.owner)

    def drafts(self) -> tuple[Draft, ...]:
        """Give the records that the person began to enter, one for each criterion; of others that wait there the person is told."""
        begun = drafts.take_drafts(self.session)
        for each in begun.waiting:
            self.shared.say(
                f"gni-assess: in another window you began one more {_name(each)}; "
                "it is kept, and comes in the next interview after the one that comes now is registered or thrown away"
            )
        for each in begun.elsewhere:
            self.shared.say(f"gni-assess: you are entering a {_name(each)} in another window that is open; it stays there")
        return tuple(Draft(**{name: getattr(each, name) for name in _DRAFT_FIELDS}) for each in begun.taken)

    def left(self) -> tuple[UnsavedText, ...]:
        """Give the texts that earlier sessions could not save: those put aside, lines that were being typed, files of editors."""
        root, owner = self.shared.root, self.session.owner
        session_notes.collect_lines(root, owner)
        found = list(self._kept(tells=True))
        found += (
            UnsavedText(criterion=criterion, text=each.text, place=each.path.relative_to(root).as_posix())
            for each in find_sheets(self.session)
            if (criterion := criterion_of(each.name))
        )
        forget_dead_sessions(root, owner)
        return tuple(found)

    @property
    def _owners(self) -> tuple[str, ...]:
        # What commands without a session put aside, and older versions, is for whoever works on the record; a review is no place for it.
        return (self.session.owner,) if self.purpose else ("", self.session.owner)

    def _kept(self, *, tells: bool = False) -> Iterator[UnsavedText]:
        for path in (path for owner in self._owners for path in find_unsaved(self.shared.root, owner)):
            try:
                texts = read_unsaved(path)
            except StoreError as error:
                if tells:
                    self.shared.say(f"gni-assess: {error.message}")
                continue
            place = path.relative_to(self.shared.root).as_posix()
            yield from (UnsavedText(criterion=record_of(path), text=each, place=place) for each in texts)


def _name(draft: drafts.StoredDraft) -> str:
    return f"{draft.kind} at {draft.criterion} ({draft.fields.get('title', 'without a title')})"


def _last_part(path: str) -> str:
    name = path.removesuffix("/").rpartition("/")[2]
    return f"{name}/" if path.endswith("/") else name


def criterion_of(name: str) -> str:
    """Find the criterion in the name of an editor's file, such as `GOV-02-answer`; empty where there is none."""
    criterion = "-".join(name.split("-")[:2])
    return criterion if kind_of_id(criterion) is RecordKind.RESPONSE else ""
