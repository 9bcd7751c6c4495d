"""`requests receive|list|answer`: what the assessor asks for."""

import typer

from gni_assess.cli.group import Group
from gni_assess.cli.requests_answer import answer
from gni_assess.cli.requests_list import list_requests
from gni_assess.cli.requests_receive import receive

app = typer.Typer(
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Take back the assessor's workbook; list and answer what the assessor asks for.",
)
app.command("receive")(receive)
app.command("list")(list_requests)
app.command("answer")(answer)
