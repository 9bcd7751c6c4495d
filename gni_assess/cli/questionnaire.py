"""`questionnaire send|receive`: questions for people who do not use this program, and what comes back."""

import typer

from gni_assess.cli.group import Group
from gni_assess.cli.questionnaire_receive import receive
from gni_assess.cli.questionnaire_send import send

app = typer.Typer(
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Send questions to people who do not use this program, as a workbook, and take the answers back.",
)
app.command("send")(send)
app.command("receive")(receive)
