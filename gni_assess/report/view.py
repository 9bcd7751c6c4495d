"""What the report knows: one audience's disclosure, the day, and lookups between its records. Nothing else reaches a sheet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from gni_assess.disclosure.treatments import treat
from gni_assess.disclosure.views import Disclosed, DisclosedGap, Disclosure, WithheldItem
from gni_assess.model.case_vocabulary import SelectionDecision
from gni_assess.model.cases import Case
from gni_assess.model.coverage import Coverage
from gni_assess.model.criteria import CASE_AREA, Criterion
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, System
from gni_assess.model.follow_up import Interview, Recommendation, Request
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Finding, GapStatus, State, Treatment
from gni_assess.report.words import (
    BY_CASES,
    FINDINGS,
    NOT_KNOWN,
    NOT_SHOWN,
    SEVERITIES,
    SEVERITY_NOT_SHOWN,
    UNANSWERED,
    UNFINISHED,
    held_back,
    unfinished,
)
from gni_assess.sheets.book import Link, Value, Word

R = TypeVar("R")

_UNFINISHED_FINDINGS = frozenset(map(unfinished, FINDINGS.values()))

_ROW_TREATMENTS = (Treatment.FULL, Treatment.VIEW_ONLY, Treatment.SUMMARY)
GET_EVERYTHING = (Audience.INTERNAL, Audience.ASSESSOR)
"""The audiences that are given every sheet and every column, also those without an entry, and are told what is outstanding."""

_OUTSIDERS = (Audience.RESPONDENT, Audience.PUBLIC)


@dataclass(frozen=True, kw_only=True)
class View:
    """One audience's disclosure with what is needed to put it into words.

    `states` says where the work on each response stands. `countries` maps ISO 3166-1 codes to names. `coverage` is what the set of cases
    covers, counted over those that this audience gets whole.
    """

    disclosure: Disclosure
    today: date
    states: Mapping[str, State] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    coverage: Coverage | None = None

    @property
    def gets_everything(self) -> bool:
        """Whether this audience is given every sheet and every column, also those without an entry: an empty one tells it something."""
        return self.disclosure.audience in GET_EVERYTHING or self.is_template

    @property
    def is_template(self) -> bool:
        """Whether this is the report of no company at all (`without_records`), made to know the words that stand in any report."""
        return not self.disclosure.workspace.plan.pack

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that apply, in the pack's order."""
        facts = self.disclosure.workspace.facts
        return tuple(each for each in self.disclosure.pack.criteria if each.applies(facts))

    @cached_property
    def areas(self) -> Mapping[str, str]:
        """The areas of the criteria that apply, in order, with their titles; a company's own may have none."""
        titles = {area.id: area.title for area in self.disclosure.pack.areas}
        return {each.area: titles.get(each.area, "The company's own") for each in self.criteria}

    @cached_property
    def documents(self) -> tuple[Disclosed[Policy] | Disclosed[System], ...]:
        """The policies and systems that have a row for this audience."""
        return (*has_row(self.disclosure.policies.values()), *has_row(self.disclosure.systems.values()))

    @cached_property
    def cases(self) -> tuple[Disclosed[Case], ...]:
        """The cases that have a row for this audience."""
        return has_row(self.disclosure.cases.values())

    @cached_property
    def gaps(self) -> tuple[DisclosedGap, ...]:
        """The gaps that have a row for this audience."""
        return tuple(each for each in self.disclosure.gaps if each.gap.treatment in _ROW_TREATMENTS)

    @cached_property
    def gaps_by_criterion(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the gaps under each criterion."""
        return _group((each.criterion, each.gap.id) for each in self.gaps)

    @cached_property
    def criteria_with_hidden_gaps(self) -> frozenset[str]:
        """The criteria with a gap that stands on the sheet of what is withheld, and has no row."""
        return frozenset(each.criterion for each in self.disclosure.gaps if each.gap.treatment not in _ROW_TREATMENTS)

    def is_in_full(self, evidence_id: str) -> bool:
        """Whether this audience gets a record of evidence in full; links keep what they say only to such records."""
        given = self.disclosure
        shown = given.policies.get(evidence_id) or given.systems.get(evidence_id) or given.cases.get(evidence_id)
        return shown is None or shown.record is not None

    @cached_property
    def evidence_by_criterion(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the evidence under each criterion: what its response links, and the cases that name it."""
        links = [(each.id, link.id) for each in self.full_responses for link in each.evidence]
        named = [(criterion, case.id) for case in self.full_cases for criterion in case.criteria]
        return _group([*links, *named])

    @cached_property
    def supported(self) -> Mapping[str, tuple[str, ...]]:
        """The criteria that each piece of evidence supports."""
        pairs = [(evidence, criterion) for criterion, ids in self.evidence_by_criterion.items() for evidence in ids]
        return _group(sorted(pairs, key=lambda pair: self.position_of(pair[1])))

    @cached_property
    def full_responses(self) -> tuple[Response, ...]:
        """The responses that this audience gets in full."""
        return tuple(each.record for each in self.disclosure.responses.values() if each.record is not None)

    @cached_property
    def full_cases(self) -> tuple[Case, ...]:
        """The cases that this audience gets in full."""
        return tuple(each.record for each in self.cases if each.record is not None)

    @cached_property
    def open_gaps(self) -> tuple[tuple[str, Word], ...]:
        """The gaps that this audience is told are open or in progress: criterion and severity, also where that is not shown."""
        found = ((each.criterion, _severity_if_open(each.gap)) for each in self.gaps)
        return tuple((criterion, word) for criterion, word in found if word is not None)

    @cached_property
    def set_cases(self) -> tuple[Disclosed[Case], ...]:
        """The cases that this audience gets in full and that are selected, but for those of which the assessor may not know."""
        return tuple(each for each in self.cases if each.record is not None and is_in_set(each.record))

    @cached_property
    def recommendations(self) -> tuple[Disclosed[Recommendation], ...]:
        """The recommendations that have a row for this audience."""
        return has_row(self.disclosure.recommendations.values())

    @cached_property
    def requests(self) -> tuple[Disclosed[Request], ...]:
        """The assessor's requests that have a row for this audience."""
        return has_row(self.disclosure.requests.values())

    @cached_property
    def interviews(self) -> tuple[Disclosed[Interview], ...]:
        """The interviews that have a row for this audience."""
        return has_row(self.disclosure.interviews.values())

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {each.id: position for position, each in enumerate(self.disclosure.pack.criteria)}

    def position_of(self, criterion_id: str) -> int:
        """Give where a criterion stands in the pack; one that it does not have stands after all."""
        return self._positions.get(criterion_id, len(self._positions))

    @cached_property
    def scope_names(self) -> Mapping[str, str]:
        """The names of the company's services and entities."""
        workspace = self.disclosure.workspace
        return {**{each.id: each.name for each in workspace.services}, **{each.id: each.name for each in workspace.entities}}

    def finding_of(self, criterion: Criterion) -> Word:
        """Give the finding of a criterion in a word, also where there is none or it is not shown."""
        shown = self.disclosure.responses.get(criterion.id)
        if shown is None:
            return self._absent(criterion)
        if shown.treatment is Treatment.WITHHELD or "finding" in shown.hidden_fields:
            return NOT_SHOWN
        status = shown.record.finding if shown.record is not None else shown.status
        if not status:
            return self._absent(criterion)
        finding = FINDINGS[Finding(status)]
        return unfinished(finding) if self.states.get(criterion.id) is State.DRAFT else finding

    def counted_as(self, criterion: Criterion) -> Word:
        """Give the word under which the finding of a criterion is counted: one whose answer is not finished counts for none yet."""
        finding = self.finding_of(criterion)
        return UNFINISHED if finding in _UNFINISHED_FINDINGS else finding

    def _absent(self, criterion: Criterion) -> Word:
        if criterion.area == CASE_AREA and self.cases:
            return BY_CASES
        # Such readers get nothing of most responses, so that "unanswered" would say what is not known here.
        return NOT_SHOWN if self.disclosure.audience in _OUTSIDERS else UNANSWERED

    def limits_of(self, kind: str, record_id: str, key: str) -> str:
        """Say in place of a field why it is not there; "" where nothing is known of a limit."""
        for item in self.withheld_of(kind, record_id):
            if not item.fields or key in item.fields:
                return held_back(item.treatment, item.grounds)
        return ""

    def withheld_of(self, kind: str, record_id: str) -> tuple[WithheldItem, ...]:
        """Give what the manifest says of one record."""
        return self._withheld.get((kind, record_id), ())

    @cached_property
    def _withheld(self) -> Mapping[tuple[str, str], tuple[WithheldItem, ...]]:
        items: dict[tuple[str, str], list[WithheldItem]] = defaultdict(list)
        for each in self.disclosure.withheld:
            items[each.kind, each.id].append(each)
        return {key: tuple(of_record) for key, of_record in items.items()}

    def place(self, code: str) -> str:
        """Give a jurisdiction with its name."""
        return f"{code} {self.countries[code]}" if code in self.countries else code

    def link(self, record_id: str) -> Value:
        """Give an id that leads to its row, where it has one."""
        sheet = self.sheets_by_id.get(record_id)
        return Link(record_id, sheet, record_id) if sheet else record_id

    @cached_property
    def sheets_by_id(self) -> Mapping[str, str]:
        """On which sheet each id has its row."""
        return {
            **{each.id: "Criteria" for each in self.criteria},
            **{each.id: "Evidence" for each in self.documents},
            **{each.id: "Cases" for each in self.cases},
            **{each.gap.id: "Gaps" for each in self.gaps},
            **{each.id: "Recommendations" for each in self.recommendations},
            **{each.id: "Requests" for each in self.requests},
            **{each.id: "Interviews" for each in self.interviews},
        }

    def in_period(self, effective: Effective) -> str:
        """Say whether something was in force in the assessment period; "not known" where a date or the period is missing."""
        period, end = self.disclosure.workspace.plan.period, effective.to
        if period is None or effective.from_.earliest is None or (end is not None and end.latest is None):
            return NOT_KNOWN
        return "yes" if effective.overlaps(period.start, period.end) else "no"


def _severity_if_open(shown: Disclosed[Gap]) -> Word | None:
    if shown.record is not None:
        return SEVERITIES[shown.record.severity] if shown.record.is_open else None
    return SEVERITY_NOT_SHOWN if shown.status in (GapStatus.OPEN, GapStatus.IN_PROGRESS) else None


def is_in_set(case: Case) -> bool:
    """Whether a case is selected. One that the assessor may not know of is in no set, whatever it says (GNI514)."""
    is_selected = case.selection.decision is SelectionDecision.SELECTED
    return is_selected and treat(case, Audience.ASSESSOR).treatment is not Treatment.UNACKNOWLEDGED


def has_row(items: Iterable[Disclosed[R]]) -> tuple[Disclosed[R], ...]:
    """Keep what this audience gets at least a summary of; the rest stands on the sheet of what is withheld."""
    return tuple(each for each in items if each.treatment in _ROW_TREATMENTS)


def in_days(value: PartialDate | date | None) -> Value:
    """Give a date as a date where the day is known, else in words (`2025-03`, `unknown`)."""
    if isinstance(value, PartialDate):
        return value.exact or value.text
    return value


def _group(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for key, value in pairs:
        groups[key][value] = None
    return {key: tuple(values) for key, values in groups.items()}
