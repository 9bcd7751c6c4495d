"""The list of commands. A command's module is loaded only when that command runs, so that `--help` and completion stay quick."""

import os
from collections.abc import Mapping, Sequence
from importlib import import_module

import click
import typer
from click.shell_completion import CompletionItem
from typer.core import TyperGroup

from gni_assess import __version__
from gni_assess.errors import GniAssessError, StoppedError

PROGRAM = "gni-assess"
GO_ON = "gni_assess.go_on"
"""Where the context keeps the function that tells how to go on with what was typed at prompts."""

_COMPLETING = "_GNI_ASSESS_COMPLETE"

COMMANDS: Mapping[str, str] = {
    "init": "Make a workspace, or a copy of the sample with --sample.",
    "interview": "Answer the criteria question by question.",
    "answer": "Set one response without prompts.",
    "gap": "Add, change, close and list gaps.",
    "evidence": "Register, import and list policies, systems and cases.",
    "status": "Where we are, and what to do next.",
    "validate": "Check the whole record; the gate for CI.",
    "rule": "Explain a diagnostic: what, why, and how to mend it.",
    "criteria": "Read the criteria: list, show, search.",
    "schema": "Print the JSON Schema of a kind of file.",
    "export": "Write the gap report for an audience.",
    "questionnaire": "Send questions as a workbook; take the answers back.",
    "requests": "Take what the assessor asks; list and answer it.",
}
"""Each command with the line that `--help` shows; its module is `gni_assess.cli.<command>` and has a typer app named `app`."""


class LazyGroup(TyperGroup):
    """A group whose commands are loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which an officer meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command; None where there is none of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"gni_assess.cli.{cmd_name}").app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the name of a command without loading any."""
        names = [CompletionItem(name, help=text) for name, text in COMMANDS.items() if name.startswith(incomplete)]
        return names or click.Command.shell_complete(self, ctx, incomplete)


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gni-assess {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Show the version and leave."),
) -> None:
    """Collect, check and report the evidence for a GNI assessment.

    Start with `gni-assess init`, then `gni-assess interview`.
    """
    del version


def run_app(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code. Errors come out as exceptions."""
    if _COMPLETING in os.environ:
        app(args=list(arguments), prog_name=PROGRAM)
    # Not `app(...)`: that would turn Ctrl-C and a reader that went away into exit codes of its own.
    command = typer.main.get_command(app)
    try:
        with command.make_context(PROGRAM, list(arguments), obj=tuple(arguments)) as context:
            result = _invoke(command, context)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    return result if isinstance(result, int) else 0


def _invoke(command: click.Command, context: click.Context) -> object:
    try:
        return command.invoke(context)
    except GniAssessError as error:
        # What somebody typed at prompts must not be lost to a mistake that only shows afterwards.
        if (go_on := context.meta.get(GO_ON)) is not None and not isinstance(error, StoppedError):
            error.hint = f"{error.hint}; {go_on()}".removeprefix("; ").removesuffix("; ")
        raise
