"""A questionnaire as a book of plain values, made from what one respondent may see and nothing else."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gni_assess.disclosure.views import Disclosure
from gni_assess.exchange.answer_words import EVIDENCE, GAPS, KIND, QUESTIONS
from gni_assess.exchange.questionnaire_rows import (
    Asked,
    evidence_table,
    find_registered,
    gaps_table,
    help_table,
    questions_table,
    registered_table,
)
from gni_assess.exchange.questionnaire_words import (
    IF_YOU_DO_NOT_KNOW,
    LEAVE_OUT,
    MARKING_OF_A_TEAM,
    PURPOSE,
    explain_needed,
    explain_others,
    explain_words,
)
from gni_assess.model.diagnostics import WORKSPACE_REF, RecordRef
from gni_assess.model.vocabulary import RecordKind
from gni_assess.sheets.book import Book, Column, Link, Row, Sheet, Table, Value, text_of

FORMAT = "1"
_MOST_ON_A_PAGE = 36
_START, _ABOUT = "Start here", "About"
_ID = re.compile(r"\b[A-Z]+-[0-9]+\b")
_NOBODY = "?"
"""The id of no person."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Who asks whom, and until when. Names stand there as the respondent reads them.

    `person` is the id of the respondent, or empty where the file is for whoever answers; `own_evidence` are the ids of what they own.
    """

    questions: tuple[str, ...]
    asked_by: str
    asked_by_address: str = ""
    sent: date
    due: date
    person: str = ""
    person_name: str = ""
    person_role: str = ""
    entity: str = ""
    entity_name: str = ""
    own_evidence: Collection[str] = ()

    def without_names(self) -> "Letter":
        """Give the letter with its questions and dates, and no word that a company chose."""
        blank = replace(self, asked_by="", asked_by_address="", person_name="", person_role="", entity_name="")
        return replace(blank, person=_NOBODY if self.person else "", own_evidence=())


def records_in(disclosure: Disclosure, letter: Letter) -> frozenset[RecordRef]:
    """Name the records of which something stands in the questionnaire that is made of these; and the workspace, which is always there."""
    asked = _ask(disclosure, letter)
    found = {WORKSPACE_REF}
    found.update(RecordRef(kind=RecordKind.RESPONSE, id=each.id) for each in asked.criteria if asked.response_to(each) is not None)
    evidence = find_registered(asked, letter.own_evidence)
    for kind, records in ((RecordKind.POLICY, disclosure.policies), (RecordKind.SYSTEM, disclosure.systems)):
        found.update(RecordRef(kind=kind, id=each) for each in evidence if each in records)
    return frozenset(found)


def build_questionnaire(disclosure: Disclosure, letter: Letter, *, tool_version: str) -> Book:
    """Build the workbook for a respondent. The disclosure must be that of the audience `respondent`, for the person of the letter."""
    asked = _ask(disclosure, letter)
    company = disclosure.workspace.company.name
    marking = f"Confidential: prepared for {letter.person_name}" if letter.person else MARKING_OF_A_TEAM
    return Book(
        sheets=tuple(_sheets(asked, letter, tool_version)),
        marking=marking,
        owner=company,
        created=letter.sent,
        properties={
            "title": f"Questionnaire: {company}",
            "subject": marking,
            "author": "gni-assess",
            "company": company,
            "category": "GNI assessment",
        },
        audience=disclosure.audience.value,
        tool_version=tool_version,
        facts={
            "kind": KIND,
            "format": FORMAT,
            "company": company,
            "assignee": letter.person,
            "entity": letter.entity,
            "sent": letter.sent.isoformat(),
            "due": letter.due.isoformat(),
            "questions": " ".join(letter.questions),
        },
    )


def count_present(book: Book) -> int:
    """Count the questions of a questionnaire that show what the record says now."""
    table = book.find_table(QUESTIONS)
    return 0 if table is None else sum(_is_present(table, row) for row in table.rows)


def _ask(disclosure: Disclosure, letter: Letter) -> Asked:
    criteria = disclosure.pack.by_id
    return Asked(
        disclosure=disclosure,
        criteria=tuple(criteria[each] for each in letter.questions if each in criteria),
        shows_record=bool(letter.person),
        entity=letter.entity,
        entity_name=letter.entity_name,
    )


def _sheets(asked: Asked, letter: Letter, tool_version: str) -> Iterator[Sheet]:
    questions, gaps = questions_table(asked), gaps_table(asked)
    registered = registered_table(asked, letter.own_evidence)
    yield _start(asked, letter, has_present=any(_is_present(table, row) for table in (questions, gaps) for row in table.rows))
    what = f"Please answer by {letter.due}, in the columns with brown headings. The ID of a question leads to its row on Help."
    yield Sheet(name="Questions", title="Questions", tables=(questions,), notes=(what, *_about_others(asked, questions)))
    what = "Say what there is and where it is. Do not attach documents, and do not copy them in here."
    notes = (what, explain_needed(EVIDENCE))
    yield Sheet(name="Evidence", title="What shows it", tables=(evidence_table(asked),), notes=notes, one_page=True)
    what = "A gap is something missing or weak, judged by what it means for people. An honest gap with a plan is a complete answer."
    notes = (what, explain_needed(GAPS))
    yield Sheet(name="Gaps", title="What is missing or weak", tables=(gaps,), notes=notes, one_page=len(gaps.rows) <= _MOST_ON_A_PAGE)
    if registered is not None:
        what = "Where something here shows an answer, put its ID on the sheet Evidence, with the question that it is for."
        yield Sheet(name="Registered", title="What is registered already", tables=(registered,), notes=(what,))
    what = "The companies in the examples do not exist. Do not copy from them: they only show how much to write."
    explained = help_table(asked)
    yield Sheet(name="Help", title="Question by question", tables=(explained,), notes=(what, *_about_others(asked, explained)))
    yield _about(asked, letter, tool_version)


def _about_others(asked: Asked, table: Table) -> Sequence[str]:
    """Explain IDs of other questions, where our own columns name any."""
    own = (text_of(value) for row in table.rows for column, value in zip(table.columns, row, strict=True) if not column.to_fill_in)
    named = (each for text in own for each in _ID.findall(text) if each in asked.disclosure.pack.by_id and each not in asked.ids)
    example = next(named, "")
    return (explain_others(example),) if example else ()


def _is_present(table: Table, row: Row) -> bool:
    return any(value is not None for column, value in zip(table.columns, row, strict=True) if column.to_fill_in)


def _start(asked: Asked, letter: Letter, *, has_present: bool) -> Sheet:
    count = len(asked.criteria)
    questions = "1 question" if count == 1 else f"{count} questions"
    elsewhere = f"Leave it out all the same, and tell {letter.asked_by} that there is more to say."
    title = f"{questions} for {letter.person_name}" if letter.person else questions
    return Sheet(
        name=_START,
        title=title,
        tables=(
            _facts(asked, letter, questions),
            _table("how", "How to answer", ("Step", "What to do"), _steps(letter, has_present=has_present)),
            _table("unknown", "If you do not know", ("Where", "What to do"), IF_YOU_DO_NOT_KNOW),
            _table("left_out", "Please leave out", ("What", "In particular"), (*LEAVE_OUT, ("If an answer needs it", elsewhere))),
        ),
        one_page=True,
    )


def _facts(asked: Asked, letter: Letter, questions: str) -> Table:
    workspace = asked.disclosure.workspace
    period = workspace.plan.period
    role = f" ({letter.person_role})" if letter.person_role else ""
    rows: list[tuple[str, Value]] = [
        ("Company", workspace.company.name),
        ("What it is for", PURPOSE),
        ("Asked by", ", ".join(filter(None, (letter.asked_by, letter.asked_by_address)))),
        ("For", f"{letter.person_name}{role}" if letter.person else "whoever knows the answers"),
    ]
    if letter.entity:
        about = f"{letter.entity_name} alone. Answer for it, whatever holds for the rest of the company."
        rows.append(("About", about))
    if period is not None:
        rows.append(("Time that is asked about", f"{period.start} to {period.end or 'today'}"))
    rows += [("Please send it back by", letter.due), ("Questions", Link(questions, "Questions"))]
    description = "Who asks whom, about what, and until when."
    return _table("letter", "This questionnaire", ("Item", "Details"), rows, description=description)


def _steps(letter: Letter, *, has_present: bool) -> tuple[tuple[str, str], ...]:
    to = f"{letter.asked_by}{f' ({letter.asked_by_address})' if letter.asked_by_address else ''}"
    present = ("What stands there already is what the record says now. Leave it where it is right, and change it where it is not.",)
    steps = (
        "Open the sheet Questions. Each row is a question. Fill in the columns with brown headings, and leave the others as they are.",
        *(present if has_present else ()),
        "Choose a finding from the list. Say in a few sentences what is done, by whom and since when. The sheet Help has an example.",
        "Enter on the sheet Evidence what shows that it is so: documents, systems, teams, lists. Say where each is.",
        "Enter on the sheet Gaps what is missing or weak. Both sheets say at the top what each row needs.",
        f"Save the file as an Excel workbook (.xlsx), and send it back to {to} by {letter.due}.",
    )
    return tuple((str(number), text) for number, text in enumerate(steps, 1))


def _table(name: str, heading: str, headings: tuple[str, str], rows: Collection[tuple[str, Value]], *, description: str = "") -> Table:
    keys = ("item", "details")
    columns = tuple(Column(key=key, heading=text, width=width) for key, text, width in zip(keys, headings, (28, 104), strict=True))
    return Table(name=name, heading=heading, description=description or f"{heading}.", columns=columns, rows=tuple(rows))


def _about(asked: Asked, letter: Letter, tool_version: str) -> Sheet:
    words = tuple(
        _table(f"words_{number}", heading, ("Word", "What it means"), rows, description=f"{heading}: what the words mean.")
        for number, (heading, rows) in enumerate(explain_words(), 1)
    )
    pack = asked.disclosure.pack
    notice = [" ".join(each.split()) for each in pack.notice.split("\n\n") if each.strip()]
    made: tuple[tuple[str, Value], ...] = (
        ("Questions from", f"{pack.title}, edition {pack.edition}"),
        *((("Notice" if number == 0 else "", each)) for number, each in enumerate(notice)),
        ("Written by", f"gni-assess {tool_version}, {letter.sent}"),
    )
    about = _table("made", "Where this comes from", ("Item", "Details"), made, description="Pack, notice and date.")
    return Sheet(name=_ABOUT, title="What the words mean", tables=(*words, about))
