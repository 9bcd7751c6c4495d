"""`questionnaire send|receive`: questions for people who do not use this program, and what comes back."""

from gni_assess.cli.group import make_group
from gni_assess.cli.questionnaire_receive import receive
from gni_assess.cli.questionnaire_send import send

app = make_group("Send questions to people who do not use this program, as a workbook, and take the answers back.")
app.command("send")(send)
app.command("receive")(receive)
