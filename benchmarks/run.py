"""Runs the benchmarks: `python benchmarks/run.py`. Prints a table and writes JSON; a missed target is no failure."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

# Last, so that an installed gni-assess is measured and not the one beside this folder.
sys.path.append(str(Path(__file__).resolve().parent.parent))

from benchmarks import interviewing, leaks, loading, saving, startup, validation, workbooks
from benchmarks.measure import Bench, Result
from benchmarks.table import machine, write_json, write_table

BENCHMARKS: Mapping[str, Callable[[Bench], Iterator[Result]]] = {
    "1": startup.measure_version,
    "1b": startup.measure_commands,
    "2": validation.measure_small,
    "2b": validation.measure_against_yamllint,
    "3": validation.measure_large,
    "5": loading.measure,
    "6": workbooks.measure_export,
    "6b": workbooks.measure_rows,
    "7": saving.measure,
    "8": interviewing.measure,
    "9": leaks.measure,
    "growth": validation.measure_growth,
}


def main() -> None:
    """Run what was asked for."""
    options = _parse()
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="gni-assess-bench-", dir=options.work) as folder:
        bench = Bench(rounds=options.rounds, sizes=options.sizes, folder=Path(folder))
        for target in options.only:
            print(f"measuring {target} …", file=sys.stderr, flush=True)
            results.extend(_measure(target, bench))
    print(f"{machine()}, {options.rounds} rounds\n")
    print("\n".join(write_table(results)))
    options.output.write_text(write_json(results, options.rounds), encoding="utf-8")
    print(f"\nwritten: {options.output}", file=sys.stderr)


def _measure(target: str, bench: Bench) -> Iterator[Result]:
    try:
        yield from BENCHMARKS[target](bench)
    except Exception as error:  # noqa: BLE001 - one that breaks must not keep the others from being measured
        yield Result(target=target, work="broke off", note=f"{type(error).__name__}: {error}")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=_targets, default=tuple(BENCHMARKS), help=f"which, with commas: {', '.join(BENCHMARKS)}")
    parser.add_argument("--rounds", type=_rounds, default=5, help="how often both sides are measured, after one run that does not count")
    parser.add_argument("--sizes", type=_sizes, default=(200, 1_000, 10_000), help="records to validate, with commas")
    parser.add_argument("--output", type=Path, default=Path("benchmarks.json"), help="the JSON file")
    parser.add_argument("--work", type=Path, default=None, help="where to make temporary workspaces; a real disk, or saving costs nothing")
    return parser.parse_args()


def _targets(text: str) -> tuple[str, ...]:
    wanted = tuple(each.strip() for each in text.split(",") if each.strip())
    if unknown := [each for each in wanted if each not in BENCHMARKS]:
        raise argparse.ArgumentTypeError(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return wanted


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(_number(each, least=20) for each in text.split(",")))


def _rounds(text: str) -> int:
    return _number(text, least=1)


def _number(text: str, *, least: int) -> int:
    if not text.strip().isdigit() or int(text) < least:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number of at least {least}")
    return int(text)


if __name__ == "__main__":
    main()
