import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gni_assess.cli.completion import complete_requests
from gni_assess.model.follow_up import Request, RequestStatus
from gni_assess.store.load import load_workspace

pexpect: Any = pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")
AT_TERMINAL = pytest.mark.skipif(not hasattr(pexpect, "spawn"), reason="needs a system with pseudo-terminals")
PROGRAM = "import sys; from gni_assess.cli.entry import main; sys.exit(main())"
Run = Callable[..., Any]
POLICY = ("--title", "Privacy policy", "--kind", "policy", "--summary", "What we keep.", "--owner", "olga", "--from", "2025-01-01")
FILES = {
    "REQ-263": "text: |-\n  [bold]Please[/bold] show the minutes.\n  All of them.\nkind: document\ndue: 2026-11-20\ncriteria: [GOV-02]\n",
    "REQ-264": "text: How many?\nkind: clarification\ndue: 2026-12-31\nowner: carl\n",
    "REQ-265": "text: Thanks.\nkind: note\nstatus: closed\n",
}


@pytest.fixture
def asked(workspace: Path) -> Path:
    """A workspace with three requests: one overdue, one open, and a note."""
    for name, text in FILES.items():
        status = "" if "status:" in text else "status: open\n"
        rest = f"asked_by: Example Assurance LLP\nasked_on: 2026-11-02\n{status}"
        (workspace / f"evidence/requests/{name}.yaml").write_text(f"id: {name}\n{text}{rest}", encoding="utf-8")
    return workspace


@pytest.fixture
def evidence(gni: Run) -> str:
    return str(gni("evidence", "add", "policy", *POLICY).out.strip())


def request(workspace: Path, request_id: str = "REQ-263") -> Request:
    return load_workspace(workspace).require().requests[request_id]


@pytest.mark.usefixtures("asked")
def test_lists_what_is_asked_the_open_ones_first(gni: Run) -> None:
    listed = gni("requests", "list")
    assert listed.code == 0
    assert [line.split()[0] for line in listed.out.splitlines()] == ["ID", "REQ-263", "REQ-264", "REQ-265"]
    assert "2026-11-20 (overdue)" in listed.out
    assert "[bold]Please[/bold] show the minutes." in listed.out
    assert listed.err == "3 requests: 2 open (1 overdue), 1 closed\n"


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--open",), ["REQ-263", "REQ-264"]),
        (("--overdue",), ["REQ-263"]),
        (("--kind", "note"), ["REQ-265"]),
        (("--owner", "carl"), ["REQ-264"]),
        (("--open", "--kind", "note"), []),
    ],
)
def test_lists_some_of_them(gni: Run, options: tuple[str, ...], expected: list[str]) -> None:
    listed = gni("requests", "list", *options, "--format", "json")
    found = json.loads(listed.out)
    assert found["version"] == 1
    assert [each["id"] for each in found["requests"]] == expected
    assert all(each["overdue"] == (each["id"] == "REQ-263") for each in found["requests"])


def test_says_that_there_are_none(gni: Run) -> None:
    listed = gni("requests", "list")
    assert (listed.code, listed.out, listed.err) == (0, "", "no requests\n")


def test_an_answer_with_evidence_is_kept(gni: Run, asked: Path, evidence: str) -> None:
    done = gni("requests", "answer", "req-263", "--text", "On page 3.", "--evidence", evidence, "--where", "page 3", "--owner", "olga")
    assert done.code == 0
    found = request(asked)
    assert (found.answer, found.status, found.owner) == ("On page 3.", RequestStatus.ANSWERED, "olga")
    assert [(each.id, each.where) for each in found.evidence] == [(evidence, "page 3")]
    assert found.updated is not None
    assert found.updated.by == "olga"
    entry = json.loads((asked / "evidence/journal/REQ-263.jsonl").read_text(encoding="utf-8"))
    assert entry["via"] == "requests answer"
    assert "REQ-263: saved\n  it is answered; the next export shows it\n" in done.err
    assert gni("requests", "answer", "REQ-263", "--text", "On page 3.").err == "REQ-263: nothing changed\n"


SEALED = """\
id: CASE-208
type: network-disruption
title: A week without the network
rights: [expression]
jurisdiction: TR
classification: restricted
protected_terms: [{term: Zqxakov, kind: person}]
limits: [{ground: legal-prohibition, treatment: {assessor: TREATMENT}}]
"""


def seal(workspace: Path, treatment: str) -> None:
    (workspace / "evidence/cases/CASE-208.yaml").write_text(SEALED.replace("TREATMENT", treatment), encoding="utf-8")


def requests_of_assessor(gni: Run, path: Path) -> dict[str, list[Any]]:
    exported = gni("export", "-o", path)
    assert exported.code == 0, exported.both
    rows = openpyxl.load_workbook(path)["Requests"].iter_rows(values_only=True)
    return {str(row[0]): [each for each in row if each is not None] for row in rows if str(row[0]).startswith("REQ-")}


def test_what_the_assessor_is_not_told_of_is_no_answer(gni: Run, asked: Path) -> None:
    seal(asked, "unacknowledged")
    refused = gni("requests", "answer", "REQ-263", "--evidence", "CASE-208")
    assert refused.code == 1
    assert "the assessor is not told of CASE-208, so it cannot be the answer" in refused.err
    assert "in words that do not name it" in refused.err
    assert not (asked / "evidence/journal/REQ-263.jsonl").exists()


def test_what_the_assessor_may_know_of_but_not_read_is_an_answer(gni: Run, asked: Path) -> None:
    seal(asked, "withheld")
    done = gni("requests", "answer", "REQ-263", "--evidence", "CASE-208")
    assert "  CASE-208 is withheld: the assessor sees only that there is something\n" in done.err
    assert request(asked).status is RequestStatus.ANSWERED


def test_an_answer_that_became_untold_leaves_no_trace_in_the_workbook(gni: Run, asked: Path, tmp_path: Path) -> None:
    before = requests_of_assessor(gni, tmp_path / "before.xlsx")
    seal(asked, "withheld")
    gni("requests", "answer", "REQ-263", "--evidence", "CASE-208")
    assert "answered" in requests_of_assessor(gni, tmp_path / "withheld.xlsx")["REQ-263"]
    seal(asked, "unacknowledged")
    assert requests_of_assessor(gni, tmp_path / "untold.xlsx") == before
    assert request(asked).status is RequestStatus.ANSWERED


def test_no_report_is_promised_where_the_answer_would_leak(gni: Run, asked: Path) -> None:
    seal(asked, "withheld")
    done = gni("requests", "answer", "REQ-263", "--text", "Ask Zqxakov.")
    assert "still open (GNI511)" in done.err
    assert "it is answered; no report is written until the above is mended\n" in done.err


def test_says_what_a_link_said_before(gni: Run, asked: Path, evidence: str) -> None:
    gni("requests", "answer", "REQ-263", "--evidence", f"{evidence}:page 3:the rule")
    done = gni("requests", "answer", "REQ-263", "--evidence", f"{evidence}:page 4")
    assert f"  {evidence}: `page 4` takes the place of `page 3`\n" in done.err
    assert [(each.where, each.shows) for each in request(asked).evidence] == [("page 4", "the rule")]


@pytest.mark.usefixtures("asked")
def test_a_list_for_nobody_is_explained(gni: Run) -> None:
    wrong = gni("requests", "list", "--owner", "olag")
    assert wrong.code == 2
    assert "`--owner`: there is no person `olag`" in wrong.err
    assert "did you mean olga?" in wrong.err
    assert gni("requests", "list", "--owner", "olga").err == "no requests\n"


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (("--text", "Soon.", "--reopen"), RequestStatus.OPEN),
        (("--text", "All of it.", "--close"), RequestStatus.CLOSED),
        (("--close",), RequestStatus.CLOSED),
        (("--owner", "carl", "--due", "2026-12-24"), RequestStatus.OPEN),
    ],
)
def test_says_where_it_stands(gni: Run, asked: Path, options: tuple[str, ...], status: RequestStatus) -> None:
    assert gni("requests", "answer", "REQ-263", *options).code == 0
    assert request(asked).status is status


def test_a_closed_one_stays_closed_until_it_is_opened_again(gni: Run, asked: Path) -> None:
    gni("requests", "answer", "REQ-265", "--text", "You are welcome.")
    assert request(asked, "REQ-265").status is RequestStatus.CLOSED
    gni("requests", "answer", "REQ-265", "--reopen")
    assert request(asked, "REQ-265").status is RequestStatus.OPEN


def test_a_long_answer_comes_from_a_file(gni: Run, asked: Path) -> None:
    assert gni("requests", "answer", "REQ-263", "--text-file", "-", stdin="One.\n\nTwo.\n").code == 0
    assert request(asked).answer == "One.\n\nTwo.\n"


@pytest.mark.parametrize(
    ("arguments", "said", "way_out"),
    [
        (("REQ-236", "--close"), "there is no request `REQ-236`", "did you mean REQ-263?"),
        (("REQ-263", "--close", "--reopen"), "were both given", "use one of them"),
        (("REQ-263", "--evidence", "POL-999"), "there is no evidence `POL-999`", "evidence list"),
        (("REQ-263", "--where", "page 3"), "`--where` does not say in which evidence", "--evidence"),
        (("REQ-263", "--owner", "kim"), "there is no person `kim`", "people of this workspace"),
        (("REQ-263", "--due", "2026-10-01"), "`--due` is before 2026-11-02", "agreed with the assessor"),
        (("REQ-263", "--text", " "), "`--text` is empty", "write the text"),
        (("REQ-263",), "there is no terminal to ask at", "--text"),
    ],
)
def test_mistakes_are_refused(gni: Run, asked: Path, arguments: tuple[str, ...], said: str, way_out: str) -> None:
    wrong = gni("requests", "answer", *arguments)
    assert wrong.code == 2
    assert said in wrong.err
    assert way_out in wrong.err.partition("what to do: ")[2]
    assert not (asked / "evidence/journal/REQ-263.jsonl").exists()


def test_one_that_cannot_be_read_is_said_to_be_so(gni: Run, asked: Path) -> None:
    (asked / "evidence/requests/REQ-263.yaml").write_text("id: REQ-263\n", encoding="utf-8")
    wrong = gni("requests", "answer", "REQ-263", "--close")
    assert wrong.code == 2
    assert "cannot be read, so it cannot be changed" in wrong.err


@pytest.mark.usefixtures("asked")
def test_status_counts_them(gni: Run) -> None:
    page = gni("status").out
    assert "3 requests and notes of the assessor: 2 open, 1 closed; 1 overdue\n" in page
    assert "gni-assess requests list --open" in page
    found = json.loads(gni("status", "--format", "json").out)["requests"]
    assert found == {"open": 2, "answered": 0, "closed": 1, "overdue": ["REQ-263"]}


def test_ids_are_completed(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(asked)
    assert complete_requests("req-26") == ["REQ-263", "REQ-264", "REQ-265"]


@pytest.fixture
def person(asked: Path) -> Iterator[Callable[..., Any]]:
    started = []

    def start(*args: str, size: tuple[int, int] = (24, 80)) -> Any:  # noqa: ANN401 - pexpect says nothing of its types
        environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "PYTHONUTF8": "1"}
        command = ["-c", PROGRAM, *args, "--as", "olga", "--today", "2026-11-21"]
        child = pexpect.spawn(sys.executable, command, cwd=str(asked), dimensions=size, encoding="utf-8", timeout=20, env=environment)
        started.append(child)
        return child

    yield start
    for each in started:
        each.close(force=True)


@AT_TERMINAL
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
@pytest.mark.parametrize("columns", [80, 40])
def test_a_list_fits_the_window(person: Callable[..., Any], columns: int) -> None:
    child = person("requests", "list", size=(24, columns))
    child.expect(pexpect.EOF)
    lines = child.before.replace("\r", "").splitlines()
    assert all(len(line) <= columns for line in lines)
    assert "REQ-263  document, open, due 2026-11-20" in " ".join(child.before.split()).replace("REQ-263 ", "REQ-263  ")
    assert any("[bold]Please[/bold]" in line for line in lines)


@AT_TERMINAL
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_asks_for_the_answer_and_the_evidence(asked: Path, evidence: str, person: Callable[..., Any]) -> None:
    child = person("requests", "answer", "REQ-263")
    child.expect("Example Assurance LLP asked on 2026-11-02:")
    child.expect_exact("[bold]Please[/bold] show the minutes.")
    child.expect("What is the answer")
    child.sendline("They are there.")
    child.expect("Which evidence shows it")
    child.sendline("POL-9")
    child.expect("there is no evidence `POL-9`")
    child.sendline(evidence)
    child.expect(pexpect.EOF)
    found = request(asked)
    assert (found.answer, [each.id for each in found.evidence], found.status) == ("They are there.", [evidence], RequestStatus.ANSWERED)


@AT_TERMINAL
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_who_stops_is_told_how_to_go_on(asked: Path, person: Callable[..., Any]) -> None:
    child = person("requests", "answer", "REQ-263")
    child.expect("What is the answer")
    child.sendline("Half")
    child.expect("Enter leaves it out.\r\n> ")
    child.sendintr()
    child.expect(pexpect.EOF)
    assert "--text Half" in " ".join(child.before.split())
    assert request(asked).answer == ""


@pytest.mark.usefixtures("asked")
def test_new_requests_stand_apart_from_those_that_were_asked(gni: Run, tmp_path: Path) -> None:
    assert gni("export", "-o", tmp_path / "x.xlsx").code == 0
    texts = [row[0] for row in openpyxl.load_workbook(tmp_path / "x.xlsx")["Requests"].iter_rows(values_only=True)]
    assert texts[texts.index("New requests") - 1] is None
