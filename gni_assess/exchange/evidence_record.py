"""A policy or system as somebody's evidence list would say it: as texts by field, and back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gni_assess.exchange.evidence_map import CLASSIFICATIONS, FIELDS, KINDS
from gni_assess.exchange.evidence_values import UNKNOWN
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind, System
from gni_assess.model.vocabulary import RecordKind

_DATES = frozenset({"last_reviewed", "next_review"})
_LISTS = frozenset({"entities", "services"})
PLACES = ("url", "held_at")
"""Where a thing is."""


def record_kind(texts: Mapping[str, str]) -> RecordKind:
    """Say which kind of record a row becomes."""
    return RecordKind.POLICY if isinstance(KINDS[texts["kind"]], PolicyKind) else RecordKind.SYSTEM


def make_record(record_id: str, texts: Mapping[str, str], *, owner: str) -> Policy | System:
    """Make a new record; it belongs to `owner` where the texts do not say to whom."""
    kind = KINDS[texts["kind"]]
    base: Mapping[str, Any] = {
        "id": record_id,
        "title": texts["title"],
        "summary": texts["summary"],
        "owner": texts.get("owner") or owner,
        "effective": Effective(from_=PartialDate(UNKNOWN)),
    }
    new: Policy | System = Policy(kind_of=kind, **base) if isinstance(kind, PolicyKind) else System(kind_of=kind, **base)
    return put_texts(new, texts)


def texts_of(record: Policy | System) -> Mapping[str, str]:
    """Give the fields of a record as a list would say them."""
    return {
        **{key: getattr(record, key) for key in FIELDS if isinstance(getattr(record, key, None), str)},
        "kind": record.kind_of.value,
        "effective.from": str(record.effective.from_),
        "effective.to": str(record.effective.to or ""),
        "last_reviewed": str(record.last_reviewed or ""),
        "next_review": str(record.next_review or ""),
        "entities": ", ".join(record.entities),
        "services": ", ".join(record.services),
        "classification": record.classification.value if record.classification else "",
    }


def put_texts(record: Policy | System, texts: Mapping[str, str]) -> Policy | System:
    """Put texts into the fields of a record; its kind stays."""
    values: dict[str, Any] = {}
    effective = record.effective
    for key, text in texts.items():
        if key == "effective.from":
            effective = replace(effective, from_=PartialDate(text))
        elif key == "effective.to":
            effective = replace(effective, to=PartialDate(text))
        elif key in _DATES:
            values[key] = PartialDate(text).exact
        elif key in _LISTS:
            values[key] = tuple(text.split(", "))
        elif key == "classification":
            values[key] = CLASSIFICATIONS[text]
        elif key != "kind":
            values[key] = text
    return replace(record, effective=effective, **values)


def place_in(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Give where a thing is, as it is compared."""
    return {key: one_line(texts[key]) for key in PLACES if texts.get(key)}


def place_of(record: Policy | System) -> Mapping[str, str]:
    """Give where the thing of a record is, as it is compared."""
    return place_in({"url": record.url, "held_at": record.held_at})


def one_line(text: str) -> str:
    """Give a text as it is compared: white space alone makes no difference, and case does."""
    return " ".join(text.split())
