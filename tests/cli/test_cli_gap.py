import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.gaps import Gap
from gni_assess.model.vocabulary import GapStatus
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
LEVELS = ("--scale", "medium", "--scope", "low", "--irremediability", "low")
NEW = ("gap", "add", "GOV-02", "--summary", "No regular review.", *LEVELS)


def gaps(workspace: Path) -> tuple[Gap, ...]:
    return load_workspace(workspace).require().responses["GOV-02"].gaps


@pytest.fixture
def gap(gni: Run) -> str:
    """A moderate gap under GOV-02, due at the end of the year."""
    added = gni(*NEW, "--action", "Put it on the calendar.", "--owner", "olga", "--due", "2026-12-31")
    assert added.code == 0
    return str(added.out.strip())


def test_adds_a_gap_and_prints_its_id_and_severity(gni: Run, workspace: Path) -> None:
    more = ("--cause", "Nobody asked.", "--impact", "potential", "--affected", "users in TR", "--affected", "staff")
    scope = ("--missing", "system", "--entity", "nordics", "--service", "cdn", "--classification", "internal", "--notes", "N")
    added = gni(*NEW, *more, *scope)
    assert added.code == 0
    assert re.fullmatch(r"GOV-02-G[0-9]{3,}\n", added.out)
    assert added.err == "saved: a moderate gap, because scale is medium, scope low, irremediability low\n"
    found = gaps(workspace)[0]
    assert found.id == added.out.strip()
    assert (found.summary, found.cause, found.affected, found.entities, found.services, found.status) == (
        "No regular review.",
        "Nobody asked.",
        ("users in TR", "staff"),
        ("nordics",),
        ("cdn",),
        GapStatus.OPEN,
    )
    assert gni(*NEW).out != added.out
    assert len(gaps(workspace)) == 2


@pytest.mark.parametrize(
    ("arguments", "said", "way_out"),
    [
        (("--owner", "ogla"), "`--owner`: there is no person `ogla`", "did you mean olga?"),
        (("--due", "soon"), "`--due` is not a date", "2026-11-21"),
        (("--entity", "nordic"), "`--entity`: there is no entity `nordic`", "did you mean nordics?"),
        (("--service", "mail"), "`--service`: there is no service `mail`", "in this workspace: cdn"),
        (("--summary", " "), "`--summary` is empty", "write the text"),
    ],
)
def test_mistakes_in_a_new_gap_are_refused(gni: Run, workspace: Path, arguments: tuple[str, ...], said: str, way_out: str) -> None:
    wrong = gni(*NEW, *arguments)
    assert wrong.code == 2
    assert said in wrong.err
    assert way_out in wrong.err.partition("what to do: ")[2]
    assert not list((workspace / "evidence/responses").iterdir())


def test_a_date_that_moves_is_remembered(gni: Run, workspace: Path, gap: str) -> None:
    gni("gap", "set", gap, "--due", "2026-12-31")
    assert (gaps(workspace)[0].due_moves, gaps(workspace)[0].original_due) == (0, None)
    gni("gap", "set", gap, "--due", "2027-03-31")
    gni("gap", "set", gap, "--due", "2027-06-30")
    found = gaps(workspace)[0]
    assert (str(found.due), str(found.original_due), found.due_moves) == ("2027-06-30", "2026-12-31", 2)
    assert found.action == "Put it on the calendar."


def test_a_first_date_is_no_move(gni: Run, workspace: Path) -> None:
    gap_id = gni(*NEW).out.strip()
    gni("gap", "set", gap_id, "--due", "2027-03-31")
    assert (gaps(workspace)[0].due_moves, gaps(workspace)[0].original_due) == (0, None)


def test_closing_gives_the_day_and_reopening_takes_it(gni: Run, workspace: Path, gap: str) -> None:
    gni("evidence", "add", "policy", "--id", "POL-417", "--kind", "minutes", "--title", "T", "--summary", "S", "--from", "2026-10")
    assert gni("gap", "set", gap.lower(), "--status", "done", "--evidence", "pol-417").code == 0
    found = gaps(workspace)[0]
    assert (found.status, str(found.closed), found.evidence) == (GapStatus.DONE, "2026-11-21", ("POL-417",))
    gni("gap", "set", gap, "--closed", "2026-11-01")
    assert str(gaps(workspace)[0].closed) == "2026-11-01"
    gni("gap", "set", gap, "--status", "in-progress")
    assert (gaps(workspace)[0].status, gaps(workspace)[0].closed) == (GapStatus.IN_PROGRESS, None)


def test_a_day_of_closing_without_closing_is_refused(gni: Run, workspace: Path, gap: str) -> None:
    wrong = gni("gap", "set", gap, "--closed", "2026-11-01")
    assert wrong.code == 2
    assert "`--closed` is for a gap that is done" in wrong.err
    assert "--status done" in wrong.err
    assert gaps(workspace)[0].closed is None


def test_a_gap_is_accepted_by_somebody_for_a_reason(gni: Run, workspace: Path, gap: str) -> None:
    accepted = ("--status", "accepted", "--reason", "Small.", "--accepted-by", "carl", "--review-on", "2027-06-30")
    assert gni("gap", "set", gap, *accepted).code == 0
    found = gaps(workspace)[0]
    assert (found.status, found.reason, found.accepted_by, str(found.review_on)) == (GapStatus.ACCEPTED, "Small.", "carl", "2027-06-30")
    wrong = gni("gap", "set", gap, "--accepted-by", "karl")
    assert (wrong.code, "`--accepted-by`" in wrong.err) == (2, True)


@pytest.mark.usefixtures("gap")
def test_unknown_gaps_and_empty_changes_are_refused(gni: Run, gap: str) -> None:
    unknown = gni("gap", "set", f"{gap}9", "--action", "x")
    assert unknown.code == 2
    assert f"did you mean {gap}?" in unknown.err
    nothing = gni("gap", "set", gap)
    assert (nothing.code, "nothing to set" in nothing.err) == (2, True)
    evidence = gni("gap", "set", gap, "--status", "done", "--evidence", "POL-999")
    assert (evidence.code, "there is no evidence `POL-999`" in evidence.err) == (2, True)


@pytest.fixture
def four(gni: Run) -> dict[str, str]:
    """A severe, an overdue moderate, a minor and a closed gap."""

    def add(name: str, scale: str, *more: str) -> str:
        levels = ("--scale", scale, "--scope", "low", "--irremediability", "low")
        return str(gni("gap", "add", "GOV-03", "--summary", name, *levels, *more).out.strip())

    ids = {
        "minor": add("minor", "low"),
        "late": add("late", "medium", "--due", "2026-01-31", "--owner", "carl"),
        "severe": add("severe", "high", "--due", "2027-01-31", "--owner", "olga"),
        "done": add("done", "medium", "--due", "2026-02-28"),
    }
    gni("gap", "set", ids["done"], "--status", "done")
    return ids


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ((), ["severe", "late", "done", "minor"]),
        (("--severity", "moderate"), ["late", "done"]),
        (("--status", "done"), ["done"]),
        (("--owner", "olga"), ["severe"]),
        (("--overdue",), ["late"]),
        (("--overdue", "--owner", "olga"), []),
    ],
)
def test_lists_the_most_severe_first_and_filters(gni: Run, four: dict[str, str], options: tuple[str, ...], names: list[str]) -> None:
    shown = gni("gap", "list", *options)
    assert shown.code == 0
    assert [line.split()[0] for line in shown.out.splitlines()[1:]] == [four[each] for each in names]
    assert shown.err.startswith(f"{len(names)} gap")
    as_json = json.loads(gni("gap", "list", *options, "--format", "json").out)
    assert [each["id"] for each in as_json["gaps"]] == [four[each] for each in names]


@pytest.mark.usefixtures("four")
def test_json_of_gaps_has_criterion_severity_and_fields(gni: Run) -> None:
    first = json.loads(gni("gap", "list", "--format", "json").out)["gaps"][0]
    assert (first["criterion"], first["severity"], first["due"], first["status"]) == ("GOV-03", "severe", "2027-01-31", "open")
    assert "(overdue)" in gni("gap", "list", "--overdue").out


def test_a_gap_says_what_its_plan_still_lacks(gni: Run, gap: str) -> None:
    said = gni("gap", "set", gap, "--status", "accepted", "--reason", "cost")
    assert said.code == 0
    assert "still open (GNI206)" in said.err
    assert "accepted_by" in said.err
    future = gni("gap", "set", gap, "--status", "done", "--closed", "2027-05-01")
    assert (future.code, "`--closed` is a day to come" in future.err) == (2, True)


def test_a_gap_of_a_response_that_cannot_be_read_is_not_said_to_be_missing(gni: Run, workspace: Path, gap: str) -> None:
    file = workspace / "evidence" / "responses" / "GOV-02.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "severity: high\n", encoding="utf-8")
    refused = gni("gap", "set", gap, "--due", "2027-03-31")
    assert refused.code == 2
    assert "the response to `GOV-02` cannot be read" in refused.err
    assert "validate --only GOV-02" in refused.err
