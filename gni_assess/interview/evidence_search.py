"""Find evidence by id or by words."""

import re

from gni_assess.model.assessment import Assessment, Evidence
from gni_assess.model.cases import Case
from gni_assess.model.likeness import find_alike

_ID = re.compile(r"(?:pol|sys|case)-\w+\Z", re.IGNORECASE | re.ASCII)
_MOST = 9


def split_words(text: str) -> tuple[str, ...]:
    """Split at blanks, commas and semicolons."""
    return tuple(each for each in re.split(r"[\s,;]+", text) if each)


def looks_like_id(word: str) -> bool:
    """Whether a word has the form of an id of evidence, such as `POL-417`."""
    return _ID.match(word) is not None


def search(assessment: Assessment, text: str) -> tuple[Evidence, ...]:
    """Give the evidence whose id, title or summary has all these words, titles first; not more than fit on a small screen."""
    words = [each.casefold() for each in split_words(text)]
    found = [each for each in _all(assessment) if all(word in _text_of(each) for word in words)]
    found.sort(key=lambda each: (not all(word in f"{each.id} {each.title}".casefold() for word in words), each.id))
    return tuple(found[:_MOST]) if words else ()


def nearest(assessment: Assessment, evidence_id: str) -> tuple[Evidence, ...]:
    """Give the evidence with the most similar ids."""
    known = {each.id: each for each in _all(assessment)}
    return tuple(known[each] for each in find_alike(evidence_id.upper(), known, most=3))


def _all(assessment: Assessment) -> tuple[Evidence, ...]:
    return (*assessment.policies.values(), *assessment.systems.values(), *assessment.cases.values())


def _text_of(evidence: Evidence) -> str:
    words = evidence.demanded if isinstance(evidence, Case) else evidence.summary
    return f"{evidence.id} {evidence.title} {words}".casefold()
