"""The rows of gaps of a filled-in questionnaire: new ones, and changes to those that were sent."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gni_assess.disclosure.staff import UNNAMED
from gni_assess.disclosure.treatments import treat_fields, treat_gap
from gni_assess.exchange.answer_words import GAP_HEADINGS, IMPACT_WORDS, LEVEL_WORDS
from gni_assess.exchange.receipt import Item, Outcome, Problem
from gni_assess.exchange.received_desk import (
    HIDDEN,
    Desk,
    Typed,
    about_earlier,
    about_missing,
    add_note,
    first_spot,
    read_typed,
    spot_in,
    tell_same,
)
from gni_assess.exchange.three_ways import Field, is_as_sent, is_same, merge_fields, stands_as_sent
from gni_assess.exchange.values import Reading, is_blank, read_day, read_id, read_person, read_text, read_word
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Impact, Treatment
from gni_assess.sheets.incoming_values import IncomingRow

KIND = "gap"

_GAP_ID = re.compile(r"(?P<criterion>[A-Z]{3}-[0-9]{2,3})-G[0-9]+")
_LEVEL_OF = {word: level for level, word in LEVEL_WORDS.items()}
_IMPACT_OF = {word: impact for impact, word in IMPACT_WORDS.items()}
_LEVELS = ("scale", "scope", "irremediability")
_TEXTS = ("summary", "cause", "action")
_SHORT_IMPACTS = {
    "yes": IMPACT_WORDS[Impact.ACTUAL],
    "no": IMPACT_WORDS[Impact.POTENTIAL],
    **{impact.value: word for impact, word in IMPACT_WORDS.items()},
}
_WORDS: Mapping[str, tuple[str, ...]] = {**dict.fromkeys(_LEVELS, tuple(_LEVEL_OF)), "impact": tuple(_IMPACT_OF)}
_REQUIRED = ("question", "summary", *_LEVELS)
_JOINED = ("cause", "action")
_UNSEEN = "is part of a gap that this respondent is not shown"
_IN_WORDS = "owner in words"
"""Stands for who will do it, where that is nobody of the workspace."""


def receive_gap(desk: Desk, row: IncomingRow, lost: Sequence[str] = ()) -> Item | None:
    """Say what one row brings; None where nothing was filled in or changed in it. `lost` are the keys of columns that are gone."""
    typed = _read(desk, row)
    typed = replace(typed, remarks=(*typed.remarks, *_about_emptied(row, lost)))
    if not typed.texts and not typed.problems and not typed.remarks:
        return None
    found = _GAP_ID.fullmatch(row.key.strip().upper())
    missing = () if found else about_missing(row, _REQUIRED, GAP_HEADINGS, "which a gap needs")
    key = found[0] if found else f"in row {row.row}"
    item = Item(
        kind=KIND,
        key=key,
        outcome=Outcome.REJECTED,
        title=_title(row),
        problems=(*missing, *typed.problems),
        remarks=typed.remarks,
    )
    if item.problems:
        return item
    if found:
        return _receive_known(desk, row, typed, item, found["criterion"])
    criterion_id = typed.texts["question"]
    response = desk.response_to(criterion_id)
    same = _find_same(desk, response, typed)
    if same is None:
        return _add(desk, row, typed, replace(item, remarks=(*item.remarks, *_about_alike(desk, response, row))), response)
    if not same.is_open:
        closed = Problem(what=f"was in the record before; it is {same.status.value} now, and stays so", spot=first_spot(row))
        item = replace(item, remarks=(*item.remarks, closed))
    is_reworded = desk.fold(same.summary) != desk.fold(typed.texts["summary"])
    texts = {each: text for each, text in typed.texts.items() if each != "question" and (each != "summary" or is_reworded)}
    return tell_same(desk, _merge(desk, row, replace(typed, texts=texts), item, same), same.id, first_spot(row))


def _find_same(desk: Desk, response: Response, typed: Typed) -> Gap | None:
    """Find the gap that an earlier receipt, or an earlier row, made of the same, also where its summary was reworded since.

    One that is closed by now is the same only where it came into the record after the file was sent: an older one has come back. One that
    the respondent could not know of is the same only where the row says nothing else than the record.
    """
    summary = desk.fold(typed.texts["summary"])
    same = next((each for each in _find_alike(desk, response, summary) if _may_be_meant(desk, response, each)), None)
    return same or next((each for each in _find_alike(desk, response, summary) if not _says_more(desk, each, typed)), None)


def _find_alike(desk: Desk, response: Response, summary: str) -> Iterator[Gap]:
    of_entity = [each for each in response.gaps if (desk.entity in each.entities if desk.entity else not each.entities)]
    entered, ever = desk.entered(response.criterion), desk.ever_entered(response.criterion)
    is_open = [each for each in of_entity if each.is_open]
    yield from (each for each in is_open if desk.fold(each.summary) == summary)
    yield from (each for each in is_open if _had_summary(desk, ever, each, summary))
    yield from (each for each in of_entity if not each.is_open and _had_summary(desk, entered, each, summary))


def _had_summary(desk: Desk, entered: Mapping[str, Collection[str]], gap: Gap, summary: str) -> bool:
    return any(desk.fold(each) == summary for each in entered.get(f"gaps/{gap.id}/summary", ()))


def _may_be_meant(desk: Desk, response: Response, gap: Gap) -> bool:
    """Whether a new row can be about a gap: it is later than the file, or the respondent is shown it. Of others they can know nothing."""
    is_later = f"gaps/{gap.id}/id" in desk.entered(response.criterion)
    return is_later or gap.id in desk.made or _is_shown(desk, response, gap)


def _is_shown(desk: Desk, response: Response, gap: Gap) -> bool:
    decision = treat_gap(response, gap, Audience.RESPONDENT, person_id=desk.claimed)
    return decision.treatment is Treatment.FULL and "summary" not in treat_fields(gap, Audience.RESPONDENT)


def _says_more(desk: Desk, gap: Gap, typed: Typed) -> bool:
    theirs = {**_texts_of(gap), "question": typed.texts["question"], "summary": typed.texts["summary"]}
    return _note_owner(desk, gap, typed) != gap or any(not is_same(theirs[key], text) for key, text in typed.texts.items() if key in theirs)


def _about_alike(desk: Desk, response: Response, row: IncomingRow) -> tuple[Problem, ...]:
    found, title = [], desk.fold(_title(row))
    for each in response.gaps:
        if desk.fold(each.summary) == title:
            about = f"about {', '.join(each.entities)}" if each.entities else "about the whole company"
            hidden = "" if _is_shown(desk, response, each) else ", and which this respondent is not shown"
            what = f"says the same as {each.id}, which is {each.status.value} and {about}{hidden}; this is a new one"
            found.append(Problem(what=what, spot=first_spot(row)))
    return tuple(found)


def _about_emptied(row: IncomingRow, lost: Sequence[str]) -> tuple[Problem, ...]:
    """Say which cells of a gap that was sent are empty now; nothing is taken out of the record for that."""
    emptied = [key for key in GAP_HEADINGS if key not in lost and is_blank(row.cells.get(key)) and not is_as_sent("", key, row.sent)]
    return tuple(Problem(what=f"`{GAP_HEADINGS[key]}` was emptied; the record keeps it", spot=spot_in(row, key)) for key in emptied)


def _title(row: IncomingRow) -> str:
    return row.cells["summary"].cell.text if "summary" in row.cells else ""


def _read(desk: Desk, row: IncomingRow) -> Typed:
    # A cell that was emptied stays as it is: columns and rows get lost, and a gap is closed in other ways.
    changed = [key for key, cell in row.cells.items() if not is_blank(cell) and not stands_as_sent(cell, key, row.sent)]
    owner = read_person(row.cells.get("owner"), desk.assessment.workspace.people) if "owner" in changed else Reading[str]()
    typed = read_typed((key for key in GAP_HEADINGS if key in changed and key != "owner"), lambda key: _read_cell(desk, row, key))
    if owner.is_unknown:
        words = row.cells["owner"].cell.text.strip()
        told = tuple(
            replace(each, what=f"{each.what}; it goes into the notes of the gap, and the owner is not changed") for each in owner.problems
        )
        return replace(typed, texts={**typed.texts, _IN_WORDS: words}, remarks=(*typed.remarks, *told))
    texts = typed.texts if owner.value is None else {**typed.texts, "owner": owner.value}
    return replace(typed, texts=texts, problems=(*typed.problems, *owner.problems))


def _read_cell(desk: Desk, row: IncomingRow, key: str) -> Reading[str]:
    cell = row.cells.get(key)
    if key == "question":
        return read_id(cell, desk.open_questions, "question", why="is no question of this file")
    if key in _LEVELS:
        return read_word(cell, {word: word for word in _LEVEL_OF})
    if key == "impact":
        return read_word(cell, {word: word for word in _IMPACT_OF}, _SHORT_IMPACTS)
    if key == "due":
        return read_day(cell, whole_month=True, in_numbers=True).as_text()
    return read_text(cell)


def _receive_known(desk: Desk, row: IncomingRow, typed: Typed, item: Item, criterion_id: str) -> Item:
    gap = next((each for each in desk.response_to(criterion_id).gaps if each.id == item.key), None)
    spot = first_spot(row)
    if not row.sent or criterion_id not in desk.open_questions:
        known = tuple(each.id for asked in desk.open_questions for each in desk.response_to(asked).gaps if each.id not in desk.made)
        return replace(item, problems=(Problem(what="is no gap that was sent in this file", spot=spot, value=row.key, allowed=known),))
    if gap is None:
        return replace(item, problems=(Problem(what="is a gap that is not in the record any more", spot=spot, value=row.key),))
    if "question" in typed.texts and typed.texts["question"] != criterion_id:
        cell = row.cells["question"]
        what = "is another question than before; a gap stays where it is, so enter it as a new one"
        return replace(item, problems=(Problem(what=what, spot=cell.spot, value=cell.cell.text, nearest=criterion_id),))
    return _merge(desk, row, typed, item, gap)


def _add(desk: Desk, row: IncomingRow, typed: Typed, item: Item, response: Response) -> Item:
    if problems := desk.find_too_many(first_spot(row)):
        return replace(item, problems=problems)
    taken = [each.id for each in response.gaps]
    texts = typed.texts
    gap = Gap(
        id=desk.outside.draw_gap(response.criterion, taken),
        summary=texts["summary"],
        scale=_LEVEL_OF[texts["scale"]],
        scope=_LEVEL_OF[texts["scope"]],
        irremediability=_LEVEL_OF[texts["irremediability"]],
        entities=(desk.entity,) if desk.entity else (),
    )
    gap = _note_owner(desk, _put(gap, texts, is_new=True), typed)
    done = _finish(desk, row, replace(item, outcome=Outcome.NEW), replace(response, gaps=(*response.gaps, gap)))
    if done.changes:
        desk.made.add(gap.id)
    return done


def _merge(desk: Desk, row: IncomingRow, typed: Typed, item: Item, gap: Gap) -> Item:
    response = desk.response_to(_criterion_of(gap))
    theirs = _texts_of(gap)
    before = _texts_before(desk, gap)
    also = _names_of(desk, gap.owner)
    is_hidden = gap.id not in desk.made and not _is_shown(desk, response, gap)
    hidden = treat_fields(gap, Audience.RESPONDENT)
    # That a gap was sent is only a claim of the file, unless it got another owner since.
    is_unseen = is_hidden and item.key == gap.id and not before.get("owner")
    if is_unseen and _IN_WORDS in typed.texts:
        problem = Problem(what=f"names nobody of the workspace, and the row {_UNSEEN}", spot=row.cells["owner"].spot)
        return replace(item, problems=(problem,), remarks=())
    # What is closed is not changed without a word.
    why = _UNSEEN if is_unseen else "" if gap.is_open else "is part of a gap that is closed"
    fields = [
        Field(
            key=key,
            heading=GAP_HEADINGS[key],
            theirs=theirs[key],
            mine=text,
            can_join=key in _JOINED,
            also=also if key == "owner" else (),
            before=before.get(key, ()),
            guard=why or (HIDDEN if key in hidden and key in row.sent else ""),
            already="" if key in row.sent or before.get(key) else HIDDEN if is_hidden or key in hidden else desk.why_another(gap.id),
            words=_WORDS.get(key, ()),
            spot=row.cells[key].spot,
        )
        for key, text in typed.texts.items()
        if key in theirs
    ]
    merge = merge_fields(fields, row.sent, desk.outside.past(response.criterion), desk.chooser(KIND, item.key))
    item = replace(item, remarks=(*item.remarks, *about_earlier(merge)))
    if merge.conflicts:
        return replace(item, outcome=Outcome.CONFLICT, conflicts=merge.conflicts)
    after = _note_owner(desk, _put(gap, merge.texts, is_new=False), typed)
    gaps = tuple(after if each is gap else each for each in response.gaps)
    return _finish(desk, row, replace(item, outcome=Outcome.CHANGED), replace(response, gaps=gaps))


def _finish(desk: Desk, row: IncomingRow, item: Item, after: Response) -> Item:
    change = desk.stamp(after)
    if change is None:
        return replace(item, outcome=Outcome.SAME)
    if problems := desk.check((change,), first_spot(row)):
        return replace(item, outcome=Outcome.REJECTED, problems=problems)
    desk.put((change,))
    return replace(item, changes=(change,))


def _texts_of(gap: Gap) -> Mapping[str, str]:
    texts = {key: getattr(gap, key) for key in _TEXTS}
    levels = {key: LEVEL_WORDS[getattr(gap, key)] for key in _LEVELS}
    impact = IMPACT_WORDS[gap.impact] if gap.impact is not None else ""
    return {**texts, **levels, "impact": impact, "owner": gap.owner, "due": gap.due.isoformat() if gap.due else ""}


def _texts_before(desk: Desk, gap: Gap) -> Mapping[str, Collection[str]]:
    """Give the texts that came into a gap since the file was sent, in the words of the file, by column."""
    paths = {key: (f"gaps/{gap.id}/{key}",) for key in (*_TEXTS, *_LEVELS, "impact", "owner", "due")}
    return desk.find_before(_criterion_of(gap), paths, {"impact": IMPACT_WORDS})


def _note_owner(desk: Desk, gap: Gap, typed: Typed) -> Gap:
    """Keep in the notes for the team who will do it, where the record cannot name them."""
    if _IN_WORDS not in typed.texts:
        return gap
    criterion_id = _criterion_of(gap)
    before = desk.entered(criterion_id).get(f"gaps/{gap.id}/notes", ())
    note = f"says who will do it: {typed.texts[_IN_WORDS]}"
    return replace(gap, notes=add_note(gap.notes, note, desk.name_of(desk.writer_of([criterion_id])), before))


def _criterion_of(gap: Gap) -> str:
    return gap.id.rpartition("-G")[0]


def _names_of(desk: Desk, person_id: str) -> tuple[str, ...]:
    person = desk.assessment.workspace.find_person(person_id)
    # A respondent is shown roles; who has none is a member of staff.
    return ("", UNNAMED) if person is None else tuple(filter(None, (person.name, person.role, UNNAMED)))


def _put(gap: Gap, texts: Mapping[str, str], *, is_new: bool) -> Gap:
    values: dict[str, Any] = {key: texts[key] for key in _TEXTS if key in texts}
    values |= {key: _LEVEL_OF[texts[key]] for key in _LEVELS if key in texts}
    after = replace(gap, **values)
    if "impact" in texts:
        after = replace(after, impact=_IMPACT_OF[texts["impact"]])
    if "owner" in texts:
        after = replace(after, owner=texts["owner"])
    return after.move_due(date.fromisoformat(texts["due"]), is_new=is_new) if "due" in texts else after
