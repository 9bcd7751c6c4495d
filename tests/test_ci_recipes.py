"""The hook of pre-commit, the template for GitLab and what the guide for CI shows: read, and run as far as they go here."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import click
import pytest
import typer
import yaml

import gni_assess
from gni_assess.checks.severities import PROTECTED, SETTINGS_CODE
from gni_assess.cli.validate import app
from gni_assess.cli.validate_report import Format

Run = Callable[..., Any]
Shell = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
TEMPLATE: dict[str, Any] = yaml.safe_load((ROOT / "docs/ci/gitlab.yml").read_text(encoding="utf-8"))
GUIDE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
PINNED = f"gni-assess=={gni_assess.__version__}"
VALIDATE: click.Command = typer.main.get_command(app)
OPTIONS = {option: parameter for parameter in VALIDATE.params for option in parameter.opts} | {"--help": None}
BROKEN = "criterion: GOV-02\nfinding: good\n"
PROGRAM = """\
#!/bin/sh
exec "$GNI_TEST_PYTHON" -c "import sys; from gni_assess.cli.entry import main; sys.exit(main())" "$@"
"""
NOTHING = "#!/bin/sh\nexit 0\n"


def blocks(language: str) -> Iterator[str]:
    yield from re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def block_with(text: str, language: str = "yaml") -> str:
    (found,) = [each for each in blocks(language) if text in each]
    return found


def check_options(words: list[str]) -> None:
    """Refuse an option that `validate` does not have, or a word that the option does not know."""
    for option, value in (each.partition("=")[::2] for each in words if each.startswith("-") and each != "--"):
        assert option in OPTIONS, option
        parameter = OPTIONS[option]
        if value and "$" not in value and parameter is not None and isinstance(parameter.type, click.Choice):
            parameter.type.convert(value, parameter, None)


def options_in(script: str) -> list[str]:
    """Find the options of a script, but for those in a message."""
    said = re.sub(r"refuse '[^']*'", "", script)
    return re.findall(r"(?<![\w-])--[a-z][a-z-]*(?:=[\w./-]+)?", said)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Run a script in a folder where `gni-assess` is this program, and installing does nothing: `shell(text, cwd=..., env=...)`."""
    if shutil.which("sh") is None or os.name == "nt":
        pytest.skip("needs a shell as Linux and macOS have it")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in (("gni-assess", PROGRAM), *((each, NOTHING) for each in ("python", "python3", "pip"))):
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)

    def run_script(text: str, *, cwd: Path, env: Mapping[str, str] | None = None, program: str = "sh") -> Any:  # noqa: ANN401 - see above
        base = {
            "PATH": os.pathsep.join([str(tools), "/usr/bin", "/bin"]),
            "PYTHONPATH": str(Path(gni_assess.__file__).parent.parent),
            "GNI_TEST_PYTHON": sys.executable,
            "SOURCE_DATE_EPOCH": "1795219200",  # 2026-11-21
        }
        return subprocess.run(
            [program, "-e", "-c", text], cwd=cwd, env={**base, **(env or {})}, capture_output=True, text=True, timeout=120, check=False
        )

    return run_script


def test_options_of_every_recipe_exist() -> None:
    for hook in HOOKS:
        program, command, *words = shlex.split(hook["entry"])
        assert (program, command) == ("gni-assess", "validate")
        check_options([*words, *hook.get("args", [])])
    (validate,) = [each["run"] for each in ACTION["runs"]["steps"] if each.get("id") == "validate"]
    (template,) = TEMPLATE["gni-assess"]["script"][1:]
    for script in (str(validate), str(template)):
        assert len(options_in(script)) > 3
        check_options(options_in(script))
    check_options(options_in(block_with("args: |")))
    check_options(options_in(block_with("GNI_ASSESS_OPTIONS")))
    with pytest.raises(AssertionError):
        check_options(["--fail-under=warning"])
    with pytest.raises(click.BadParameter):
        check_options(["--fail-on=warnings"])


def test_the_hook_is_one_that_pre_commit_takes() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib", reason="pre-commit is not installed")
    (hook,) = clientlib.load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    assert (hook["id"], hook["language"], hook["pass_filenames"], hook["always_run"]) == ("gni-assess-validate", "python", False, True)
    assert "pass_filenames: false" in (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")


def test_the_hook_passes_a_good_record_and_refuses_a_bad_one(run: Run, workspace: Path) -> None:
    _, *words = shlex.split(HOOKS[0]["entry"])
    config = yaml.safe_load(block_with("repos:"))
    (used,) = config["repos"][0]["hooks"]
    assert used["id"] == HOOKS[0]["id"]
    assert config["repos"][0]["rev"] == f"v{gni_assess.__version__}"
    (workspace.parent / "acme-gni").symlink_to(workspace, target_is_directory=True)
    for cwd, args in ((workspace, []), (workspace.parent, used["args"])):
        assert run(*words, *args, "--today", "2026-11-21", cwd=cwd).code == 0
    (workspace / "evidence/responses/GOV-02.yaml").write_text(BROKEN, encoding="utf-8")
    assert run(*words, "--today", "2026-11-21", cwd=workspace).code == 1


def test_the_guide_uses_the_action_as_it_is() -> None:
    inputs = set(ACTION["inputs"])
    flows = [yaml.safe_load(each) for each in blocks("yaml") if "jobs:" in each]
    steps = [step for flow in flows for job in flow["jobs"].values() for step in job["steps"]]
    used = [step for step in steps if "/gni-assess@" in step["uses"]]
    assert len(used) == 2
    for step in used:
        assert step["uses"].endswith(f"@v{gni_assess.__version__}")
        assert set(step.get("with", {})) <= inputs
    rows = re.findall(r"^\| (`[a-z-]+`(?:, `[a-z-]+`)?) \|.*\|$", GUIDE.split("| input |")[1].split("\n\n")[0], re.MULTILINE)
    assert {name for row in rows for name in re.findall("`(.*?)`", row)} == inputs
    for name, default in re.findall(r"^\| `([a-z-]+)` \| `(.*?)` \|", GUIDE, re.MULTILINE):
        assert name not in inputs or ACTION["inputs"][name]["default"] == default
    assert all(f"`{name}`" in GUIDE for name in ACTION["outputs"])


def test_the_guide_tells_all_formats_stages_and_protected_codes() -> None:
    table = GUIDE.split("| `--format` |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `([a-z]+)` \|", table, re.MULTILINE) == [each.value for each in Format]
    assert {f"GNI00{number}" for number in range(1, 8)} | {"GNI009", "GNI404", "GNI511", "GNI601"} == PROTECTED | {SETTINGS_CODE}
    assert GUIDE.count("(GNI001 to GNI007, GNI009, GNI404, GNI511, GNI601)") == 2


def test_the_template_is_read_by_gitlab_as_reports() -> None:
    assert set(TEMPLATE) == {"gni-assess"}
    job = TEMPLATE["gni-assess"]
    assert job["artifacts"]["when"] == "always"
    for kind, file in job["artifacts"]["reports"].items():
        output_format = {"codequality": "gitlab", "junit": "junit"}[kind]
        assert f"--format={output_format} --output={file} " in job["script"][1]
    assert job["variables"]["GNI_ASSESS_INSTALL"] == PINNED
    own = {name for name in job["variables"] if name.startswith("GNI_ASSESS_")}
    assert own == set(re.findall(r"\$(GNI_ASSESS_\w+)", "\n".join(job["script"])))
    config = yaml.safe_load(block_with("include:"))
    assert set(config) - {"include"} == set(TEMPLATE)
    assert set(config["gni-assess"]["variables"]) <= own
    assert all(isinstance(each, str) for each in (*job["variables"].values(), *config["gni-assess"]["variables"].values()))


@pytest.mark.long
@pytest.mark.parametrize("program", ["sh", "bash"])
def test_the_template_runs(shell: Shell, workspace: Path, program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"needs {program}")
    job, folder = TEMPLATE["gni-assess"], workspace.parent
    script = "\n".join(job["script"])

    def codes(**variables: str) -> tuple[int, int, int]:
        done = shell(script, cwd=folder, env={**job["variables"], "GNI_ASSESS_DIRECTORIES": "acme", **variables}, program=program)
        quality = json.loads((folder / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
        suites = ET.parse(folder / job["artifacts"]["reports"]["junit"]).getroot()  # noqa: S314 - our own
        assert ("how to mend it" in done.stdout) is bool(quality)
        return done.returncode, sum(each["severity"] == "major" for each in quality), int(suites.get("failures", ""))

    assert codes() == (0, 0, 0)
    assert codes(GNI_ASSESS_FAIL_ON="warning")[0] == 1
    assert codes(GNI_ASSESS_OPTIONS="--fail-on=never --stage=review")[0] == 0
    (workspace / "evidence/responses/GOV-02.yaml").write_text(BROKEN, encoding="utf-8")
    assert codes() == (1, 1, 1)
    assert codes(GNI_ASSESS_DIRECTORIES="acme nowhere")[0] == 2


def test_the_plain_recipe_runs(shell: Shell, workspace: Path) -> None:
    (recipe,) = blocks("sh")
    assert f"pip install {PINNED}\n" in recipe
    folder = workspace.parent
    workspace.rename(folder / "acme-gni")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/activate").write_text("")
    for _ in range(2):
        done = shell(recipe, cwd=folder)
        assert done.returncode == 0
        assert done.stderr.startswith("written: reports/gni.xml\n")
    (folder / "acme-gni/evidence/responses/GOV-02.yaml").write_text(BROKEN, encoding="utf-8")
    assert shell(recipe, cwd=folder).returncode == 1
    assert "GNI003" in (folder / "reports/gni.xml").read_text(encoding="utf-8")
