import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import EvidenceKind, Finding, Severity, Skipped
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
DOCUMENTED = Path(__file__).parents[2] / "docs" / "files.md"
WHOLE = (Path(__file__).parents[1] / "store" / "answers.yaml").read_text(encoding="utf-8")
HEAD = "format: 1\nanswers:\n"
GAP = "{summary: No minutes., scale: high, scope: low, irremediability: low, due: 2026-12-31}"


def responses(workspace: Path) -> dict[str, Response]:
    return dict(load_workspace(workspace).require().responses)


def tree(workspace: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in (workspace / "evidence").rglob("*") if each.is_file()}


@pytest.fixture
def play(gni: Run, workspace: Path) -> Run:
    def play_text(text: str, **more: Any) -> Any:  # noqa: ANN401 - as `run` gives it
        (workspace / "answers.yaml").write_text(text, encoding="utf-8")
        return gni("answer", "--from", "answers.yaml", **more)

    return play_text


@pytest.fixture
def evidence(gni: Run) -> None:
    common = ("--title", "T", "--summary", "S", "--from", "2023-02-01", "--classification", "internal")
    assert gni("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", *common).code == 0
    assert gni("evidence", "add", "system", "--id", "SYS-122", "--kind", "process", *common).code == 0


@pytest.mark.usefixtures("evidence")
def test_everything_in_the_file_is_saved(play: Run, workspace: Path) -> None:
    done = play(WHOLE)
    assert (done.code, done.out) == (0, "")
    found = responses(workspace)
    board, skipped, not_applicable = found["GOV-02"], found["GOV-03"], found["DDR-09"]
    assert board.finding is Finding.PARTLY_IN_PLACE
    assert board.answer == ("The audit committee looks at demands twice a year, since 2025.\n\nIts charter does not name privacy yet.\n")
    assert board.evidence == (EvidenceLink(id="POL-417"), EvidenceLink(id="SYS-122", where="row 3", shows="The committee's calendar."))
    (gap,) = board.gaps
    assert re.fullmatch(r"GOV-02-G[0-9]{3}", gap.id)
    assert (gap.severity, gap.missing, gap.owner, str(gap.due)) == (Severity.MODERATE, (EvidenceKind.POLICY,), "carl", "2026-12-31")
    assert [(each.entity, each.finding) for each in board.exceptions] == [("nordics", Finding.PLANNED)]
    assert board.notes == "[bold]Ask Carl[/bold] =1+1\n"
    assert board.answered is not None
    assert (board.answered.by, str(board.answered.on)) == ("olga", "2026-11-21")
    assert board.confirmed_wording
    assert (skipped.skipped, skipped.assignee, str(skipped.due), skipped.unsure) == (Skipped.WAITING, "carl", "2026-12-01", True)
    assert not_applicable.reason == "We have not bought or sold a business."
    entry = json.loads((workspace / "evidence/journal/GOV-02.jsonl").read_text(encoding="utf-8"))
    assert (entry["by"], entry["via"]) == ("olga", "answer --from")


@pytest.mark.usefixtures("evidence")
def test_playing_a_file_twice_changes_nothing_the_second_time(play: Run, workspace: Path) -> None:
    assert play(WHOLE).code == 0
    before = tree(workspace)
    again = play(WHOLE)
    assert (again.code, again.out, again.err) == (0, "", "nothing changed: 3 answers, and all of it is in the record already\n")
    assert tree(workspace) == before


def test_a_due_date_that_is_given_with_the_answer_stays_however_often_it_is_played(gni: Run, play: Run, workspace: Path) -> None:
    gni("answer", "GOV-02", "--skip", "waiting", "--assign", "carl", "--due", "2026-12-01")
    text = HEAD + "  - {criterion: GOV-02, finding: planned, answer: Soon., due: 2026-12-01}\n"
    assert play(text).code == 0
    assert str(responses(workspace)["GOV-02"].due) == "2026-12-01"
    assert play(text).err.startswith("nothing changed")


def test_what_is_not_given_stays_and_lists_only_grow(gni: Run, play: Run, workspace: Path, evidence: None) -> None:
    del evidence
    gni("answer", "GOV-02", "--skip", "do-not-know", "--notes", "N", "--evidence", "POL-417:4.2:charter", "--unsure")
    levels = ("--scale", "low", "--scope", "low", "--irremediability", "low")
    gni("gap", "add", "GOV-02", "--summary", "No  charter.", *levels)
    old = responses(workspace)["GOV-02"]
    links, gaps = (
        "[POL-417, {id: SYS-122, where: row 3}]",
        f"[{GAP}, {{summary: No charter., scale: low, scope: low, irremediability: low}}]",
    )
    done = play(HEAD + f"  - {{criterion: GOV-02, finding: planned, answer: Soon., unsure: false, evidence: {links}, gaps: {gaps}}}\n")
    assert done.code == 0
    new = responses(workspace)["GOV-02"]
    assert (new.finding, new.answer, new.unsure, new.notes, new.skipped) == (Finding.PLANNED, "Soon.", False, "N", None)
    assert new.evidence == (EvidenceLink(id="POL-417", where="4.2", shows="charter"), EvidenceLink(id="SYS-122", where="row 3"))
    assert [each.summary for each in new.gaps] == ["No  charter.", "No minutes."]
    assert new.gaps[0] == old.gaps[0]
    more = HEAD + "  - {criterion: GOV-02, exceptions: [{service: cdn, finding: planned}, {entity: nordics, finding: in-place}]}\n"
    assert play(more).code == 0
    assert play(HEAD + "  - {criterion: GOV-02, exceptions: [{service: cdn, finding: in-place, note: Now.}]}\n").code == 0
    scoped = responses(workspace)["GOV-02"].exceptions
    assert [(each.service, each.entity, each.finding.value) for each in scoped] == [("cdn", "", "in-place"), ("", "nordics", "in-place")]


def test_a_gap_that_is_there_is_never_changed_and_the_difference_is_said(gni: Run, play: Run, workspace: Path) -> None:
    assert play(HEAD + f"  - {{criterion: GOV-02, gaps: [{GAP}]}}\n").code == 0
    (gap,) = responses(workspace)["GOV-02"].gaps
    assert gni("gap", "set", gap.id, "--due", "2027-01-31").code == 0
    again = play(HEAD + f"  - {{criterion: GOV-02, gaps: [{GAP}]}}\n")
    assert again.code == 0
    assert f"GOV-02: {gap.id} is there already and stays as it is; the file says otherwise in `due`" in again.err
    assert f"gni-assess gap set {gap.id}" in again.err
    assert str(responses(workspace)["GOV-02"].gaps[0].due) == "2027-01-31"


def test_what_is_left_is_said_for_each_and_only_once(play: Run) -> None:
    done = play(
        HEAD
        + "  - {criterion: GOV-01, finding: in-place, answer: TODO}\n"
        + "  - {criterion: GOV-02, finding: partly-in-place, answer: Half of it.}\n"
        + "  - {criterion: GOV-03, unsure: false}\n"
    )
    first, _, second = done.err.partition("GOV-02: saved\n")
    assert first.startswith("GOV-01: saved\n  still open (GNI")
    assert ("GNI208" in first, "GNI208" in second) == (True, False)
    assert ("GNI205" in first, "GNI205" in second) == (False, True)
    assert done.err.endswith("2 answers saved, 1 unchanged\n")


def test_what_is_typed_in_a_pipe_is_played_too(gni: Run, workspace: Path) -> None:
    done = gni("answer", "--from", "-", stdin=HEAD + "  - {criterion: GOV-02, notes: 'N: [red] \"\\e\"'}\n")
    assert done.code == 0
    assert responses(workspace)["GOV-02"].notes == 'N: [red] "\\e"'
    wrong = gni("answer", "--from", "-", stdin="format: 1\n")
    assert (wrong.code, wrong.err.startswith("stdin, line 1, column 1: `answers` is missing\n")) == (2, True)


@pytest.mark.usefixtures("evidence")
def test_all_mistakes_are_said_at_once_with_their_places_and_nothing_is_saved(play: Run, workspace: Path) -> None:
    before = tree(workspace)
    wrong = play(
        HEAD
        + "  - criterion: GOV-01\n    finding: planned\n    answer: Fine.\n"
        + "  - criterion: GOV-99\n    finding: planned\n"
        + "  - criterion: GOV-02\n    finding: planned\n    skipped: waiting\n    evidence: [POL-471, {id: SYS-122}]\n"
        + "  - criterion: GOV-02\n    answer: '  '\n    assignee: carla\n"
        + "  - criterion: GOV-03\n    findng: planned\n"
        + "  - criterion: GOV-04\n    gaps:\n"
        + "      - {summary: A b., scale: low, scope: low, irremediability: low, owner: nobody, entities: [nordic], services: [cdn]}\n"
        + "      - {summary: 'A  b.', scale: low, scope: low, irremediability: low}\n"
        + "    exceptions: [{entity: nordics, service: pages, finding: planned}]\n"
        + "  - criterion: GOV-05\n"
        + "  - criterion: GOV-06\n    skip_reason: Later.\n"
    )
    assert (wrong.code, wrong.out) == (2, "")
    lines = wrong.err.splitlines()
    assert [each for each in lines if not each.startswith("  ")] == [
        "answers.yaml, line 6, column 16: there is no criterion `GOV-99`",
        "answers.yaml, line 10, column 14: `skipped` and `finding` are both given",
        "answers.yaml, line 11, column 16: there is no evidence `POL-471`",
        "answers.yaml, line 12, column 16: `GOV-02` stands in the file twice",
        "answers.yaml, line 13, column 13: `answer` is empty",
        "answers.yaml, line 14, column 15: `assignee`: there is no person `carla`",
        "answers.yaml, line 16, column 5: unknown field",
        "answers.yaml, line 19, column 78: `owner`: there is no person `nobody`",
        "answers.yaml, line 19, column 97: there is no entity `nordic`",
        "answers.yaml, line 20, column 19: the same gap stands here twice",
        "answers.yaml, line 21, column 45: there is no service `pages`",
        "answers.yaml, line 22, column 16: nothing is set for `GOV-05`",
        "answers.yaml, line 24, column 18: `skip_reason` says why, but the question is not left for later",
        "gni-assess: 13 mistakes in `answers.yaml`; nothing was saved",
    ]
    assert sum(each.startswith("  what to do: ") for each in lines) == 14
    for way_out in ("did you mean POL-417?", "did you mean carl?", "did you mean `finding`?", "did you mean nordics?"):
        assert way_out in wrong.err
    assert tree(workspace) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file must be made of fields|the file has no value"),
        ("answers: []\n", "`format` is missing"),
        (HEAD, "`answers` has no value"),
        ("format: 1\nanswers: []\n", "`answers` is empty"),
        ("format: 2\nanswers: [{criterion: 1}]\n", "written by a newer version of gni-assess"),
        ("format: 1\nanswers: {GOV-02: x}\n", "`answers` must be a list"),
        (HEAD + "  - GOV-02\n", "entry 1 of `answers` must be made of fields"),
        (HEAD + "  - {criterion: GOV-02, answer: a, answer: b}\n", "the same key stands twice"),
        (HEAD + "  - {criterion: GOV-02, answer: 1.10}\n", "`answer` is read as a number"),
        (HEAD + "  - {criterion: GOV-02, finding: fine}\n", "`finding` is not one of the allowed words"),
        (HEAD + "  - {criterion: GOV-02, skip: waiting}\n", "did you mean `skipped`?"),
        (HEAD + "  - {criterion: GOV-02, due: tomorrow}\n", "`due` is not of the right form"),
        (HEAD + "  - {criterion: GOV-02, evidence: []}\n", "`evidence` is empty"),
        (HEAD + "  - {criterion: GOV-02, evidence: [charter]}\n", "entry 1 of `evidence` is not of the right form"),
        (HEAD + "  - {criterion: GOV-02, evidence: [{id: POL-417, wher: x}]}\n", "did you mean `where`?"),
        (HEAD + "  - {criterion: GOV-02, gaps: [{summary: s}]}\n", "`scale` is missing"),
        (HEAD + "  - {criterion: GOV-02, gaps: [{id: GOV-02-G417}]}\n", "unknown field"),
        (HEAD + '  - {criterion: GOV-02, notes: "\\uD800"}\n', "a backslash inside double quotes"),
        (HEAD + "  - {criterion: GOV-02, notes: 'a\n", "line "),
        (HEAD + "  - {criterion: FOE-99, notes: x}\n", "there is no criterion `FOE-99`"),
    ],
)
def test_a_file_of_the_wrong_form_is_refused_with_place_and_way_out(play: Run, workspace: Path, text: str, said: str) -> None:
    wrong = play(text)
    assert (wrong.code, wrong.out) == (2, "")
    assert re.search(r"^answers\.yaml, line [0-9]+, column [0-9]+: ", wrong.err)
    assert any(each in wrong.err for each in said.split("|")), wrong.err
    assert wrong.err.count("what to do: ") >= 2
    assert not list((workspace / "evidence/responses").iterdir())


def test_no_value_of_an_answer_is_printed_off_a_terminal(play: Run) -> None:
    wrong = play(HEAD + "  - {criterion: GOV-02, finding: s3cret-thing, s3cret-key: s3cret, notes: {s3cret: 1}}\n")
    assert (wrong.code, "s3cret" in wrong.both) == (2, False)


def test_a_criterion_that_does_not_apply_or_cannot_be_read_is_refused(gni: Run, play: Run, workspace: Path) -> None:
    listed = {each["id"] for each in json.loads(gni("criteria", "list", "--format", "json").out)["criteria"]}
    all_of_them = {each["id"] for each in json.loads(gni("criteria", "list", "--all", "--format", "json").out)["criteria"]}
    away = min(all_of_them - listed)
    (workspace / "evidence/responses/GOV-02.yaml").write_text("criterion: GOV-02\nfinding: good\n", encoding="utf-8")
    wrong = play(HEAD + f"  - {{criterion: {away}, notes: x}}\n  - {{criterion: GOV-02, notes: x}}\n")
    assert wrong.code == 2
    assert f"line 3, column 17: `{away}` does not apply to this company" in wrong.err
    assert "line 4, column 17: the response to `GOV-02` cannot be read" in wrong.err
    assert "gni-assess validate --only GOV-02" in wrong.err


def test_a_question_with_a_finding_is_not_left_for_later(gni: Run, play: Run) -> None:
    gni("answer", "GOV-02", "--finding", "planned", "--text", "Soon.")
    wrong = play(HEAD + "  - {criterion: GOV-02, skipped: do-not-know}\n")
    assert (wrong.code, "`GOV-02` has a finding" in wrong.err, "unsure: true" in wrong.err) == (2, True, True)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("GOV-02",), "`ID`"),
        (("--finding", "planned"), "`--finding`"),
        (("--sure",), "`--unsure`"),
        (("--evidence", "POL-417"), "`--evidence`"),
        (("--reviewed",), "`--reviewed`"),
    ],
)
def test_options_of_a_single_answer_do_not_go_with_a_file(gni: Run, arguments: tuple[str, ...], named: str) -> None:
    wrong = gni("answer", "--from", "answers.yaml", *arguments)
    assert (wrong.code, wrong.err.startswith(f"gni-assess: `--from` and {named} were both given\n")) == (2, True), wrong.err


def test_the_options_that_all_commands_share_go_with_a_file(run: Run, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD + "  - {criterion: GOV-02, notes: x}\n", encoding="utf-8")
    shared = ("-C", workspace, "--as", "carl", "-q", "--no-color", "--today", "2026-11-21")
    done = run("answer", "--from", tmp_path / "a.yaml", *shared)
    assert (done.code, done.both) == (0, "")
    assert responses(workspace)["GOV-02"].notes == "x"


@pytest.mark.parametrize("name", ["none.yaml", ".", ""])
def test_a_file_that_cannot_be_read_is_named(gni: Run, name: str) -> None:
    wrong = gni("answer", "--from", name)
    assert (wrong.code, wrong.err.startswith(f"gni-assess: cannot read `{name}`: ")) == (2, True)
    assert "what to do: check the path" in wrong.err


def test_the_example_of_the_documents_can_be_played(gni: Run, play: Run) -> None:
    section = DOCUMENTED.read_text(encoding="utf-8").split("## Many answers at once")[1].split("\n## ")[0]
    text = section.split("```yaml\n")[1].split("```")[0]
    common = ("--title", "T", "--summary", "S", "--from", "2023-02-01", "--classification", "internal")
    for number in re.findall(r"POL-[0-9]+", text):
        assert gni("evidence", "add", "policy", "--id", number, "--kind", "policy", *common).code == 0
    done = play(re.sub(r"(owner|assignee): \w+", r"\1: carl", text))
    assert done.code == 0, done.err
