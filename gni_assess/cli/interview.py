"""`interview`: answer the criteria question by question, or review what others answered."""

import contextlib
import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import typer

from gni_assess.cli.completion import complete_areas, complete_criteria, complete_people
from gni_assess.cli.criteria import check_area, get_criterion
from gni_assess.cli.edits import get_person
from gni_assess.cli.shared import Shared, can_ask, shared_options
from gni_assess.errors import UsageError
from gni_assess.interview.selection import Filters, explain_empty, select
from gni_assess.model.assessment import Assessment

if TYPE_CHECKING:  # loaded where something is asked
    from gni_assess.cli.prompt_terminal import PromptTerminal
    from gni_assess.cli.terminal import PlainTerminal
    from gni_assess.cli.workplace import RealWorkplace
    from gni_assess.store.private_session import PrivateSession

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_INTERRUPTED = 130


@app.command()
@shared_options
def interview(
    shared: Shared,
    *,
    area: str = typer.Option("", metavar="AREA", help="Only this area.", autocompletion=complete_areas),
    only: str = typer.Option("", metavar="ID,…", help="Only these criteria; all of them are asked.", autocompletion=complete_criteria),
    start: str = typer.Option("", "--from", metavar="ID", help="Begin with this criterion.", autocompletion=complete_criteria),
    unanswered: bool = typer.Option(False, "--unanswered", help="Only criteria without an answer."),
    unsure: bool = typer.Option(False, "--unsure", help="Only what is marked for a second look."),
    assignee: str = typer.Option("", metavar="PERSON", help="Only what is assigned to this person.", autocompletion=complete_people),
    changed: bool = typer.Option(False, "--changed", help="Only what was answered to an earlier wording of the question."),
    review: bool = typer.Option(False, "--review", help="Go through the answers of others: mark them reviewed, or send them back."),
    plain: bool = typer.Option(
        False, "--plain", help="Plain lines without completion, bars or colors: for screen readers and simple terminals."
    ),
) -> int:
    """Answer the criteria question by question.

    Each answer is saved at once; leave whenever you like, and come back.
    """
    if not can_ask():
        hint = "at a terminal run it again; without one use `gni-assess answer ID --finding … --text …` or `gni-assess answer --from FILE`"
        raise UsageError("the interview needs a terminal", hint=hint)
    assessment = shared.load_assessment()
    # What was read stays to the end; looking for garbage in it again and again would be felt as pauses.
    gc.freeze()
    by = shared.writer(assessment)
    check_area(assessment.pack, area)
    filters = Filters(
        area=area,
        only=_named(assessment, only),
        unanswered=unanswered,
        unsure=unsure,
        assignee=get_person(assessment, assignee, "--assignee") if assignee else "",
        changed=changed,
    )
    walk = select(assessment, **filters)
    if start:
        start = get_criterion(assessment.pack, start).id
        if walk and start not in walk:
            raise UsageError(f"`{start}` is not among the criteria chosen", hint="leave out the options that choose, such as `--area`")
    if not walk:
        shared.say(f"gni-assess: {explain_empty(assessment, **filters)}; nothing to ask")
        return 0
    everything = bool(filters["only"]) or unsure or changed
    if review:
        return _review(shared, walk, start, by, plain=plain)
    return _ask(shared, walk, start, by, everything=everything, plain=plain)


def _named(assessment: Assessment, only: str) -> frozenset[str]:
    if only and not any(each.strip() for each in only.split(",")):
        raise UsageError("`--only` names no criterion", hint="name them by their ids, such as `--only GOV-01,GOV-02`")
    wanted = frozenset(get_criterion(assessment.pack, each.strip()).id for each in only.split(",") if each.strip())
    if away := sorted(wanted - {each.id for each in assessment.applicable}):
        raise UsageError(f"`{away[0]}` does not apply to this company", hint="`gni-assess criteria list` shows those that do")
    return wanted


def _ask(shared: Shared, walk: Sequence[str], start: str, by: str, *, everything: bool, plain: bool) -> int:
    from gni_assess.interview.session import run_interview  # noqa: PLC0415 - only at a terminal
    from gni_assess.store.previous import load_previous  # noqa: PLC0415 - likewise

    workplace = _open_workplace(shared, by)
    previous = load_previous(shared.root, workplace.load().workspace)
    for each in previous.problems:
        shared.say(f"gni-assess: {each}")
    with _terminal(shared, workplace, plain=plain) as terminal:
        summary = run_interview(
            terminal,
            workplace,
            walk=walk,
            person_id=by,
            today=shared.today,
            start=start,
            place=workplace.place(),
            left=workplace.left(),
            drafts=workplace.drafts(),
            previous=previous,
            everything=everything,
            bars=not plain,
        )
    return _INTERRUPTED if summary.interrupted else 0


def _review(shared: Shared, walk: Sequence[str], start: str, by: str, *, plain: bool) -> int:
    from gni_assess.interview.review_session import run_review  # noqa: PLC0415 - only at a terminal

    workplace = _open_workplace(shared, by, "review")
    with _terminal(shared, workplace, plain=plain) as terminal:
        summary = run_review(
            terminal,
            load=workplace.load,
            save=workplace.save,
            keep=workplace.keep,
            forget=workplace.forget,
            walk=walk,
            person_id=by,
            today=shared.today,
            start=start,
            facts=workplace.facts,
            hold=workplace.hold,
            left=workplace.left(),
        )
    return _INTERRUPTED if summary.interrupted else 0


def _open_workplace(shared: Shared, by: str, purpose: str = "") -> "RealWorkplace":
    from gni_assess.cli.workplace import RealWorkplace  # noqa: PLC0415 - only at a terminal

    return RealWorkplace(shared, by, purpose)


@contextlib.contextmanager
def _terminal(shared: Shared, workplace: "RealWorkplace", *, plain: bool) -> Iterator["PlainTerminal | PromptTerminal"]:
    """Give the terminal for a session; at its end say what was saved in an editor and came into no record."""
    terminal = _open_terminal(shared, workplace.session, plain=plain)
    try:
        yield terminal
    finally:
        kept = terminal.close()
        workplace.session.end()
        if kept:
            places = ", ".join(f"`{each.relative_to(shared.root).as_posix()}`" for each in kept)
            shared.say(
                f"gni-assess: what you saved in your editor and is not in the record is kept in {places}; the next session offers it"
            )


def is_simple(environ: Mapping[str, str], system: str = os.name) -> bool:
    """Whether the window can show no more than plain lines. Windows has no TERM, and needs none."""
    term = environ.get("TERM", "")
    return term == "dumb" or (not term and system != "nt")


def _open_terminal(shared: Shared, session: "PrivateSession", *, plain: bool) -> "PlainTerminal | PromptTerminal":
    if plain or is_simple(os.environ):
        from gni_assess.cli.terminal import PlainTerminal  # noqa: PLC0415 - only at a terminal

        return PlainTerminal(use_color=shared.use_color and not plain, session=session, environ=os.environ)
    from gni_assess.cli.prompt_terminal import PromptTerminal  # noqa: PLC0415 - loads the prompt library, which takes a while

    return PromptTerminal(use_color=shared.use_color, session=session, environ=os.environ)
