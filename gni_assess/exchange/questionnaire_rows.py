"""The rows of a questionnaire: its questions, what is registered already, and what the record says now, as far as it may be shown."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gni_assess.disclosure.views import Disclosed, Disclosure
from gni_assess.exchange.answer_words import (
    EVIDENCE,
    FINDING_WORDS,
    GAPS,
    IMPACT_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    NOT_SURE,
    QUESTIONS,
)
from gni_assess.exchange.flowing import flow
from gni_assess.exchange.questionnaire_columns import (
    FILL_HEADING,
    ON_EVIDENCE,
    ON_GAPS,
    ON_HELP,
    ON_QUESTIONS,
    ON_REGISTERED,
    REGISTERED,
    REMARK,
    on_answers,
    on_new_evidence,
    on_new_gaps,
)
from gni_assess.exchange.questionnaire_words import NEVER_NOT_APPLICABLE, NOT_LINKED, NOT_SHOWN
from gni_assess.model.columns import unwrap
from gni_assess.model.criteria import Criterion
from gni_assess.model.evidence import Policy, System
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.sheets.book import Column, Link, Row, Table, Value

HELP_SHEET = "Help"
_EMPTY_ROWS = 30
_ANSWER_FIELDS = frozenset({"finding", "answer", "reason"})
_TOLD_OF_GAPS = frozenset({"summary", "cause", "scale", "scope", "irremediability", "impact", "action", "owner", "due"})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The questions that are put, with what the respondent may see. Without a respondent nothing of the record is shown.

    `entity` is the one entity that is asked about, or empty, and `entity_name` what it is called.
    """

    disclosure: Disclosure
    criteria: tuple[Criterion, ...]
    shows_record: bool
    entity: str = ""
    entity_name: str = ""

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the questions."""
        return frozenset(each.id for each in self.criteria)

    @property
    def example(self) -> str:
        """An id of a question, to show what one looks like."""
        return self.criteria[0].id if self.criteria else "GOV-02"

    def response_to(self, criterion: Criterion) -> Disclosed[Response] | None:
        """Give what the respondent may see of the answer, or None."""
        return self.disclosure.responses.get(criterion.id) if self.shows_record else None

    def question(self, criterion: Criterion) -> str:
        """Give the question as it is put, below its title, with what is special about it."""
        question = unwrap(criterion.question_to(self.disclosure.workspace.company.types))
        asked = f"For {self.entity_name}: {question}" if self.entity else question
        return "\n".join((criterion.title, asked, *(() if criterion.na_allowed else (NEVER_NOT_APPLICABLE,))))


def questions_table(asked: Asked) -> Table:
    """Make the table of the questions, with the present answers where they may be shown."""
    own = [_about_criterion(asked, each) for each in asked.criteria]
    answers = on_answers()
    return _form(
        QUESTIONS,
        (ON_QUESTIONS, own),
        [_remarks_on_answer(asked, each) for each in asked.criteria],
        (answers, [_in_order(answers, _present_answer(asked, each)) for each in asked.criteria]),
        "One row for each question, with columns for the answer.",
    )


def evidence_table(asked: Asked) -> Table:
    """Make the table of empty rows in which evidence is entered."""
    columns = on_new_evidence(asked.example)
    return _form(
        EVIDENCE,
        (ON_EVIDENCE, [[number] for number in range(1, _EMPTY_ROWS + 1)]),
        [""] * _EMPTY_ROWS,
        (columns, [[None] * len(columns)] * _EMPTY_ROWS),
        "Numbered rows for documents, systems and whatever else shows that an answer is so.",
    )


def gaps_table(asked: Asked) -> Table:
    """Make the table of gaps: those that are open already, where they may be shown, and empty rows."""
    columns = on_new_gaps(asked.example)
    known = list(_present_gaps(asked))
    empty: Sequence[Value] = [None] * len(columns)
    return _form(
        GAPS,
        (ON_GAPS, [*([gap.id] for gap in known), *([number] for number in range(1, _EMPTY_ROWS + 1))]),
        [*(_remark_on_gap(gap) for gap in known), *([""] * _EMPTY_ROWS)],
        (columns, [*(_in_order(columns, _present_gap(gap)) for gap in known), *([empty] * _EMPTY_ROWS)]),
        "One row for each gap: what is missing or weak, what it means for people, and what will be done.",
    )


def registered_table(asked: Asked, own: Collection[str]) -> Table | None:
    """List evidence that the record has already: what is linked to the questions, and `own` ids; as far as it may be shown.

    None where nothing is.
    """
    found = list(_registered(asked, own))
    description = "Evidence that the record has already."
    return Table(name=REGISTERED, columns=ON_REGISTERED, rows=tuple(found), description=description, filtered=True) if found else None


def help_table(asked: Asked) -> Table:
    """Make the table that says for each question why it is asked, what could show it, and how an answer may look."""
    return Table(
        name="help",
        columns=ON_HELP,
        rows=tuple(map(_help, asked.criteria)),
        description="One row for each question: why it is asked, what could show it, and an example of an answer.",
        anchor="id",
        filtered=True,
    )


def _form(
    name: str,
    ours: tuple[Sequence[Column], Sequence[Sequence[Value]]],
    remarks: Sequence[str],
    theirs: tuple[Sequence[Column], Sequence[Sequence[Value]]],
    description: str,
) -> Table:
    has_remarks = any(remarks)
    rows = (
        (*own, *((remark or None,) if has_remarks else ()), *present)
        for own, remark, present in zip(ours[1], remarks, theirs[1], strict=True)
    )
    return Table(
        name=name,
        columns=(*ours[0], *((REMARK,) if has_remarks else ()), *theirs[0]),
        rows=tuple(rows),
        description=description,
        anchor=ours[0][0].key,
        filtered=True,
        fill_heading=FILL_HEADING,
        is_form=True,
    )


def _in_order(columns: Sequence[Column], values: Mapping[str, Value]) -> Sequence[Value]:
    return [values.get(column.key) or None for column in columns]


def _about_criterion(asked: Asked, criterion: Criterion) -> Sequence[Value]:
    good = "\n".join(f"• {unwrap(each)}" for each in criterion.looks_for)
    return (Link(criterion.id, HELP_SHEET, criterion.id), asked.question(criterion), good)


def _present_answer(asked: Asked, criterion: Criterion) -> Mapping[str, str]:
    shown = asked.response_to(criterion)
    if shown is None or shown.record is None:
        return {}
    response = shown.record
    if asked.entity:
        found = next((each for each in response.exceptions if each.entity == asked.entity and not each.service), None)
        return {"finding": FINDING_WORDS[found.finding], "answer": flow(found.note)} if found else {}
    return {
        "finding": FINDING_WORDS[response.finding] if response.finding is not None else "",
        "answer": flow(response.answer),
        "reason": flow(response.reason),
        "sure": NOT_SURE if response.unsure else "",
    }


def _remarks_on_answer(asked: Asked, criterion: Criterion) -> str:
    shown = asked.response_to(criterion)
    wanted = frozenset({"exceptions"}) if asked.entity else _ANSWER_FIELDS
    is_part_hidden = shown is not None and (shown.record is None or not wanted.isdisjoint(shown.hidden_fields))
    of_gaps = (each.gap for each in asked.disclosure.gaps if each.criterion == criterion.id) if asked.shows_record else ()
    is_gap_hidden = not asked.entity and any(each.record is None for each in of_gaps)
    return NOT_SHOWN if is_part_hidden or is_gap_hidden else ""


def _present_gaps(asked: Asked) -> Iterator[Disclosed[Gap]]:
    if not asked.shows_record:
        return
    of_asked = (each.gap for each in asked.disclosure.gaps if each.criterion in asked.ids)
    for shown in of_asked:
        gap = shown.record
        # Where one entity is asked, the gaps of others are none of its business.
        if gap is not None and gap.is_open and (not asked.entity or asked.entity in gap.entities):
            yield shown


def _present_gap(shown: Disclosed[Gap]) -> Mapping[str, Value]:
    gap = shown.record
    if gap is None:
        return {}
    return {
        "question": gap.id.rpartition("-G")[0],
        "summary": flow(gap.summary),
        "cause": flow(gap.cause),
        "scale": LEVEL_WORDS[gap.scale],
        "scope": LEVEL_WORDS[gap.scope],
        "irremediability": LEVEL_WORDS[gap.irremediability],
        "impact": IMPACT_WORDS[gap.impact] if gap.impact is not None else None,
        "action": flow(gap.action),
        "owner": gap.owner,
        "due": gap.due,
    }


def _remark_on_gap(shown: Disclosed[Gap]) -> str:
    return "" if _TOLD_OF_GAPS.isdisjoint(shown.hidden_fields) else NOT_SHOWN


def find_registered(asked: Asked, own: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Find evidence that the respondent may know of, linked to the questions or among `own`, with the questions that it is linked to."""
    if not asked.shows_record:
        return {}
    known = {*asked.disclosure.policies, *asked.disclosure.systems}
    links: dict[str, list[str]] = {each: [] for each in sorted(known) if each in own}
    for criterion in asked.criteria:
        answer = asked.response_to(criterion)
        for link in answer.record.evidence if answer is not None and answer.record is not None else ():
            if link.id in known:
                links.setdefault(link.id, []).append(criterion.id)
    return {key: tuple(links[key]) for key in sorted(links)}


def _registered(asked: Asked, own: Collection[str]) -> Iterator[Row]:
    everything: Mapping[str, Disclosed[Policy] | Disclosed[System]] = {**asked.disclosure.policies, **asked.disclosure.systems}
    for evidence_id, questions in find_registered(asked, own).items():
        shown = everything[evidence_id]
        record = shown.record
        title, summary = (record.title, record.summary) if record is not None else (shown.title, shown.summary)
        kind = KIND_WORDS[record.kind_of] if record is not None else None
        if title:
            yield evidence_id, title, kind, unwrap(summary) or None, ", ".join(questions) or NOT_LINKED


def _help(criterion: Criterion) -> Row:
    show = "\n".join(f"• {unwrap(each.what)}{'' if each.required else ' (if there is one)'}" for each in criterion.show)
    official = criterion.official
    has_wording = official is not None and bool(official.text.strip())
    wording = f"Official wording {official.number}".rstrip() + f": {unwrap(official.text)}" if official is not None and has_wording else ""
    why = "\n\n".join(filter(None, (unwrap(criterion.intent), wording)))
    values: tuple[Value, ...] = (why or None, show or None, unwrap(criterion.example) or None, "\n".join(criterion.who_to_ask) or None)
    return criterion.id, criterion.title, *values
