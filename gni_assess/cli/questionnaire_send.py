"""`questionnaire send`: make a workbook with the questions for one person, or for a team."""

import functools
import shlex
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import typer

from gni_assess import __version__
from gni_assess.checks.digests import wording_put_to
from gni_assess.cli.checking import check_workspace
from gni_assess.cli.completion import complete_areas, complete_criteria, complete_entities, complete_people
from gni_assess.cli.export_formats import Format, ReportFile
from gni_assess.cli.leak_guard import refuse_broken, refuse_leaks, refuse_spills
from gni_assess.cli.progress_bar import show_progress
from gni_assess.cli.questionnaire_wish import nothing_to_ask, read_wish
from gni_assess.cli.report_path import choose_path, next_path, say_beside
from gni_assess.cli.shared import Shared, parse_day, shared_options
from gni_assess.disclosure.leaks import index_secrets
from gni_assess.disclosure.project import disclose
from gni_assess.errors import StoreError, UsageError
from gni_assess.exchange.questionnaire import Letter, build_questionnaire, count_present, records_in
from gni_assess.exchange.questionnaire_choice import Choice, Wish, assign_questions, changes_between, choose_questions
from gni_assess.exchange.questionnaire_columns import CLOSED
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import Stamp
from gni_assess.model.vocabulary import Audience
from gni_assess.model.workspace import Entity, Person
from gni_assess.output.run import count
from gni_assess.report.spill import find_spills, without_records
from gni_assess.sheets.book import Book
from gni_assess.store.load import LoadedWorkspace

_FAMILY = "questionnaire-"
"""What the names of all questionnaires in `reports/` begin with."""

_SUFFIX = Format.XLSX.suffix
_NOTHING = "nothing was sent"
_MOST_NAMED = 12


@dataclass(frozen=True, kw_only=True)
class _Sending:
    """One questionnaire on its way: who asks, whom, what, until when, and the record as it will be afterwards."""

    by: str
    wish: Wish
    choice: Choice
    due: date
    before: Assessment
    after: Assessment

    @property
    def person(self) -> Person | None:
        """The respondent."""
        return self.before.workspace.find_person(self.wish.person)

    @property
    def entity(self) -> Entity | None:
        """The entity that is asked about."""
        return next((each for each in self.before.workspace.entities if each.id == self.wish.entity), None)


@shared_options
def send(
    shared: Shared,
    *,
    assignee: str = typer.Option(
        "", metavar="PERSON", help="Who is asked; alone: all that this person has to answer.", autocompletion=complete_people
    ),
    area: list[str] = typer.Option([], metavar="AREA", help="Questions of this area; may be repeated.", autocompletion=complete_areas),
    only: list[str] = typer.Option([], metavar="ID,…", help="These questions; may be repeated.", autocompletion=complete_criteria),
    entity: str = typer.Option(
        "", metavar="ENTITY", help="Ask about this entity alone; what comes back are exceptions.", autocompletion=complete_entities
    ),
    due: str = typer.Option("", metavar="DATE", help="Until when it should be back: 2026-12-05. Required."),
    output: Path | None = typer.Option(None, "-o", "--output", metavar="FILE", help="The file to write; else one in `reports/`."),
    force: bool = typer.Option(False, "--force", help="Replace the file where it exists."),
    reassign: bool = typer.Option(False, "--reassign", help="Also take questions from others to whom they are assigned."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would be sent, and write nothing."),
) -> int:
    """Make a workbook with questions, for somebody who answers in a spreadsheet.

    With `--assignee` the record keeps who has the questions until when, and the file shows what the record says now, as far as this
    person may see it. Without, it holds the questions alone.
    """
    loaded = shared.load()
    assessment = loaded.require()
    refuse_broken(loaded, why="what must not be shown cannot be told while a file cannot be read", again="send again")
    sending = _prepare(shared, assessment, read_wish(assessment, assignee, area, only, entity, reassign=reassign), due)
    book = _build(shared, loaded, sending)
    name = _file_name(shared, sending)
    path = choose_path(shared, name, output, _check_ending, force=force)
    if dry_run:
        _print_questions(shared, sending)
        _say_left_out(shared, sending)
        shared.say(f"would send {_summary(sending)}; nothing was written")
        _say_present(shared, book, sending)
        return 0
    with show_progress(shared) as steps:
        report, family = ReportFile(book=book, format=Format.XLSX), _FAMILY if output is None else ""
        path = report.write(path, steps, if_taken=next_path(name, output, force=force), family=family)
    path = output or path
    _save(shared, sending, path)
    shared.print(str(path))
    if output is None:
        say_beside(shared, path, name)
    _say_left_out(shared, sending)
    shared.say(_summary(sending))
    _say_present(shared, book, sending)
    shared.say(f"when it is back: `gni-assess questionnaire receive {shlex.quote(str(path))}`")
    return 0


def _prepare(shared: Shared, assessment: Assessment, wish: Wish, due: str) -> _Sending:
    choice = choose_questions(assessment, wish)
    if not choice.asked:
        raise nothing_to_ask(assessment, wish, choice)
    if not due:
        raise UsageError("until when should it be back?", hint="say it with `--due DATE`, such as `--due 2026-12-05`")
    day = parse_day(due, "--due")
    if day < shared.today:
        raise UsageError(f"`--due` {day} is over", hint=f"today is {shared.today}; give a later day")
    by = shared.writer(assessment)
    after = assign_questions(assessment, wish, choice.asked, day)
    return _Sending(by=by, wish=wish, choice=choice, due=day, before=assessment, after=after)


def _build(shared: Shared, loaded: LoadedWorkspace, sending: _Sending) -> Book:
    """Build the workbook. Raises RefusedError where it would show what this reader must not be shown."""
    person, reader = sending.wish.person, Audience.RESPONDENT
    shown = disclose(sending.after, reader, person_id=person)
    letter = _letter(shared, sending)
    refuse_leaks(check_workspace(shared, loaded, sending.before), among=records_in(shown, letter), nothing=_NOTHING)
    book = build_questionnaire(shown, letter, tool_version=__version__)

    def build_blank() -> Book:
        blank = disclose(without_records(sending.after), reader)
        return _with_facts_shown(build_questionnaire(blank, letter.without_names(), tool_version=__version__))

    found = find_spills(_with_facts_shown(book), index_secrets(sending.after, reader), build_blank, closed=CLOSED)
    refuse_spills(found, nothing=_NOTHING)
    return book


def _with_facts_shown(book: Book) -> Book:
    """Give the book with its facts, such as the id of an entity, where they are searched, too: they go with the file as well."""
    return replace(book, properties={**book.properties, **{f"{key} on the hidden sheet": fact for key, fact in book.facts.items()}})


def _letter(shared: Shared, sending: _Sending) -> Letter:
    assessment, person, entity = sending.after, sending.person, sending.entity
    asks = assessment.workspace.find_person(sending.by)
    documents = (*assessment.policies.values(), *assessment.systems.values())
    return Letter(
        questions=sending.choice.asked,
        asked_by=asks.name if asks is not None else sending.by,
        asked_by_address=asks.email if asks is not None else "",
        sent=shared.today,
        due=sending.due,
        person=person.id if person is not None else "",
        person_name=(person.name or person.id) if person is not None else "",
        person_role=person.role if person is not None else "",
        entity=entity.id if entity is not None else "",
        entity_name=entity.name if entity is not None else "",
        own_evidence=frozenset(each.id for each in documents if person is not None and each.owner == person.id),
    )


def _file_name(shared: Shared, sending: _Sending) -> str:
    wish = sending.wish
    named = [*sorted(map(str.lower, wish.areas)), *sorted(map(str.lower, wish.only))]
    what = "-".join(named) if len(named) <= _MOST_NAMED else f"{len(sending.choice.asked)}-questions"
    parts = (wish.person or what, wish.entity, str(shared.today))
    return f"{_FAMILY}{'-'.join(filter(None, parts))}{_SUFFIX}"


def _check_ending(output: Path) -> None:
    if output.suffix.casefold() != _SUFFIX:
        raise UsageError(f"`{output}` does not end in `{_SUFFIX}`", hint=f"name it `{output.with_suffix(_SUFFIX)}`")


def _save(shared: Shared, sending: _Sending, path: Path) -> None:
    wording = functools.partial(wording_put_to, sending.before.workspace.company.types)
    stamp = Stamp(on=shared.today, by=sending.by)
    changes = changes_between(sending.before, sending.after, by=stamp, wording=wording)
    if not changes:
        return
    try:
        shared.save(changes, by=sending.by, via="questionnaire send", keep=False)
    except StoreError as error:
        written = f"`{path}` is written, but the record does not say who was asked: send again with `--force`"
        error.hint = f"{error.hint}; {written}".removeprefix("; ")
        raise


def _summary(sending: _Sending) -> str:
    person, entity = sending.person, sending.entity
    to = f" for {person.name or person.id}" if person is not None else ""
    about = f" about {entity.name}" if entity is not None else ""
    return f"{count(len(sending.choice.asked), 'question')}{to}{about}, due {sending.due}"


def _say_present(shared: Shared, book: Book, sending: _Sending) -> None:
    shown, asked = count_present(book), len(sending.choice.asked)
    if shown:
        some = "all of them show" if shown == asked else "1 of them shows" if shown == 1 else f"{shown} of them show"
        shared.say(f"{'it shows' if asked == 1 else some} what the record says now, to be confirmed or changed")


def _print_questions(shared: Shared, sending: _Sending) -> None:
    by_id = sending.before.pack.by_id
    for each in sending.choice.asked:
        shared.print(f"{each}  {by_id[each].title}")


def _say_left_out(shared: Shared, sending: _Sending) -> None:
    choice, wish, entity = sending.choice, sending.wish, sending.entity
    for criterion_id, person in choice.taken[:_MOST_NAMED]:
        change = f"gni-assess answer {criterion_id} --assign {shlex.quote(wish.person)}"
        shared.say(f"{criterion_id} is left out: it is assigned to {person} (`{change}` changes that)")
    if len(choice.taken) == 1:
        shared.say("`--reassign` takes it, too")
    elif choice.taken:
        more = len(choice.taken) - _MOST_NAMED
        others = "1 more is left out, as it is" if more == 1 else f"{more} more are left out, as they are"
        shared.say(f"{f'{others} assigned to others; ' if more > 0 else ''}`--reassign` takes all of them")
    if choice.answered:
        what = "there is an answer already" if entity is None else f"the record says already how it is in {entity.name}"
        shared.say(f"left out, as {what}: {_named(choice.answered)} (`--only ID` asks again)")
    if entity is not None and wish.person:
        shared.say("the record does not keep who was asked about one entity: note the date yourself")


def _named(ids: Collection[str]) -> str:
    shown = [*ids][:_MOST_NAMED]
    more = f" and {len(ids) - len(shown)} more" if len(ids) > len(shown) else ""
    return f"{', '.join(shown)}{more}"
