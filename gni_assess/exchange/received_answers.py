"""The rows of questions of a filled-in questionnaire: finding, answer, and what goes with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gni_assess.disclosure.treatments import treat, treat_fields
from gni_assess.exchange.answer_words import FINDING_WORDS, NOT_SURE, QUESTION_HEADINGS, SURE
from gni_assess.exchange.receipt import Item, Outcome, Problem
from gni_assess.exchange.received_desk import HIDDEN, Desk, Typed, about_earlier, add_note, first_spot, has_note, read_typed, spot_in
from gni_assess.exchange.three_ways import Field, Merge, join, merge_fields, stands_as_sent
from gni_assess.exchange.values import Reading, is_blank, read_text, read_word
from gni_assess.model.criteria import Criterion
from gni_assess.model.response import Response, ScopedFinding
from gni_assess.model.vocabulary import Audience, Finding, Treatment
from gni_assess.sheets.incoming_values import IncomingRow

KIND = "question"

_FINDING_OF = {word: finding for finding, word in FINDING_WORDS.items()}
_SURE_WORDS = {SURE: SURE, NOT_SURE: NOT_SURE}
_OTHER_SURE_WORDS = {"sure": SURE, "no": NOT_SURE, "unsure": NOT_SURE}
# What letters alone would mistake: `in progress` is not nearly `in place`, and `not sure` belongs under `Sure?`.
_MEANT = {
    **dict.fromkeys(("n/a", "na", "n.a", "not relevant", "does not apply"), FINDING_WORDS[Finding.NOT_APPLICABLE]),
    **dict.fromkeys(("yes", "done", "implemented"), FINDING_WORDS[Finding.IN_PLACE]),
    **dict.fromkeys(("partly", "partial", "partially", "mostly", "mostly in place"), FINDING_WORDS[Finding.PARTLY_IN_PLACE]),
    **dict.fromkeys(("no", "missing"), FINDING_WORDS[Finding.NOT_IN_PLACE]),
    **dict.fromkeys(("in progress", "not sure", "unsure", "unknown"), ""),
}
_TEXTS = ("answer", "reason")
_AWAY = "has an answer in the record, where the file has only a reason"
_SAID = ("finding", *_TEXTS)


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


def _read(desk: Desk, criterion: Criterion, row: IncomingRow, lost: Sequence[str]) -> Typed:
    changed = [key for key in QUESTION_HEADINGS if key not in lost and not stands_as_sent(row.cells.get(key), key, row.sent)]
    typed = read_typed(changed, lambda key: _read_cell(criterion, row, key))
    # A cell that was emptied says so; who left out how sure it is said nothing.
    texts = {key: typed.texts.get(key, "") for key in changed if key != "sure" or key in typed.texts}
    if desk.entity and texts.get("reason"):
        # An exception has one text; it says what the answer says, and why it does not apply.
        cell = row.cells.get("answer")
        texts["answer"] = join(cell.cell.text if cell and "answer" not in lost else "", texts.pop("reason"))
    return replace(typed, texts=texts)


def _read_cell(criterion: Criterion, row: IncomingRow, key: str) -> Reading[str]:
    cell = row.cells.get(key)
    if key == "finding":
        possible = (each for each in Finding if criterion.na_allowed or each is not Finding.NOT_APPLICABLE)
        return read_word(cell, {FINDING_WORDS[each]: FINDING_WORDS[each] for each in possible}, hints=_MEANT)
    if key == "sure":
        return read_word(cell, _SURE_WORDS, _OTHER_SURE_WORDS)
    return read_text(cell)


def _merge(desk: Desk, criterion: Criterion, response: Response, row: IncomingRow, texts: Mapping[str, str]) -> Merge:
    theirs = _texts_of(desk, response)
    before = _texts_before(desk, criterion.id)
    words = {"finding": tuple(FINDING_WORDS.values()), "sure": tuple(_SURE_WORDS)}
    # The reason alone would otherwise stand in its place.
    is_away = bool(desk.entity) and bool(texts.get("answer")) and "answer" in row.sent and is_blank(row.cells.get("answer"))
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
            guard=_AWAY if key == "answer" and is_away and theirs[key].strip() else "",
            already=HIDDEN if _is_hidden(desk, response, key) and key not in row.sent and not before.get(key) else "",
            words=words.get(key, ()),
            spot=spot_in(row, key),
        )
        for key in theirs
        if key in texts
    ]
    return merge_fields(fields, row.sent, desk.outside.past(criterion.id), desk.chooser(KIND, criterion.id))


def _is_hidden(desk: Desk, response: Response, key: str) -> bool:
    """Whether the respondent is not shown what the record says under a column; where nobody is named nothing is shown."""
    field = "exceptions" if desk.entity else "unsure" if key == "sure" else key
    decision = treat(response, Audience.RESPONDENT, person_id=desk.claimed)
    return not desk.claimed or decision.treatment is not Treatment.FULL or field in treat_fields(response, Audience.RESPONDENT)


def _texts_before(desk: Desk, criterion_id: str) -> Mapping[str, Collection[str]]:
    """Give the texts that came into the record since the file was sent, in the words of the file, by column."""
    of_entity = f"exceptions/{desk.entity}/"
    paths = {"finding": (f"{of_entity}finding",), "answer": (f"{of_entity}note",)} if desk.entity else {each: (each,) for each in _SAID}
    sure = {"True": NOT_SURE, "False": SURE, "": SURE}
    return desk.find_before(criterion_id, {**paths, "sure": ("unsure",)}, {"finding": FINDING_WORDS, "sure": sure})


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
    spot = spot_in(row, "finding")
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
    """Add what is for the team alone to its notes."""
    name = desk.name_of(desk.writer_of([response.criterion]))
    notes = response.notes
    for each in _notes_for_the_team(desk, texts):
        notes = add_note(notes, each, name, _earlier_notes(desk, response))
    return replace(response, notes=notes)


def _notes_for_the_team(desk: Desk, texts: Mapping[str, str]) -> Sequence[str]:
    about = f" about {desk.entity}" if desk.entity else ""
    said = []
    if whom := texts.get("whom", "").strip():
        said.append(f"says whom else to ask{about}: {whom}")
    if desk.entity and texts.get("sure") == NOT_SURE:
        said.append(f"is not sure of the answer{about}.")
    return said


def _earlier_notes(desk: Desk, response: Response) -> Collection[str]:
    return desk.entered(response.criterion).get("notes", ())


def _about_old_notes(desk: Desk, response: Response, row: IncomingRow, texts: Mapping[str, str]) -> Sequence[Problem]:
    missing = [each for each in _notes_for_the_team(desk, texts) if not has_note(response.notes, each)]
    gone = [each for each in missing if any(has_note(notes, each) for notes in _earlier_notes(desk, response))]
    what = "was in the notes of the team before, which changed since; they stay as they are now"
    return [Problem(what=what, spot=spot_in(row, "whom"))] if gone else []
