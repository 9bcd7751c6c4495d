"""How far the work is, in counts and area by area: for eyes with bars, for ears with words."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from gni_assess.checks.states import state_of
from gni_assess.interview.layout import Para
from gni_assess.interview.progress import is_answered, is_optional
from gni_assess.model.assessment import Assessment
from gni_assess.model.columns import count_columns, cut_columns
from gni_assess.model.criteria import CASE_AREA, Area
from gni_assess.model.visible import visible_line
from gni_assess.model.vocabulary import State

_BAR = 12
_LONGEST_TITLE, _SHORTEST_TITLE = 36, 12
_GAP = "  "


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How far a number of criteria are. `answered`, `left` and `optional` add up to `total`.

    `left` still need an answer; `optional` have none and need none, because the cases themselves answer them. `reviewed` are among the
    answered, `waiting` among the left: they are assigned to somebody. `unsure` may be answered or not.
    """

    answered: int
    left: int
    optional: int
    reviewed: int
    unsure: int
    waiting: int

    @property
    def total(self) -> int:
        """All criteria that were counted."""
        return self.answered + self.left + self.optional


def count(assessment: Assessment, walk: Iterable[str]) -> Counts:
    """Count how far the criteria of a walk are."""
    ids = tuple(walk)
    answered = {each for each in ids if is_answered(assessment, each)}
    left = [each for each in ids if each not in answered and not is_optional(each)]
    found = {each: assessment.responses[each] for each in ids if each in assessment.responses}
    return Counts(
        answered=len(answered),
        left=len(left),
        optional=len(ids) - len(answered) - len(left),
        reviewed=sum(state_of(each) is State.REVIEWED for each in found.values()),
        unsure=sum(each.unsure for each in found.values()),
        waiting=sum(bool(found[each].assignee) for each in left if each in found),
    )


def say_counts(counts: Counts) -> str:
    """Say how many are answered and how many are left, in words that add up, without a full stop."""
    said = f"{counts.answered} of {counts.total} answered, {counts.left} left"
    if not counts.optional:
        return said
    # Together with those about cases that were answered all the same, "the other" would be more than are meant.
    if counts.optional == counts.total:
        return f"{said}; your cases themselves answer these"
    other = "the other one is" if counts.optional == 1 else f"the other {counts.optional} are"
    return f"{said}; {other} about your cases and may stay empty"


def show_progress(
    assessment: Assessment,
    walk: Iterable[str],
    *,
    width: int,
    with_bars: bool = True,
    new: Collection[str] = (),
) -> tuple[Para, ...]:
    """Show the areas of a walk, one to a line where `width` columns allow it, with how many of each are answered.

    `new` are the criteria that this session answered: in a bar they are `+` instead of `#`. Without bars every line is a phrase that can
    be read aloud. Nothing needs color, or more than ASCII.
    """
    rows = tuple(_rows(assessment, tuple(walk), frozenset(new)))
    if not with_bars:
        return tuple(Para(lead=f"{row.area.id}{_GAP}", text=f"{visible_line(row.area.title)}: {row.in_words}") for row in rows)
    ids = max((count_columns(row.area.id) for row in rows), default=0)
    fit = _fit(rows, width - ids - len(_GAP))
    return tuple(Para(lead=_pad(row.area.id, ids) + _GAP, text=fit.draw(row)) for row in rows)


def draw_bar(done: int, total: int, size: int, *, new: int = 0) -> str:
    """Draw a bar of `size` characters: `#` for what is done, `+` for those of it that are new, `.` for the rest.

    It is only full where all is done, and only empty where nothing is; whatever is new shows.
    """
    filled = _fill(done, total, size)
    fresh = max(filled - _fill(done - new, total, size), 1) if new else 0
    return "#" * (filled - fresh) + "+" * fresh + "." * (size - filled)


def _fill(done: int, total: int, size: int) -> int:
    return max(done * size // total, 1) if done else 0


@dataclass(frozen=True, kw_only=True)
class _Row:
    area: Area
    counts: Counts
    new: int

    @property
    def figures(self) -> str:
        return f"{self.counts.answered} of {self.counts.total}{self._more}"

    @property
    def in_words(self) -> str:
        return f"{self.counts.answered} of {self.counts.total} answered{self._more}"

    @property
    def _more(self) -> str:
        optional = "the rest optional" if self.counts.answered else "all optional"
        told = (
            (self.new, f"{self.new} new"),
            (self.counts.reviewed, f"{self.counts.reviewed} reviewed"),
            (self.counts.unsure, f"{self.counts.unsure} unsure"),
            (self.area.id == CASE_AREA and self.counts.optional, optional),
        )
        return "".join(f", {words}" for holds, words in told if holds)


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """What of a line there is room for; all lines are alike, so that columns stand under each other."""

    title: int
    bar: int

    def draw(self, row: _Row) -> str:
        title = _pad(_shorten(visible_line(row.area.title), self.title), self.title) + _GAP if self.title else ""
        drawn = draw_bar(row.counts.answered, row.counts.total, self.bar, new=row.new)
        return f"{title}{f'[{drawn}]{_GAP}' if self.bar else ''}{row.figures}"


def _rows(assessment: Assessment, walk: tuple[str, ...], new: frozenset[str]) -> Iterator[_Row]:
    for area in assessment.pack.areas:
        ids = tuple(each for each in walk if each.partition("-")[0] == area.id)
        if ids:
            fresh = sum(each in new and is_answered(assessment, each) for each in ids)
            yield _Row(area=area, counts=count(assessment, ids), new=fresh)


def _fit(rows: tuple[_Row, ...], room: int) -> _Fit:
    figures = max((count_columns(row.figures) for row in rows), default=0)
    bar = _BAR + len("[]") + len(_GAP)
    longest = min(max((count_columns(visible_line(row.area.title)) for row in rows), default=0), _LONGEST_TITLE)
    for_title = room - figures - bar - len(_GAP)
    if for_title >= min(longest, _SHORTEST_TITLE):
        return _Fit(title=min(longest, for_title), bar=_BAR)
    return _Fit(title=0, bar=_BAR if figures + bar <= room else 0)


def _shorten(title: str, most: int) -> str:
    return title if count_columns(title) <= most else cut_columns(title, most - 3).rstrip() + "..."


def _pad(text: str, columns: int) -> str:
    return text + " " * (columns - count_columns(text))
