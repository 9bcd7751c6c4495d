"""Asking one thing at a time at the terminal, until the answer can be used."""

import contextlib
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import click

from gni_assess.cli.app import GO_ON
from gni_assess.cli.terminal import input_is_waiting
from gni_assess.errors import StoppedError, UsageError
from gni_assess.model.columns import wrap_columns
from gni_assess.model.visible import visible_text

LEAVES_OUT = "Enter leaves it out."
"""What Enter alone means at a question that need not be answered."""

Check = Callable[[str], str]
"""Takes what was typed and gives what is kept, or raises ValueError with a sentence."""


@dataclass(kw_only=True)
class Asker:
    """Asks and remembers, so that a person who stops halfway is told how to go on without typing again.

    `command` is the command line so far; `typed` the options that stand for the answers given.
    """

    command: str
    typed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Leave word of what is typed for the case that the command fails afterwards."""
        if (context := click.get_current_context(silent=True)) is not None:
            context.meta[GO_ON] = self.go_on

    def ask(
        self,
        question: str,
        option: str,
        check: Check | None = None,
        *,
        note: str = "",
        default: str = "",
        required: bool = True,
        enter: str = LEAVES_OUT,
    ) -> str:
        """Ask until the answer is usable. Enter alone takes the default, or leaves out what is not required.

        `note` says how to answer, in one line or more; `enter` what Enter alone means where nothing is required. A lone `?` shows both
        again.
        """
        notes = (*note.split("\n"), "" if required else enter)
        _show_question(question, notes)
        while True:
            first, *more = self._read(f"[{visible_text(default)}] > " if default else "> ")
            if more:
                # The rest of a paste must not become the answer to the next question.
                _tell(f"{len(more) + 1} lines came at once, and nothing was taken; paste one line, or put the text into a file")
                continue
            if first.strip() == "?":
                _show_question(question, (*notes, "Type the answer and press Enter; Ctrl-C stops."))
                continue
            answer = first or default
            if not answer.strip():
                if not required:
                    return ""
                _tell("an answer is needed here; Ctrl-C stops, and nothing is saved")
                continue
            try:
                answer.encode()
                kept = answer if check is None else check(answer)
            except UnicodeEncodeError:
                _tell("that has bytes that are not text; type it again, at a terminal set to UTF-8")
                continue
            except ValueError as error:
                _tell(str(error))
                continue
            self.typed.append(f"{option} {_quote(answer)}")
            return kept

    def choose(self, question: str, option: str, words: Sequence[str], *, note: str = "", default: str = "") -> str:
        """Ask for one of a few words; the start of one is enough."""
        word = self.ask(question, option, one_of(words), note=note or ", ".join(words), default=default)
        self.typed[-1] = f"{option} {word}"
        return word

    def ask_several(
        self, question: str, option: str, check: Callable[[str], object] = str, *, note: str = "", required: bool = True
    ) -> list[str]:
        """Ask for one or more of something, separated by commas; `check` takes each, and raises ValueError with a sentence."""

        def check_all(text: str) -> str:
            if not split(text):
                raise ValueError("at least one, please")
            found = split(text)
            for number, each in enumerate(found):
                check(each)
                if each.casefold() in (other.casefold() for other in found[:number]):
                    raise ValueError(f"`{each}` is there twice")
            return text

        several = f"{note} (several with commas)" if note else "several with commas"
        found = split(self.ask(question, option, check_all, note=several, required=required))
        if not found:
            return []
        self.typed[-1] = " ".join(f"{option} {_quote(each)}" for each in found)
        return found

    def choose_some(self, question: str, option: str, words: Sequence[str]) -> list[str]:
        """Ask for one or more of a few words, separated by commas."""
        pick = one_of(words)
        found = [pick(each) for each in self.ask_several(question, option, pick, note=", ".join(words))]
        self.typed[-1] = " ".join(f"{option} {each}" for each in found)
        return found

    def confirm(self, question: str, option: str, *, default: bool) -> bool:
        """Ask yes or no."""
        answer = self.ask(question, option, _yes_or_no, note="y or n", default="y" if default else "n")
        name = option.removeprefix("--")
        self.typed[-1] = f"--{name}" if answer == "y" else f"--no-{name}"
        return answer == "y"

    def _read(self, prompt: str) -> list[str]:
        # Line editing where the system has it; importing is enough.
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401, PLC0415 - only where something is asked
        try:
            lines = [input(prompt)]
            while input_is_waiting():
                lines.append(input(".. "))  # the last line of a paste often waits for its Enter
        except (KeyboardInterrupt, EOFError) as error:
            sys.stdout.write("\n")
            raise StoppedError("stopped; nothing is saved yet", hint=self.go_on()) from error
        return lines

    def tell(self, text: str) -> None:
        """Say something below a question."""
        _tell(text)

    def remember(self, *options: str) -> None:
        """Put options in the place of the last one: those that stand for what was understood."""
        self.typed[-1:] = options

    def go_on(self) -> str:
        """Tell how to go on with what was typed; empty where nothing was."""
        return f"to go on from here: {' '.join([self.command, *self.typed])}" if self.typed else ""


def command_so_far() -> str:
    """Give the command line as it was called, to be continued with more options."""
    context = click.get_current_context(silent=True)
    return shlex.join(["gni-assess", *((context.obj if context else None) or ())])


def one_of(words: Sequence[str]) -> Check:
    """Make a check that takes one of some words, or the start of exactly one."""

    def check(text: str) -> str:
        wanted = text.strip().casefold()
        exact = [each for each in words if each.casefold() == wanted]
        found = exact or [each for each in words if each.casefold().startswith(wanted)]
        if len(found) != 1:
            raise ValueError(f"one of these, please: {', '.join(words)}")
        return found[0]

    return check


def split(text: str) -> list[str]:
    """Split at commas, without empty parts."""
    return [each.strip() for each in text.split(",") if each.strip()]


def refuse_asking(missing: Sequence[str]) -> UsageError:
    """Say which options do what a prompt would have done."""
    return UsageError("there is no terminal to ask at", hint=f"give {', '.join(missing)}")


def _yes_or_no(text: str) -> str:
    answer = text.strip().casefold()
    if answer not in {"y", "yes", "n", "no"}:
        raise ValueError("y or n, please")
    return answer[0]


def _quote(text: str) -> str:
    return shlex.quote(text)


def _show_question(question: str, notes: Iterable[str]) -> None:
    _show(question, "")
    for each in notes:
        _show(each, "  ")


def _tell(text: str) -> None:
    _show(text, "  ")


def _show(text: str, indent: str) -> None:
    width = shutil.get_terminal_size().columns
    for line in wrap_columns(visible_text(text), width, first=indent, later=indent) if text else ():
        sys.stdout.write(line + "\n")
