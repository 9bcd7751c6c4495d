import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
import pytest
import typer

from gni_assess import __version__
from gni_assess.cli import app as commands

Run = Callable[..., Any]
SUBCOMMANDS = (
    *[(each,) for each in commands.COMMANDS],
    ("gap", "add"),
    ("gap", "set"),
    ("gap", "list"),
    ("evidence", "add"),
    ("evidence", "add", "policy"),
    ("evidence", "add", "system"),
    ("evidence", "add", "case"),
    ("evidence", "list"),
    ("evidence", "show"),
    ("evidence", "verify"),
    ("criteria", "list"),
    ("criteria", "show"),
    ("criteria", "search"),
)
DATA_COMMANDS = (
    ("status",),
    ("gap", "list"),
    ("evidence", "list"),
    ("evidence", "verify"),
    ("evidence", "show", "POL-417"),
    ("criteria", "list"),
    ("criteria", "show", "GOV-02"),
    ("criteria", "search", "board"),
    ("rule", "GNI203"),
    ("rule", "--all"),
    ("validate",),
)


@pytest.mark.parametrize("command", SUBCOMMANDS, ids=" ".join)
def test_every_command_has_help_that_says_what_it_does(run: Run, command: tuple[str, ...]) -> None:
    shown = run(*command, "--help")
    assert shown.code == 0
    assert shown.out.startswith(f"Usage: gni-assess {' '.join(command)} ")
    assert shown.err == ""
    assert "\x1b" not in shown.out
    assert "install-completion" not in shown.out


@pytest.mark.parametrize("command", SUBCOMMANDS, ids=" ".join)
def test_every_argument_and_option_is_explained(command: tuple[str, ...]) -> None:
    found: click.Command = typer.main.get_command(commands.app)
    for name in command:
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), name) or click.Command("")
    for parameter in found.params:
        assert getattr(parameter, "help", ""), parameter.name


def test_arguments_are_explained_on_the_screen(run: Run) -> None:
    assert "The criterion, for example GOV-02." in run("answer", "--help").out


@pytest.mark.parametrize("command", [(), ("gap",), ("evidence",), ("evidence", "add"), ("criteria",)], ids=" ".join)
def test_without_a_subcommand_the_help_is_shown_and_the_code_is_2(run: Run, command: tuple[str, ...]) -> None:
    shown = run(*command)
    assert shown.code == 2
    assert shown.out == ""
    assert shown.err.startswith("Usage: gni-assess")
    assert "Commands:" in shown.err


@pytest.mark.parametrize(
    ("group", "commands_there"),
    [
        (("gap",), "add, set, list"),
        (("evidence",), "list, show, verify, import, add"),
        (("evidence", "add"), "policy, system, case"),
        (("criteria",), "list, show, search"),
    ],
)
def test_an_option_in_the_place_of_a_subcommand_is_answered_with_the_subcommands(
    run: Run, workspace: Path, group: tuple[str, ...], commands_there: str
) -> None:
    shown = run(*group, "-C", workspace)
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith(f"gni-assess: name what to do: {commands_there}\n")
    assert f"`gni-assess {' '.join(group)} --help`" in shown.err


def test_the_version_is_told_without_loading_the_command_line() -> None:
    code = (
        "import sys; from gni_assess.cli.entry import main; code = main(['--version']); "
        "heavy = {'typer', 'click', 'rich', 'yaml', 'jsonschema'} & set(sys.modules); sys.exit(code or bool(heavy))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, f"gni-assess {__version__}\n", "")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from gni_assess.cli.entry import main; code = main(['--help']); "
        "heavy = {'yaml', 'jsonschema', 'jsonschema_rs', 'xlsxwriter', 'openpyxl', 'gni_assess.store.load'} & set(sys.modules); "
        "sys.exit(code or len(heavy))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nope",), "No such command 'nope'"),
        (("answer",), "Missing argument 'ID'"),
        (("answer", "GOV-02", "--finding", "good"), "'good' is not one of"),
        (("answer", "GOV-02", "--findign", "planned"), "--finding"),
        (("validate", "--format", "xml"), "'xml' is not one of"),
        (("gap", "add", "GOV-02"), "Missing option '--summary'"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_the_way_to_the_help(run: Run, arguments: tuple[str, ...], said: str) -> None:
    shown = run(*arguments)
    assert shown.code == 2
    assert shown.out == ""
    assert said in shown.err
    assert "what to do: see `gni-assess" in shown.err
    assert "Traceback" not in shown.err


@pytest.mark.parametrize("command", DATA_COMMANDS, ids=" ".join)
def test_json_of_every_command_that_shows_data_carries_its_version(gni: Run, command: tuple[str, ...]) -> None:
    gni("evidence", "add", "policy", "--id", "POL-417", "--kind", "policy", "--title", "T", "--summary", "S", "--from", "unknown")
    shown = gni(*command, "--format", "json")
    assert shown.code == 0
    assert json.loads(shown.out)["version"] == 1


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("validate",),
        ("answer", "GOV-02", "--text", "x"),
        ("gap", "list"),
        ("gap", "set", "GOV-02-G100", "--action", "x"),
        ("evidence", "list"),
        ("evidence", "verify"),
        ("export",),
    ],
    ids=" ".join,
)
def test_without_a_workspace_there_is_a_sentence_and_a_way_out(run: Run, command: tuple[str, ...], tmp_path: Path) -> None:
    shown = run(*command)
    assert shown.code == 2
    assert shown.out == ""
    assert "no workspace here" in shown.err
    assert str(tmp_path) in shown.err
    assert "gni-assess init" in shown.err


def test_the_workspace_is_found_upwards_and_by_c(gni: Run, run: Run, workspace: Path) -> None:
    below = workspace / "evidence" / "policies"
    assert gni("status", cwd=below).code == 0
    assert run("status", "-C", workspace).out == gni("status").out
    missing = run("status", "-C", workspace / "nowhere")
    assert missing.code == 2
    assert "there is no folder" in missing.err
    assert "`-C`" in missing.err


def test_a_current_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from gni_assess.cli.entry import main; sys.exit(main(['status']))"
    shown = subprocess.run([sys.executable, "-c", code], cwd=gone, capture_output=True, text=True, check=False)
    assert shown.returncode == 2
    assert "the current folder is gone" in shown.stderr


def test_quiet_says_less_but_prints_results_and_errors(gni: Run) -> None:
    assert gni("answer", "GOV-02", "--finding", "planned", "--text", "x", "-q").both == ""
    assert "criteria answered" in gni("validate", "-q").out
    assert gni("gap", "list", "-q").both == ""
    assert "there is no criterion" in gni("answer", "GOV-99", "--text", "x", "-q").err


def test_today_is_an_option_or_the_source_date(run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = run("validate", "--today", "yesterday", cwd=workspace)
    assert (wrong.code, "`--today` is not a date" in wrong.err) == (2, True)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")
    assert "2026-11-21" in run("export", cwd=workspace).out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert "`SOURCE_DATE_EPOCH` is not a number" in run("export", cwd=workspace).err


RECORD = "Zqx, what nobody outside may read"


def test_a_bug_is_told_without_traceback_and_without_the_record(gni: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def burst(*_: object, **__: object) -> NoReturn:
        raise RuntimeError(RECORD)

    from gni_assess.cli import status  # noqa: PLC0415 - only this one is broken

    monkeypatch.setattr(status, "run_rules", burst)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    shown = gni("status")
    assert shown.code == 3
    assert "Traceback" not in shown.both
    assert RECORD not in shown.both
    assert "something went wrong inside gni-assess (RuntimeError)" in shown.err
    report = next(tmp_path.glob("gni-assess-error-*.txt"))
    assert str(report) in shown.err
    assert "Traceback" in report.read_text(encoding="utf-8")
    assert RECORD in report.read_text(encoding="utf-8")
    assert report.stat().st_mode & 0o077 == 0


def test_a_reader_that_goes_away_is_no_mistake(workspace: Path) -> None:
    code = "import sys; from gni_assess.cli.entry import main; sys.exit(main(sys.argv[1:]))"
    for arguments in (["rule", "GNI203"], ["criteria", "list", "--format", "json"], ["--help"]):
        with subprocess.Popen(
            [sys.executable, "-c", code, *arguments], cwd=workspace, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            said = process.stderr.read().decode()
            assert process.wait(60) == 0, arguments
            assert said == ""


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes streams")
def test_closed_streams_are_no_bug(workspace: Path) -> None:
    code = "import sys; from gni_assess.cli.entry import main; sys.exit(main(sys.argv[1:]))"
    for redirect, arguments, expected in (
        ("<&-", "interview", 2),
        (">&-", "status", 0),
        ("<&- >&- 2>&-", "status", 0),
        ("2>&-", "nope", 2),
    ):
        line = f"{shlex.join([sys.executable, '-c', code, arguments])} {redirect}"
        done = subprocess.run(["sh", "-c", line], cwd=workspace, capture_output=True, text=True, check=False)
        assert (done.returncode, "inside gni-assess" in done.stderr) == (expected, False), (redirect, done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_under_stdout_is_a_sentence(run_apart: Run, workspace: Path) -> None:
    for arguments in (["rule", "GNI203"], ["criteria", "list", "--format", "json"], ["--help"]):
        with Path("/dev/full").open("wb") as full:
            shown = run_apart(*arguments, cwd=workspace, stdout=full)
        assert shown.code == 2, arguments
        assert "No space left" in shown.err
        assert "Traceback" not in shown.err
        assert "Exception" not in shown.err


def test_ctrl_c_ends_with_130(gni: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    from gni_assess.cli import status  # noqa: PLC0415 - only this one is broken

    monkeypatch.setattr(status, "run_rules", stop)
    shown = gni("status")
    assert shown.code == 130
    assert "saved" in shown.err
