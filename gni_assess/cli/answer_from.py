"""`answer --from FILE`: set many responses from one YAML file, for scripts and tests. All is checked before any is saved."""

import dataclasses
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gni_assess.cli.answer_entries import Entry, find_faults, find_kept_gaps, merge_entry
from gni_assess.cli.checking import find_what_is_left, say_open
from gni_assess.cli.shared import Shared
from gni_assess.cli.stamping import stamp_change
from gni_assess.errors import StoreError, UsageError
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.diagnostics import FileProblem
from gni_assess.model.response import Response
from gni_assess.model.visible import visible_line
from gni_assess.output.run import count

if TYPE_CHECKING:  # not every `answer` reads a file
    from gni_assess.store.load import LoadedWorkspace
    from gni_assess.store.reading import ReadFile

_STDIN = "-"


def play_answers(shared: Shared, file: str) -> int:
    """Save all answers of a file (`-`: stdin) and say what is left of each. What the file does not say stays as it is.

    Raises UsageError where options of a single answer were given too, or where anything in the file is wrong (then nothing is
    saved, and all that is wrong is said on stderr), and StoreError.
    """
    _refuse_other_options()
    loaded = shared.load()
    by = shared.writer(loaded.require())
    entries = _read_entries(loaded, file)
    changes = _make_changes(shared, loaded.require(), entries, by)
    if not changes:
        shared.say(f"nothing changed: {count(len(entries), 'answer')}, and all of it is in the record already")
        return 0
    # The file keeps the words that could not be saved; what came through a pipe may stand nowhere else.
    saved = shared.save(changes, by=by, via="answer --from", keep=file == _STDIN)
    responses = [each for each in saved if isinstance(each, Response)]
    left = find_what_is_left(shared, loaded, responses)
    for each in responses:
        shared.say(f"{each.criterion}: saved")
        say_open(shared, left[each.criterion])
    unchanged = len(entries) - len(responses)
    shared.say(f"{count(len(responses), 'answer')} saved{f', {unchanged} unchanged' if unchanged else ''}")
    return 0


def _refuse_other_options() -> None:
    allowed = {"from_file", *(each.name for each in dataclasses.fields(Shared))}
    context = click.get_current_context()
    for each in context.command.params:
        source = context.get_parameter_source(each.name or "")
        if each.name not in allowed and source is not None and source.name == "COMMANDLINE":
            name = "ID" if each.param_type_name == "argument" else each.opts[0]
            raise UsageError(f"`--from` and `{name}` were both given", hint="write what is to be set into the file, or leave out `--from`")


def _read_entries(loaded: "LoadedWorkspace", file: str) -> Sequence[Entry]:
    read = _read(file)
    problems = [*read.problems, *_find_problems(loaded, read)]
    if problems:
        for each in sorted(problems, key=lambda each: (each.line or 0, each.column or 0)):
            _tell(each)
        hint = "mend what is named above, then run the same command again"
        raise UsageError(f"{count(len(problems), 'mistake')} in `{read.file}`; nothing was saved", hint=hint)
    entries: Sequence[Entry] = read.value["answers"]
    return entries


def _find_problems(loaded: "LoadedWorkspace", read: "ReadFile") -> Iterator[FileProblem]:
    """Find what is wrong beyond the format, also where other entries do not fit it, so that everything is said at once."""
    from gni_assess.store.reading import problem_at  # noqa: PLC0415 - not every `answer` reads a file
    from gni_assess.store.schemas import get_acceptor  # noqa: PLC0415 - likewise

    value = None if read.document is None else read.document.value
    found = value.get("answers") if isinstance(value, dict) else None
    if read.document is None or not isinstance(found, list):
        return
    fits = get_acceptor("answers")
    whole = [(number, each) for number, each in enumerate(found) if fits({"format": 1, "answers": [each]})]
    for each in find_faults(loaded.require(), loaded.broken, whole):
        yield problem_at(read.document, FileProblem(code="", file=read.file, path=each.path, message=each.message, fix=each.fix))


def _read(file: str) -> "ReadFile":
    from gni_assess.store.reading import parse_bytes, read_bounded  # noqa: PLC0415 - not every `answer` reads a file
    from gni_assess.store.yaml_reader import MAX_BYTES  # noqa: PLC0415 - likewise

    if file == _STDIN:
        return parse_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin", "answers", version_key="format")
    try:
        data = read_bounded(Path(file))
    except (OSError, ValueError) as error:  # a name with a null byte is a ValueError
        why = getattr(error, "strerror", None) or "it is no name of a file"
        raise StoreError(f"cannot read `{file}`: {why}", hint="check the path; `-` reads what is piped in") from error
    return parse_bytes(data, file, "answers", version_key="format")


def _tell(problem: FileProblem) -> None:
    place = problem.file if problem.line is None else f"{problem.file}, line {problem.line}, column {problem.column}"
    # Off a terminal this may be the log of a CI run, where nothing of an answer belongs.
    detail = f": `{problem.detail}`" if problem.detail and sys.stderr.isatty() else ""
    sys.stderr.write(f"{visible_line(f'{place}: {problem.message}{detail}')}\n  what to do: {visible_line(problem.fix)}\n")


def _make_changes(shared: Shared, assessment: Assessment, entries: Sequence[Entry], by: str) -> Sequence[Change]:
    changes = []
    for entry in entries:
        criterion = assessment.pack.by_id[entry["criterion"]]
        before = assessment.responses.get(criterion.id)
        old = before or Response(criterion=criterion.id)
        for gap, fields in find_kept_gaps(old, entry):
            others = ", ".join(f"`{each}`" for each in fields)
            shared.say(f"{criterion.id}: {gap.id} is there already and stays as it is; the file says otherwise in {others}")
            shared.say(f"  what to do: to change it, use `gni-assess gap set {gap.id}`")
        merged = merge_entry(old, entry)
        after = stamp_change(shared, assessment, before, merged, by)
        if "due" in entry:  # set with the answer, so it stays, even where it is the same as before
            after = dataclasses.replace(after, due=merged.due)
        if after != old:
            changes.append(Change(before=before, after=after))
    return changes
