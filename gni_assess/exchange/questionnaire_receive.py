"""What a filled-in questionnaire brings: every question that was asked, every row that was filled in, and what is in the way."""

from collections.abc import Iterator, Mapping, Sequence

from gni_assess.exchange.answer_words import EVIDENCE, EVIDENCE_HEADINGS, GAP_HEADINGS, GAPS, QUESTION_HEADINGS, QUESTIONS
from gni_assess.exchange.receipt import UNSETTLED, Choices, Item, Outcome, Problem, Receipt
from gni_assess.exchange.received_answers import KIND as QUESTION
from gni_assess.exchange.received_answers import receive_answer
from gni_assess.exchange.received_desk import Desk, Outside, first_spot
from gni_assess.exchange.received_evidence import receive_evidence
from gni_assess.exchange.received_gaps import receive_gap
from gni_assess.exchange.values import is_blank
from gni_assess.model.assessment import Assessment
from gni_assess.model.likeness import find_alike
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, IncomingTable

_HEADINGS: Mapping[str, Mapping[str, str]] = {QUESTIONS: QUESTION_HEADINGS, EVIDENCE: EVIDENCE_HEADINGS, GAPS: GAP_HEADINGS}
_MOST_PLACES = 8


def receive_questionnaire(incoming: Incoming, assessment: Assessment, outside: Outside, choices: Choices = UNSETTLED) -> Receipt:
    """Compare a filled-in questionnaire with what was sent and with the record as it is now.

    The questions come first, then evidence and gaps, so that each goes on from the rows before it.
    """
    desk = _open_desk(incoming, assessment, outside, choices)
    questions, evidence, gaps = (incoming.tables.get(each) for each in (QUESTIONS, EVIDENCE, GAPS))
    items = [*_receive_questions(desk, questions), *_find_unasked(desk, questions)]
    items += [each for row in _rows(evidence) if (each := receive_evidence(desk, row)) is not None]
    items += [each for row in _rows(gaps) if (each := receive_gap(desk, row)) is not None]
    notes = (*_about_people(incoming, desk), *_about_columns(incoming), *_about_altered(incoming), *_about_unread(incoming))
    return Receipt(file=incoming.file, sha256=incoming.sha256, items=tuple(items), asked=len(desk.asked), notes=notes)


def _open_desk(incoming: Incoming, assessment: Assessment, outside: Outside, choices: Choices) -> Desk:
    person = incoming.facts.get("assignee", "")
    return Desk(
        assessment=assessment,
        outside=outside,
        choices=choices,
        respondent=person if assessment.workspace.find_person(person) is not None else "",
        entity=incoming.facts.get("entity", ""),
        asked=tuple(dict.fromkeys(incoming.facts.get("questions", "").replace(",", " ").split())),
    )


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
    for criterion_id in desk.asked:
        rows = [each for each in _rows(table) if _key(each) == criterion_id]
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
    for row in _rows(table):
        if _key(row) in desk.asked or all(is_blank(row.cells.get(key)) for key in QUESTION_HEADINGS):
            continue
        what = "is no question of this file" if row.key else "has no id, so it belongs to no question"
        near = find_alike(_key(row), desk.asked)
        problem = Problem(what=what, spot=first_spot(row), value=row.key, allowed=desk.asked, nearest=near[0] if near else "")
        yield Item(kind="row", key=f"row {row.row} of `{row.sheet}`", outcome=Outcome.REJECTED, problems=(problem,))


def _about_people(incoming: Incoming, desk: Desk) -> Iterator[str]:
    person = incoming.facts.get("assignee", "")
    if person and not desk.respondent:
        yield f"it was sent to `{person}`, who is not in the workspace any more; what it says counts as written by {desk.writer}"
    if desk.respondent and desk.respondent != desk.outside.by:
        yield f"the answers count as {desk.writer_name}'s, to whom it was sent"
    now = {each: desk.response_to(each).assignee for each in desk.asked}
    elsewhere = [each for each, assignee in now.items() if person and assignee not in ("", person)]
    if elsewhere:
        yield f"somebody else has these now, as the record says: {', '.join(elsewhere)}"
    if desk.entity:
        yield f"the answers are about `{desk.entity}` alone and become exceptions"


def _about_columns(incoming: Incoming) -> Iterator[str]:
    for name, headings in _HEADINGS.items():
        table = incoming.tables.get(name)
        if table is None or (not table.rows and len(table.lost) == len(headings)):
            yield f"the table of sheet `{table.sheet if table else name}` is not in the file any more, so that nothing of it was read"
            continue
        if table.lost:
            columns = ", ".join(f"`{each}`" for each in table.lost)
            yield f"columns that are gone from sheet `{table.sheet}`, or got another heading, so that nothing of them was read: {columns}"
        if table.lost_of_sender:
            columns = ", ".join(f"`{each}`" for each in table.lost_of_sender)
            yield f"columns of the sender that are gone from sheet `{table.sheet}`: {columns}; the answers were read all the same"


def _about_unread(incoming: Incoming) -> Iterator[str]:
    for table in incoming.tables.values():
        if table.copies:
            places = "; ".join(map(str, table.copies[:_MOST_PLACES]))
            yield f"the table of sheet `{table.sheet}` stands there again, and only the first was read; the other begins at {places}"
    for each in incoming.unread[:_MOST_PLACES]:
        cells = "1 cell" if each.count == 1 else f"{each.count} cells"
        under = f" under `{each.heading}`" if each.heading else ""
        yield f"{cells}{under} stand where nothing is asked, and were not read: from {each.spot} on"
    if len(incoming.unread) > _MOST_PLACES:
        yield f"and in {len(incoming.unread) - _MOST_PLACES} more places"


def _about_altered(incoming: Incoming) -> Iterator[str]:
    altered = [spot for table in incoming.tables.values() for row in table.rows for spot in row.altered]
    if altered:
        places = "; ".join(f"`{heading}` ({spot})" for heading, spot in altered[:_MOST_PLACES])
        more = f"; and {len(altered) - _MOST_PLACES} more" if len(altered) > _MOST_PLACES else ""
        cells = "1 cell" if len(altered) == 1 else f"{len(altered)} cells"
        yield f"{cells} that the sender filled were changed, and nothing of that is taken: {places}{more}"
