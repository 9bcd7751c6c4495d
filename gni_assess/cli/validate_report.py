"""Printing what a run of `validate` found, in the format that is wanted, or writing it to a file."""

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path

from gni_assess.cli.console import print_pieces, terminal_width
from gni_assess.cli.shared import Shared
from gni_assess.cli.validate_batch import Checked
from gni_assess.cli.validate_publish import publishable
from gni_assess.model.diagnostics import Place
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.concise import write_concise
from gni_assess.output.json_report import write_json, write_json_of_several
from gni_assess.output.run import Run
from gni_assess.output.text import leaves_out, write_texts
from gni_assess.store.layout import leads_out
from gni_assess.store.reading import read_bounded
from gni_assess.store.save import save_atomically
from gni_assess.store.yaml_document import LINE_BREAK


class Format(StrEnum):
    """How diagnostics are printed."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"


def choose_format(given: Format | None, output: Path | None) -> Format:
    """Give the format that was asked for; without one, text, or the commands of GitHub Actions where the program runs there."""
    if given is not None:
        return given
    in_log = output is None and not sys.stdout.isatty()
    return Format.GITHUB if in_log and os.environ.get("GITHUB_ACTIONS") == "true" else Format.TEXT


def print_report(
    shared: Shared, checked: Sequence[Checked], chosen: Format, output: Path | None, *, fail_on: DiagnosticSeverity | None
) -> None:
    """Print what was found, or write it to a file. From `fail_on` on it is a failure, where the format tells failures."""
    width = terminal_width() if output is None else None
    runs = [each.run if width is not None else publishable(each.run) for each in checked]
    if chosen is Format.TEXT and output is None:
        sources = [_source_of(each.root) for each in checked]
        print_pieces(shared, write_texts(list(zip(runs, sources, strict=True)), terminal_width=width))
        _say_what_is_left_out(shared, checked, chosen, width)
        return
    text = _write_junit(runs, fail_on) if chosen is Format.JUNIT else _WRITERS[chosen](runs)
    if output is None:
        sys.stdout.write(text + "\n")
        return
    save_atomically(output, (text + "\n").encode())
    shared.say(f"written: {output}")
    _say_what_is_left_out(shared, checked, chosen, width)


def _say_what_is_left_out(shared: Shared, checked: Sequence[Checked], chosen: Format, width: int | None) -> None:
    """Say that a text for people is shorter here than on a terminal, where it is."""
    if shared.quiet or chosen is not Format.TEXT or width is not None:
        return
    if any(leaves_out(each.run, _source_of(each.root)) for each in checked):
        shared.say("values and source lines are left out: this may be published; run it on a terminal to see them")


def _write_text(runs: Sequence[Run]) -> str:
    lines = write_texts([(each, None) for each in runs])
    return "\n".join("".join(piece for piece, _ in line) for line in lines)


def _write_concise(runs: Sequence[Run]) -> str:
    return "\n".join(write_concise(*runs))


def _write_json(runs: Sequence[Run]) -> str:
    return write_json(runs[0]) if len(runs) == 1 else write_json_of_several(runs)


def _write_sarif(runs: Sequence[Run]) -> str:
    from gni_assess.checks.catalogue import RULES  # noqa: PLC0415 - only this format tells of the rules
    from gni_assess.cli.rule_help import help_of  # noqa: PLC0415 - likewise
    from gni_assess.output.sarif import write_sarif  # noqa: PLC0415 - a format is loaded where it is asked for

    return write_sarif(runs, rules=[help_of(each) for each in RULES])


def _write_junit(runs: Sequence[Run], fail_on: DiagnosticSeverity | None) -> str:
    from gni_assess.output.junit import write_junit  # noqa: PLC0415 - a format is loaded where it is asked for

    return write_junit(runs, fail_on=fail_on)


def _write_github(runs: Sequence[Run]) -> str:
    from gni_assess.output.github import write_github  # noqa: PLC0415 - likewise

    return write_github(runs)


def _write_gitlab(runs: Sequence[Run]) -> str:
    from gni_assess.output.gitlab import write_gitlab  # noqa: PLC0415 - likewise

    return write_gitlab(runs)


def _write_markdown(runs: Sequence[Run]) -> str:
    from gni_assess.output.markdown import write_markdown  # noqa: PLC0415 - likewise

    return write_markdown(runs)


_WRITERS: dict[Format, Callable[[Sequence[Run]], str]] = {
    Format.TEXT: _write_text,
    Format.CONCISE: _write_concise,
    Format.JSON: _write_json,
    Format.SARIF: _write_sarif,
    Format.GITHUB: _write_github,
    Format.GITLAB: _write_gitlab,
    Format.MARKDOWN: _write_markdown,
}


def _source_of(root: Path) -> Callable[[Place], str]:
    @cache
    def lines_of(file: str) -> list[str]:
        # From the file, since what could not be read as YAML has a line to show too.
        try:
            data = b"" if leads_out(root, file) else read_bounded(root / file)
        except OSError:
            return []
        return LINE_BREAK.split(data.decode("utf-8-sig", errors="replace"))

    def source_line(place: Place) -> str:
        return (lines_of(place.file)[place.line - 1 : place.line] or [""])[0] if place.line else ""

    return source_line
