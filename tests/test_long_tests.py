"""What takes long is spared to who types the README's command, and run by `.ci/run` with that very command."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONG = "GNI_ASSESS_LONG_TESTS"


def readme_command() -> str:
    (found,) = re.findall(r"^<!-- tests -->\n```sh\n(.*)\n```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    return str(found)


def test_the_readme_gives_one_command_that_uses_all_cores() -> None:
    *_, install, test = readme_command().split(" && ")
    assert install == 'pip install -e ".[test]"'
    assert test == "pytest -n auto"


def test_the_gate_runs_the_long_ones_with_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    before, _, after = script.partition("sed -n '/^<!-- tests -->$/,/^```$/p' README.md")
    assert f"export {LONG}=1\n" in after
    assert f"{LONG}=1" not in before, "with other versions of Python the quick ones will do"
    assert after.endswith('\neval "$command"\n')
    assert "-n " not in re.findall(r'PYTEST_ADDOPTS="(.*)"', after)[0], "the command says that itself"


@pytest.mark.parametrize(("value", "counted"), [("", "1 passed, 1 skipped"), ("1", "2 passed")])
def test_what_is_marked_as_long_skips_and_says_how_to_run_it(tmp_path: Path, value: str, counted: str) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    text = "import pytest\n\ndef test_a():\n    pass\n\n@pytest.mark.long\ndef test_b():\n    pass\n"
    (tmp_path / "test_two.py").write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        ".",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:cov",
        ".",
    ]
    env = {name: each for name, each in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    done = subprocess.run(command, cwd=tmp_path, env={**env, LONG: value}, capture_output=True, text=True, check=False)
    assert f"{counted} in " in done.stdout, done.stdout + done.stderr
    assert (f"long: set {LONG}=1" in done.stdout) is not bool(value)
