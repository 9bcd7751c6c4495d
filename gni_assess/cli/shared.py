"""What every command has: the options that all share, the workspace they name, and where to say things."""

from __future__ import annotations

import contextlib
import functools
import inspect
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gni_assess.cli.completion import complete_people
from gni_assess.errors import GniAssessError, StoreError, UsageError
from gni_assess.model.columns import wrap_columns
from gni_assess.model.dates import PartialDate
from gni_assess.model.visible import visible_text
from gni_assess.output.json_text import to_json
from gni_assess.store.layout import CRITERIA, EVIDENCE, REPORTS, SNAPSHOTS, TOOL_FOLDER, WORKSPACE_FILE, find_workspace

if TYPE_CHECKING:  # the whole model and the YAML reader are slow to load, and not every command needs them
    from gni_assess.model.assessment import Assessment, Facts, Record
    from gni_assess.model.changes import Change
    from gni_assess.model.diagnostics import RecordRef
    from gni_assess.store.load import LoadedWorkspace
    from gni_assess.store.reload import Reader

OUTPUT_VERSION = 1
"""The version of the JSON that commands print."""


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The shared options of one call, with what follows from them."""

    directory: Path | None = None
    as_person: str = ""
    quiet: bool = False
    no_color: bool = False
    today_option: str = ""
    broken: set[RecordRef] = field(default_factory=set, init=False, repr=False, compare=False)
    """The records that could not be read when the workspace was last loaded: nothing is saved in their place."""

    @functools.cached_property
    def root(self) -> Path:
        """The folder of the workspace. Raises WorkspaceError."""
        if self.directory is not None and not self.directory.is_dir():
            raise UsageError(f"there is no folder `{self.directory}`", hint="check the path after `-C`")
        return find_workspace(self.directory or current_folder())

    @property
    def today(self) -> date:
        """The date that counts as today: `--today`, else `SOURCE_DATE_EPOCH`, else the calendar's."""
        return self.now.date() if self.today_option or os.environ.get("SOURCE_DATE_EPOCH") else datetime.now().astimezone().date()

    @property
    def now(self) -> datetime:
        """The time that counts as now, in UTC."""
        if self.today_option:
            return datetime.combine(parse_day(self.today_option, "--today"), datetime.min.time(), UTC)
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            try:
                return datetime.fromtimestamp(int(epoch), UTC)
            except (ValueError, OverflowError, OSError) as error:
                raise UsageError("`SOURCE_DATE_EPOCH` is not a number of seconds", hint="unset it, or use `--today`") from error
        return datetime.now(UTC)

    @functools.cached_property
    def reader(self) -> Reader:
        """Reads the workspace, and what changed in it when it is read again."""
        from gni_assess.store.reload import Reader  # noqa: PLC0415 - not every command reads a workspace

        return Reader(self.root)

    def load(self) -> LoadedWorkspace:
        """Load the workspace as it is on disk now, whatever is wrong in it."""
        loaded = self.reader.load()
        self.broken.clear()
        self.broken.update(loaded.broken)
        return loaded

    def load_assessment(self) -> Assessment:
        """Load the record of the workspace. Raises WorkspaceError where its own file or the pack cannot be loaded."""
        return self.load().require()

    def load_to_list(self) -> Assessment:
        """Load the record like `load_assessment`, and say on stderr where what is listed will be incomplete."""
        loaded = self.load()
        assessment = loaded.require()
        if files := {each.file for each in loaded.problems if each.record in loaded.broken}:
            unread = "1 file cannot be read and is" if len(files) == 1 else f"{len(files)} files cannot be read and are"
            sys.stderr.write(f"gni-assess: {unread} left out; `gni-assess validate` shows why\n")
        return assessment

    def facts(self, assessment: Assessment, *, measure: bool = False) -> Facts:
        """Collect what rules may know of the outside world; with `measure`, read every file that a record names."""
        from gni_assess.model.assessment import Facts  # noqa: PLC0415 - only where rules run
        from gni_assess.store.countries import load_countries  # noqa: PLC0415 - likewise
        from gni_assess.store.vault import find_file_facts, has_vault  # noqa: PLC0415 - likewise

        files = find_file_facts(self.root, assessment, measure=measure)
        return Facts(today=self.today, files=files, has_vault=has_vault(self.root), measured=measure, countries=load_countries())

    def writer(self, assessment: Assessment) -> str:
        """Say who is working. Raises UsageError where that is not clear."""
        people = assessment.workspace.people
        known = ", ".join(each.id for each in people)
        if self.as_person:
            if assessment.workspace.find_person(self.as_person) is None:
                hint = f"people of this workspace: {known}" if known else "add them under `people` in `gni-assess.yaml`"
                raise UsageError(f"there is no person `{self.as_person}` in this workspace", hint=hint)
            return self.as_person
        if len(people) == 1:
            return people[0].id
        if not people:
            raise UsageError("the workspace names nobody who works on it", hint="add yourself under `people` in `gni-assess.yaml`")
        raise UsageError("who is working?", hint=f"say it with `--as PERSON` or `GNI_ASSESS_AS`: {known}")

    def save(self, changes: Sequence[Change], *, by: str, via: str, keep: bool = True) -> tuple[Record, ...]:
        """Write changes to the workspace. Raises StoreError.

        With `keep`, what could not be saved is put aside on disk, and the error's hint says where.
        """
        from gni_assess.store.apply import apply_changes  # noqa: PLC0415 - only where something is written

        try:
            return apply_changes(self.root, changes, by=by, via=via, at=self.now, broken=self.broken)
        except StoreError as error:
            if keep:
                self.put_aside(changes, error, by=by)
            raise

    def put_aside(self, changes: Sequence[Change], error: GniAssessError, *, by: str) -> None:
        """Keep on disk what an error left unsaved, for the person who works; where that can be done, the error's hint says where."""
        from gni_assess.model.plain import to_plain  # noqa: PLC0415 - only where something could not be saved
        from gni_assess.store.private import own_folder  # noqa: PLC0415 - likewise
        from gni_assess.store.unsaved import keep_unsaved  # noqa: PLC0415 - likewise
        from gni_assess.store.yaml_writer import dump_document  # noqa: PLC0415 - likewise

        places = []
        for each in changes:
            with contextlib.suppress(StoreError, OSError):  # the same disk may be full
                kept = keep_unsaved(self.root, each.after.id, dump_document(to_plain(each.after), ""), owner=own_folder(by))
                places.append(kept.relative_to(self.root).as_posix())
        if places:
            where = ", ".join(f"`{each}`" for each in places)
            error.hint = f"{error.hint}; what was to be saved is kept in {where}, for you alone to read".removeprefix("; ")

    def say(self, text: str) -> None:
        """Say something to the person, on stderr, wrapped where that is a terminal; nothing with `--quiet`."""
        if self.quiet:
            return
        width = shutil.get_terminal_size().columns if sys.stderr.isatty() else None
        for line in visible_text(text).split("\n"):
            indent = line[: len(line) - len(line.lstrip(" "))]
            lines = [line] if width is None else wrap_columns(line.lstrip(" "), width, first=indent, later=f"{indent}  ") or [""]
            sys.stderr.write("".join(f"{each}\n" for each in lines))

    def print(self, text: str = "") -> None:
        """Print a line of the result, on stdout; what would not be seen is made visible."""
        sys.stdout.write(visible_text(text) + "\n")

    def print_json(self, value: Mapping[str, Any]) -> None:
        """Print a result as JSON, with the version of its format."""
        sys.stdout.write(to_json({"version": OUTPUT_VERSION, **value}) + "\n")

    @property
    def use_color(self) -> bool:
        """Whether stdout is a terminal that may show colors."""
        return not self.no_color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def current_folder() -> Path:
    """Give the current folder. Raises UsageError where it was removed."""
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError("the current folder is gone", hint="change to a folder that exists") from error


def parse_day(text: str, option: str) -> date:
    """Read a day as 2026-11-21. Raises UsageError that names the option."""
    day = PartialDate.parse(text)
    if day is None or day.exact is None:
        raise UsageError(f"`{option}` is not a date: `{text}`", hint="write it as year, month and day, such as 2026-11-21")
    return day.exact


def refuse_output(root: Path, output: Path) -> None:
    """Refuse to write a result over the record itself, or over what belongs to it. Raises UsageError."""
    target = output.resolve()
    if any(each.casefold() == ".git" for each in target.parts):
        raise UsageError(f"`{output}` is part of what git keeps", hint="name a file outside `.git`")
    folders = (EVIDENCE, CRITERIA, SNAPSHOTS, TOOL_FOLDER)
    if target == root / WORKSPACE_FILE or any(target.is_relative_to(root / each) for each in folders):
        hint = f"name a file in `{REPORTS}/`, or outside the workspace"
        raise UsageError(f"`{output}` is part of the record", hint=hint)


def refuse_existing(output: Path, *, force: bool) -> None:
    """Refuse to replace a file that nobody said may be replaced, and what is no file at all. Raises UsageError."""
    if output.is_dir():
        raise UsageError(f"`{output}` is a folder", hint="name a file in it")
    if output.exists() and not output.is_file():
        raise UsageError(f"`{output}` is not a file that can be replaced", hint="name another; without `--output` the result is printed")
    if output.exists() and not force:
        raise UsageError(f"`{output}` exists already", hint="name another file, or use `--force` to replace it")


def refuse_missing_folder(output: Path) -> None:
    """Refuse to write into a folder that is not there: the name may be misspelled. Raises UsageError."""
    if not output.absolute().parent.is_dir():
        raise UsageError(f"there is no folder `{output.parent}`", hint="make it first, or name another")


def can_ask() -> bool:
    """Whether there is a person at a terminal to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


_OPTIONS: Mapping[str, tuple[Any, Any]] = {
    "directory": (
        Annotated[Path | None, typer.Option("-C", "--directory", metavar="DIR", help="The workspace; else the nearest folder upwards.")],
        None,
    ),
    "as_person": (
        Annotated[
            str, typer.Option("--as", metavar="PERSON", envvar="GNI_ASSESS_AS", help="Who is working.", autocompletion=complete_people)
        ],
        "",
    ),
    "quiet": (Annotated[bool, typer.Option("-q", "--quiet", help="Say less; results and errors are still printed.")], False),
    "no_color": (Annotated[bool, typer.Option("--no-color", help="No colors.")], False),
    "today_option": (Annotated[str, typer.Option("--today", metavar="DATE", help="The date that counts as today: 2026-11-21.")], ""),
}


Options = Mapping[str, tuple[Any, Any]]
"""Options of a command: the name of each with its type and its declaration (`typer.Option(...)`)."""


def shared_options(function: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that all share; it gets them as its first argument, a `Shared`."""
    own = list(inspect.signature(function).parameters.values())[1:]

    @functools.wraps(function)
    def command(**given: Any) -> int:  # noqa: ANN401 - whatever the command declares
        return function(_take_shared(given), **given)

    return _declare(command, own)


def options_as_mapping(function: Callable[[Shared, Mapping[str, Any]], int], options: Options) -> Callable[..., int]:
    """Make a command that gets its own options as one mapping, so that several commands can declare the same ones."""

    def command(**given: Any) -> int:  # noqa: ANN401 - whatever is declared
        return function(_take_shared(given), given)

    own = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in options.items()
    ]
    return _declare(command, own)


def _take_shared(given: dict[str, Any]) -> Shared:
    return Shared(**{name: given.pop(name) for name in _OPTIONS})


def _declare(command: Any, own: Sequence[inspect.Parameter]) -> Callable[..., int]:  # noqa: ANN401 - typer reads the attributes set here
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in _OPTIONS.items()
    ]
    parameters = [*(each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own), *added]
    command.__signature__ = inspect.Signature(parameters)
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    command.__dict__.pop("__wrapped__", None)
    result: Callable[..., int] = command
    return result
