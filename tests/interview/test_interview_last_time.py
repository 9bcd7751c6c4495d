from gni_assess.interview.last_time import show_last_time
from gni_assess.interview.layout import lay_out
from gni_assess.model.gaps import Gap
from gni_assess.model.previous import NOTHING_BEFORE, Previous
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, GapStatus, Level, Skipped


def make_gap(number: int, **more: str) -> Gap:
    made = Gap(id=f"GOV-02-G{number}", summary="Nobody\nreads it", scale=Level.HIGH, scope=Level.LOW, irremediability=Level.LOW)
    return Gap(**{**vars(made), **more})


def show(response: Response, name: str = "2024") -> list[str]:
    shown = show_last_time(Previous(responses={response.id: response}, name=name), "GOV-02")
    return ["".join(piece.text for piece in line) for para in shown for line in lay_out(para, 80)]


def test_nothing_is_shown_where_there_is_nothing() -> None:
    assert show_last_time(NOTHING_BEFORE, "GOV-02") == ()
    assert show(Response(criterion="GOV-01", finding=Finding.IN_PLACE, answer="x")) == []
    assert show(Response(criterion="GOV-02", skipped=Skipped.DO_NOT_KNOW, notes="for us", reason="left from before")) == []


def test_finding_answer_and_open_gaps() -> None:
    gaps = (make_gap(101, action="Read\nit."), make_gap(102, status=GapStatus.DONE), make_gap(103, status=GapStatus.IN_PROGRESS))
    assert show(Response(criterion="GOV-02", finding=Finding.PARTLY_IN_PLACE, answer="Yes.\nMostly.\n", reason="Old.", gaps=gaps)) == [
        "Last time (2024): partly in place.",
        "  | Yes.",
        "  | Mostly.",
        "2 gaps were open then:",
        "  - GOV-02-G101, severe: Nobody reads it. To be done: Read it.",
        "  - GOV-02-G103, severe: Nobody reads it.",
    ]


def test_not_applicable_shows_its_reason() -> None:
    shown = show(Response(criterion="GOV-02", finding=Finding.NOT_APPLICABLE, answer="Old.", reason="No such thing."))
    assert shown == ["Last time (2024): not applicable.", "  | No such thing."]


def test_an_answer_without_a_finding_and_a_finding_without_an_answer() -> None:
    assert show(Response(criterion="GOV-02", answer="Perhaps.")) == ["Last time (2024), without a finding:", "  | Perhaps."]
    assert show(Response(criterion="GOV-02", finding=Finding.PLANNED), name="") == ["Last time: planned."]


def test_what_was_typed_is_shown_literally() -> None:
    shown = show(Response(criterion="GOV-02", finding=Finding.PLANNED, answer="[bold]a\x1b[2J\u202eb"), name="20\x1b[2J24")
    assert shown == ["Last time (20\\x1b[2J24): planned.", "  | [bold]a\\x1b[2J\\u202eb"]
