"""What was outstanding when a report was written, and where the work on each response stands, as one audience may be told.

For `internal` these are the real diagnostics and states. For everybody else:

- Only records that the audience gets whole are judged; the others count as records that cannot be read, so that nothing is said about
  what is in them, nor about what they may explain elsewhere. What is unacknowledged counts as never entered.
- A review is a review of the whole record, hidden parts too, so whether there is one that counts is judged on the whole record. Whether
  there is an answer at all is judged on what the audience may know of.
- GNI210 is counted from the states that are shown, so that both say the same.
- Codes about the company's files and settings (GNI0xx) are left out: they are for the team, and loading is no part of what is counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gni_assess.checks import gni203_missing_evidence as missing_evidence
from gni_assess.checks import gni210_not_reviewed as not_reviewed
from gni_assess.checks.catalogue import RULES_BY_CODE
from gni_assess.checks.expected_evidence import missing_kinds
from gni_assess.checks.rule import Context
from gni_assess.checks.runner import Result, run_checks
from gni_assess.checks.severities import ignores_of
from gni_assess.checks.states import is_self_review, is_settled, state_of
from gni_assess.disclosure.acknowledged import acknowledge
from gni_assess.disclosure.project import disclose
from gni_assess.disclosure.views import Disclosed, Disclosure
from gni_assess.model.assessment import Assessment, Facts, Record
from gni_assess.model.diagnostics import KeyPath, Place, RecordRef
from gni_assess.model.evidence import Policy, System
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RECORD_FIELDS, Audience, RecordKind, State

Outstanding = Mapping[str, tuple[str, int]]
"""Codes of diagnostics with what they mean, in a sentence, and how many there are."""

TELLING_FIELDS = frozenset({"finding", "answer", "reason", "skipped", "answered", "reviewed"})
"""The fields of a response that its state follows from."""

_FOR_THE_TEAM = "GNI0"
_COUNTED_APART = frozenset({missing_evidence.CODE, not_reviewed.CODE})


def tally(result: Result) -> Outstanding:
    """Count the diagnostics of a run by code."""
    return _named(each.code for each in result.diagnostics)


def states_for(assessment: Assessment, audience: Audience, *, person_id: str = "") -> Mapping[str, State]:
    """Say where the work on each response stands, as far as an audience may know: others than `internal` only for what they see in full."""
    if audience is Audience.INTERNAL:
        return {key: state_of(each) for key, each in assessment.responses.items()}
    known = acknowledge(assessment, audience, person_id=person_id)
    shown = disclose(assessment, audience, person_id=person_id).responses
    return {
        key: _judge_state(known.responses[key], assessment.responses[key])
        for key, each in shown.items()
        if each.record is not None and TELLING_FIELDS.isdisjoint(each.hidden_fields)
    }


def outstanding_for(assessment: Assessment, facts: Facts, audience: Audience, *, person_id: str = "") -> Outstanding:
    """Count what is outstanding, for an audience other than `internal`, over what it is shown and nothing else."""
    disclosed = disclose(assessment, audience, person_id=person_id)
    known = acknowledge(assessment, audience, person_id=person_id)
    judged, rest = _split(known, disclosed)
    files = {each.file: facts.files[each.file] for each in _documents(judged) if each.file in facts.files}
    context = Context(assessment=judged, facts=replace(facts, files=files), broken=frozenset(rest))
    found = [
        each.code
        for each in run_checks(context, _nowhere).diagnostics
        if not each.code.startswith(_FOR_THE_TEAM) and each.code not in _COUNTED_APART
    ]
    states = states_for(assessment, audience, person_id=person_id)
    apart = (*_missing_evidence(context, disclosed), *_not_reviewed(known, context, states))
    ignored = ignores_of(assessment.workspace.rules)
    return _named((*found, *(each for each in apart if each not in ignored)))


def _named(codes: Iterable[str]) -> Outstanding:
    return {code: (RULES_BY_CODE[code].summary, number) for code, number in sorted(Counter(codes).items())}


def _judge_state(known: Response, whole: Response) -> State:
    if not known.is_answered:
        return State.DRAFT
    is_reviewed = known.reviewed is not None and state_of(whole) is State.REVIEWED
    return State.REVIEWED if is_reviewed else State.ANSWERED


def _split(known: Assessment, disclosed: Disclosure) -> tuple[Assessment, tuple[RecordRef, ...]]:
    """Divide the records that an audience knows of into those that it gets whole, and the names of the others."""
    with_parts = {each.criterion for each in disclosed.gaps if not _is_whole(each.gap)}
    whole: dict[str, dict[str, Record]] = {}
    rest: list[RecordRef] = []
    for kind, name in RECORD_FIELDS.items():
        shown: Mapping[str, Disclosed[Record]] = getattr(disclosed, name)
        whole[name] = {}
        for key, record in known.of_kind(kind).items():
            if _is_whole(shown[key]) and not (kind is RecordKind.RESPONSE and key in with_parts):
                whole[name][key] = record
            else:
                rest.append(RecordRef(kind=kind, id=key))
    return replace(known, **whole), tuple(rest)  # type: ignore[arg-type] # each folder's records are of its own kind


def _is_whole(shown: Disclosed[Record] | Disclosed[Gap]) -> bool:
    return shown.record is not None and not shown.hidden_fields


def _documents(assessment: Assessment) -> Iterator[Policy | System]:
    yield from assessment.policies.values()
    yield from assessment.systems.values()


def _missing_evidence(context: Context, disclosed: Disclosure) -> Iterator[str]:
    """Count GNI203. A case of which it is not shown what it is a case of may be the one that a criterion asks for."""
    cases = disclosed.cases.values()
    may_be_any = any(each.record is None or "criteria" in each.hidden_fields for each in cases)
    named = {criterion for each in cases if each.record is not None for criterion in each.record.criteria}
    for key, response in context.assessment.responses.items():
        criterion = context.index.applicable.get(key)
        if criterion is not None and is_settled(response, criterion):
            for _ in missing_kinds(criterion, response, has_case=may_be_any or key in named):
                yield missing_evidence.CODE


def _not_reviewed(known: Assessment, context: Context, states: Mapping[str, State]) -> Iterator[str]:
    """Count GNI210: what is shown as answered, and is neither reviewed by the same person (GNI211) nor wrongly not applicable (GNI204)."""
    for key, state in states.items():
        criterion, response = context.index.applicable.get(key), known.responses[key]
        if state is State.ANSWERED and criterion is not None and is_settled(response, criterion) and not is_self_review(response):
            yield not_reviewed.CODE


def _nowhere(_record: RecordRef, _path: KeyPath, _offset: int | None) -> Place:
    return Place(file="")
