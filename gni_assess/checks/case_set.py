"""What the selected cases cover, against the figures of the pack or those that the workspace chose (CAS-01 to CAS-10)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from fractions import Fraction
from math import ceil, isfinite

from gni_assess.checks.placeholders import says_something
from gni_assess.disclosure.treatments import treat
from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import CaseResult, CaseType, Challenge, NominatedBy, SelectionDecision
from gni_assess.model.cases import Case, Selection
from gni_assess.model.coverage import Coverage, CoverageLine
from gni_assess.model.criteria import CaseFigures
from gni_assess.model.dates import Span
from gni_assess.model.diagnostics import RecordRef
from gni_assess.model.vocabulary import Audience, RecordKind, Right, Treatment
from gni_assess.model.workspace import Workspace

DECISION_TYPES = frozenset({CaseType.PRODUCT_DECISION, CaseType.MARKET_DECISION, CaseType.TRANSACTION})
"""The types of case in which the company decided for itself and nobody demanded anything."""

_SHARE = "min_concern_share"


def measure_coverage(assessment: Assessment, broken: Iterable[RecordRef] = ()) -> Coverage:
    """Count what the selected cases cover; `broken` are the records that cannot be read.

    Only criteria that the pack has and that apply get a line.
    """
    cases, workspace = selected_cases(assessment), assessment.workspace
    applicable = {each.id for each in assessment.applicable}
    return Coverage(
        lines=tuple(each for each in _lines(assessment, cases) if each.criterion in applicable),
        rights=_count((right for case in cases for right in set(case.rights)), Right),
        types=_count(case.type for case in cases),
        jurisdictions=_count((case.jurisdiction for case in cases), workspace.jurisdictions_of_concern),
        services=_count(
            (service for case in cases for service in set(case.services)), [each.id for each in workspace.services if each.in_scope]
        ),
        unread=sum(each.kind is RecordKind.CASE for each in broken),
    )


def selected_cases(assessment: Assessment) -> tuple[Case, ...]:
    """Give the cases that the assessor is to look at: those that are selected, and that the assessor may know of."""
    return tuple(each for each in assessment.cases.values() if _is_selected(each) and not _is_secret(each))


def secret_selections(assessment: Assessment) -> tuple[Case, ...]:
    """Give the cases that are selected although the assessor may not know of them (GNI514); no other count has them in it."""
    return tuple(each for each in assessment.cases.values() if _is_selected(each) and _is_secret(each))


def figures_of(assessment: Assessment) -> CaseFigures:
    """Give the figures that count: the workspace's where it chose another for a reason that says something, else the pack's.

    Part of a case asks for a whole one.
    """
    known = {each.name for each in fields(CaseFigures)}
    chosen = {
        name: each.value if name == _SHARE else ceil(each.value)
        for name, each in assessment.workspace.case_selection.items()
        if name in known and isfinite(each.value) and says_something(each.reason)
    }
    return replace(assessment.pack.case_selection, **chosen)  # type: ignore[arg-type] # a share may be a float, the others are rounded


def is_hard(case: Case) -> bool:
    """Whether a case is more than a success: a challenge lost, an adverse result, or hard for a reason that says something."""
    lost = case.challenge is Challenge.LOST or case.result is CaseResult.ADVERSE
    return lost or (case.hard and says_something(case.hard_reason))


def is_in_period(case: Case, period: Span) -> bool:
    """Whether a case lies in the period at least in part, from the earliest to the latest of its known dates and steps.

    A month may be any of its days. A case without any known date may lie anywhere.
    """
    known = (*case.dates.known, *(each.on for each in case.steps if each.on is not None))
    earliest = min((each.earliest for each in known if each.earliest), default=None)
    latest = max((each.latest for each in known if each.latest), default=None)
    if earliest is None or latest is None:
        return True
    return latest >= period.start and (period.end is None or earliest <= period.end)


def is_nominated(selection: Selection) -> bool:
    """Whether a member of GNI that is no company put the case forward."""
    return selection.nominated_by is NominatedBy.NON_COMPANY_MEMBER


def is_decided(selection: Selection) -> bool:
    """Whether a case was taken up, or declined for a reason that is given."""
    declined = selection.decision is SelectionDecision.DECLINED and bool(selection.reason.strip())
    return declined or selection.decision is SelectionDecision.SELECTED


def _is_selected(case: Case) -> bool:
    return case.selection.decision is SelectionDecision.SELECTED


def _is_secret(case: Case) -> bool:
    return treat(case, Audience.ASSESSOR).treatment is Treatment.UNACKNOWLEDGED


def _lines(assessment: Assessment, cases: tuple[Case, ...]) -> Iterator[CoverageLine]:
    figures, period = figures_of(assessment), assessment.workspace.plan.period
    yield _line("CAS-01", "cases", "selected cases", len(cases), figures.min_cases)
    for right, name in ((Right.EXPRESSION, "freedom of expression"), (Right.PRIVACY, "privacy")):
        yield _line("CAS-02", right.value, f"cases about {name}", sum(right in each.rights for each in cases), figures.min_per_right)
    yield from _place_lines(assessment.workspace, cases, figures)
    yield _service_line(assessment.workspace, cases)
    yield _line("CAS-05", "types", "types of case", len({each.type for each in cases}), figures.min_types)
    decisions = sum(each.type in DECISION_TYPES for each in cases)
    yield _line("CAS-06", "decision_cases", "product, market or deal decisions", decisions, figures.min_decision_cases)
    yield _line("CAS-07", "hard_cases", "hard or lost cases", sum(map(is_hard, cases)), figures.min_hard_cases)
    if period is not None:
        inside = sum(is_in_period(each, period) or bool(each.period_reason.strip()) for each in cases)
        yield _line("CAS-08", "cases_in_period", "cases inside the period, or with a reason", inside, len(cases))
    secret = {each.id for each in secret_selections(assessment)}
    nominations = [each.selection for each in assessment.cases.values() if is_nominated(each.selection) and each.id not in secret]
    yield _line("CAS-09", "nominations", "nominations taken up or declined", sum(map(is_decided, nominations)), len(nominations))
    told = sum(bool(each.shareable_summary.strip()) for each in cases)
    yield _line("CAS-10", "shareable_summaries", "cases with a shareable summary", told, len(cases))


def _place_lines(workspace: Workspace, cases: tuple[Case, ...], figures: CaseFigures) -> Iterator[CoverageLine]:
    found, concern = {each.jurisdiction for each in cases}, list(dict.fromkeys(workspace.jurisdictions_of_concern))
    # A workspace that names no markets has not said that there are fewer than the figure.
    target = min(figures.min_jurisdictions, len(set(workspace.markets)) or figures.min_jurisdictions)
    yield _line("CAS-03", "jurisdictions", "jurisdictions", len(found), target)
    lacking = [each for each in concern if each not in found]
    # As an exact fraction: 0.07 of 100 is 7, and no float above it.
    needed = min(ceil(Fraction(str(figures.min_concern_share)) * len(concern)), len(concern))
    yield _line("CAS-03", "concern", "jurisdictions of concern", len(concern) - len(lacking), needed, lacking=lacking)


def _service_line(workspace: Workspace, cases: tuple[Case, ...]) -> CoverageLine:
    covered = {service for case in cases for service in case.services}
    at_risk = list(dict.fromkeys(each.id for each in workspace.services if each.in_scope and each.material_risk))
    lacking = [each for each in at_risk if each not in covered]
    return _line("CAS-04", "services", "services in scope with material risk", len(at_risk) - len(lacking), len(at_risk), lacking=lacking)


def _line(criterion: str, key: str, counted: str, count: int, target: int, *, lacking: Iterable[str] = ()) -> CoverageLine:
    return CoverageLine(criterion=criterion, key=key, counted=counted, count=count, target=target, lacking=tuple(lacking))


def _count(found: Iterable[str], expected: Iterable[str] = ()) -> Mapping[str, int]:
    """Count words, the most frequent first; those that are expected are there even where none was found."""
    counts = Counter(map(str, found))
    names = {*counts, *map(str, expected)}
    return {each: counts[each] for each in sorted(names, key=lambda name: (-counts[name], name))}
