"""`interview`: answer the criteria question by question."""

from collections.abc import Sequence

import typer

from gni_assess.cli.completion import complete_areas, complete_criteria
from gni_assess.cli.criteria import check_area, get_criterion
from gni_assess.cli.shared import Shared, can_ask, shared_options
from gni_assess.errors import StoreError, UsageError
from gni_assess.interview.unsaved import UnsavedText
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.changes import Change

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_INTERRUPTED = 130


@app.command()
@shared_options
def interview(
    shared: Shared,
    *,
    area: str = typer.Option("", metavar="AREA", help="Only this area.", autocompletion=complete_areas),
    only: str = typer.Option("", metavar="ID,…", help="Only these criteria.", autocompletion=complete_criteria),
    start: str = typer.Option("", "--from", metavar="ID", help="Begin with this criterion.", autocompletion=complete_criteria),
    unanswered: bool = typer.Option(False, "--unanswered", help="Only criteria without an answer."),
) -> int:
    """Answer the criteria question by question.

    Each answer is saved at once; leave whenever you like, and come back.
    """
    if not can_ask():
        hint = "at a terminal run it again; without one use `gni-assess answer ID --finding … --text …`"
        raise UsageError("the interview needs a terminal", hint=hint)
    assessment = shared.load_assessment()
    by = shared.writer(assessment)
    walk = _choose(assessment, area, only, unanswered=unanswered)
    if start:
        start = get_criterion(assessment.pack, start).id
        if start not in walk:
            raise UsageError(f"`{start}` is not among the criteria chosen", hint="leave out `--area`, `--only` or `--unanswered`")
    return _run(shared, walk, start, by)


def _run(shared: Shared, walk: Sequence[str], start: str, by: str) -> int:
    from gni_assess.cli.terminal import RealTerminal  # noqa: PLC0415 - only at a terminal
    from gni_assess.interview.session import run_interview  # noqa: PLC0415 - likewise
    from gni_assess.store.ids import draw_gap_id  # noqa: PLC0415 - likewise
    from gni_assess.store.unsaved import forget_unsaved, keep_unsaved  # noqa: PLC0415 - likewise

    def save(change: Change) -> Record:
        # The session puts aside what was typed itself, and takes it away again once the person has decided about it.
        return shared.save([change], by=by, via="interview", keep=False)[0]

    def keep(criterion_id: str, text: str) -> str:
        return keep_unsaved(shared.root, criterion_id, text).relative_to(shared.root).as_posix()

    def forget(criterion_id: str, text: str) -> None:
        forget_unsaved(shared.root, criterion_id, text)

    summary = run_interview(
        RealTerminal(use_color=shared.use_color),
        load=shared.load_assessment,
        save=save,
        keep=keep,
        forget=forget,
        walk=walk,
        person_id=by,
        today=shared.today,
        draw_gap_id=draw_gap_id,
        start=start,
        left=_find_left(shared),
    )
    return _INTERRUPTED if summary.interrupted else 0


def _find_left(shared: Shared) -> tuple[UnsavedText, ...]:
    from gni_assess.store.unsaved import find_unsaved, read_unsaved  # noqa: PLC0415 - only at a terminal

    left: list[UnsavedText] = []
    for path in find_unsaved(shared.root):
        try:
            texts = read_unsaved(path)
        except StoreError as error:
            shared.say(f"gni-assess: {error.message}")
            continue
        place = path.relative_to(shared.root).as_posix()
        left += (UnsavedText(criterion=path.stem, text=each, place=place) for each in texts)
    return tuple(left)


def _choose(assessment: Assessment, area: str, only: str, *, unanswered: bool) -> tuple[str, ...]:
    check_area(assessment.pack, area)
    wanted = {get_criterion(assessment.pack, each.strip()).id for each in only.split(",") if each.strip()}
    applicable = {each.id for each in assessment.applicable}
    if away := sorted(wanted - applicable):
        raise UsageError(f"`{away[0]}` does not apply to this company", hint="`gni-assess criteria list` shows those that do")
    chosen = []
    for each in assessment.applicable:
        found = assessment.responses.get(each.id)
        is_done = found is not None and found.is_answered
        if (not area or each.area == area.upper()) and (not wanted or each.id in wanted) and not (unanswered and is_done):
            chosen.append(each.id)
    return tuple(chosen)
