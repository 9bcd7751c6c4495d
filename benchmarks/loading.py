"""Target 5: reading YAML with positions and a check for duplicate keys."""

import gc
from collections.abc import Callable, Iterator

import yaml

from benchmarks.measure import Bench, Result, stopwatch
from gni_assess.store.yaml_reader import read_yaml

_SIZE = 10_000


class PlainLoader(yaml.CSafeLoader):
    """PyYAML's quick loader, which leaves dates as text, so that both give equal values (and it does a little less)."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def measure(bench: Bench) -> Iterator[Result]:
    """Load all files of a workspace from memory and keep what was read."""
    size = min(_SIZE, max(bench.sizes))
    files = [each.read_bytes() for each in sorted((bench.workspace(size) / "evidence").glob("*/*.yaml"))]
    if any(read_yaml(data).value != yaml.load(data, PlainLoader) for data in files[:500]):  # noqa: S506 - a safe loader
        raise RuntimeError("the two do not read the same")

    def ours() -> float:
        # As `load_workspace` does.
        return _without_collector(lambda: [read_yaml(data) for data in files])

    def peer() -> float:
        return stopwatch(lambda: [yaml.load(data, PlainLoader) for data in files])  # noqa: S506 - a safe loader

    def tuned_peer() -> float:
        return _without_collector(lambda: [yaml.load(data, PlainLoader) for data in files])  # noqa: S506 - a safe loader

    work = f"load {size:,} records"
    one, other = bench.compare(ours, peer)
    yield Result(target="5", work=work, against="PyYAML CSafeLoader", limit=0.7, ours=one, peer=other)
    one, other = bench.compare(ours, tuned_peer)
    yield Result(target="5", work=work, against="the same, garbage collector off there too", ours=one, peer=other)


def _without_collector(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        return stopwatch(work)
    finally:
        gc.enable()
