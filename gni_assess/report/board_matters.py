"""What the board is asked to decide, and what has improved: derived from the record, never invented."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from gni_assess.disclosure.views import Disclosed
from gni_assess.model.follow_up import Recommendation, RecommendationStatus
from gni_assess.model.gaps import Gap
from gni_assess.model.vocabulary import Finding, GapStatus, Severity
from gni_assess.report.limited import of_record
from gni_assess.report.view import View
from gni_assess.report.words import FINDINGS, GAP_STATUSES, NO_DATE, NOBODY_YET, RECOMMENDATION_STATUSES
from gni_assess.sheets.book import Value

AHEAD = timedelta(days=92)
"""How long before an accepted gap is to be looked at again the board is asked: it meets about every three months."""

_ORDER = (Finding.NOT_IN_PLACE, Finding.PLANNED, Finding.PARTLY_IN_PLACE, Finding.IN_PLACE)
_LAST = "9999"


class Asked(StrEnum):
    """What the board is asked, the most pressing first."""

    RENEW_OVERDUE = "Accept it again or have it closed: the day to look at it again has passed"
    NAME_AND_DATE = "Name an owner and set a date"
    NAME_OWNER = "Name an owner"
    SET_DATE = "Set a date"
    OVERDUE_GAP = "Decide how it goes on: its date has passed"
    UNDATED_ACCEPTANCE = "Set a day to look at it again: it was accepted without one"
    DECLINED = "Confirm that the company declines this, or take it up"
    OVERDUE_RECOMMENDATION = "Decide how this recommendation is met: its date has passed"
    RENEW_SOON = "Accept it again or have it closed: it is to be looked at again on this day"


class Improved(StrEnum):
    """In which way something has improved."""

    GAP = "gap closed"
    RECOMMENDATION = "recommendation done"
    FINDING = "better than in the last assessment"


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing on the board's page: what it is about, and what is asked or has improved (`what`)."""

    what: Asked | Improved
    key: str
    text: Value
    link: Value
    day: Value = None
    owner: Value = None
    before: Value = None
    now: Value = None

    @property
    def asked(self) -> str:
        """What is asked, or how it improved, in words."""
        return self.what.value

    @property
    def sort_day(self) -> str:
        """The day as text that sorts; without one, last."""
        return self.day.isoformat() if isinstance(self.day, date) else _LAST


def find_matters(view: View) -> tuple[Matter, ...]:
    """Find what the board is asked to decide: of each record the most pressing only. What it may not see asks nothing of it."""
    return (*_gap_matters(view), *_recommendation_matters(view))


def find_progress(view: View, previous: Mapping[str, Finding]) -> tuple[Matter, ...]:
    """Find what improved: gaps closed and recommendations done since the period began, and findings better than the last time."""
    return (*_closed_gaps(view), *_done_recommendations(view), *_better_findings(view, previous))


def compare(view: View, previous: Mapping[str, Finding]) -> tuple[tuple[str, Finding, Finding], ...]:
    """Give criterion, finding before and finding now, where both are known, finished and on the way from not in place to in place."""
    words = {word: finding for finding, word in FINDINGS.items() if finding in _ORDER}
    return tuple(
        (each.id, before, words[now])
        for each in view.criteria
        if (before := previous.get(each.id)) in _ORDER and (now := view.counted_as(each)) in words
    )


def is_better(before: Finding, now: Finding) -> bool:
    """Whether one finding is nearer to being in place than another."""
    return _ORDER.index(now) > _ORDER.index(before)


def _gap_matters(view: View) -> Iterator[Matter]:
    for each in view.gaps:
        if each.gap.record is None:
            continue
        what = _asked_of_gap(view, each.gap.record, each.gap.hidden_fields)
        if what is not None:
            is_accepted = each.gap.record.status is GapStatus.ACCEPTED
            yield _matter(view, each.gap, what, "review_on" if is_accepted else "due")


def _asked_of_gap(view: View, gap: Gap, hidden: tuple[str, ...]) -> Asked | None:
    if gap.status is GapStatus.ACCEPTED:
        return _asked_of_accepted(view, gap) if "review_on" not in hidden else None
    if not gap.is_open or gap.severity is not Severity.SEVERE:
        return None
    lacks_owner = not gap.owner and "owner" not in hidden
    lacks_date = gap.due is None and "due" not in hidden
    if lacks_owner or lacks_date:
        return Asked.NAME_AND_DATE if lacks_owner and lacks_date else Asked.NAME_OWNER if lacks_owner else Asked.SET_DATE
    return Asked.OVERDUE_GAP if gap.due is not None and gap.due < view.today else None


def _asked_of_accepted(view: View, gap: Gap) -> Asked | None:
    if gap.review_on is None:
        return Asked.UNDATED_ACCEPTANCE
    if gap.review_on < view.today:
        return Asked.RENEW_OVERDUE
    return Asked.RENEW_SOON if gap.review_on <= view.today + AHEAD else None


def _recommendation_matters(view: View) -> Iterator[Matter]:
    for each in view.recommendations:
        record = each.record
        if record is None:
            continue
        if record.status is RecommendationStatus.DECLINED:
            yield _matter(view, each, Asked.DECLINED, "due")
        elif record.status is not RecommendationStatus.DONE and record.due is not None and record.due < view.today:
            yield _matter(view, each, Asked.OVERDUE_RECOMMENDATION, "due")


def _matter(view: View, shown: Disclosed[Gap] | Disclosed[Recommendation], what: Asked, day: str) -> Matter:
    is_gap = isinstance(shown.record, Gap)
    return Matter(
        what=what,
        key=shown.id,
        text=_value(view, shown, "summary" if is_gap else "text"),
        link=view.link(shown.id),
        day=_value(view, shown, day) or (NO_DATE if is_gap else None),
        owner=_value(view, shown, "owner") or NOBODY_YET,
    )


def _closed_gaps(view: View) -> Iterator[Matter]:
    done = [(each, gap) for each in view.gaps if (gap := each.gap.record) and gap.status is GapStatus.DONE and _is_recent(view, gap.closed)]
    for each, gap in sorted(done, key=lambda pair: (tuple(Severity).index(pair[1].severity), pair[1].id)):
        now = GAP_STATUSES[GapStatus.DONE]
        text, link = _value(view, each.gap, "summary"), view.link(gap.id)
        yield Matter(what=Improved.GAP, key=gap.id, text=text, link=link, day=gap.closed, now=now)


def _done_recommendations(view: View) -> Iterator[Matter]:
    for each in view.recommendations:
        if (record := each.record) and record.status is RecommendationStatus.DONE and _is_recent(view, record.completed):
            now = RECOMMENDATION_STATUSES[RecommendationStatus.DONE]
            text, link = _value(view, each, "text"), view.link(each.id)
            yield Matter(what=Improved.RECOMMENDATION, key=each.id, text=text, link=link, day=record.completed, now=now)


def _better_findings(view: View, previous: Mapping[str, Finding]) -> Iterator[Matter]:
    for key, before, now in compare(view, previous):
        if is_better(before, now):
            title = view.disclosure.pack.by_id[key].title
            link = view.link(key)
            yield Matter(what=Improved.FINDING, key=key, text=title, link=link, before=FINDINGS[before], now=FINDINGS[now])


def _value(view: View, shown: Disclosed[Any], key: str) -> Value:
    def give(_: View, record: Gap | Recommendation) -> Value:
        value: Value = getattr(record, key)
        return value.strip() if isinstance(value, str) else value

    return of_record(give, key)(view, shown)


def _is_recent(view: View, day: date | None) -> bool:
    """Whether a day lies between the beginning of the assessment period and today; without a period, any day up to today."""
    period = view.disclosure.workspace.plan.period
    return day is not None and day <= view.today and (period is None or day >= period.start)
