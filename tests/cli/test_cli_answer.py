from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.checks.states import state_of
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import Finding, Skipped, State
from gni_assess.store.load import load_workspace
from gni_assess.store.unsaved import find_unsaved, read_unsaved

Run = Callable[..., Any]


def response(workspace: Path, criterion: str = "GOV-02") -> Response:
    return load_workspace(workspace).require().responses[criterion]


@pytest.fixture
def evidence(gni: Run) -> None:
    common = ("--title", "T", "--summary", "S", "--from", "2023-02-01", "--classification", "internal")
    assert gni("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", *common).code == 0
    assert gni("evidence", "add", "system", "--id", "SYS-122", "--kind", "process", *common).code == 0


@pytest.mark.usefixtures("evidence")
def test_sets_everything_that_is_given(gni: Run, workspace: Path) -> None:
    done = gni(
        "answer",
        "gov-02",
        *("--finding", "in-place", "--text", "The committee decides."),
        *("--evidence", "POL-417:section 4.2:The charter: it gives the task", "--evidence", "sys-122"),
        *("--no-instance", "Nothing happened.", "--alternative", "Interview counsel.", "--unsure", "--notes", "Ask Carl."),
        *("--assign", "carl", "--due", "2026-12-01", "--classification", "internal"),
    )
    assert done.code == 0
    assert done.out == ""
    assert done.err.startswith("GOV-02: saved\n")
    found = response(workspace)
    assert (found.finding, found.answer, found.no_instance, found.alternative) == (
        Finding.IN_PLACE,
        "The committee decides.",
        "Nothing happened.",
        "Interview counsel.",
    )
    assert found.evidence == (
        EvidenceLink(id="POL-417", where="section 4.2", shows="The charter: it gives the task"),
        EvidenceLink(id="SYS-122"),
    )
    assert (found.unsure, found.assignee, str(found.due), found.notes) == (True, "carl", "2026-12-01", "Ask Carl.")
    assert found.answered is not None
    assert (str(found.answered.on), found.answered.by) == ("2026-11-21", "olga")


@pytest.mark.usefixtures("evidence")
def test_answering_again_keeps_what_was_not_given(gni: Run, workspace: Path) -> None:
    gni("answer", "GOV-02", "--finding", "in-place", "--text", "First.", "--evidence", "POL-417:4.2:charter", "--notes", "N", "--unsure")
    first = response(workspace)
    assert gni("answer", "GOV-02", "--text", "Second.", "--as", "carl").code == 0
    second = response(workspace)
    assert (second.finding, second.answer, second.evidence, second.notes, second.unsure) == (
        first.finding,
        "Second.",
        first.evidence,
        "N",
        True,
    )
    assert second.answered == first.answered
    assert second.updated is not None
    assert second.updated.by == "carl"
    assert gni("answer", "GOV-02", "--sure").code == 0
    assert response(workspace).unsure is False
    again = gni("answer", "GOV-02", "--sure")
    assert (again.code, again.err) == (0, "GOV-02: nothing changed\n")


@pytest.mark.usefixtures("evidence")
def test_links_are_added_joined_and_taken_away(gni: Run, workspace: Path) -> None:
    gni("answer", "GOV-02", "--evidence", "POL-417:4.2:charter")
    gni("answer", "GOV-02", "--evidence", "POL-417", "--evidence", "SYS-122:row 3")
    assert response(workspace).evidence == (
        EvidenceLink(id="POL-417", where="4.2", shows="charter"),
        EvidenceLink(id="SYS-122", where="row 3"),
    )
    assert gni("answer", "GOV-02", "--unlink", "pol-417").code == 0
    assert [each.id for each in response(workspace).evidence] == ["SYS-122"]
    wrong = gni("answer", "GOV-02", "--unlink", "POL-417")
    assert wrong.code == 2
    assert "POL-417 is not linked to GOV-02" in wrong.err
    assert gni("answer", "GOV-02", "--unlink", "SYS-122").code == 0
    assert response(workspace).evidence == ()


def test_an_answer_keeps_the_assignee_and_ends_what_was_due(gni: Run, workspace: Path) -> None:
    gni("answer", "GOV-02", "--skip", "waiting", "--assign", "carl", "--due", "2026-12-01")
    assert gni("answer", "GOV-02", "--finding", "in-place", "--text", "The committee decides.").code == 0
    found = response(workspace)
    assert (found.skipped, found.assignee, found.due) == (None, "carl", None)


def test_text_comes_from_a_file_or_stdin_exactly(gni: Run, workspace: Path) -> None:
    (workspace / "text.txt").write_bytes(b"\xef\xbb\xbfFirst line\r\n  second: # line\r\n")
    assert gni("answer", "GOV-02", "--text-file", "text.txt").code == 0
    assert response(workspace).answer == "First line\n  second: # line\n"
    assert gni("answer", "GOV-02", "--text-file", "-", stdin="From a pipe\n\n\ttab").code == 0
    assert response(workspace).answer == "From a pipe\n\n\ttab"
    (workspace / "latin.txt").write_bytes(b"caf\xe9")
    for arguments, said in (
        (("--text-file", "latin.txt"), "`latin.txt` is not UTF-8 text"),
        (("--text-file", "none.txt"), "cannot read `none.txt`: No such file"),
        (("--text-file", "."), "cannot read `.`"),
        (("--text-file", "text.txt", "--text", "x"), "both `--text` and `--text-file`"),
    ):
        wrong = gni("answer", "GOV-02", *arguments)
        assert (wrong.code, said in wrong.err) == (2, True), wrong.err
        assert "what to do: " in wrong.err
    assert response(workspace).answer == "From a pipe\n\n\ttab"


@pytest.mark.parametrize(
    ("arguments", "said", "way_out"),
    [
        (("GOV-2", "--text", "x"), "there is no criterion `GOV-2`", "GOV-02"),
        (("GOV-02",), "nothing to set", "--finding in-place"),
        (("GOV-02", "--evidence", "POL-471"), "there is no evidence `POL-471`", "did you mean POL-417?"),
        (("GOV-02", "--evidence", "x"), "there is no evidence `X`", "evidence list"),
        (("GOV-02", "--assign", "carla"), "`--assign`: there is no person `carla`", "did you mean carl?"),
        (("GOV-02", "--due", "tomorrow"), "`--due` is not a date", "2026-11-21"),
        (("GOV-02", "--due", "2026-11"), "`--due` is not a date", "2026-11-21"),
        (("GOV-02", "--skip", "waiting", "--finding", "planned"), "`--skip` and `--finding` were both given", "either"),
    ],
)
@pytest.mark.usefixtures("evidence")
def test_mistakes_are_refused_with_a_way_out(gni: Run, workspace: Path, arguments: tuple[str, ...], said: str, way_out: str) -> None:
    wrong = gni("answer", *arguments)
    assert wrong.code == 2
    assert wrong.err.startswith(f"gni-assess: {said}")
    assert way_out in wrong.err.partition("what to do: ")[2]
    assert not (workspace / "evidence/responses/GOV-02.yaml").exists()


def test_a_question_is_left_for_later_and_answered_after_all(gni: Run, workspace: Path) -> None:
    assert gni("answer", "GOV-02", "--skip", "do-not-know").code == 0
    assert response(workspace).skipped is Skipped.DO_NOT_KNOW
    assert gni("answer", "GOV-02", "--finding", "planned", "--text", "x").code == 0
    assert response(workspace).skipped is None
    refused = gni("answer", "GOV-02", "--skip", "do-not-know")
    assert refused.code == 2
    assert "`GOV-02` has a finding" in refused.err
    assert "--unsure" in refused.err
    assert response(workspace).skipped is None


def test_says_what_is_still_open_and_only_about_this_criterion(gni: Run) -> None:
    gni("answer", "GOV-01", "--finding", "in-place", "--text", "TODO")
    said = gni("answer", "GOV-02", "--finding", "partly-in-place", "--text", "Half of it.").err
    assert "still open (GNI205)" in said
    assert "how to mend it: " in said
    assert "GNI208" not in said
    assert "GOV-01" not in said


def test_bytes_that_are_no_text_are_refused(run_apart: Run, workspace: Path) -> None:
    wrong = run_apart("answer", "GOV-02", "--text", b"caf\xe9", "--as", "olga", cwd=workspace)
    assert wrong.code == 2
    assert "the text of `--text` is not UTF-8" in wrong.err
    link = run_apart("answer", "GOV-02", "--assign", b"\xe9", "--as", "olga", cwd=workspace)
    assert link.code == 2
    assert "Traceback" not in link.err


def test_a_record_that_cannot_be_read_is_never_saved_over(gni: Run, workspace: Path) -> None:
    file = workspace / "evidence/responses/GOV-02.yaml"
    file.write_text("criterion: GOV-02\nanswer: Typed by hand\nfinding: good\n", encoding="utf-8")
    before = file.read_bytes()
    levels = ("--scale", "low", "--scope", "low", "--irremediability", "low")
    commands = (("answer", "GOV-02", "--text", "x"), ("gap", "add", "GOV-02", "--summary", "s", *levels))
    for number, command in enumerate(commands, 1):
        refused = gni(*command)
        assert (refused.code, "cannot be read, so it was not changed" in refused.err) == (2, True)
        assert f"kept in `.gni-assess/unsaved/olga/GOV-02.{number}.txt`" in refused.err
    assert file.read_bytes() == before
    assert gni("answer", "GOV-03", "--finding", "planned", "--text", "x").code == 0


def test_a_hand_written_file_keeps_its_comments(gni: Run, workspace: Path) -> None:
    file = workspace / "evidence/responses/GOV-02.yaml"
    file.write_text("# ours\ncriterion: GOV-02   # this one\nnotes: |\n  kept   as it is\nanswer: old\n", encoding="utf-8")
    assert gni("answer", "GOV-02", "--text", "new", "--finding", "planned").code == 0
    assert file.read_text(encoding="utf-8").startswith("# ours\ncriterion: GOV-02   # this one\n")
    assert "notes: |\n  kept   as it is\n" in file.read_text(encoding="utf-8")


class Interfering:
    """A keyboard at which somebody takes their time while somebody else saves."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self.buffer = self
        self.meanwhile = meanwhile

    def isatty(self) -> bool:
        return False

    def read(self) -> bytes:
        self.meanwhile()
        return b"Mine, slowly typed"


def test_two_who_answer_at_once_do_not_overwrite_each_other(gni: Run, workspace: Path) -> None:
    gni("answer", "GOV-02", "--finding", "planned", "--text", "Before")
    slow = Interfering(lambda: gni("answer", "GOV-02", "--text", "Theirs", "--as", "carl"))
    lost = gni("answer", "GOV-02", "--text-file", "-", stdin=slow)
    assert lost.code == 2
    assert "was changed by someone else since it was read; it was not saved over" in lost.err
    assert "what to do: " in lost.err
    assert "Mine" not in lost.both
    assert "Theirs" not in lost.both
    assert response(workspace).answer == "Theirs"
    assert "kept in `.gni-assess/unsaved/olga/GOV-02.1.txt`" in lost.err
    (kept,) = find_unsaved(workspace, "olga")
    assert "answer: Mine, slowly typed" in read_unsaved(kept)[0]


@pytest.mark.parametrize(
    ("option", "name"), [("--text", "--text"), ("--reason", "--reason"), ("--no-instance", "--no-instance"), ("--notes", "--notes")]
)
def test_empty_text_erases_nothing(gni: Run, option: str, name: str) -> None:
    assert gni("answer", "GOV-02", "--finding", "planned", "--text", "Kept.").code == 0
    refused = gni("answer", "GOV-02", option, " ")
    assert (refused.code, f"`{name}` is empty" in refused.err) == (2, True)


def test_what_is_still_open_is_judged_without_reading_the_record_again(gni: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    gni("answer", "GOV-01", "--finding", "planned", "--text", "x")
    opened: list[str] = []
    real = Path.open

    def note(path: Path, *args: Any, **more: Any) -> Any:  # noqa: ANN401 - as Path.open
        opened.append(path.name)
        return real(path, *args, **more)

    monkeypatch.setattr(Path, "open", note)
    levels = ("--scale", "low", "--scope", "low", "--irremediability", "low")
    assert "still open (GNI205)" in gni("answer", "GOV-02", "--finding", "partly-in-place", "--text", "Half of it.").err
    gap_id = gni("gap", "add", "GOV-02", "--summary", "s", *levels).out.strip()
    assert opened.count("GOV-01.yaml") == 2
    assert "no full plan" in gni("gap", "set", gap_id, "--cause", "c").err
    assert "no full plan" not in gni("gap", "set", gap_id, "--action", "a", "--owner", "carl", "--due", "2027-01-31").err
    assert opened.count("GOV-01.yaml") == 4


def test_somebody_else_reviews_exactly_what_stands_there(gni: Run, workspace: Path) -> None:
    gni("answer", "GOV-02", "--finding", "not-in-place", "--text", "Nobody does.")
    own = gni("answer", "GOV-02", "--reviewed")
    assert (own.code, "`olga` answered `GOV-02` and cannot review it" in own.err, "--as PERSON" in own.err) == (2, True, True)
    assert (
        gni("answer", "GOV-02", "--reviewed", "--as", "carl").err == "GOV-02: reviewed, as it stood after olga changed it on 2026-11-21\n"
    )
    assert state_of(response(workspace)) is State.REVIEWED
    gni("answer", "GOV-02", "--text", "Somebody does.")
    assert state_of(response(workspace)) is State.ANSWERED


def test_whoever_changed_it_last_cannot_review_it(gni: Run, workspace: Path) -> None:
    gni("answer", "GOV-02", "--finding", "not-in-place", "--text", "Nobody does.")
    gni("answer", "GOV-02", "--finding", "in-place", "--text", "Rewritten.", "--as", "carl")
    for review in (("--reviewed",), ("--send-back", "No.")):
        refused = gni("answer", "GOV-02", *review, "--as", "carl")
        assert (refused.code, "`carl` changed `GOV-02` and cannot review it" in refused.err) == (2, True)
    assert state_of(response(workspace)) is State.ANSWERED


def test_nobody_sends_back_their_own_or_what_is_not_there(gni: Run) -> None:
    gni("answer", "GOV-02", "--finding", "not-in-place", "--text", "Nobody does.")
    assert gni("answer", "GOV-02", "--send-back", "x").code == 2
    assert gni("answer", "GOV-03", "--send-back", "x", "--as", "carl").code == 2


def test_a_reviewer_sends_it_back_with_a_note(gni: Run, workspace: Path) -> None:
    gni("answer", "GOV-02", "--finding", "not-in-place", "--text", "Nobody does.")
    gni("answer", "GOV-02", "--reviewed", "--as", "carl")
    assert gni("answer", "GOV-02", "--send-back", "Who is nobody?", "--as", "carl").err == "GOV-02: sent back\n"
    found = response(workspace)
    assert (found.reviewed, found.answer) == (None, "Nobody does.")
    assert found.returned is not None
    assert (found.returned.by, found.returned.note) == ("carl", "Who is nobody?")
    assert gni("answer", "GOV-02", "--reviewed", "--as", "carl").code == 0
    assert response(workspace).returned is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("GOV-03", "--reviewed"), "is not answered yet"),
        (("GOV-02", "--reviewed", "--text", "x"), "a review is set by itself"),
        (("GOV-02", "--reviewed", "--send-back", "x"), "a review is set by itself"),
        (("GOV-02", "--send-back", " "), "`--send-back` is empty"),
    ],
)
def test_a_review_that_cannot_be_is_refused(gni: Run, workspace: Path, arguments: tuple[str, ...], said: str) -> None:
    gni("answer", "GOV-02", "--finding", "not-in-place", "--text", "Nobody does.")
    before = response(workspace)
    refused = gni("answer", *arguments, "--as", "carl")
    assert (refused.code, said in refused.err) == (2, True)
    assert response(workspace) == before


def test_a_leak_is_told_as_soon_as_it_is_typed(gni: Run) -> None:
    case = ("--title", "An order", "--type", "user-data", "--right", "privacy", "--jurisdiction", "TR", "--classification", "restricted")
    assert gni("evidence", "add", "case", *case, "--protected-term", "Quillfeather").code == 0
    leaking = gni("answer", "GOV-02", "--finding", "not-in-place", "--text", "We refused what was asked about Quillfeather, q@example.com.")
    assert "still open (GNI511)" in leaking.err
    assert "still open (GNI603)" in leaking.err
    assert "Quillfeather" not in leaking.err
    assert "GNI511" not in gni("answer", "GOV-02", "--text", "We refused.").err
