"""The documents say what the program does."""

import importlib
import re
from pathlib import Path

import click
import pytest
import typer

from gni_assess.cli.app import COMMANDS
from gni_assess.cli.export_formats import Format, ForWhom
from gni_assess.model.evidence import PolicyKind, SystemKind
from gni_assess.model.vocabulary import (
    Audience,
    Basis,
    Classification,
    Finding,
    GapStatus,
    Ground,
    Impact,
    Level,
    Membership,
    Right,
    Severity,
    Stage,
    State,
    Treatment,
)
from gni_assess.report.board import BOARD_SHEET
from gni_assess.report.cover import CONTENTS
from gni_assess.store.packs import load_built_in

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]


def _commands() -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}

    def collect(name: str, command: click.Command) -> None:
        found[name] = command
        if isinstance(command, click.Group):
            for each, inner in command.commands.items():
                collect(f"{name} {each}", inner)

    for name in COMMANDS:
        collect(name, typer.main.get_command(importlib.import_module(f"gni_assess.cli.{name}").app))
    return found


def _options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)} | {"--help", "-h"}


def _calls(text: str) -> list[str]:
    code = re.findall(r"^\s*(?:\$ )?(gni-assess [^\n#]*)", text, re.MULTILINE) + re.findall(r"`(gni-assess [^`]*)`", text)
    return [part.strip() for each in code for part in each.split("&&") if part.strip().startswith("gni-assess ")]


def test_the_readme_lists_every_command_and_no_other() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("<!-- commands -->")[1].split("\n\n")[0]
    spans = [span for row in table.splitlines()[3:] for span in row.split("|")[1].split("`")[1::2]]
    named = {" ".join(re.findall(r"(?<!\S)[a-z]+(?!\S)", span)) for span in spans}
    leaves = {name for name, command in _commands().items() if not isinstance(command, click.Group)}
    assert named == {"evidence add" if name.startswith("evidence add ") else name for name in leaves}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_documents_exist_with_their_options(page: Path) -> None:
    commands = _commands()
    for call in _calls(page.read_text(encoding="utf-8")):
        words = call.split()[1:]
        name = next((" ".join(words[:n]) for n in (3, 2, 1) if " ".join(words[:n]) in commands), "")
        if not name:
            assert words[0].startswith("-"), call
            continue
        given = set(re.findall(r"(?<=\s)(--?[a-z][a-z-]*)", " ".join(call.split())))
        assert given <= _options(commands[name]), call


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_the_dependencies_each_have_a_reason() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("dependencies = [")[1].split("]")[0]
    for name in re.findall(r'"([a-z0-9-]+)[>=<]', project):
        assert f"| {name} |" in table


def test_the_schemas_for_editors_in_this_repository_are_those_of_the_package() -> None:
    from gni_assess.store.schemas import SCHEMA_KINDS, schema_text  # noqa: PLC0415

    for kind in SCHEMA_KINDS:
        assert (ROOT / ".gni-assess" / "schemas" / f"{kind}.json").read_text(encoding="utf-8") == schema_text(kind)


def test_the_glossary_has_every_word_of_the_closed_lists() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    of_records = (Finding, State, Level, Severity, Impact, GapStatus, PolicyKind, SystemKind)
    of_sight = (Audience, Classification, Treatment, Ground)
    for word in (each.value for words in (*of_records, *of_sight, Stage, Basis, Right, Membership) for each in words):
        assert re.search(rf"`{word}`|membership: {word}", text), word
    for area in load_built_in("gni-2024").areas:
        assert f"{area.id} {area.title[0].lower()}{area.title[1:].split(' of ')[0]}" in text, area.id


def test_the_guide_to_the_interview_lists_every_command_and_no_other() -> None:
    from gni_assess.interview.commands import COMMANDS as AT_A_QUESTION  # noqa: PLC0415 - after the program's own

    table = (ROOT / "docs" / "interview.md").read_text(encoding="utf-8").split("<!-- interview commands -->")[1].split("\n\n")[0]
    named = [row.split("`")[1] for row in table.splitlines()[3:]]
    assert sorted(named) == sorted(each.usage.split(" or ")[0] for each in AT_A_QUESTION.values())


def test_the_guide_to_the_interview_lists_every_option_that_chooses() -> None:
    text = (ROOT / "docs" / "interview.md").read_text(encoding="utf-8")
    own = _options(_commands()["interview"]) - _options(_commands()["status"])
    assert own == {option for option in own if f"`{option}" in text or f"interview {option}" in text}


def test_the_readme_lists_every_audience_and_kind_of_file_and_no_other() -> None:
    (row,) = re.findall(r"^\| `export` \|(.*)\|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    words = [span.split()[-1] for span in re.findall(r"`([^`]+)`", row)]
    assert sorted(words) == sorted([*ForWhom, *Format])


def test_the_guide_for_officers_lists_every_audience_and_kind_of_file_and_no_other() -> None:
    text = (ROOT / "docs" / "officers.md").read_text(encoding="utf-8").split("## 13.")[1].split("\n## ")[0]
    rows = text.split("| for | `--audience` |")[1].split("\n\n")[0].splitlines()[2:]
    assert sorted(row.split("|")[2].strip().strip("`") for row in rows) == sorted(ForWhom)
    in_table = {span for row in rows for span in re.findall(r"`([^`]+)`", row.split("|")[3])}
    assert in_table | set(re.findall(r"`--format ([a-z]+)`", text)) == set(Format)


def test_the_guide_for_assessors_lists_every_sheet_and_no_other() -> None:
    text = (ROOT / "docs" / "assessors.md").read_text(encoding="utf-8")
    table = text.split("| sheet | holds |\n")[1].split("\n\n")[0].splitlines()[1:]
    assert [row.split("|")[1].strip() for row in table] == ["Cover", *(name for name in CONTENTS if name != BOARD_SHEET)]
    first_hour = re.findall(r"^[0-9]\. \*\*(.+?)\*\*", text, re.MULTILINE)
    assert first_hour
    assert set(first_hour) <= {"Cover", *CONTENTS}
