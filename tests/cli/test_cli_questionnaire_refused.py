from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.assessment import Assessment
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
DUE = ("--due", "2026-12-05")


def record(workspace: Path) -> Assessment:
    return load_workspace(workspace).require()


def reports(workspace: Path) -> list[str]:
    return sorted(each.name for each in (workspace / "reports").glob("*"))


def tree(workspace: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in (workspace / "evidence").rglob("*") if each.is_file()}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((*DUE,), ("what is to be asked?", "`--assignee PERSON`", "`--area AREA`", "`--only ID`", "questions waiting: carl 2")),
        (("--only", "GOV-02"), ("until when", "--due DATE")),
        (("--only", "GOV-02", "--due", "soon"), ("`--due` is not a date: `soon`", "such as 2026-11-21")),
        (("--only", "GOV-02", "--due", "2026-11-20"), ("`--due` 2026-11-20 is over",)),
        (
            ("--assignee", "crl", *DUE),
            ("there is no person `crl`", "did you mean carl (Carl Counsel, General counsel)? known here: olga, carl"),
        ),
        (("--assignee", "Counsel", *DUE), ("there is no person `Counsel`", "did you mean carl (Carl Counsel, General counsel)?")),
        (("--assignee", "Olga Oficer", *DUE), ("did you mean olga (Olga Officer, Human rights lead)?",)),
        (("--assignee", "olga", *DUE), ("nothing is assigned to `olga`", "`--area` or `--only`")),
        (("--area", "ZZZ", *DUE), ("there is no area `ZZZ`", "GOV")),
        (("--area", "due diligence", *DUE), ("there is no area `due diligence`", "did you mean DDR (Due diligence")),
        (("--only", "GOV-2", *DUE), ("there is no criterion `GOV-2`", "did you mean GOV-02?")),
        (("--only", "GOV-02,GOV-3", *DUE), ("there is no criterion `GOV-3`",)),
        (("--assignee", "carl", "--only", " , ", *DUE), ("`--only` names no question", "`--only GOV-01,GOV-02`")),
        (("--only", "GOV-02", "--only", "", *DUE), ("`--only` names no question",)),
        (("--only", "GOV-02", "--entity", "nordic", *DUE), ("there is no entity `nordic`", "did you mean nordics (Acme Nordics AS)?")),
        (("--only", "GOV-02", "--reassign", *DUE), ("`--reassign` goes with `--assignee`",)),
        (("--assignee", "carl", "--entity", "nordics", "--reassign", *DUE), ("does not go with `--entity`",)),
        (("--only", "GOV-02", *DUE, "-o", "x.pdf"), ("does not end in `.xlsx`", "name it `x.xlsx`")),
        (("--only", "GOV-02", *DUE, "-o", "no/x.xlsx"), ("there is no folder `no`",)),
        (("--only", "GOV-02", *DUE, "-o", "evidence/x.xlsx"), ("is part of the record",)),
        (("--only", "GOV-02", *DUE, "-o", "x.pdf", "--dry-run"), ("does not end in `.xlsx`", "name it `x.xlsx`")),
        (("--only", "GOV-02", *DUE, "-o", "no/x.xlsx", "--dry-run"), ("there is no folder `no`",)),
        (("--only", "GOV-02", *DUE, "-o", "gni-assess.yaml", "--dry-run"), ("is part of the record",)),
    ],
)
def test_what_cannot_be_sent_says_why(gni: Run, workspace: Path, options: tuple[str, ...], said: tuple[str, ...]) -> None:
    for each in ("GOV-03", "GOV-04"):
        assert gni("answer", each, "--assign", "carl").code == 0
    before = tree(workspace)
    refused = gni("questionnaire", "send", *options)
    assert (refused.code, refused.out) == (2, "")
    assert [each for each in said if each not in refused.err] == []
    assert (tree(workspace), reports(workspace)) == (before, [])


def test_a_role_that_two_have_names_nobody(gni: Run, workspace: Path) -> None:
    file = workspace / "gni-assess.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Human rights lead", "General counsel"), encoding="utf-8")
    refused = gni("questionnaire", "send", "--assignee", "General counsel", "--only", "GOV-02", *DUE)
    assert (refused.code, reports(workspace)) == (2, [])
    assert "more than one person is called `General counsel`" in refused.err
    assert "use the id: olga or carl" in refused.err


def test_a_criterion_that_does_not_apply_is_not_asked(gni: Run, workspace: Path) -> None:
    loaded = record(workspace)
    other = next(each.id for each in loaded.pack.criteria if each not in loaded.applicable)
    refused = gni("questionnaire", "send", "--only", other, *DUE)
    assert (refused.code, f"`{other}` does not apply to this company" in refused.err) == (2, True)
