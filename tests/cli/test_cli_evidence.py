import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.errors import StoreError
from gni_assess.model.cases import Case
from gni_assess.model.evidence import Figure, Policy, System
from gni_assess.store import vault
from gni_assess.store.load import load_workspace
from gni_assess.store.vault import Measured

Run = Callable[..., Any]
POLICY = ("evidence", "add", "policy", "--kind", "procedure", "--title", "Charter", "--summary", "Says so.", "--from", "2023-02")
SYSTEM = ("evidence", "add", "system", "--kind", "register", "--title", "Log", "--summary", "Counts.", "--from", "2023-02-01")
CASE = ("evidence", "add", "case", "--type", "network-disruption", "--title", "A week", "--right", "expression", "--jurisdiction", "TR")


def policy(workspace: Path, record_id: str = "POL-417") -> Policy:
    return load_workspace(workspace).require().policies[record_id]


def system(workspace: Path, record_id: str) -> System:
    return load_workspace(workspace).require().systems[record_id]


def case(workspace: Path, record_id: str) -> Case:
    return load_workspace(workspace).require().cases[record_id]


def test_a_policy_is_registered_with_all_its_fields(gni: Run, workspace: Path) -> None:
    gni(*POLICY, "--id", "POL-208")
    added = gni(
        *(*POLICY, "--to", "2026-06-30", "--owner", "carl", "--url", "https://example.com/a?b#c", "--held-at", "Vault, folder 12"),
        *(
            "--holder",
            "Secretary",
            "--version",
            "1.10",
            "--supersedes",
            "POL-208",
            "--approved-by",
            "Board",
            "--last-reviewed",
            "2025-06-30",
        ),
        *("--next-review", "2027-06-30", "--entity", "nordics", "--service", "cdn", "--classification", "confidential", "--notes", "N"),
    )
    assert added.code == 0
    assert re.fullmatch(r"POL-[0-9]{3,6}\n", added.out)
    assert f"--evidence {added.out.strip()}" in added.err
    found = policy(workspace, added.out.strip())
    assert (str(found.effective.from_), str(found.effective.to), found.version, found.owner) == ("2023-02", "2026-06-30", "1.10", "carl")
    assert (found.url, found.held_at, found.holder, found.supersedes) == (
        "https://example.com/a?b#c",
        "Vault, folder 12",
        "Secretary",
        "POL-208",
    )
    assert (found.entities, found.services, found.notes, str(found.next_review)) == (("nordics",), ("cdn",), "N", "2027-06-30")


def test_ids_are_drawn_or_given_and_never_taken_twice(gni: Run, workspace: Path) -> None:
    assert gni(*POLICY, "--id", "pol-417").out == "POL-417\n"
    before = (workspace / "evidence/policies/POL-417.yaml").read_bytes()
    twice = gni(*POLICY, "--id", "POL-417")
    assert twice.code == 2
    assert "there is a record `POL-417` already" in twice.err
    assert (workspace / "evidence/policies/POL-417.yaml").read_bytes() == before
    wrong = gni(*POLICY, "--id", "SYS-417")
    assert (wrong.code, "`SYS-417` is no id of a policy" in wrong.err) == (2, True)
    assert gni(*POLICY, "--id", "POL-../x").code == 2


def test_a_system_has_figures(gni: Run, workspace: Path) -> None:
    figures = ("--figure", "demands received=212:demands:2025", "--figure", "share=0.5", "--figure", "a=b=3")
    added = gni(*SYSTEM, *figures[:4])
    assert added.code == 0
    assert system(workspace, added.out.strip()).figures == (
        Figure(name="demands received", value=212, unit="demands", period="2025"),
        Figure(name="share", value=0.5),
    )
    for wrong in ("demands", "=3", "demands=many", "demands=", "a=nan", "a=inf", "a=1_0", "a=²"):
        refused = gni(*SYSTEM, "--figure", wrong)
        assert (refused.code, "`--figure` needs a name and a number" in refused.err) == (2, True), wrong


def test_a_case_is_registered_with_all_its_options(gni: Run, workspace: Path) -> None:
    added = gni(
        *(*CASE, "--right", "privacy", "--classification", "restricted", "--decision", "selected", "--nominated-by", "company"),
        *("--authority", "Regulator", "--authority-kind", "regulator", "--channel", "oral", "--legal-basis", "None given"),
        *("--demanded", "To switch off", "--received", "2025-03", "--decided", "2025-03-04", "--criterion", "foe-04"),
        *("--decided-by", "General counsel", "--decision-level", "executive", "--response", "refused", "--challenge", "none"),
        *(
            "--result",
            "limited-harm",
            "--hard-reason",
            "Staff in danger",
            "--users-not-told",
            "--users-told-reason",
            "Order",
            "--notes",
            "N",
        ),
        *("--lessons", "Ask sooner.", "--shareable-summary", "An authority asked.", "--service", "cdn", "--entity", "nordics"),
    )
    assert added.code == 0, added.err
    found = case(workspace, added.out.strip())
    assert ([each.value for each in found.rights], found.jurisdiction, found.criteria) == (["expression", "privacy"], "TR", ("FOE-04",))
    assert (str(found.dates.received), str(found.dates.decided), found.hard, found.hard_reason) == (
        "2025-03",
        "2025-03-04",
        True,
        "Staff in danger",
    )
    assert found.users_told is not None
    assert found.users_told.told is False
    alone = gni(*CASE, "--classification", "restricted", "--users-told-reason", "x")
    assert (alone.code, "--users-told" in alone.err) == (2, True)


@pytest.mark.parametrize(
    ("call", "said", "way_out"),
    [
        ((*POLICY, "--owner", "ogla"), "`--owner`: there is no person `ogla`", "did you mean olga?"),
        ((*POLICY, "--entity", "nordic"), "there is no entity `nordic`", "did you mean nordics?"),
        ((*CASE, "--service", "x", "--classification", "restricted"), "there is no service `x`", "cdn"),
        ((*CASE, "--criterion", "FOE-99", "--classification", "restricted"), "there is no criterion `FOE-99`", "did you mean FOE-"),
        ((*POLICY, "--from", "2023-13"), "`from`", "2025-03"),
        ((*POLICY, "--next-review", "soon"), "`next_review`", "2026-03-31"),
        ((*POLICY, "--limit", "secret:assessor=full"), "`--limit`: there is no ground `secret`", "legal-privilege"),
        ((*POLICY, "--limit", "security:nobody=full"), "`--limit`: there is no audience `nobody`", "company-board"),
        ((*POLICY, "--limit", "security:assessor=hidden"), "`--limit`: there is no treatment `hidden`", "view-only"),
        ((*POLICY, "--limit", "security"), "`--limit` does not say who gets what", "security:assessor=view-only"),
        ((*CASE[:-2], "--jurisdiction", "UK", "--classification", "internal"), "there is no country `UK`", "GB"),
        ((*POLICY, "--limit-how", "Ask"), "`--limit-how` goes with `--limit`", "--limit GROUND"),
        ((*POLICY, "--supersedes", "x"), "`supersedes`", "POL-"),
    ],
)
def test_mistakes_are_refused_and_nothing_is_written(gni: Run, workspace: Path, call: tuple[str, ...], said: str, way_out: str) -> None:
    wrong = gni(*call)
    assert wrong.code == 2
    assert said in wrong.err
    assert way_out in wrong.err.partition("what to do: ")[2]
    assert not [*(workspace / "evidence").rglob("*.yaml")]


def test_limits_are_taken(gni: Run, workspace: Path) -> None:
    limits = (
        "--limit",
        "legal-privilege:assessor=view-only,company-board=full",
        "--limit",
        "security:public=withheld",
        "--limit-how",
        "Ask",
    )
    gni(*POLICY, "--id", "POL-417", *limits)
    found = policy(workspace).limits
    assert [(each.ground, {a.value: t.value for a, t in each.treatment.items()}, each.how) for each in found] == [
        ("legal-privilege", {"assessor": "view-only", "company-board": "full"}, "Ask"),
        ("security", {"public": "withheld"}, "Ask"),
    ]


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        (("evidence", "add", "policy"), ("--kind", "--title", "--summary", "--from")),
        (("evidence", "add", "system", "--title", "T"), ("--kind", "--summary", "--from")),
        (("evidence", "add", "case"), ("--type", "--title", "--right", "--jurisdiction", "--classification")),
    ],
)
def test_without_a_terminal_the_options_are_named_that_do_the_same(gni: Run, command: tuple[str, ...], needed: tuple[str, ...]) -> None:
    refused = gni(*command)
    assert refused.code == 2
    assert "there is no terminal to ask at" in refused.err
    assert refused.err.endswith(f"give {', '.join(needed)}\n")


WHOLE = """\
id: POL-417
kind: policy
title: "[bold]Charter[/bold]"
summary: |
  Two
  lines
owner: carl
effective: {from: 2023-02-01, to: null}
limits:
  - {ground: security, treatment: {assessor: summary}}
"""


def test_fields_come_from_a_file_or_stdin_and_options_win(gni: Run, workspace: Path) -> None:
    (workspace / "new.yaml").write_text(WHOLE, encoding="utf-8")
    assert gni("evidence", "add", "policy", "--from-file", "new.yaml", "--title", "Mine", "--to", "2026-01-31").code == 0
    found = policy(workspace)
    assert (found.title, found.summary, found.owner, str(found.effective.from_), str(found.effective.to)) == (
        "Mine",
        "Two\nlines\n",
        "carl",
        "2023-02-01",
        "2026-01-31",
    )
    piped = gni("evidence", "add", "policy", "--from-file", "-", "--id", "POL-208", stdin=WHOLE)
    assert piped.out == "POL-208\n"
    assert policy(workspace, "POL-208").title == "[bold]Charter[/bold]"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: a\ntitle: b\n", "`-`, line 2, column 1: "),
        ("- a\n", "`-` does not hold fields"),
        ("", "`-` does not hold fields"),
        (WHOLE.replace("{from: 2023-02-01, to: null}", "2023-02-01"), "`effective` must be "),
        (WHOLE.replace("{from: 2023-02-01, to: null}", "soon"), "`effective` must be "),
        (WHOLE.replace('"[bold]Charter[/bold]"', "1.10"), "`title` is read as a number, and must be text"),
        (WHOLE.replace("owner:", "ownr:"), "unknown field"),
        (WHOLE.replace("kind: policy", "kind: polcy"), "`kind` is not one of the allowed words"),
        (WHOLE.replace("carl", "!!python/object:os.system carl"), "a tag"),
        (WHOLE.replace("id: POL-417", "id: [1]"), "is no id of a policy"),
    ],
)
def test_a_file_that_does_not_fit_is_told_with_its_place_or_field(gni: Run, workspace: Path, text: str, said: str) -> None:
    wrong = gni("evidence", "add", "policy", "--from-file", "-", stdin=text)
    assert wrong.code == 2
    assert said in wrong.err
    assert "what to do: " in wrong.err
    assert not [*(workspace / "evidence").rglob("*.yaml")]


@pytest.mark.parametrize("name", ["effective", "selection", "dates", "authority", "decided_by"])
def test_a_word_where_fields_belong_is_refused_or_gives_way(gni: Run, name: str) -> None:
    text = f"type: network-disruption\ntitle: T\nrights: [expression]\njurisdiction: TR\nclassification: restricted\n{name}: selected\n"
    wrong = gni("evidence", "add", "case", "--from-file", "-", stdin=text)
    assert wrong.code == 2
    assert "inside gni-assess" not in wrong.err


def test_a_document_is_measured_at_once(gni: Run, workspace: Path) -> None:
    document = workspace / "evidence/files/charter.pdf"
    document.write_bytes(b"%PDF charter")
    assert gni(*POLICY, "--id", "POL-417", "--file", "evidence/files/charter.pdf").code == 0
    found = policy(workspace)
    assert (found.file, found.size, found.sha256) == (
        "evidence/files/charter.pdf",
        12,
        hashlib.sha256(b"%PDF charter").hexdigest(),
    )
    assert gni(*POLICY, "--id", "POL-418", "--file", "charter.pdf", cwd=document.parent).code == 0
    assert policy(workspace, "POL-418").file == "evidence/files/charter.pdf"
    assert gni(*POLICY, "--id", "POL-419", "--file", str(document)).code == 0
    assert policy(workspace, "POL-419").file == "evidence/files/charter.pdf"


def test_files_outside_are_refused(gni: Run, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.pdf").write_bytes(b"x")
    (workspace / "evidence/files/link.pdf").symlink_to(tmp_path / "outside.pdf")
    (workspace / "evidence/files/folder").mkdir()
    for path, said in (
        ("../outside.pdf", "`../outside.pdf` is not inside the workspace"),
        (str(tmp_path / "outside.pdf"), "is not inside the workspace"),
        ("evidence/files/link.pdf", "is not inside the workspace"),
        ("evidence/files/folder", "there is no file"),
        ("evidence/files/none.pdf", "there is no file"),
    ):
        wrong = gni(*POLICY, "--file", path)
        assert (wrong.code, said in wrong.err) == (2, True), wrong.err
        assert "what to do: " in wrong.err
    assert not [*(workspace / "evidence").rglob("*.yaml")]


@pytest.fixture
def documents(gni: Run, workspace: Path) -> Path:
    """One policy with a measured file, one whose file was never measured, one without a file."""
    folder = workspace / "evidence/files"
    (folder / "a.txt").write_bytes(b"a")
    (folder / "b.txt").write_bytes(b"b")
    gni(*POLICY, "--id", "POL-101", "--file", "evidence/files/a.txt")
    gni("evidence", "add", "policy", "--from-file", "-", stdin=WHOLE.replace("POL-417", "POL-102") + "file: evidence/files/b.txt\n")
    gni(*POLICY, "--id", "POL-103")
    return folder


def verdicts(gni: Run, *arguments: str) -> tuple[int, dict[str, str]]:
    shown = gni("evidence", "verify", *arguments, "--format", "json")
    return shown.code, {each["id"]: each["result"] for each in json.loads(shown.out)["files"]}


@pytest.mark.usefixtures("documents")
def test_verify_never_takes_what_it_cannot_read_for_another_file(gni: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> Measured:
        raise StoreError(f"cannot read `{path}`", hint="check that you may read it")

    monkeypatch.setattr(vault, "measure_file", refuse)
    assert verdicts(gni) == (1, {"POL-101": "cannot be read", "POL-102": "cannot be read"})


def test_verify_tells_unchanged_changed_and_missing(gni: Run, workspace: Path, documents: Path, tmp_path: Path) -> None:
    assert verdicts(gni) == (0, {"POL-101": "unchanged", "POL-102": "no SHA-256 yet"})
    assert "2 files checked; 1 record without a file" in gni("evidence", "verify").err
    (documents / "a.txt").write_bytes(b"A")
    assert verdicts(gni) == (1, {"POL-101": "changed", "POL-102": "no SHA-256 yet"})
    assert verdicts(gni, "pol-102") == (0, {"POL-102": "no SHA-256 yet"})
    assert re.search(r"POL-101 +changed +evidence/files/a.txt", gni("evidence", "verify").out)
    (documents / "a.txt").unlink()
    assert verdicts(gni)[1]["POL-101"] == "missing"
    (tmp_path / "elsewhere").write_bytes(b"a")
    (documents / "a.txt").symlink_to(tmp_path / "elsewhere")
    assert verdicts(gni) == (1, {"POL-101": "outside the workspace", "POL-102": "no SHA-256 yet"})
    unknown = gni("evidence", "verify", "POL-110")
    assert (unknown.code, "did you mean POL-10" in unknown.err) == (2, True)
    assert policy(workspace, "POL-102").sha256 == ""


def test_verify_records_who_saw_it_and_never_blesses_a_change(gni: Run, workspace: Path, documents: Path) -> None:
    (documents / "a.txt").write_bytes(b"A")
    assert verdicts(gni, "--record")[0] == 1
    changed, taken = policy(workspace, "POL-101"), policy(workspace, "POL-102")
    assert changed.sha256 == hashlib.sha256(b"a").hexdigest()
    assert changed.verified is None
    assert (taken.sha256, taken.size) == (hashlib.sha256(b"b").hexdigest(), 1)
    assert taken.verified is not None
    assert (taken.verified.by, str(taken.verified.on)) == ("olga", "2026-11-21")


def test_verify_says_what_it_recorded_and_how_to_go_on(gni: Run, workspace: Path, documents: Path) -> None:
    shown = gni("evidence", "verify", "--record")
    assert re.search(r"POL-101 +unchanged, recorded +evidence/files/a.txt", shown.out)
    assert re.search(r"POL-102 +recorded +evidence/files/b.txt", shown.out)
    assert gni("evidence", "verify", "pol-102", "--record", "--format", "json").out.count('"result": "unchanged, recorded"') == 1
    (documents / "a.txt").write_bytes(b"A")
    (documents / "b.txt").unlink()
    shown = gni("evidence", "verify", "--record")
    assert shown.code == 1
    assert re.search(r"POL-101 +not recorded: the file differs from what was recorded +evidence/files/a.txt", shown.out)
    assert re.search(r"POL-102 +not recorded: missing +evidence/files/b.txt", shown.out)
    assert "POL-101: put the right file back; or, where this one is right, remove `sha256` and `size` from its record" in shown.err
    assert "gni-assess evidence verify POL-101 --record" in shown.err
    assert "not recorded" not in gni("evidence", "verify").out
    path = workspace / "evidence/policies/POL-101.yaml"
    path.write_text(re.sub("(?m)^(sha256|size): .*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert verdicts(gni, "POL-101", "--record") == (0, {"POL-101": "recorded"})


@pytest.mark.usefixtures("documents")
def test_verify_leaves_the_style_of_the_file(gni: Run, workspace: Path) -> None:
    path = workspace / "evidence/policies/POL-101.yaml"
    with path.open("a", encoding="utf-8") as file:
        file.write("verified: {on: 2026-05-04, by: carl}  # by phone\n")
    before = path.read_text(encoding="utf-8")
    assert gni("evidence", "verify", "POL-101", "--record").code == 0
    after = path.read_text(encoding="utf-8")
    assert "\nverified: {on: 2026-11-21, by: olga}  # by phone\n" in after
    assert after.partition("verified:")[0] == before.partition("verified:")[0]


def test_lists_and_shows_what_uses_it(gni: Run) -> None:
    gni(*POLICY, "--id", "POL-417", "--classification", "internal")
    gni(*SYSTEM, "--id", "SYS-122")
    gni(*CASE, "--id", "CASE-208", "--classification", "restricted", "--criterion", "FOE-04")
    gni("answer", "GOV-02", "--evidence", "POL-417")
    shown = gni("evidence", "list")
    rows = {line.split()[0]: line for line in shown.out.splitlines()[1:]}
    assert list(rows) == ["POL-417", "SYS-122", "CASE-208"]
    assert rows["POL-417"].split() == ["POL-417", "policy:", "procedure", "Charter", "internal", "GOV-02"]
    assert rows["SYS-122"].endswith("none (counts as restricted)")
    assert rows["CASE-208"].endswith("FOE-04")
    assert shown.err == "3 records of evidence\n"
    as_json = json.loads(gni("evidence", "list", "--kind", "case", "--format", "json").out)["evidence"]
    assert [(each["id"], each["record"], each["used_by"]) for each in as_json] == [("CASE-208", "case", ["FOE-04"])]
    assert [line.split()[0] for line in gni("evidence", "list", "--unused").out.splitlines()[1:]] == ["SYS-122"]


def test_shows_one_record_in_full(gni: Run) -> None:
    gni("evidence", "add", "policy", "--from-file", "-", stdin=WHOLE)
    shown = gni("evidence", "show", "pol-417").out
    assert "title: [bold]Charter[/bold]\n" in shown
    assert "summary:\n  Two\n  lines\n" in shown
    assert "    ground: security\n" in shown
    assert shown.endswith("used by: nothing yet\n")
    as_json = json.loads(gni("evidence", "show", "POL-417", "--format", "json").out)["evidence"]
    assert (as_json["title"], as_json["effective"]) == ("[bold]Charter[/bold]", {"from": "2023-02-01"})
    unknown = gni("evidence", "show", "POL-471")
    assert (unknown.code, "did you mean POL-417?" in unknown.err) == (2, True)


def test_an_empty_workspace_says_how_to_begin(gni: Run) -> None:
    assert "`gni-assess evidence add` registers some" in gni("evidence", "list").err
