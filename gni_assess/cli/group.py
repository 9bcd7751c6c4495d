"""A command that only has commands under it."""

import click
import typer
from typer.core import TyperGroup

from gni_assess.errors import UsageError


class Group(TyperGroup):
    """A group that has no options of its own: where one is given before the name of a command, it says which commands there are."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find the name of the command. Raises UsageError where an option comes first."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if ctx.resilient_parsing:
                raise
            names = self.list_commands(ctx)
            hint = f"options come after it: `{ctx.command_path} {names[0]} …`; see `{ctx.command_path} --help`"
            raise UsageError(f"name what to do: {', '.join(names)}", hint=hint) from error


def make_group(help_text: str) -> typer.Typer:
    """Make a group of commands; called without one of them it shows its help."""
    return typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None, no_args_is_help=True, help=help_text)
