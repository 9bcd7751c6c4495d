"""Ids for new records and gaps. Numbers are drawn at random, so that a missing number tells an outsider nothing."""

import secrets
from collections.abc import Collection
from pathlib import Path

from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import RECORD_FIELDS, RecordKind
from gni_assess.store.layout import EVIDENCE, PREFIXES

_ROOM = 0.8


def draw_record_id(root: Path, assessment: Assessment, kind: RecordKind) -> str:
    """Draw a free id for a new record. Files that cannot be read keep their ids too."""
    folder = root / EVIDENCE / RECORD_FIELDS[kind]
    on_disk = {each.stem for each in folder.glob("*.yaml")} if folder.is_dir() else set()
    return draw_id(PREFIXES[kind] + "-", {*assessment.of_kind(kind), *on_disk})


def draw_gap_id(criterion_id: str, taken: Collection[str]) -> str:
    """Draw a free id for a new gap under a criterion."""
    return draw_id(f"{criterion_id}-G", taken)


def draw_id(prefix: str, taken: Collection[str]) -> str:
    """Draw a number that is free under a prefix: three digits, or more where most of those are taken."""
    used = set(taken)
    digits = 3
    while sum(1 for each in used if each.startswith(prefix) and len(each) == len(prefix) + digits) > _ROOM * 9 * 10 ** (digits - 1):
        digits += 1
    while True:
        number = 10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1))
        if (drawn := f"{prefix}{number}") not in used:
            return drawn
