"""The rows of questions of a filled-in questionnaire: finding, answer, and what goes with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gni_assess.exchange.answer_words import FINDING_WORDS, NOT_SURE, QUESTION_HEADINGS, SURE
from gni_assess.exchange.receipt import Item, Outcome, Problem
from gni_assess.exchange.received_desk import Desk, about_earlier, first_spot
from gni_assess.exchange.three_ways import Field, Merge, join, merge_fields, stands_as_sent
from gni_assess.exchange.values import Reading, is_blank, read_text, read_word
from gni_assess.model.criteria import Criterion
from gni_assess.model.response import Response, ScopedFinding
from gni_assess.model.vocabulary import Finding
from gni_assess.sheets.incoming_values import IncomingRow

KIND = "question"

_FINDING_OF = {word: finding for finding, word in FINDING_WORDS.items()}
_SURE_WORDS = {SURE: SURE, NOT_SURE: NOT_SURE}
_OTHER_SURE_WORDS = {"sure": SURE, "no": NOT_SURE, "unsure": NOT_SURE}
_TEXTS = ("answer", "reason")


@dataclass(frozen=True, kw_only=True)
class _Typed:
    """What stands in a row, as texts by column; what was not changed is left as it was sent."""

    texts: Mapping[str, str]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


def receive_answer(desk: Desk, criterion: Criterion, rows: Sequence[IncomingRow], lost: Sequence[str]) -> Item:
    """Say what the row of one question brings. `lost` are the keys of columns that are not in the file any more."""
    filled = [each for each in rows if _is_filled(each, lost)]
    if not filled:
        gone = () if rows else (Problem(what="its row is not in the file any more"),)
        return Item(kind=KIND, key=criterion.id, outcome=Outcome.EMPTY, title=criterion.title, remarks=gone)
    typed = _read(desk, criterion, filled[0], lost)
    if not typed.texts and not typed.problems and len(filled) == 1 and is_blank(filled[0].cells.get("finding")):
        return Item(kind=KIND, key=criterion.id, outcome=Outcome.EMPTY, title=criterion.title)
    problems = (*_find_second(filled), *typed.problems)
    if problems:
        return _item(criterion, problems=problems, remarks=typed.remarks)
    response = desk.response_to(criterion.id)
    merge = _merge(desk, criterion, response, filled[0], typed.texts)
    typed = replace(typed, remarks=(*typed.remarks, *about_earlier(merge), *_about_old_notes(desk, response, filled[0], typed.texts)))
    if merge.conflicts:
        return replace(_item(criterion, remarks=typed.remarks), outcome=Outcome.CONFLICT, conflicts=merge.conflicts)
    after = _put(desk, response, merge.texts)
    faults = tuple(_find_faults(desk, filled[0], after, merge.texts))
    change = None if faults else desk.stamp(_add_notes(desk, after, typed.texts))
    changes = (change,) if change is not None else ()
    problems = (*faults, *desk.check(changes, first_spot(filled[0])))
    if problems:
        return _item(criterion, problems=problems, remarks=typed.remarks)
    was_blank = not _said(desk, response)
    outcome = Outcome.SAME if not changes else Outcome.NEW if was_blank and _said(desk, after) else Outcome.CHANGED
    item = replace(_item(criterion, remarks=typed.remarks), outcome=outcome, changes=changes)
    desk.put(changes)
    return item


def _item(criterion: Criterion, *, problems: tuple[Problem, ...] = (), remarks: tuple[Problem, ...] = ()) -> Item:
    return Item(kind=KIND, key=criterion.id, outcome=Outcome.REJECTED, title=criterion.title, problems=problems, remarks=remarks)


def _is_filled(row: IncomingRow, lost: Sequence[str]) -> bool:
    """Whether something was filled in, or is there as it was sent, or was taken out."""
    return any(not is_blank(row.cells.get(key)) or (key in row.sent and key not in lost) for key in QUESTION_HEADINGS)


def _find_second(rows: Sequence[IncomingRow]) -> tuple[Problem, ...]:
    texts = [{key: cell.cell.text for key, cell in each.cells.items()} for each in rows]
    if all(each == texts[0] for each in texts):
        return ()
    places = tuple(f"row {each.row} of `{each.sheet}`" for each in rows)
    what = "is filled in more than once, and differently; keep one row"
    return (Problem(what=what, spot=first_spot(rows[-1]), allowed=places),)


def _read(desk: Desk, criterion: Criterion, row: IncomingRow, lost: Sequence[str]) -> _Typed:
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    remarks: list[Problem] = []
    for key in QUESTION_HEADINGS:
        cell = row.cells.get(key)
        if key in lost or (key == "sure" and is_blank(cell)) or stands_as_sent(cell, key, row.sent):
            continue
        read = _read_cell(criterion, row, key)
        problems += read.problems
        remarks += read.remarks
        texts[key] = read.value or ""
    if desk.entity and texts.get("reason"):
        # An exception has one text; it says what the answer says, and why it does not apply.
        cell = row.cells.get("answer")
        texts["answer"] = join(cell.cell.text if cell and "answer" not in lost else "", texts.pop("reason"))
    return _Typed(texts=texts, problems=tuple(problems), remarks=tuple(remarks))


def _read_cell(criterion: Criterion, row: IncomingRow, key: str) -> Reading[str]:
    cell = row.cells.get(key)
    if key == "finding":
        possible = (each for each in Finding if criterion.na_allowed or each is not Finding.NOT_APPLICABLE)
        return read_word(cell, {FINDING_WORDS[each]: FINDING_WORDS[each] for each in possible})
    if key == "sure":
        return read_word(cell, _SURE_WORDS, _OTHER_SURE_WORDS)
    return read_text(cell)


def _merge(desk: Desk, criterion: Criterion, response: Response, row: IncomingRow, texts: Mapping[str, str]) -> Merge:
    theirs = _texts_of(desk, response)
    before = _texts_before(desk, criterion.id)
    fields = [
        Field(
            key=key,
            heading=QUESTION_HEADINGS[key],
            theirs=theirs[key],
            mine=texts[key],
            can_join=key in _TEXTS,
            # Nothing is sent where there is no doubt.
            also=("",) if key == "sure" and theirs[key] == SURE else (),
            before=before.get(key, ()),
            spot=row.cells[key].spot if key in row.cells else first_spot(row),
        )
        for key in theirs
        if key in texts
    ]
    return merge_fields(fields, row.sent, desk.outside.past(criterion.id), desk.chooser(KIND, criterion.id))


def _texts_before(desk: Desk, criterion_id: str) -> Mapping[str, Collection[str]]:
    """Give the texts that came into the record since the file was sent, in the words of the file, by column."""
    entered = desk.entered(criterion_id)
    of_entity = f"exceptions/{desk.entity}/"
    paths = (
        {"finding": f"{of_entity}finding", "answer": f"{of_entity}note"} if desk.entity else {each: each for each in ("finding", *_TEXTS)}
    )
    found = {key: tuple(entered.get(path, ())) for key, path in paths.items()}
    words = {each.value: word for each, word in FINDING_WORDS.items()}
    sure = tuple(NOT_SURE if each == "True" else SURE for each in entered.get("unsure", ()))
    return {**found, "finding": tuple(words.get(each, each) for each in found["finding"]), "sure": sure}


def _find_exception(desk: Desk, response: Response) -> ScopedFinding | None:
    return next((each for each in response.exceptions if each.entity == desk.entity and not each.service), None)


def _texts_of(desk: Desk, response: Response) -> Mapping[str, str]:
    if desk.entity:
        found = _find_exception(desk, response)
        return {"finding": FINDING_WORDS[found.finding] if found else "", "answer": found.note if found else ""}
    finding = FINDING_WORDS[response.finding] if response.finding is not None else ""
    return {"finding": finding, "answer": response.answer, "reason": response.reason, "sure": NOT_SURE if response.unsure else SURE}


def _said(desk: Desk, response: Response) -> bool:
    texts = _texts_of(desk, response)
    return bool(texts["finding"] or texts["answer"].strip() or texts.get("reason", "").strip())


def _put(desk: Desk, response: Response, texts: Mapping[str, str]) -> Response:
    """Give the response with texts put in; for one entity, as an exception. What cannot be an exception yet stays out."""
    if desk.entity:
        now = {**_texts_of(desk, response), **texts}
        if now["finding"] not in _FINDING_OF:
            return response
        new = ScopedFinding(entity=desk.entity, finding=_FINDING_OF[now["finding"]], note=now["answer"])
        old = _find_exception(desk, response)
        if old is None:
            return replace(response, exceptions=(*response.exceptions, new))
        return replace(response, exceptions=tuple(new if each is old else each for each in response.exceptions))
    values: dict[str, Any] = {key: texts[key] for key in _TEXTS if key in texts}
    if "finding" in texts:
        values["finding"] = _FINDING_OF.get(texts["finding"])
    if "sure" in texts:
        values["unsure"] = texts["sure"] == NOT_SURE
    return replace(response, **values)


def _find_faults(desk: Desk, row: IncomingRow, after: Response, texts: Mapping[str, str]) -> Sequence[Problem]:
    spot = row.cells["finding"].spot if "finding" in row.cells else first_spot(row)
    if desk.entity:
        has_none = _find_exception(desk, after) is None
        if texts and has_none:
            what = f"has no finding, and for {desk.entity} an answer alone cannot be kept"
            return (Problem(what=what, spot=spot, allowed=tuple(FINDING_WORDS.values())),)
        if texts.get("finding") == "" and not has_none:
            return (Problem(what="was emptied; an exception is taken away in the record, not here", spot=spot),)
        return ()
    if after.finding is Finding.NOT_APPLICABLE and "finding" in texts and not after.reason.strip():
        what = f"needs the reason why, in the column `{QUESTION_HEADINGS['reason']}`"
        return (Problem(what=what, spot=spot, value=FINDING_WORDS[Finding.NOT_APPLICABLE]),)
    return ()


def _add_notes(desk: Desk, response: Response, texts: Mapping[str, str]) -> Response:
    """Add what is for the team alone to its notes, with who wrote it; once, even if the team took it out again."""
    name = desk.name_of(desk.writer_of([response.criterion]))
    notes = response.notes
    for each in _notes_for_the_team(desk, texts):
        if not _has_note(notes, each) and not _was_noted(desk, response, each):
            notes = "\n".join(filter(None, [notes.rstrip("\n"), f"{name} {each}"]))
    return replace(response, notes=notes)


def _notes_for_the_team(desk: Desk, texts: Mapping[str, str]) -> Sequence[str]:
    about = f" about {desk.entity}" if desk.entity else ""
    said = []
    if whom := texts.get("whom", "").strip():
        said.append(f"says whom else to ask{about}: {whom}")
    if desk.entity and texts.get("sure") == NOT_SURE:
        said.append(f"is not sure of the answer{about}.")
    return said


def _has_note(notes: str, note: str) -> bool:
    # Whoever it counts as written by now: the question may have gone to somebody else since.
    return f" {note}\n" in f" {notes}\n"


def _was_noted(desk: Desk, response: Response, note: str) -> bool:
    return any(_has_note(each, note) for each in desk.entered(response.criterion).get("notes", ()))


def _about_old_notes(desk: Desk, response: Response, row: IncomingRow, texts: Mapping[str, str]) -> Sequence[Problem]:
    said = _notes_for_the_team(desk, texts)
    gone = [each for each in said if not _has_note(response.notes, each) and _was_noted(desk, response, each)]
    what = "was in the notes of the team before, which changed since; they stay as they are now"
    return [Problem(what=what, spot=row.cells["whom"].spot if "whom" in row.cells else first_spot(row))] if gone else []
