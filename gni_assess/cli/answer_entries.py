"""What the entries of a file of answers mean: what is wrong with them beyond the format, and the responses that they make."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gni_assess.cli.criteria import get_criterion
from gni_assess.cli.edits import add_links, did_you_mean, get_person, unknown_evidence
from gni_assess.errors import GniAssessError
from gni_assess.model.assessment import Assessment
from gni_assess.model.diagnostics import KeyPath, RecordRef
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RecordKind

Entry = Mapping[str, Any]
"""One entry as it stands in the file; it fits the schema `answers`."""

_JOINED = ("criterion", "evidence", "gaps", "exceptions")
"""Fields that are not simply put in the place of the old ones."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why an entry cannot be saved, where in the file that stands, and the way out."""

    path: KeyPath
    message: str
    fix: str


def find_faults(assessment: Assessment, broken: Collection[RecordRef], entries: Iterable[tuple[int, Entry]]) -> Iterator[Fault]:
    """Find everything that keeps entries from being saved; each entry comes with its number in the file, from 0."""
    seen: set[str] = set()
    for number, entry in entries:
        path: KeyPath = ("answers", number)
        yield from _check_criterion(assessment, broken, entry, path, seen)
        yield from _check_finding(assessment.responses.get(entry["criterion"]), entry, path)
        yield from _check_texts(entry, path)
        yield from _check_names(assessment, entry, path)
        summaries = [_words_of(each["summary"]) for each in entry.get("gaps", ())]
        for position, each in enumerate(summaries):
            if each in summaries[:position]:
                yield Fault(path=(*path, "gaps", position, "summary"), message="the same gap stands here twice", fix="keep one of the two")


def merge_entry(old: Response, entry: Entry) -> Response:
    """Give the response as the entry makes it. What the entry does not say stays, and nothing is taken out of a list."""
    from gni_assess.store.ids import draw_gap_id  # noqa: PLC0415 - not every `answer` reads a file

    given = _build(entry)
    values: dict[str, Any] = {key: getattr(given, key) for key in entry if key not in _JOINED}
    if given.finding is not None:
        values["skipped"], values["skip_reason"] = None, ""
    gaps = list(old.gaps)
    for each in given.gaps:
        if _find_same(old, each) is None:
            gaps.append(replace(each, id=draw_gap_id(old.criterion, [gap.id for gap in gaps])))
    exceptions = {(each.entity, each.service): each for each in (*old.exceptions, *given.exceptions)}
    evidence = add_links(old.evidence, given.evidence) if given.evidence else old.evidence
    return replace(old, **values, evidence=evidence, gaps=tuple(gaps), exceptions=tuple(exceptions.values()))


def find_kept_gaps(old: Response, entry: Entry) -> Iterator[tuple[Gap, tuple[str, ...]]]:
    """Find gaps that are there already and of which the entry says something else, with the names of those fields."""
    for plain, given in zip(entry.get("gaps", ()), _build(entry).gaps, strict=True):
        if (same := _find_same(old, given)) is not None:
            others = tuple(key for key in plain if key != "summary" and getattr(given, key) != getattr(same, key))
            if others:
                yield same, others


def _build(entry: Entry) -> Response:
    from gni_assess.store.structure import build  # noqa: PLC0415 - not every `answer` reads a file

    plain = dict(entry)
    if "evidence" in plain:
        plain["evidence"] = [{"id": each} if isinstance(each, str) else each for each in plain["evidence"]]
    if "gaps" in plain:
        plain["gaps"] = [{"id": "", **each} for each in plain["gaps"]]
    return build(Response, plain)


def _find_same(old: Response, gap: Gap) -> Gap | None:
    return next((each for each in old.gaps if _words_of(each.summary) == _words_of(gap.summary)), None)


def _words_of(text: str) -> list[str]:
    # A summary in a block of text has other line ends than the same one in quotes.
    return text.split()


def _check_criterion(assessment: Assessment, broken: Collection[RecordRef], entry: Entry, path: KeyPath, seen: set[str]) -> Iterator[Fault]:
    criterion_id, where = entry["criterion"], (*path, "criterion")
    try:
        get_criterion(assessment.pack, criterion_id)
    except GniAssessError as error:
        yield Fault(path=where, message=error.message, fix=error.hint)
        return
    if all(each.id != criterion_id for each in assessment.applicable):
        fix = "take it out; `gni-assess criteria list` shows those that do"
        yield Fault(path=where, message=f"`{criterion_id}` does not apply to this company", fix=fix)
    if criterion_id in seen:
        yield Fault(path=where, message=f"`{criterion_id}` stands in the file twice", fix="make one entry of the two")
    if RecordRef(kind=RecordKind.RESPONSE, id=criterion_id) in broken:
        fix = f"`gni-assess validate --only {criterion_id}` shows why, and how to mend it"
        yield Fault(path=where, message=f"the response to `{criterion_id}` cannot be read, so it cannot be changed", fix=fix)
    if len(entry) == 1:
        fix = "add what is to be set, such as `finding` and `answer`, or take the entry out"
        yield Fault(path=where, message=f"nothing is set for `{criterion_id}`", fix=fix)
    seen.add(criterion_id)


def _check_finding(old: Response | None, entry: Entry, path: KeyPath) -> Iterator[Fault]:
    later = "skipped" if "skipped" in entry else "skip_reason" if "skip_reason" in entry else ""
    if not later:
        return
    where = (*path, later)
    if "finding" in entry:
        fix = "take one of them out: a question is either answered or left for later"
        yield Fault(path=where, message=f"`{later}` and `finding` are both given", fix=fix)
    elif old is not None and old.finding is not None:
        fix = "`unsure: true` marks it for a second look"
        yield Fault(path=where, message=f"`{old.criterion}` has a finding, so it is not left for later", fix=fix)
    elif later == "skip_reason" and (old is None or old.skipped is None):
        message = "`skip_reason` says why, but the question is not left for later"
        yield Fault(path=where, message=message, fix="add `skipped: come-back-later`, or take it out")


def _check_texts(value: object, path: KeyPath) -> Iterator[Fault]:
    if isinstance(value, str):
        if not value.strip():
            name = next(each for each in reversed(path) if isinstance(each, str))
            yield Fault(path=path, message=f"`{name}` is empty", fix="write the text, or remove the field")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _check_texts(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _check_texts(each, (*path, number))


def _check_names(assessment: Assessment, entry: Entry, path: KeyPath) -> Iterator[Fault]:
    for number, each in enumerate(entry.get("evidence", ())):
        place = (*path, "evidence", number)
        evidence_id, where = (each, place) if isinstance(each, str) else (each["id"], (*place, "id"))
        if assessment.find_evidence(evidence_id) is None:
            error = unknown_evidence(evidence_id, assessment)
            yield Fault(path=where, message=error.message, fix=error.hint)
    gaps = [((*path, "gaps", number), each) for number, each in enumerate(entry.get("gaps", ()))]
    exceptions = [((*path, "exceptions", number), each) for number, each in enumerate(entry.get("exceptions", ()))]
    for place, part in ((path, entry), *gaps):
        for key in part.keys() & {"assignee", "owner"}:
            yield from _check_person(assessment, part[key], (*place, key))
    for place, part in (*gaps, *exceptions):
        yield from _check_scopes(assessment, part, place)


def _check_person(assessment: Assessment, person_id: str, path: KeyPath) -> Iterator[Fault]:
    try:
        get_person(assessment, person_id, str(path[-1]))
    except GniAssessError as error:
        yield Fault(path=path, message=error.message, fix=error.hint)


def _check_scopes(assessment: Assessment, part: Entry, path: KeyPath) -> Iterator[Fault]:
    """Check the entities and services to which a gap is confined, or the one that an exception is about."""
    workspace = assessment.workspace
    named = {"entity": [each.id for each in workspace.entities], "service": [each.id for each in workspace.services]}
    for noun, plural in (("entity", "entities"), ("service", "services")):
        given = [((*path, plural, number), each) for number, each in enumerate(part.get(plural, ()))]
        given += [((*path, noun), part[noun])] if noun in part else []
        for where, each in given:
            if each not in named[noun]:
                known = f"in this workspace: {', '.join(named[noun]) or 'none yet'}; `gni-assess.yaml` names them"
                yield Fault(path=where, message=f"there is no {noun} `{each}`", fix=did_you_mean(each, named[noun]) + known)
