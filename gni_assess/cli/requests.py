"""`requests receive|list|answer`: what the assessor asks for."""

from gni_assess.cli.group import make_group
from gni_assess.cli.requests_answer import answer
from gni_assess.cli.requests_list import list_requests
from gni_assess.cli.requests_receive import receive

app = make_group("Take back the assessor's workbook; list and answer what the assessor asks for.")
app.command("receive")(receive)
app.command("list")(list_requests)
app.command("answer")(answer)
