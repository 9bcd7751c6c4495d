"""Where the company stands, in sentences made of the program's own words and counts; no word of any record stands in them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gni_assess.disclosure.views import DisclosedGap
from gni_assess.model.follow_up import RecommendationStatus
from gni_assess.model.vocabulary import Finding, GapStatus, Severity, Stage, State
from gni_assess.report.board_matters import compare, is_better
from gni_assess.report.tables_gaps import overdue_gaps
from gni_assess.report.view import View
from gni_assess.report.words import BY_CASES, FINDINGS, NOT_SHOWN, SEVERITIES, SEVERITY_NOT_SHOWN
from gni_assess.sheets.book import Word

_STAGES: Mapping[Stage, str] = {
    Stage.COLLECTING: "The company is still collecting its answers.",
    Stage.REVIEW: "The company has its answers and is reviewing them.",
    Stage.READY: "The company says that it is ready for the assessor.",
}


@dataclass(frozen=True, kw_only=True)
class GapNumbers:
    """The numbers of gaps that the sentences name. `severities` has those of open gaps, also of which the severity is not shown."""

    severities: Counter[Word]
    overdue: int
    accepted: int

    @property
    def open(self) -> int:
        """How many are open or in progress."""
        return sum(self.severities.values())

    @property
    def severe(self) -> int:
        """How many of the open ones are known to be severe."""
        return self.severities[SEVERITIES[Severity.SEVERE]]


def count_gaps(view: View) -> GapNumbers:
    """Count the gaps as the sentences name them."""
    return GapNumbers(
        severities=Counter(word for _, word in view.open_gaps),
        overdue=len(overdue_gaps(view)),
        accepted=len(accepted_gaps(view)),
    )


def accepted_gaps(view: View) -> tuple[DisclosedGap, ...]:
    """Give the gaps that the board is told are accepted, also those of which it is told little else."""
    return tuple(each for each in view.gaps if (each.gap.record.status if each.gap.record else each.gap.status) == GapStatus.ACCEPTED)


def say_where_we_stand(view: View, previous: Mapping[str, Finding], *, progress: int, named: int, matters: int) -> tuple[str, ...]:
    """Say in a few sentences how far the company is, and how much on this page waits for the board.

    `progress` is how much has improved; `named` is how much of it the page names.
    """
    return (
        f"{_STAGES[view.disclosure.workspace.plan.stage]} {_reviewed(view)}",
        *_answers(view),
        *_gaps(view),
        *_recommendations(view),
        *_last_time(view, previous),
        _waiting(progress, named, matters),
    )


def _waiting(progress: int, named: int, matters: int) -> str:
    some = f" ({named} of them named below)" if named < progress else ""
    return (
        f"{_count(progress, 'improvement is', 'improvements are')} on record{some}, and "
        f"{_count(matters, 'matter waits', 'matters wait')} for a decision of the board."
    )


def _reviewed(view: View) -> str:
    reviewed = sum(view.states.get(each.id) is State.REVIEWED for each in view.criteria)
    is_partial = any(each.record is None or each.hidden_fields for each in view.disclosure.responses.values())
    shown = " of those shown in full here" if is_partial else ""
    return f"{_count(reviewed, 'answer', 'answers')}{shown} {'has' if reviewed == 1 else 'have'} been reviewed so far."


def _answers(view: View) -> Iterator[str]:
    counts = Counter(view.counted_as(each) for each in view.criteria)
    answered = {word: counts[word] for word in FINDINGS.values() if counts[word]}
    total = sum(answered.values())
    parts = _listed([f"{number} {_be(number)} {word.text}" for word, number in answered.items()])
    yield (
        f"{total} of {_count(len(view.criteria), 'criterion', 'criteria')} {'is' if total == 1 else 'are'} answered"
        + (f": {parts}." if parts else ".")
    )
    if counts[BY_CASES]:
        yield f"{_count(counts[BY_CASES], 'more criterion is', 'more criteria are')} answered by the cases."
    open_ones = len(view.criteria) - total - counts[BY_CASES] - counts[NOT_SHOWN]
    if open_ones:
        yield f"{_count(open_ones, 'criterion still needs', 'criteria still need')} an answer."
    if counts[NOT_SHOWN]:
        yield f"Of {_count(counts[NOT_SHOWN], 'criterion', 'criteria')} the finding is not shown to the board."


def _gaps(view: View) -> Iterator[str]:
    numbers = count_gaps(view)
    severities, total, overdue = numbers.severities, numbers.open, numbers.overdue
    parts = _listed([f"{severities[word]} {word.text}" for word in SEVERITIES.values() if severities[word]])
    unknown = severities[SEVERITY_NOT_SHOWN]
    yield (
        f"{_count(total, 'gap is', 'gaps are')} open or in progress"
        + (f": {parts} for the people affected" if parts else "")
        + (f"{', and ' if parts else ': '}{unknown} of which the severity is not shown to the board" if unknown else "")
        + "."
        + (f" {_count(overdue, 'of them is', 'of them are')} past the date set." if overdue else "")
    )
    untold = sum(not each.gap.status and each.gap.record is None for each in view.disclosure.gaps)
    if untold:
        are, they_are = ("is", "it is") if untold == 1 else ("are", "they are")
        yield f"{_count(untold, 'further gap', 'further gaps')} {are} on record; the board is not told whether {they_are} open."
    if numbers.accepted:
        yield f"{_count(numbers.accepted, 'gap is', 'gaps are')} accepted by the company and not to be closed for now."


def _recommendations(view: View) -> Iterator[str]:
    counts = Counter(each.record.status for each in view.recommendations if each.record is not None)
    total = sum(counts.values())
    words = {
        RecommendationStatus.DONE: "done",
        RecommendationStatus.IN_PROGRESS: "in progress",
        RecommendationStatus.OPEN: "open",
        RecommendationStatus.DECLINED: "declined",
    }
    if total:
        parts = _listed([f"{counts[each]} {_be(counts[each])} {word}" for each, word in words.items() if counts[each]])
        yield f"Of {_count(total, 'recommendation', 'recommendations')} of earlier assessments {parts}."


def _last_time(view: View, previous: Mapping[str, Finding]) -> Iterator[str]:
    compared = compare(view, previous)
    if compared:
        better = sum(is_better(before, now) for _, before, now in compared)
        worse = sum(is_better(now, before) for _, before, now in compared)
        same = len(compared) - better - worse
        yield (
            f"Beside the last assessment, {_count(better, 'criterion is', 'criteria are')} better, {worse} worse "
            f"and {same} the same; {_count(len(compared), 'was', 'were')} compared."
        )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
