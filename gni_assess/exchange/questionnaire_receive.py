"""What a filled-in questionnaire brings: every question that was asked, every row that was filled in, and what is in the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gni_assess.exchange.answer_words import EVIDENCE, EVIDENCE_HEADINGS, GAP_HEADINGS, GAPS, QUESTION_HEADINGS, QUESTIONS
from gni_assess.exchange.file_notes import about_altered, about_tables, about_unread, is_cut, list_altered, listed
from gni_assess.exchange.receipt import UNSETTLED, Choices, Item, Outcome, Problem, Receipt
from gni_assess.exchange.received_answers import KIND as QUESTION
from gni_assess.exchange.received_answers import receive_answer
from gni_assess.exchange.received_desk import Desk, Outside, first_spot, read_claimed_day
from gni_assess.exchange.received_evidence import KIND as ONE_EVIDENCE
from gni_assess.exchange.received_evidence import receive_evidence
from gni_assess.exchange.received_gaps import KIND as ONE_GAP
from gni_assess.exchange.received_gaps import receive_gap
from gni_assess.exchange.three_ways import NOTHING_SENT, is_as_sent, stands_as_sent
from gni_assess.exchange.values import find_near, is_blank
from gni_assess.model.assessment import Assessment
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, IncomingTable

_HEADINGS: Mapping[str, Mapping[str, str]] = {QUESTIONS: QUESTION_HEADINGS, EVIDENCE: EVIDENCE_HEADINGS, GAPS: GAP_HEADINGS}


def receive_questionnaire(incoming: Incoming, assessment: Assessment, outside: Outside, choices: Choices = UNSETTLED) -> Receipt:
    """Compare a filled-in questionnaire with what was sent and with the record as it is now.

    The questions come first, then evidence and gaps, so that each goes on from the rows before it.
    """
    desk = _open_desk(incoming, assessment, outside, choices)
    questions, evidence, gaps = (incoming.tables.get(each) for each in (QUESTIONS, EVIDENCE, GAPS))
    items = [*_receive_questions(desk, questions), *_find_unasked(desk, questions)]
    items += [each for row in _rows(evidence) if (each := receive_evidence(desk, row)) is not None]
    items += [each for row in _rows(gaps) if (each := receive_gap(desk, row, _lost(gaps, GAP_HEADINGS))) is not None]
    notes = (*_about_people(incoming, desk), *_about_file(incoming))
    return Receipt(
        file=incoming.file,
        sha256=incoming.sha256,
        items=tuple(items),
        asked=len(desk.asked),
        notes=notes,
        filled=_count_filled(evidence, gaps),
        unread=incoming.unread,
        is_cut=is_cut(incoming.tables, _HEADINGS),
        altered=list_altered(incoming),
    )


def _open_desk(incoming: Incoming, assessment: Assessment, outside: Outside, choices: Choices) -> Desk:
    person = incoming.facts.get("assignee", "")
    return Desk(
        assessment=assessment,
        outside=outside,
        choices=choices,
        claimed=person if assessment.workspace.find_person(person) is not None else "",
        entity=incoming.facts.get("entity", ""),
        sent=read_claimed_day(incoming.facts.get("sent", "")),
        asked=tuple(dict.fromkeys(incoming.facts.get("questions", "").replace(",", " ").split())),
    )


def _count_filled(evidence: IncomingTable | None, gaps: IncomingTable | None) -> Mapping[str, int]:
    """Count the rows in which something was filled in or changed; of evidence nothing is sent beforehand."""
    lost = _lost(gaps, GAP_HEADINGS)
    return {
        ONE_EVIDENCE: sum(any(_is_changed(each, key, NOTHING_SENT) for key in EVIDENCE_HEADINGS) for each in _rows(evidence)),
        ONE_GAP: sum(any(_is_changed(each, key, each.sent) for key in GAP_HEADINGS if key not in lost) for each in _rows(gaps)),
    }


def _is_changed(row: IncomingRow, key: str, sent: Mapping[str, str]) -> bool:
    cell = row.cells.get(key)
    return not is_as_sent("", key, sent) if is_blank(cell) else not stands_as_sent(cell, key, sent)


def _rows(table: IncomingTable | None) -> Sequence[IncomingRow]:
    return table.rows if table is not None else ()


def _lost(table: IncomingTable | None, headings: Mapping[str, str]) -> tuple[str, ...]:
    if table is None:
        return tuple(headings)
    return tuple(key for key, heading in headings.items() if heading in table.lost)


def _receive_questions(desk: Desk, table: IncomingTable | None) -> Iterator[Item]:
    lost = _lost(table, QUESTION_HEADINGS)
    known = {each.id for each in desk.assessment.applicable}
    entities = {each.id for each in desk.assessment.workspace.entities}
    found: dict[str, list[IncomingRow]] = {}
    for each in _rows(table):
        found.setdefault(_key(each), []).append(each)
    for criterion_id in desk.asked:
        rows = found.get(criterion_id, [])
        spot = next((first_spot(each) for each in rows if each.cells), None)
        if criterion_id not in known:
            gone = Problem(what="is no criterion that applies to this company any more", spot=spot)
            yield Item(kind=QUESTION, key=criterion_id, outcome=Outcome.REJECTED, problems=(gone,))
        elif desk.entity and desk.entity not in entities:
            title = desk.assessment.pack.by_id[criterion_id].title
            gone = Problem(what="is about an entity that the workspace does not have any more", spot=spot, value=desk.entity)
            yield Item(kind=QUESTION, key=criterion_id, outcome=Outcome.REJECTED, title=title, problems=(gone,))
        else:
            yield receive_answer(desk, desk.assessment.pack.by_id[criterion_id], rows, lost)


def _key(row: IncomingRow) -> str:
    return row.key.strip().upper()


def _find_unasked(desk: Desk, table: IncomingTable | None) -> Iterator[Item]:
    """Find rows that are filled in and belong to no question of the file."""
    asked = frozenset(desk.asked)
    for row in _rows(table):
        if _key(row) in asked or all(is_blank(row.cells.get(key)) for key in QUESTION_HEADINGS):
            continue
        what = "is no question of this file" if row.key else "has no id, so it belongs to no question"
        near = find_near(_key(row), desk.asked)
        problem = Problem(what=what, spot=first_spot(row), value=row.key, allowed=desk.asked, nearest=near[0] if near else "")
        yield Item(kind="row", key=f"row {row.row} of `{row.sheet}`", outcome=Outcome.REJECTED, problems=(problem,))


def _about_people(incoming: Incoming, desk: Desk) -> Iterator[str]:
    """Say whose answers they are: what the file says of that is a claim, and the record decides."""
    person = incoming.facts.get("assignee", "")
    if desk.entity:
        yield from _about_entity(desk, person)
        return
    receiver = desk.name_of(desk.outside.by)
    theirs = [each for each in desk.open_questions if desk.is_respondents([each])]
    others = [each for each in desk.open_questions if each not in theirs]
    if not person:
        yield f"the file does not say to whom it was sent; what it says counts as written by {receiver}"
    elif not desk.claimed:
        yield f"the file says it was sent to `{person}`, who is not in the workspace; what it says counts as written by {receiver}"
    elif desk.claimed != desk.outside.by:
        name = desk.name_of(desk.claimed)
        if theirs:
            which = f"the answers to {listed(theirs)}" if others else "the answers"
            yield f"the file says it was sent to {name}, who has these questions in the record: {which} count as written by {name}"
        if others:
            what = f"of questions that {name} does not have in the record now, the answers count as written by {receiver}"
            yield f"the file says it was sent to {name}; {what}: {listed(others)}"
    if elsewhere := [each for each in others if desk.response_to(each).assignee not in ("", desk.claimed or desk.outside.by)]:
        yield f"somebody else has these now, as the record says: {listed(elsewhere)}"
    nobodys = [each for each in desk.open_questions if not desk.response_to(each).assignee]
    if nobodys:
        yield f"the record does not say that anybody was asked these: {listed(nobodys)}"


def _about_entity(desk: Desk, person: str) -> Iterator[str]:
    """Say whose the answers about one entity are. The record does not keep who was asked about it, so nothing is missing there."""
    entity = next((each for each in desk.assessment.workspace.entities if each.id == desk.entity), None)
    if entity is None:  # said with each question
        return
    receiver, claimed = desk.name_of(desk.outside.by), desk.name_of(desk.claimed)
    theirs = [each for each in desk.open_questions if desk.is_respondents([each])]
    is_all = len(theirs) == len(desk.open_questions)
    whose = claimed if theirs and is_all else f"{receiver}, but those to {listed(theirs)} by {claimed}" if theirs else receiver
    unknown = f"; the file says it was sent to `{person}`, who is not in the workspace" if person and not desk.claimed else ""
    name = f"{entity.name} (`{entity.id}`)" if entity.name else f"`{entity.id}`"
    yield f"the answers are about {name} alone: they become exceptions there, and count as written by {whose}{unknown}"


def _about_file(incoming: Incoming) -> Iterator[str]:
    for name, headings in _HEADINGS.items():
        table = incoming.tables.get(name)
        if table is None or (not table.rows and len(table.lost) == len(headings)):
            yield f"the table of sheet `{table.sheet if table else name}` is not in the file any more, so that nothing of it was read"
        else:
            yield from about_tables({name: _without_told(table)}, (name,))
    yield from about_altered(incoming)
    yield from about_unread(incoming.unread)


def _without_told(table: IncomingTable) -> IncomingTable:
    """Leave out rows that are gone and need no word: questions are told one by one, and the others were sent empty."""
    gone = tuple(each for each in table.gone if not each.isdigit()) if table.name == GAPS else ()
    return replace(table, gone=gone)
