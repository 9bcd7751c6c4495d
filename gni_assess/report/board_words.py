"""Where the company stands, in sentences made of the program's own words and counts; no word of any record stands in them."""

from collections import Counter
from collections.abc import Iterator, Mapping

from gni_assess.model.follow_up import RecommendationStatus
from gni_assess.model.vocabulary import Finding, Severity, Stage, State
from gni_assess.report.board_matters import compare, is_better
from gni_assess.report.view import View
from gni_assess.report.words import BY_CASES, FINDINGS, NOT_SHOWN, SEVERITIES

_STAGES: Mapping[Stage, str] = {
    Stage.COLLECTING: "The company is still collecting its answers.",
    Stage.REVIEW: "The company has its answers and is reviewing them.",
    Stage.READY: "The company says that it is ready for the assessor.",
}


def say_where_we_stand(view: View, previous: Mapping[str, Finding], *, progress: int, matters: int) -> tuple[str, ...]:
    """Say in a few sentences how far the company is, and how much on this page waits for the board."""
    return (
        f"{_STAGES[view.disclosure.workspace.plan.stage]} {_reviewed(view)}",
        *_answers(view),
        _gaps(view),
        *_recommendations(view),
        *_last_time(view, previous),
        _waiting(progress, matters),
    )


def _waiting(progress: int, matters: int) -> str:
    return (
        f"{_count(progress, 'improvement is', 'improvements are')} on record, and "
        f"{_count(matters, 'matter waits', 'matters wait')} for a decision of the board."
    )


def _reviewed(view: View) -> str:
    reviewed = sum(view.states.get(each.id) is State.REVIEWED for each in view.criteria)
    return f"{_count(reviewed, 'answer has', 'answers have')} been reviewed so far."


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


def _gaps(view: View) -> str:
    is_open = [gap for _, gap in view.full_gaps if gap.is_open]
    hidden = sum(each.gap.record is None for each in view.disclosure.gaps)
    severities = Counter(gap.severity for gap in is_open)
    parts = _listed([f"{severities[each]} {SEVERITIES[each].text}" for each in Severity if severities[each]])
    overdue = sum(gap.due is not None and gap.due < view.today for gap in is_open)
    return (
        f"{_count(len(is_open), 'gap is', 'gaps are')} open{' in what is shown here' if hidden else ''}"
        + (f": {parts} for the people affected." if parts else ".")
        + (f" {_count(overdue, 'of them is', 'of them are')} past the date set." if overdue else "")
        + (f" {_count(hidden, 'further gap is', 'further gaps are')} not shown in full to the board." if hidden else "")
    )


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
