"""Styled lines and tables on stdout. Everything shown is literal text: no markup, emoji codes or escape sequences in it are interpreted."""

import shutil
import sys
from collections.abc import Iterable, Sequence

from gni_assess.cli.shared import Shared
from gni_assess.model.columns import count_columns, wrap_columns
from gni_assess.model.visible import visible_line, visible_text


def terminal_width() -> int | None:
    """How many columns stdout has; None where it is not a terminal, so that nothing is wrapped there."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def print_pieces(shared: Shared, lines: Iterable[Sequence[tuple[str, str]]]) -> None:
    """Print lines made of pieces of literal text, each with the name of a style; plain where colors are off."""
    if not shared.use_color:
        for line in lines:
            sys.stdout.write("".join(text for text, _ in line) + "\n")
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.text import Text  # noqa: PLC0415 - likewise

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*line), soft_wrap=True)


def print_table(shared: Shared, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; on a terminal it fits the width, elsewhere no line is wrapped."""
    shown = [[visible_line(each) for each in row] for row in (headings, *rows)]
    width = terminal_width()
    if width is None:
        widths = [max(map(count_columns, column)) for column in zip(*shown, strict=True)]
        for row in shown:
            cells = (each + " " * (most - count_columns(each)) for each, most in zip(row, widths, strict=True))
            sys.stdout.write("  ".join(cells).rstrip() + "\n")
        return
    from rich.console import Console  # noqa: PLC0415 - only where there is a table
    from rich.table import Table  # noqa: PLC0415 - likewise
    from rich.text import Text  # noqa: PLC0415 - likewise

    console = Console(
        width=width, highlight=False, markup=False, emoji=False, no_color=not shared.use_color, force_terminal=shared.use_color
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for number, heading in enumerate(shown[0]):
        table.add_column(Text(heading), no_wrap=number == 0, overflow="fold")
    for row in shown[1:]:
        table.add_row(*map(Text, row))
    with console.capture() as capture:
        console.print(table)
    for line in capture.get().splitlines():
        sys.stdout.write(line.rstrip() + "\n")


def print_heading(shared: Shared, text: str) -> None:
    """Print a line that stands out where colors are on, wrapped to the terminal."""
    width = terminal_width()
    lines = [visible_line(text)] if width is None else wrap_columns(visible_line(text), width)
    print_pieces(shared, [[(each, "bold")] for each in lines])


def print_paragraph(text: str, *, indent: str = "", lead: str = "") -> None:
    """Print text as it was typed, wrapped to the terminal at word ends; elsewhere as it is. The first line begins with `lead`."""
    width = terminal_width()
    later = indent + " " * len(lead)
    for number, line in enumerate(visible_text(text).rstrip("\n").split("\n")):
        first = indent + lead if number == 0 else later
        if width is None or not line.strip():
            sys.stdout.write((first + line).rstrip() + "\n")
            continue
        for part in wrap_columns(line, width, first=first, later=later):
            sys.stdout.write(part + "\n")
