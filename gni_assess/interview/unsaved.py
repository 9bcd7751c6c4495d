"""What was typed and is not in the record: kept where a window that dies cannot take it along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gni_assess.errors import GniAssessError
from gni_assess.interview.layout import Para, hint, warning

Keep = Callable[[str, str], str]
"""Puts a text that belongs to a criterion on disk, and says where. Raises `StoreError`."""

Forget = Callable[[str, str], None]
"""Takes such a text away again. Raises `StoreError`."""


@dataclass(frozen=True, kw_only=True)
class UnsavedText:
    """A text that belongs to a criterion and is not in its record, and where it stands instead."""

    criterion: str
    text: str
    place: str


@dataclass(kw_only=True)
class SafeKeeping:
    """Keeps on disk what one session could not save, for as long as that is so."""

    keep: Keep
    forget: Forget
    kept: dict[str, UnsavedText] = field(default_factory=dict)

    def follow(self, texts: Sequence[str], criterion: str) -> None:
        """Put aside the texts that are new, as belonging to a criterion, and take away those that are no longer among them.

        What the disk refuses is tried again the next time; until then it is only in the session.
        """
        for text in texts:
            if text not in self.kept:
                try:
                    place = self.keep(criterion, text)
                except GniAssessError:
                    continue
                self.kept[text] = UnsavedText(criterion=criterion, text=text, place=place)
        for text in [each for each in self.kept if each not in texts]:
            gone = self.kept.pop(text)
            try:
                self.forget(gone.criterion, text)
            except GniAssessError:
                # Then it is offered once more the next time, which is better than lost.
                continue

    def tell(self, texts: Sequence[str]) -> tuple[Para, ...]:
        """Say where texts stand that could not be saved."""
        if not texts:
            return ()
        if all(each in self.kept for each in texts):
            places = dict.fromkeys(self.kept[each].place for each in texts)
            return (hint(f"What you typed is kept in {', '.join(f'`{each}`' for each in places)} meanwhile."),)
        return (
            warning("What you typed cannot be put aside on disk either. It stays here, and is shown when you leave; keep the window open."),
        )


def tell_left(left: Sequence[UnsavedText]) -> tuple[Para, ...]:
    """Say what earlier sessions could not save, where it stands, and what can be done with it."""
    if not left:
        return ()
    ids = tuple(dict.fromkeys(each.criterion for each in left))
    places = ", ".join(f"`{each}`" for each in dict.fromkeys(each.place for each in left))
    return (
        warning(f"What was typed for {', '.join(ids)} in an earlier session is not in the record. It is kept in {places}."),
        hint(f"`:o` shows it; `:f {ids[0]}` takes it away, once it is no longer needed."),
    )
