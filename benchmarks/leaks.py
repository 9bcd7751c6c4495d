"""Target 9: looking for protected terms in every text."""

from collections.abc import Iterator

from benchmarks.generate import generate
from benchmarks.measure import Bench, Result, stopwatch
from gni_assess.disclosure.folding import fold
from gni_assess.disclosure.leaks import find_leaks
from gni_assess.disclosure.staff import Staff
from gni_assess.disclosure.texts import record_texts
from gni_assess.model.vocabulary import Audience
from gni_assess.store.load import load_workspace

_SIZE = 1_000
_TERMS = 1_000


def measure(bench: Bench) -> Iterator[Result]:
    """Search 1,000 records for 1,000 terms, against a pass that only folds the same texts."""
    root = bench.new_folder() / "workspace"
    generate(root, _SIZE, terms=_TERMS)
    assessment = load_workspace(root).require()
    staff = Staff(assessment.workspace.people, Audience.PUBLIC)
    texts = [text for record in assessment.records() for _, text in record_texts(record, staff)]
    found = len(find_leaks(assessment))

    def ours() -> float:
        return stopwatch(lambda: find_leaks(assessment))

    def walk() -> float:
        return stopwatch(lambda: [fold(text) for record in assessment.records() for _, text in record_texts(record, staff)])

    def bare() -> float:
        return stopwatch(lambda: [fold(text) for text in texts])

    work = f"leak check, {_SIZE:,} records, {_TERMS:,} terms"
    note = f"{len(texts):,} texts, {found} leaks found"
    one, other = bench.compare(ours, walk)
    yield Result(target="9", work=work, against="a pass that only folds the texts", limit=3, ours=one, peer=other, note=note)
    one, other = bench.compare(ours, bare)
    yield Result(target="9", work=work, against="folding alone, the texts collected before", ours=one, peer=other)
