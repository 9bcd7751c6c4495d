"""What the interview needs of the world around it, as a protocol: the real one lives in the command line, a twin in `scripted`."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from gni_assess.interview.forms.draft import Draft, Plain
from gni_assess.interview.terminal import Offer
from gni_assess.model.assessment import Assessment, Facts, Record
from gni_assess.model.changes import Change
from gni_assess.model.vocabulary import RecordKind


class Workplace(Protocol):
    """Where records are read and saved, and where is kept what is not in them yet."""

    @property
    def countries(self) -> Mapping[str, str]:
        """The names of countries by their code."""

    def load(self) -> Assessment:
        """Read the whole record again, as it is on disk now. Raises `GniAssessError`."""

    def facts(self, assessment: Assessment) -> Facts:
        """Find what rules may know of the world outside."""

    def save(self, change: Change) -> Record:
        """Write one record and give it back as it was written. Raises `ConflictError` or another `StoreError`."""

    def build(self, kind: RecordKind, plain: Plain) -> Record:
        """Make a record of fields as files hold them. Raises `GniAssessError` where they do not fit."""

    def keep(self, criterion_id: str, text: str) -> str:
        """Put a text that belongs to a criterion on disk, and say where. Raises `StoreError`."""

    def forget(self, criterion_id: str, text: str) -> None:
        """Take such a text away again. Raises `StoreError`."""

    def hold(self, criterion_id: str, text: str) -> None:
        """Note the line that is being typed, in place of the one before; never raises."""

    def keep_draft(self, draft: Draft) -> None:
        """Put a record that is being entered on disk, in place of what is there of it. Raises `StoreError`."""

    def forget_draft(self, criterion_id: str) -> None:
        """Take it away again: the record itself is there. Raises `StoreError`."""

    def keep_place(self, place: str) -> None:
        """Note where the person is, so that the next session goes on there; never raises."""

    def draw_gap_id(self, criterion_id: str, taken: frozenset[str]) -> str:
        """Give a new id for a gap of a criterion, none of those taken."""

    def draw_record_id(self, assessment: Assessment, kind: RecordKind) -> str:
        """Give a free id for a new policy, system or case."""

    def measure(self, path: str) -> Plain:
        """Give `file`, `sha256` and `size` of a document. Raises `GniAssessError`."""

    def find_paths(self, typed: str) -> Sequence[Offer]:
        """Complete the path of a document."""
