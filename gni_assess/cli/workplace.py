"""The interview's workplace: the real files of a workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from gni_assess.cli.editing_sheet import drop, find_edits
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
from gni_assess.store.ids import draw_gap_id, draw_record_id
from gni_assess.store.layout import kind_of_id
from gni_assess.store.records import build_checked
from gni_assess.store.unsaved import find_unsaved, forget_unsaved, keep_unsaved, read_unsaved

_DRAFT_FIELDS = tuple(each.name for each in fields(Draft))


@dataclass(frozen=True)
class RealWorkplace:
    """Reads and writes the files of one workspace for one person; see `interview.workplace.Workplace` for what each does."""

    shared: Shared
    person_id: str

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
        return keep_unsaved(self.shared.root, criterion_id, text).relative_to(self.shared.root).as_posix()

    def forget(self, criterion_id: str, text: str) -> None:
        """Take a text away, also where it stands in the file of an editor."""
        forget_unsaved(self.shared.root, criterion_id, text)
        for name, path, edited in self._edits():
            if criterion_of(name) == criterion_id and edited == text:
                drop(path)

    def hold(self, criterion_id: str, text: str) -> None:
        """Note the line that is being typed."""
        session_notes.hold_line(self.shared.root, criterion_id, text)

    def keep_draft(self, draft: Draft) -> None:
        """Put a draft on disk."""
        drafts.keep_draft(self.shared.root, self.person_id, drafts.StoredDraft(**{each: getattr(draft, each) for each in _DRAFT_FIELDS}))

    def forget_draft(self, criterion_id: str) -> None:
        """Take it away again."""
        drafts.forget_draft(self.shared.root, self.person_id, criterion_id)

    def keep_place(self, place: str) -> None:
        """Note where the person is."""
        session_notes.keep_place(self.shared.root, self.person_id, place)

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
        return session_notes.read_place(self.shared.root, self.person_id)

    def drafts(self) -> tuple[Draft, ...]:
        """Give the records that the person began to enter."""
        found = drafts.find_drafts(self.shared.root, self.person_id)
        return tuple(Draft(**{each: getattr(stored, each) for each in _DRAFT_FIELDS}) for stored in found)

    def left(self) -> tuple[UnsavedText, ...]:
        """Give the texts that earlier sessions could not save: those put aside, lines that were being typed, files of editors."""
        root = self.shared.root
        session_notes.collect_lines(root)
        found: list[UnsavedText] = []
        for path in find_unsaved(root):
            try:
                texts = read_unsaved(path)
            except StoreError as error:
                self.shared.say(f"gni-assess: {error.message}")
                continue
            place = path.relative_to(root).as_posix()
            found += (UnsavedText(criterion=path.stem, text=each, place=place) for each in texts)
        for name, path, text in self._edits():
            if criterion := criterion_of(name):
                found.append(UnsavedText(criterion=criterion, text=text, place=path.relative_to(root).as_posix()))
        return tuple(found)

    def _edits(self) -> Sequence[tuple[str, Path, str]]:
        return find_edits(session_notes.editing_folder(self.shared.root))


def _last_part(path: str) -> str:
    name = path.removesuffix("/").rpartition("/")[2]
    return f"{name}/" if path.endswith("/") else name


def criterion_of(name: str) -> str:
    """Find the criterion in the name of an editor's file, such as `GOV-02-answer`; empty where there is none."""
    criterion = "-".join(name.split("-")[:2])
    return criterion if kind_of_id(criterion) is RecordKind.RESPONSE else ""
