"""What every test may use: a scrubbed environment, a small workspace made by the real `init`, and ways to run the program.

`run` calls the program in this process, with streams that are no terminal; `run_apart` starts a process of its own.

What takes long is marked so (`@pytest.mark.long`) and runs where `GNI_ASSESS_LONG_TESTS` is set, as in `.ci/run`; the tests of properties
try more examples then.
"""

import contextlib
import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from gni_assess.cli.entry import main

# These need a system with pseudo-terminals, before anything of them can be imported.
collect_ignore = ["interview/kills"] if sys.platform == "win32" else []

TODAY = "2026-11-21"
PROGRAM = (sys.executable, "-c", "import sys; from gni_assess.cli.entry import main; sys.exit(main())")
_EXACT = frozenset(
    {
        "CI",
        "CI_PROJECT_DIR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
        "EDITOR",
        "FORCE_COLOR",
        "GITLAB_CI",
        "GNI_ASSESS_AS",
        "LANG",
        "LANGUAGE",
        "LINES",
        "NO_COLOR",
        "PYTHONDONTWRITEBYTECODE",
        "SOURCE_DATE_EPOCH",
        "TERM",
        "TTY_COMPATIBLE",
        "TTY_INTERACTIVE",
        "VISUAL",
        "_GNI_ASSESS_COMPLETE",
    }
)
_STARTS = ("LC_", "GITHUB_", "PYTHONIOENCODING", "PYTHONUTF8")
LONG = "GNI_ASSESS_LONG_TESTS"

# A test that says itself how many examples it tries has slow ones, or few that differ.
# The same ones on every run, so that a gate never fails by chance; `random` looks for new ones.
_IS_SAME = os.environ.get(LONG) != "random"
settings.register_profile("quick", deadline=None, max_examples=25, derandomize=_IS_SAME)
settings.register_profile("long", deadline=None, max_examples=200, derandomize=_IS_SAME)
settings.load_profile("long" if os.environ.get(LONG) else "quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is marked as long, and say how to run it."""
    for each in [] if os.environ.get(LONG) else items:
        if each.get_closest_marker("long"):
            each.add_marker(pytest.mark.skip(reason=f"long: set {LONG}=1"))


@pytest.fixture(scope="session", autouse=True)
def scrubbed() -> Iterator[None]:
    """Take away whatever this machine, its terminal or its CI might change."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [each for each in os.environ if each in _EXACT or each.startswith(_STARTS)]:
            patch.delenv(name)
        yield


def pytest_collection_finish() -> None:
    """Spare the garbage collector ten thousand tests that stay until the end, each time that it looks."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one run of the program gave."""

    code: int
    out: str
    err: str

    @property
    def both(self) -> str:
        """All that anybody could read."""
        return self.out + self.err


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the program in this process: `run(*args, stdin=..., cwd=...)`; without `cwd` in an empty folder.

    `stdin` is text, bytes, or an object that takes the place of `sys.stdin`.
    """

    def run_here(*args: str | Path, stdin: object = "", cwd: Path | None = None) -> Outcome:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = io.BytesIO(), io.BytesIO()
        keyboard = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8") if isinstance(data, bytes) else data
        with (
            contextlib.chdir(cwd or tmp_path),
            pytest.MonkeyPatch.context() as patch,
            io.TextIOWrapper(out, encoding="utf-8", newline="") as stdout,
            io.TextIOWrapper(err, encoding="utf-8", newline="") as stderr,
        ):
            patch.setattr(sys, "stdin", keyboard)
            patch.setattr(sys, "stdout", stdout)
            patch.setattr(sys, "stderr", stderr)
            try:
                code = main([str(each) for each in args])
            except SystemExit as leave:
                code = leave.code if isinstance(leave.code, int) else 1
            stdout.flush()
            stderr.flush()
            return Outcome(code=code, out=out.getvalue().decode(), err=err.getvalue().decode())

    return run_here


@pytest.fixture
def run_apart(tmp_path: Path) -> Run:
    """Run the program in a process of its own: `run_apart(*args, stdin=..., cwd=..., env=...)`; without `cwd` in an empty folder."""

    def run_there(
        *args: str | bytes | Path,
        stdin: str | bytes = "",
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        **more: Any,  # noqa: ANN401 - whatever subprocess takes
    ) -> Outcome:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
        done = subprocess.run(
            [*PROGRAM, *args], input=data, cwd=cwd or tmp_path, env={**os.environ, **(env or {})}, timeout=60, check=False, **streams
        )
        return Outcome(code=done.returncode, out=(done.stdout or b"").decode(), err=(done.stderr or b"").decode())

    return run_there


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small workspace with the real `init`; to be copied, never changed."""
    folder = tmp_path_factory.mktemp("made") / "acme"
    people = ("--person", "olga=Olga Officer=Human rights lead", "--person", "carl=Carl Counsel=General counsel")
    services = ("--service", "cdn=Content delivery", "--entity", "nordics=Acme Nordics AS=NO")
    facts = (
        "--name",
        "Acme Relay",
        "--type",
        "infrastructure",
        "--first-assessment",
        "--market",
        "NO",
        "--market",
        "TR",
        "--concern",
        "TR",
    )
    period = ("--period-start", "2024-07-01", "--period-end", "2026-06-30")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = main(["init", str(folder), "--no-input", *facts, *services, *people, *period])
    assert code == 0
    return folder


@pytest.fixture
def workspace(made_once: Path, tmp_path: Path) -> Path:
    """Give a small workspace of its own to a test: infrastructure, two people, one service, one entity; nothing answered."""
    return Path(shutil.copytree(made_once, tmp_path / "acme"))


@pytest.fixture
def gni(run: Run, workspace: Path) -> Run:
    """Run the program in the small workspace, as Olga, on 2026-11-21."""

    def run_in_workspace(*args: str | Path, **more: Any) -> Outcome:  # noqa: ANN401 - as `run` takes it
        who = () if "--as" in args else ("--as", "olga")
        return run(*args, *who, "--today", TODAY, **{"cwd": workspace, **more})

    return run_in_workspace
