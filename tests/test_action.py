"""The steps of `action.yml`, each run by bash as a runner would: with a made-up environment, and a Python that installs nothing.

What a runner does besides (fetching actions, evaluating expressions) is done here by a few lines, and only for what the action uses.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

import gni_assess

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS = [each for each in STEPS if "run" in each]
EXPRESSION = re.compile(r"\$\{\{\s*([a-z0-9_.-]+)\s*\}\}")
BASH = shutil.which("bash")
MARK = "Zqx"
Act = Callable[..., "Job"]
Run = Callable[..., Any]

FAKE_PYTHON = """\
#!/bin/sh
case "$1 $2" in
  "-m venv") mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; cp "$GNI_TEST_PROGRAM" "$3/bin/gni-assess" ;;
  "-m pip") shift 2; printf '%s\\n' "$@" >> "$GNI_TEST_PIP" ;;
  *) exec "$GNI_TEST_PYTHON" "$@" ;;
esac
"""
PROGRAM = """\
#!/bin/sh
exec "$GNI_TEST_PYTHON" -c "import sys; from gni_assess.cli.entry import main; sys.exit(main())" "$@"
"""


@dataclass(kw_only=True)
class Job:
    """What running the action left behind."""

    code: int = 0
    log: str = ""
    summary: str = ""
    pip: list[str] = field(default_factory=list)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    @property
    def result(self) -> dict[str, str]:
        """The outputs of the action."""
        steps = {f"steps.{step}.outputs.{name}": value for step, values in self.outputs.items() for name, value in values.items()}
        return {name: steps.get(expression(each["value"]), "") for name, each in ACTION["outputs"].items()}


def expression(text: str) -> str:
    found = EXPRESSION.fullmatch(text)
    assert found, text
    return found[1]


def known_values(job: Job, inputs: Mapping[str, str]) -> dict[str, str]:
    assert set(inputs) <= set(ACTION["inputs"])
    values = {f"inputs.{name}": inputs.get(name, each["default"]) for name, each in ACTION["inputs"].items()}
    values |= {"steps.python.outputs.python-path": "", "github.action_repository": "example/gni-assess", "github.action_ref": "v1"}
    return values | {f"steps.{step}.outputs.{name}": value for step, each in job.outputs.items() for name, value in each.items()}


@pytest.fixture
def act(tmp_path: Path, workspace: Path) -> Act:
    """Run the action in a folder that holds the small workspace `acme`: `act({input: value})`."""
    if BASH is None or os.name == "nt":
        pytest.skip("needs bash on a system like those of the runners for Linux and macOS")
    bash, tools = BASH, tmp_path / "tools"
    tools.mkdir()
    for name, text in (("python3", FAKE_PYTHON), ("program", PROGRAM)):
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)
    base = {
        "PATH": os.pathsep.join([str(tools), "/usr/bin", "/bin"]),
        "PYTHONPATH": str(Path(gni_assess.__file__).parent.parent),
        "SOURCE_DATE_EPOCH": str(int(datetime(2026, 11, 21, tzinfo=UTC).timestamp())),
        "GNI_TEST_PYTHON": sys.executable,
        "GNI_TEST_PROGRAM": str(tools / "program"),
        "GNI_TEST_PIP": str(tmp_path / "pip"),
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "RUNNER_TEMP": str(tmp_path / "runner temp"),
    }
    (tmp_path / "runner temp").mkdir()

    def run_step(step: Mapping[str, Any], job: Job, inputs: Mapping[str, str]) -> None:
        script, output = tmp_path / "script.sh", tmp_path / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("")
        values = known_values(job, inputs)
        own = {name: values[expression(text)] if "${{" in text else text for name, text in step["env"].items()}
        done = subprocess.run(
            [bash, "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=workspace.parent,
            env={**base, "GITHUB_OUTPUT": str(output), **own},
            capture_output=True,
            timeout=120,
            check=False,
        )
        job.code = done.returncode
        job.log += done.stdout.decode() + done.stderr.decode()
        job.written[step["id"]] = output.read_text(encoding="utf-8")
        job.outputs[step["id"]] = dict(line.split("=", 1) for line in job.written[step["id"]].splitlines())

    def run_action(inputs: Mapping[str, str] | None = None) -> Job:
        job = Job()
        for step in SCRIPTS:
            run_step(step, job, {"directories": "acme"} if inputs is None else inputs)
            if job.code:
                break
        for name in ("summary", "pip"):
            file = tmp_path / name
            text = file.read_text(encoding="utf-8") if file.exists() else ""
            file.unlink(missing_ok=True)
            setattr(job, name, text if name == "summary" else text.splitlines())
        return job

    return run_action


def test_no_input_is_ever_part_of_a_script() -> None:
    for step in STEPS:
        assert "${{" not in step.get("run", "")
        assert step.get("shell", "bash") == "bash"
        assert ("run" in step) is ("shell" in step)
        assert "uses" not in step or re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]), "other people's code is pinned"
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(ACTION["inputs"])
    for each in (*ACTION["inputs"].values(), *ACTION["outputs"].values()):
        assert each["description"].endswith((".", ")."))
    assert all(isinstance(each["default"], str) for each in ACTION["inputs"].values())


def test_scripts_are_for_the_bash_of_macos_too() -> None:
    newer = r"mapfile|readarray|declare -A|local -n|\$\{\w+(,,|\^\^|@Q)|&>>|\|&|wait -n"
    for step in SCRIPTS:
        assert not re.search(newer, step["run"])
        # Before bash 4.4 an empty list counts as not set.
        assert not re.search(r'(?<!\+)"\$\{(lines|words|folders|reports)\[@\]\}"', step["run"])


def test_a_good_record_passes(act: Act) -> None:
    job = act()
    assert (job.code, job.result["exit-code"], job.result["errors"]) == (0, "0", "0")
    assert int(job.result["warnings"]) > 80
    assert "\n::warning file=acme/gni-assess.yaml,line=" in "\n" + job.log
    assert job.summary.startswith("### gni-assess validate\n")
    assert f"| <code>acme</code> | 0 | {job.result['warnings']} | " in job.summary
    assert job.summary.endswith("(https://github.example/example/gni-assess/blob/v1/docs/rules.md)\n")


def test_a_bad_record_fails_and_no_value_is_told(act: Act, workspace: Path) -> None:
    for number in range(30):
        (workspace / f"evidence/policies/POL-{100 + number}.yaml").write_text(f"id: POL-{100 + number}\n{MARK}: {MARK}\n", encoding="utf-8")
    job = act()
    assert (job.code, job.result["exit-code"]) == (1, "1")
    assert int(job.result["errors"]) >= 30
    rows = [line for line in job.summary.splitlines() if re.match(r"\| (error|warning|information) \|", line)]
    assert len(rows) == 20
    assert all(row.startswith("| error | GNI003 schema-mismatch | <code>acme/evidence/policies/POL-1") for row in rows)
    assert MARK not in job.log + job.summary


def test_what_cannot_be_loaded_is_2(act: Act, workspace: Path) -> None:
    (workspace / "gni-assess.yaml").write_text("workspace: [\n", encoding="utf-8")
    job = act()
    assert (job.code, job.result) == (2, {"exit-code": "2", "errors": "1", "warnings": "0"})
    assert "(cannot be loaded)" in job.summary


NOT_STARTED: dict[str, tuple[dict[str, str], str, str]] = {
    "no workspace at the root": ({"directories": ""}, "no workspace here", "input `directories`, one a line"),
    "no such folder": ({"directories": "nowhere"}, "no such folder: `nowhere`", "input `directories`: one folder a line"),
    "no workspace in it": ({"directories": "tools"}, "no workspace in this folder: `tools`", "input `directories`"),
    "two folders": ({"directories": "acme\nacme tools"}, "one line of the input `directories`: `acme tools`", "a line of its own"),
    "stage": ({"stage": "done"}, "the input `stage`: 'done' is not one of 'collecting'", "correct the input"),
    "stages": ({"stage": "review\nready"}, "the input `stage` has several lines", "give one"),
    "fail-on": ({"fail-on": ""}, "the input `fail-on`: '' is not one of 'error'", "correct the input"),
    "format": ({"format": "word"}, "the input `format`: 'word' is not one of 'text'", "correct the input"),
    "hash": ({"hash": "yes"}, "the input `hash` is neither true nor false", "give one of the two"),
    "no baseline": ({"baseline": "none.json"}, "there is no baseline `none.json`", "check the input `baseline`"),
    "not a baseline": ({"baseline": "tools/program"}, "`tools/program` is not a baseline", "check the path after the input `baseline`"),
    "no option": ({"args": "acme"}, "a line of the input `args` begins with no option", "the input `directories`"),
    "unknown option": ({"args": "--colour"}, "--colour", "correct the input `args`"),
    "unknown code": ({"args": "--ignore=GNI999"}, "there is no diagnostic `GNI999`", "what to do: "),
    "help": ({"args": "--help"}, "`--help` is not for the input `args`", "leave it out"),
    "output": ({"args": "--output=x.json"}, "`--output` is not for the input `args`", "use the input `reports`"),
    "output apart": ({"args": "--ignore GNI106 --output x.json"}, "`--output` is not for", "use the input `reports`"),
    "format in args": ({"args": "--format json"}, "`--format` is not for the input `args`", "use the input `format`"),
    "baseline in args": ({"args": "--baseline=x.json"}, "`--baseline` is not for the input `args`", "use the input `baseline`"),
    "write-baseline": ({"args": "--write-baseline"}, "`--write-baseline` is not for the input `args`", "in the input `baseline`"),
    "end of options": ({"args": "--"}, "`--` is not for the input `args`", "leave it out"),
    "no file": ({"reports": "junit"}, "the input `reports` is not FORMAT=FILE: `junit`", "`junit=reports/gni.xml`"),
    "stdout": ({"reports": "junit=-"}, "the input `reports` is not FORMAT=FILE: `junit=-`", "`junit=reports/gni.xml`"),
    "report": ({"reports": "word=x"}, "the input `reports`: 'word' is not one of 'text'", "correct the input"),
    "in the record": ({"reports": "junit=acme/evidence/x"}, "the input `reports`: `acme/evidence/x` is part of the record", "outside the"),
    "with a dot": ({"reports": "junit=./acme/evidence/x"}, "the input `reports`: `acme/evidence/x` is part of the record", "outside the"),
    "SARIF": ({"sarif-file": "acme/gni-assess.yaml"}, "the input `sarif-file`: `acme/gni-assess.yaml` is part of", "outside the"),
    "no folder": ({"reports": "junit=tools/program/x"}, "cannot make the folder of `tools/program/x`", "name another file"),
    "percent": ({"directories": "100%25\n"}, "no such folder: `100%2525`", "input `directories`"),
}


AT_LEAST = {"no workspace at the root", "two folders", "stage", "hash", "no baseline", "no option", "format in args", "no file", "SARIF"}
"""One refusal of each kind of input; the others are long, as each starts the program."""


@pytest.mark.parametrize(
    ("inputs", "reason", "advice"),
    [pytest.param(*each, id=name, marks=() if name in AT_LEAST else pytest.mark.long) for name, each in NOT_STARTED.items()],
)
def test_what_cannot_start_says_once_why_and_which_input_to_correct(act: Act, inputs: dict[str, str], reason: str, advice: str) -> None:
    job = act({"directories": "acme", **inputs})
    assert (job.code, job.outputs["validate"]) == (2, {"exit-code": "2"})
    assert job.result == {"exit-code": "2", "errors": "", "warnings": ""}
    assert job.written["validate"].count("exit-code=") == 1
    (line,) = job.log.splitlines()
    assert line.startswith("::error title=gni-assess::")
    assert reason in line.partition("%0Awhat to do: ")[0]
    assert advice in line.partition("%0A")[2]
    assert not re.search(r"['`]--(stage|fail-on|hash)|-C", line), "who writes a workflow sees no command line"
    assert "Nothing could be checked (exit code 2):\n\n    " in job.summary
    assert f"    {line.removeprefix('::error title=gni-assess::').replace('%0A', chr(10) + '    ').replace('%25', '%')}\n" in job.summary
    assert job.summary.endswith("/docs/rules.md)\n")


def test_a_bad_line_of_reports_stops_before_anything_is_printed(act: Act, tmp_path: Path) -> None:
    for line in ("junit", "word=x.txt", "junit=acme/evidence/x.xml"):
        job = act({"directories": "acme", "stage": "review", "reports": line, "sarif-file": "gni.sarif"})
        assert (job.code, job.log.count("\n"), job.written["validate"]) == (2, 1, "exit-code=2\n")
        assert not (tmp_path / "gni.sarif").exists()
        assert not (tmp_path / "acme/evidence/x.xml").exists()


def test_what_breaks_inside_is_told_as_such(act: Act, tmp_path: Path) -> None:
    program = tmp_path / "tools/program"
    program.write_text("#!/bin/sh\necho Zork >&2\nexit 127\n", encoding="utf-8")
    job = act()
    assert (job.code, job.result["exit-code"]) == (127, "127")
    assert sorted(job.log.splitlines()) == ["::error title=gni-assess::gni-assess could not be run: the lines above say why", "Zork"]
    assert "Nothing could be checked (exit code 127)" in job.summary
    program.write_text("#!/bin/sh\nprintf 'gni-assess: something\\n  what to do: report it\\n' >&2\nexit 3\n", encoding="utf-8")
    job = act()
    assert (job.code, job.log) == (3, "::error title=gni-assess::something%0Awhat to do: report it\n")


INPUTS = sorted(set(ACTION["inputs"]) - {"python-version"})
OFTEN = ("args", "reports", "version")
"""Inputs that are read in ways of their own: words, pairs, what is installed."""


@pytest.mark.parametrize("name", [each if each in OFTEN else pytest.param(each, marks=pytest.mark.long) for each in INPUTS])
def test_inputs_are_only_data(act: Act, tmp_path: Path, name: str) -> None:
    hostile = "$(touch pwned) `touch pwned` \"; touch pwned; ' ; touch pwned #'\n; touch pwned\n"
    for text in (hostile, hostile.replace("\n", ""), f"--only={hostile}", "--only=*", f"acme/{hostile}", f"junit={hostile}"):
        job = act({"directories": "acme", name: text})
        assert not list(tmp_path.rglob("pwned"))
        assert job.log.count("::error title=gni-assess::") <= 1


@pytest.mark.long
def test_inputs_are_options(act: Act, run: Run, workspace: Path, tmp_path: Path) -> None:
    second = tmp_path / "second workspace"
    shutil.copytree(workspace, second)
    both = "acme\r\nsecond workspace\n"
    assert act({"directories": both, "stage": "review"}).code == 1
    assert act({"directories": both, "stage": "review", "fail-on": "never"}).code == 0
    assert act({"directories": both, "args": "--fail-on=warning\n--select=GNI201"}).code == 1
    assert run("validate", "acme", "second workspace", "--stage=review", "--baseline=known.json", "--write-baseline").code == 0
    job = act({"directories": both, "stage": "review", "baseline": "known.json", "format": "concise"})
    assert (job.code, job.log.count("\n"), "known from the baseline" in job.log) == (0, 1, True)


@pytest.mark.long
def test_blanks_around_inputs_and_empty_lines_do_not_matter(act: Act, workspace: Path, tmp_path: Path) -> None:
    shutil.copytree(workspace, tmp_path / "second workspace")
    plain = act({"directories": "acme\nsecond workspace", "stage": "review", "args": "--ignore=GNI106\n--select=GNI201"})
    spread = act(
        {
            "directories": "\n  acme  \r\n\t\n\tsecond workspace \n\n",
            "stage": " review\n",
            "fail-on": "\nerror ",
            "format": " github\n",
            "hash": " false ",
            "args": "\n  --ignore GNI106\t--select  GNI201 \n",
            "reports": "\n  junit=out/a b.xml  \r\n \n",
            "sarif-file": " gni.sarif\n",
            "version": " 0.1.0\n",
        }
    )
    assert (plain.code, plain.log) == (spread.code, spread.log) == (1, plain.log)
    assert spread.pip[-1] == "gni-assess==0.1.0"
    assert (tmp_path / "out/a b.xml").is_file()
    assert (tmp_path / "gni.sarif").is_file()


def test_args_are_words_without_a_shell(act: Act) -> None:
    both = act({"directories": "acme", "args": "--select GNI201 --fail-on warning"})
    assert (both.code, both.result["errors"]) == (1, "0")
    assert act({"directories": "acme", "args": "--select=GNI201\n--fail-on=warning"}).log == both.log
    job = act({"directories": "acme", "args": "--only '*'"})
    assert "there is no criterion or record `'*'`" in job.log, "neither quotes nor patterns mean anything"


@pytest.mark.long
@pytest.mark.parametrize(
    "word", ["True", "", *(pytest.param(each, marks=pytest.mark.long) for each in ("true", "TRUE", "false", "False", "FALSE"))]
)
def test_true_is_true_in_any_case(act: Act, workspace: Path, word: str) -> None:
    policy = "id: POL-417\nkind: policy\ntitle: t\nsummary: s\neffective: {from: 2019-01}\nowner: olga\nclassification: internal\n"
    (workspace / "evidence/files/a.txt").write_text("a", encoding="utf-8")
    file = f"file: evidence/files/a.txt\nsize: 1\nsha256: {'ab' * 32}\n"
    (workspace / "evidence/policies/POL-417.yaml").write_text(policy + file, encoding="utf-8")
    assert act({"directories": "acme", "args": "--select=GNI402", "hash": word}).code == int(word.lower() == "true")


@pytest.mark.long
def test_files_are_read_where_that_is_asked_for(act: Act, workspace: Path) -> None:
    (workspace / "evidence/files/a.txt").write_text("a", encoding="utf-8")
    record = "id: POL-417\nkind: policy\ntitle: t\nsummary: s\neffective: {from: 2019-01}\nowner: olga\nclassification: internal\n"
    file = f"file: evidence/files/a.txt\nsize: 1\nsha256: {'ab' * 32}\n"
    (workspace / "evidence/policies/POL-417.yaml").write_text(record + file, encoding="utf-8")
    only = {"directories": "acme", "args": "--select=GNI402"}
    assert (act(only).code, act({**only, "hash": "true"}).code) == (0, 1)


def test_reports_are_written(act: Act, tmp_path: Path) -> None:
    (tmp_path / "gni.sarif").write_text("of the last run")
    job = act({"directories": "acme", "sarif-file": "gni.sarif", "reports": "junit=out/deep er/gni.xml\n\ngitlab=quality.json"})
    assert job.code == 0
    assert len(json.loads((tmp_path / "gni.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]) > 80
    assert "<testsuites" in (tmp_path / "out/deep er/gni.xml").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "quality.json").read_text(encoding="utf-8"))


@pytest.mark.long
def test_what_is_installed(act: Act, tmp_path: Path) -> None:
    install = ["install", "--quiet"]
    assert act().pip == [*install, str(ROOT), "-c", str(ROOT / "requirements-dev.lock")]
    assert (ROOT / "requirements-dev.lock").is_file()
    assert act({"directories": "acme", "version": "0.1.0"}).pip == [*install, "gni-assess==0.1.0"]
    (tmp_path / "own").mkdir()
    assert act({"directories": "acme", "path": "own"}).pip == [*install, "./own"]
    assert act({"directories": "acme", "path": str(tmp_path / "own")}).pip == [*install, str(tmp_path / "own")]
    for inputs in ({"version": "0.1.0", "path": "own"}, {"version": "--pre"}, {"version": "0 @ x"}, {"path": "nowhere"}):
        job = act(inputs)
        assert (job.code, job.pip) == (2, [])
        assert job.log.count("::error title=gni-assess::") == 1
        assert job.log.removeprefix("::error title=gni-assess::").strip() in job.summary
