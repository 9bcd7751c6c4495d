"""Ids for new records and gaps. Numbers are drawn at random, so that a missing number tells an outsider nothing."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import RECORD_FIELDS, RecordKind
from gni_assess.store.layout import EVIDENCE, PREFIXES

_ROOM = 0.8


def draw_record_id(root: Path, assessment: Assessment, kind: RecordKind) -> str:
    """Draw a free id for a new record. Files that cannot be read keep their ids too."""
    return next(draw_record_ids(root, assessment, kind))


def draw_record_ids(root: Path, assessment: Assessment, kind: RecordKind) -> Iterator[str]:
    """Draw free ids for new records without end, each free beside those before."""
    folder = root / EVIDENCE / RECORD_FIELDS[kind]
    on_disk = {each.stem for each in folder.glob("*.yaml")} if folder.is_dir() else set()
    return draw_ids(PREFIXES[kind] + "-", {*assessment.of_kind(kind), *on_disk})


def draw_gap_id(criterion_id: str, taken: Collection[str]) -> str:
    """Draw a free id for a new gap under a criterion."""
    return draw_id(f"{criterion_id}-G", taken)


def draw_id(prefix: str, taken: Collection[str]) -> str:
    """Draw a number that is free under a prefix: three digits, or more where most of those are taken."""
    return next(draw_ids(prefix, taken))


def draw_ids(prefix: str, taken: Collection[str]) -> Iterator[str]:
    """Draw free numbers under a prefix without end, each as `draw_id` does beside those before."""
    used = {each for each in taken if each.startswith(prefix)}
    of_length = Counter(map(len, used))
    digits = 3
    while True:
        while of_length[len(prefix) + digits] > _ROOM * 9 * 10 ** (digits - 1):
            digits += 1
        number = 10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1))
        if (drawn := f"{prefix}{number}") not in used:
            used.add(drawn)
            of_length[len(drawn)] += 1
            yield drawn
