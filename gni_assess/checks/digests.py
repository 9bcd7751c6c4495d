"""Digests: what a review is a review of, and which wording an answer was given to."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any

from gni_assess.model.criteria import Criterion
from gni_assess.model.dates import PartialDate
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import CompanyType

_REVIEWED = (
    "finding",
    "answer",
    "reason",
    "evidence",
    "gaps",
    "exceptions",
    "no_instance",
    "alternative",
    "limits",
    "classification",
)
_FOR_THE_TEAM = frozenset({("Gap", "notes"), ("Limit", "note")})


def content_digest(response: Response) -> str:
    """Give the SHA-256 (hexadecimal) of what a review of this response is about.

    Stamps, assignee, due date, notes and the mark `unsure` are not part of it, nor is white space around a text. Values that equal the
    model's default are left out, so that a field added by a later version does not void the reviews of earlier ones.
    """
    content = {name: plain for name in _REVIEWED if (plain := _plain(getattr(response, name))) not in (None, "", [])}
    return _sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True))


def wording_digest(question: str) -> str:
    """Give the SHA-256 (hexadecimal) of a question; how its lines are wrapped does not matter."""
    return _sha256(" ".join(question.split()))


def wording_put_to(types: tuple[CompanyType, ...], criterion: Criterion) -> str:
    """Give the digest of a criterion's question as it is put to a company of these types."""
    return wording_digest(criterion.question_to(types))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, PartialDate | type):
        owner = type(value).__name__
        named = ((each, getattr(value, each.name)) for each in fields(value))
        return {each.name: _plain(inner) for each, inner in named if _counts(owner, each, inner)}
    if isinstance(value, str):
        return str(value).strip()
    return str(value) if isinstance(value, date | PartialDate) else value


def _counts(owner: str, described: Field[Any], value: object) -> bool:
    if (owner, described.name) in _FOR_THE_TEAM:
        return False
    default = described.default if described.default_factory is MISSING else described.default_factory()
    return value != default
