from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gni_assess.model.dates import Span
from gni_assess.model.vocabulary import Stage
from gni_assess.model.workspace import Entity, Person, Service
from gni_assess.store.load import load_workspace

Run = Callable[..., Any]
LEAST = (
    "--no-input",
    "--name",
    "Acme",
    "--type",
    "platform",
    "--service",
    "Content delivery",
    "--first-assessment",
    "--person",
    "olga=Olga",
)


def test_makes_a_workspace_from_options(run: Run, tmp_path: Path) -> None:
    made = run(
        *("init", "new/acme", "--no-input", "--name", "Acme, Inc. [x]", "--type", "vendor", "--type", "telecom", "--membership", "member"),
        *(
            "--joined",
            "2022-11-14",
            "--service",
            "Content Délivery",
            "--service",
            "dns=Names",
            "--entity",
            "no=Acme AS=no",
            "--market",
            "us",
        ),
        *("--market", "NO", "--concern", "tr", "--person", "olga=Olga=Lead=Head", "--person", "Carl Counsel", "--no-first-assessment"),
        *("--no-local-presence", "--no-deals", "--period-start", "2024-07-01", "--period-end", "2026-06-30", "--assessor", "LLP"),
        *("--stage", "review", "--pack", "gni-2024"),
    )
    root = tmp_path / "new/acme"
    assert (made.code, made.out) == (0, f"{root}\n")
    assert "go there with: cd new/acme\n" in made.err
    workspace = load_workspace(root).require().workspace
    assert (workspace.company.name, workspace.company.does_deals, workspace.company.has_local_presence) == ("Acme, Inc. [x]", False, False)
    assert [each.value for each in workspace.company.types] == ["vendor", "telecom"]
    assert workspace.services == (Service(id="content-delivery", name="Content Délivery"), Service(id="dns", name="Names"))
    assert workspace.entities == (Entity(id="no", name="Acme AS", jurisdiction="NO"),)
    assert workspace.people == (Person(id="olga", name="Olga", role="Lead=Head"), Person(id="carl-counsel", name="Carl Counsel"))
    assert (workspace.markets, workspace.jurisdictions_of_concern, workspace.plan.assessor) == (("US", "NO"), ("TR",), "LLP")
    assert workspace.plan.period is not None
    assert isinstance(workspace.plan.period, Span)
    for name in (".gitattributes", ".gitignore", ".gni-assess/schemas/response.json", "evidence/policies", "evidence/files", "reports"):
        assert (root / name).exists(), name
    assert (
        (root / "gni-assess.yaml")
        .read_text(encoding="utf-8")
        .startswith("# yaml-language-server: $schema=.gni-assess/schemas/workspace.json\n")
    )
    assert run("validate", "-C", root, "--select", "GNI001,GNI003,GNI008").code == 0


def test_makes_it_here_or_where_c_says(run: Run, tmp_path: Path) -> None:
    assert run("init", *LEAST).code == 0
    assert (tmp_path / "gni-assess.yaml").is_file()
    assert run("init", "-C", tmp_path / "b b", *LEAST).err.count("cd 'b b'") == 1
    assert (tmp_path / "b b/gni-assess.yaml").is_file()


def test_never_touches_what_is_there(run: Run, tmp_path: Path) -> None:
    run("init", "acme", *LEAST)
    before = {each: each.read_bytes() for each in (tmp_path / "acme").rglob("*") if each.is_file()}
    for options in (LEAST, ("--sample",)):
        again = run("init", "acme", *options)
        assert again.code == 2
        assert "there is a workspace in" in again.err
    assert {each: each.read_bytes() for each in (tmp_path / "acme").rglob("*") if each.is_file()} == before
    (tmp_path / "half/evidence/policies").mkdir(parents=True)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for folder, said in (("half", "holds files already"), ("file", "is a file"), ("file/below", "cannot make the folder")):
        refused = run("init", folder, *LEAST)
        assert (refused.code, said in refused.err) == (2, True), refused.err
        assert "what to do: " in refused.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--entity", "nordics=NO"), "`--entity` needs an id, a name and a country"),
        (("--entity", "n=N=XX"), "`--entity`: there is no country `XX`"),
        (("--market", "norway"), "`--market`: there is no country `NORWAY`"),
        (("--joined", "2022"), "`--joined` is not a date"),
        (("--period-end", "2026-06-30"), "without `--period-start`"),
        (("--period-start", "2026-07-01", "--period-end", "2026-06-30"), "the period ends before it starts"),
        (("--service", "content-delivery=Other"), "the id `content-delivery` is there twice"),
        (("--person", "olga=Other"), "the id `olga` is there twice"),
        (("--name", " "), "`--name` is empty"),
        (("--service", "x="), "`--service` is empty"),
        (("--pack", "gni-2042"), "there is no built-in pack `gni-2042`"),
        (("--service", "Bad Id=x"), "not be valid"),
    ],
)
def test_mistakes_are_refused_and_nothing_is_made(run: Run, tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    refused = run("init", "acme", *LEAST, *options)
    assert refused.code == 2
    assert said in refused.err
    assert "what to do: " in refused.err
    assert not (tmp_path / "acme/gni-assess.yaml").exists()


def test_without_a_terminal_the_options_are_named(run: Run) -> None:
    for options in ((), ("--no-input",)):
        refused = run("init", "acme", *options)
        assert refused.code == 2
        assert "give --name, --type, --service, --person, --first-assessment or --no-first-assessment" in refused.err


@pytest.mark.parametrize(("option", "stage"), [("--sample", Stage.REVIEW), ("--sample-unfinished", Stage.COLLECTING)])
def test_a_sample_is_complete_and_loads(run: Run, tmp_path: Path, option: str, stage: Stage) -> None:
    made = run("init", "sample", option)
    assert (made.code, made.out) == (0, f"{tmp_path / 'sample'}\n")
    loaded = load_workspace(tmp_path / "sample").require()
    assert loaded.workspace.plan.stage is stage
    assert loaded.responses
    assert run("status", "-C", tmp_path / "sample", "--today", "2026-11-21").code == 0
    assert run("validate", "-C", tmp_path / "sample", "--today", "2026-11-21").code == 0
    assert not list((tmp_path / "sample/reports").iterdir())


def test_one_sample_at_a_time(run: Run, tmp_path: Path) -> None:
    made = run("init", "sample", "--sample", "--sample-unfinished")
    assert (made.code, "name one of them" in made.err) == (2, True)
    assert not (tmp_path / "sample").exists()
