"""Measuring two things in turn, and what came out of it."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.generate import generate

Timed = Callable[[], float]
"""Does the work once and gives the seconds that it took."""

PROGRAMS = Path(__file__).resolve().parent / "programs"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One line of the table.

    With a peer the figure is the median of the ratios of each round; without one it is the value itself. `limit` is the target: the
    figure should not be above it.
    """

    target: str
    work: str
    against: str = ""
    limit: float | None = None
    unit: str = "ratio"
    ours: tuple[float, ...] = ()
    peer: tuple[float, ...] = ()
    value: float | None = None
    note: str = ""

    @property
    def ratios(self) -> tuple[float, ...]:
        """The ratio of each round."""
        return tuple(one / other for one, other in zip(self.ours, self.peer, strict=False))

    @property
    def figure(self) -> float | None:
        """What is compared with the target; None where nothing could be measured."""
        return median(self.ratios) if self.ratios else self.value

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None where there is no target, or no figure."""
        return None if self.limit is None or self.figure is None else self.figure <= self.limit


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What all benchmarks share: how many rounds, how large, and a folder to work in."""

    rounds: int
    sizes: tuple[int, ...]
    folder: Path
    made: set[Path] = field(default_factory=set)

    def workspace(self, size: int) -> Path:
        """Give a workspace of that many records, made on first use."""
        root = self.folder / f"workspace-{size}"
        if root not in self.made:
            generate(root, size)
            self.made.add(root)
        return root

    def new_folder(self) -> Path:
        """Make an empty folder."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def compare(self, ours: Timed, peer: Timed, *, rounds: int = 0) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Measure both in turn, after one run of each that does not count."""
        ours()
        peer()
        pairs = [(ours(), peer()) for _ in range(rounds or self.rounds)]
        return tuple(one for one, _ in pairs), tuple(other for _, other in pairs)


def process(command: Sequence[str | Path], folder: Path, *, prepare: Callable[[], object] = lambda: None) -> Timed:
    """Measure a whole process, from its start to its end; a RuntimeError where it fails. `prepare` is not measured."""

    def run() -> float:
        prepare()
        start = time.perf_counter()
        done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        taken = time.perf_counter() - start
        if done.returncode:
            lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
            raise RuntimeError(f"`{Path(command[0]).name}` ended with {done.returncode}: {lines[-1]}")
        return taken

    return run


def answer_of(command: Sequence[str | Path], folder: Path) -> str:
    """Run a process and give the last line that it prints."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]


def tool(name: str) -> Path | None:
    """Find an installed program beside the Python that runs this; None where it is missing."""
    folder = Path(sys.executable).parent
    return next((each for each in (folder / name, folder / f"{name}.exe") if each.is_file()), None)


def own_program() -> Path:
    """Find the installed `gni-assess`; a RuntimeError where it is missing."""
    found = tool("gni-assess")
    if found is None:
        raise RuntimeError("gni-assess is not installed beside this Python: `pip install .` first, not editable")
    return found


def stopwatch(work: Callable[[], object]) -> float:
    """Measure one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
