"""The rows of evidence of a filled-in questionnaire: new policies and systems, and links to the questions that they are for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gni_assess.disclosure.treatments import forbids_telling
from gni_assess.exchange.answer_words import CLASSIFICATION_WORDS, EVIDENCE_HEADINGS, KIND_WORDS
from gni_assess.exchange.file_notes import listed
from gni_assess.exchange.receipt import Item, Outcome, Problem
from gni_assess.exchange.received_desk import Desk, Typed, about_earlier, about_missing, first_spot, read_typed, tell_same
from gni_assess.exchange.three_ways import NOTHING_SENT, Field, Merge, merge_fields
from gni_assess.exchange.values import (
    Reading,
    is_address,
    is_blank,
    read_day,
    read_id,
    read_ids,
    read_partial_day,
    read_text,
    read_word,
)
from gni_assess.model.cases import Case
from gni_assess.model.changes import Change
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind, System, SystemKind
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import Audience, Classification, RecordKind
from gni_assess.sheets.incoming_values import IncomingRow

KIND = "evidence"

_KIND_OF = {word: kind for kind, word in KIND_WORDS.items()}
_CLASSIFICATION_OF = {word: each for each, word in CLASSIFICATION_WORDS.items()}
_SHORT_CLASSIFICATIONS = {each.value: word for each, word in CLASSIFICATION_WORDS.items()}
_LISTS: Mapping[str, Collection[str]] = {"kind": _KIND_OF, "classification": _CLASSIFICATION_OF}
_REQUIRED = ("questions", "title", "kind", "summary")
_UNKNOWN = "unknown"
_HIDDEN = "is part of a record that this respondent is not shown"
_PLACED = ("questions", "registered", "shows")
"""What is not of the record itself."""


def receive_evidence(desk: Desk, row: IncomingRow) -> Item | None:
    """Say what one row brings; None where nothing was filled in."""
    if all(is_blank(row.cells.get(key)) for key in EVIDENCE_HEADINGS):
        return None
    typed = read_typed(EVIDENCE_HEADINGS, lambda key: _read_cell(desk, row, key))
    needed = _REQUIRED if is_blank(row.cells.get("registered")) else ("questions",)
    item = Item(
        kind=KIND,
        key=f"in row {row.row}",
        outcome=Outcome.REJECTED,
        title=row.cells["title"].cell.text if "title" in row.cells else "",
        problems=(
            *about_missing(row, needed, EVIDENCE_HEADINGS, "which is needed here"),
            *typed.problems,
            *_find_backwards(row, typed.texts),
        ),
        remarks=typed.remarks,
    )
    if item.problems:
        return item
    if registered := typed.texts.get("registered", ""):
        return _receive_registered(desk, row, typed, item, registered)
    same = _find_same(desk, typed)
    if same is not None:
        return tell_same(desk, _merge(desk, row, typed, item, same), same.id, first_spot(row))
    return _add(desk, row, typed, item)


def _receive_registered(desk: Desk, row: IncomingRow, typed: Typed, item: Item, record_id: str) -> Item:
    if not _may_be_named(desk, record_id, _questions(typed)):
        cell = row.cells["registered"]
        what = "is not evidence that this respondent may be told of, so the row is not taken; if it belongs here, link it yourself"
        return replace(item, problems=(Problem(what=what, spot=cell.spot, value=cell.cell.text),))
    item = replace(item, key=f"{record_id} {item.key}")
    if record_id in desk.assessment.cases:
        return _link_case(desk, row, typed, item, record_id)
    return _merge(desk, row, typed, item, _document(desk, record_id))


def _document(desk: Desk, record_id: str) -> Policy | System:
    return desk.assessment.policies.get(record_id) or desk.assessment.systems[record_id]


def _questions(typed: Typed) -> Sequence[str]:
    return typed.texts["questions"].split()


def _read_cell(desk: Desk, row: IncomingRow, key: str) -> Reading[str]:
    cell = row.cells.get(key)
    if key == "questions":
        ids = read_ids(cell, desk.open_questions, "question", why="is no question of this file")
        return Reading(value=None if ids.value is None else " ".join(ids.value), problems=ids.problems)
    if key == "registered":
        known = (*desk.assessment.policies, *desk.assessment.systems, *desk.assessment.cases)
        # What another row of the file makes has an id that nobody knows yet.
        read = read_id(cell, [each for each in known if each not in desk.made], "record of evidence")
        # Which records there are is nobody's business but the team's; the nearest is enough.
        return Reading(value=read.value, problems=tuple(replace(each, allowed=()) for each in read.problems))
    if key in _LISTS:
        return read_word(cell, {word: word for word in _LISTS[key]}, _SHORT_CLASSIFICATIONS if key == "classification" else {})
    if key in ("from", "to"):
        return read_partial_day(cell, in_numbers=True).as_text()
    if key == "last_reviewed":
        return read_day(cell, in_numbers=True).as_text()
    read = read_text(cell)
    link = (read.value or "").strip()
    return replace(read, value=link) if key == "place" and is_address(link) else read


def _find_backwards(row: IncomingRow, typed: Mapping[str, str], record: Policy | System | None = None) -> tuple[Problem, ...]:
    """Say where something would end before it begins, from what was typed in a row, or from that and what the record says."""
    known = {} if record is None else {key: text for key, text in _texts_of(record, "").items() if text}
    ends, begins = (PartialDate(text) if (text := typed.get(key) or known.get(key)) else None for key in ("to", "from"))
    if not ends or not begins or not ends.latest or not begins.earliest or ends.latest >= begins.earliest:
        return ()
    key, what, other, day = ("to", "is before", "from", begins) if "to" in typed else ("from", "is after", "to", ends)
    where = str(row.cells[other].spot) if other in typed else "as the record says"
    return (Problem(what=f"{what} {day}, under `{EVIDENCE_HEADINGS[other]}` ({where})", spot=row.cells[key].spot, value=typed[key]),)


def _find_same(desk: Desk, typed: Typed) -> Policy | System | None:
    """Find the record that an earlier receipt, or an earlier row, made of the same: by kind and title, under the same question.

    The title may have been corrected since, and so may the owner: it is still the same document.
    """
    linked = {link.id for each in _questions(typed) for link in desk.response_to(each).evidence} | desk.made
    kind, title = _KIND_OF[typed.texts["kind"]], desk.fold(typed.texts["title"])
    alike = [each for each in _documents_of(desk, kind) if each.id in linked]
    same = next((each for each in alike if desk.fold(each.title) == title), None)
    return same or next((each for each in alike if title in map(desk.fold, desk.ever_entered(each.id).get("title", ()))), None)


def _documents_of(desk: Desk, kind: PolicyKind | SystemKind) -> Sequence[Policy | System]:
    documents: Sequence[Policy | System] = [*desk.assessment.policies.values(), *desk.assessment.systems.values()]
    return [each for each in documents if each.kind_of is kind]


def _may_be_named(desk: Desk, record_id: str, questions: Collection[str]) -> bool:
    """Whether a respondent may name a record: one that is theirs, or that is neither restricted nor withheld by a limit."""
    record: Policy | System | Case = desk.assessment.cases.get(record_id) or _document(desk, record_id)
    if not isinstance(record, Case) and record.owner and record.owner == desk.claimed and desk.is_respondents(questions):
        return True
    # What nobody has classified is restricted, as everywhere.
    classification = record.classification or Classification.RESTRICTED
    return classification is not Classification.RESTRICTED and not forbids_telling(record, Audience.RESPONDENT)


def _may_be_meant(desk: Desk, record_id: str, questions: Collection[str]) -> bool:
    """Whether a row can be about a record: it was made of one, or the respondent may know of it."""
    return record_id in desk.made or "id" in desk.entered(record_id) or _may_be_named(desk, record_id, questions)


def _add(desk: Desk, row: IncomingRow, typed: Typed, item: Item) -> Item:
    if problems := desk.find_too_many(first_spot(row)):
        return replace(item, problems=problems)
    kind = _KIND_OF[typed.texts["kind"]]
    of = RecordKind.POLICY if isinstance(kind, PolicyKind) else RecordKind.SYSTEM
    record_id = desk.outside.draw_record(of, desk.assessment.of_kind(of))
    effective = Effective(from_=PartialDate(_UNKNOWN))
    texts, owner = typed.texts, desk.writer_of(_questions(typed))
    new: Policy | System
    if isinstance(kind, PolicyKind):
        new = Policy(id=record_id, kind_of=kind, title=texts["title"], summary="", owner=owner, effective=effective)
    else:
        new = System(id=record_id, kind_of=kind, title=texts["title"], summary="", owner=owner, effective=effective)
    links = _links(desk, typed, record_id, item, row)
    item = replace(item, remarks=(*item.remarks, *_about_alike(desk, row, kind, texts["title"])))
    changes = (Change(before=None, after=_put(new, texts)), *_linked(desk, links, record_id))
    done = _finish(desk, row, item, changes, new=True)
    if done.changes:
        desk.made.add(record_id)
    return done


def _about_alike(desk: Desk, row: IncomingRow, kind: PolicyKind | SystemKind, title: str) -> tuple[Problem, ...]:
    """Say which records have the kind and title of a new one: the respondent may not know of them, and they may be the same."""
    alike = [each.id for each in _documents_of(desk, kind) if desk.fold(each.title) == desk.fold(title)]
    if not alike:
        return ()
    is_in = "is in the record already" if len(alike) == 1 else "are in the record already"
    what = f"has the kind and title of {listed(alike)}, which {is_in}; this is a new one; link that instead if it is the same"
    return (Problem(what=what, spot=row.cells["title"].spot),)


def _merge(desk: Desk, row: IncomingRow, typed: Typed, item: Item, record: Policy | System) -> Item:
    if "kind" in typed.texts and not isinstance(_KIND_OF[typed.texts["kind"]], type(record.kind_of)):
        cell = row.cells["kind"]
        what = f"is another kind of thing than {record.id} is in the record"
        return replace(item, problems=(Problem(what=what, spot=cell.spot, value=cell.cell.text, nearest=record.kind_of.value),))
    theirs = _texts_of(record, typed.texts.get("place", ""))
    before = _texts_before(desk, record.id)
    hidden = "" if _may_be_meant(desk, record.id, _questions(typed)) else _HIDDEN
    # What belongs to somebody else is not changed by whoever knows its id, or happens to write its title.
    is_others = record.owner != desk.writer_of(_questions(typed))
    why = hidden or (f"belongs to {desk.name_of(record.owner) or 'nobody'}" if is_others else "")
    fields = [
        Field(
            key=key,
            heading=EVIDENCE_HEADINGS[key],
            theirs=theirs[key],
            mine=text,
            can_join=key == "summary",
            # `unknown` is what the record says where nothing was said.
            also=("",) if key == "from" and theirs[key] == _UNKNOWN else (),
            before=before.get(key, ()),
            guard=why,
            already=desk.why_another(record.id) if not before.get(key) else "",
            spot=row.cells[key].spot,
        )
        for key, text in typed.texts.items()
        if key not in _PLACED and not (key == "title" and desk.fold(text) == desk.fold(record.title))
    ]
    merge = merge_fields(fields, NOTHING_SENT, desk.outside.past(record.id), desk.chooser(KIND, item.key))
    links = _links(desk, typed, record.id, item, row, hidden=hidden)
    item = replace(item, remarks=(*item.remarks, *about_earlier(merge, *links.values())))
    if conflicts := (*merge.conflicts, *(each for link in links.values() for each in link.conflicts)):
        return replace(item, outcome=Outcome.CONFLICT, conflicts=conflicts)
    if not merge.texts.keys().isdisjoint(("from", "to")) and (problems := _find_backwards(row, merge.texts, record)):
        return replace(item, problems=problems)
    after = _put(record, merge.texts)
    changed = () if after == record else (Change(before=record, after=after),)
    return _finish(desk, row, item, (*changed, *_linked(desk, links, record.id)))


def _link_case(desk: Desk, row: IncomingRow, typed: Typed, item: Item, case_id: str) -> Item:
    more = [key for key in typed.texts if key not in _PLACED]
    if more:
        what = "belongs to a case, and cases are not changed by a questionnaire; leave the row's other columns empty, or tell the officer"
        return replace(item, problems=tuple(Problem(what=what, spot=row.cells[key].spot) for key in more))
    links = _links(desk, typed, case_id, item, row)
    item = replace(item, remarks=(*item.remarks, *about_earlier(*links.values())))
    if conflicts := tuple(each for link in links.values() for each in link.conflicts):
        return replace(item, outcome=Outcome.CONFLICT, conflicts=conflicts)
    return _finish(desk, row, item, _linked(desk, links, case_id))


def _links(desk: Desk, typed: Typed, record_id: str, item: Item, row: IncomingRow, *, hidden: str = "") -> Mapping[str, Merge]:
    """Merge what it shows into the link from each question."""
    found = {}
    for criterion_id in _questions(typed):
        link = _find_link(desk.response_to(criterion_id), record_id)
        fields = []
        if "shows" in typed.texts:
            theirs, spot = link.shows if link else "", row.cells["shows"].spot
            heading = f"{EVIDENCE_HEADINGS['shows']} ({criterion_id})"
            key, before = _shows(criterion_id), desk.entered(criterion_id).get(f"evidence/{record_id}/shows", ())
            fields = [
                Field(
                    key=key,
                    heading=heading,
                    theirs=theirs,
                    mine=typed.texts["shows"],
                    can_join=True,
                    before=before,
                    guard=hidden if link else "",
                    already=desk.why_another(record_id) if not before else "",
                    spot=spot,
                )
            ]
        found[criterion_id] = merge_fields(fields, NOTHING_SENT, desk.outside.past(criterion_id), desk.chooser(KIND, item.key))
    return found


def _shows(criterion_id: str) -> str:
    return f"shows:{criterion_id}"


def _find_link(response: Response, record_id: str) -> EvidenceLink | None:
    return next((each for each in response.evidence if each.id == record_id), None)


def _linked(desk: Desk, links: Mapping[str, Merge], record_id: str) -> tuple[Change, ...]:
    changes = []
    for criterion_id, merge in links.items():
        response = desk.response_to(criterion_id)
        old = _find_link(response, record_id)
        new = replace(old or EvidenceLink(id=record_id))
        if merge.texts:
            new = replace(new, shows="".join(merge.texts.values()))
        kept = tuple(new if each is old else each for each in response.evidence)
        if (change := desk.stamp(replace(response, evidence=kept if old else (*kept, new)))) is not None:
            changes.append(change)
    return tuple(changes)


def _finish(desk: Desk, row: IncomingRow, item: Item, changes: tuple[Change, ...], *, new: bool = False) -> Item:
    if problems := desk.check(changes, first_spot(row)):
        return replace(item, outcome=Outcome.REJECTED, problems=problems)
    desk.put(changes)
    outcome = Outcome.NEW if new else Outcome.CHANGED if changes else Outcome.SAME
    return replace(item, outcome=outcome, changes=changes)


def _texts_of(record: Policy | System, place: str) -> Mapping[str, str]:
    """Give the record as texts; of where it is, an address or the words, whichever a place is to be compared with."""
    return {
        "title": record.title,
        "kind": KIND_WORDS[record.kind_of],
        "summary": record.summary,
        "place": record.url if is_address(place) else record.held_at,
        "from": str(record.effective.from_),
        "to": str(record.effective.to) if record.effective.to else "",
        "last_reviewed": record.last_reviewed.isoformat() if record.last_reviewed else "",
        "classification": CLASSIFICATION_WORDS[record.classification] if record.classification else "",
    }


def _texts_before(desk: Desk, record_id: str) -> Mapping[str, Collection[str]]:
    """Give the texts that came into a record since the file was sent, in the words of the file, by column."""
    same = {key: (key,) for key in ("title", "kind", "summary", "last_reviewed", "classification")}
    paths = {**same, "place": ("url", "held_at"), "from": ("effective/from",), "to": ("effective/to",)}
    return desk.find_before(record_id, paths, {"classification": CLASSIFICATION_WORDS})


def _put(record: Policy | System, texts: Mapping[str, str]) -> Policy | System:
    values: dict[str, Any] = {key: texts[key] for key in ("title", "summary") if key in texts}
    if "place" in texts:
        place = texts["place"]
        values |= {"url": place} if is_address(place) else {"held_at": place}
    if "from" in texts or "to" in texts:
        from_ = PartialDate(texts["from"]) if "from" in texts else record.effective.from_
        values["effective"] = Effective(from_=from_, to=PartialDate(texts["to"]) if "to" in texts else record.effective.to)
    if "last_reviewed" in texts:
        values["last_reviewed"] = PartialDate(texts["last_reviewed"]).exact
    if "classification" in texts:
        values["classification"] = _CLASSIFICATION_OF[texts["classification"]]
    if "kind" in texts:
        values["kind_of"] = _KIND_OF[texts["kind"]]
    return replace(record, **values)
