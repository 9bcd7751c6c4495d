"""What this version shows, said in plain words where the report begins, so that a reader who gets little does not wonder.

Every count is of what is shown, and every sentence is true whether anything is kept back or not: nothing follows from it of what is not
told of at all.
"""

import re
from collections.abc import Mapping

from gni_assess.model.vocabulary import Audience
from gni_assess.report.view import View
from gni_assess.report.words import FINDINGS

_MAY: Mapping[Audience, str] = {
    Audience.GNI: "This version shows what GNI's committee and board may have",
    Audience.COMPANY_BOARD: "This version shows what the company's board may have",
    Audience.RESPONDENT: "This version shows what one respondent in the company may have",
    Audience.PUBLIC: "This version shows only what may be public",
}
_REST: Mapping[Audience, str] = {
    Audience.GNI: "The rest is kept back, which is usual: the independent assessor works with the record itself and reports to GNI.",
    Audience.COMPANY_BOARD: "What is kept back is listed under Withheld, as far as it may be told; the company's team has the full record.",
    Audience.RESPONDENT: "The rest is kept back, which is usual; the company's team has the full record.",
    Audience.PUBLIC: "Everything else is kept back, which is usual: the record itself goes to the independent assessor.",
}

_ALONE = "the criteria alone"
# Longer numbers are no counts: one could be a number that is protected.
_NUMBER = "[0-9]{1,6}"
_COUNT = rf"{_NUMBER} (?:finding|gap|document|case)s?(?: \((?:{_NUMBER}|none) in full\))?"
_SENTENCE = re.compile(f"(?:{'|'.join(map(re.escape, _MAY.values()))}): (?:{_ALONE}|{_COUNT}(?:(?:, | and ){_COUNT})*)\\.")


def say_what_is_shown(view: View) -> tuple[str, str] | None:
    """Say how much is shown, and what of the rest; None for the team and the assessor, who are given every part of the report."""
    audience = view.disclosure.audience
    if audience not in _MAY:
        return None
    return f"{_MAY[audience]}: {_listed(_counts(view))}.", _REST[audience]


def is_what_is_shown(text: str) -> bool:
    """Whether a text is such a sentence: the program's own words and counts, and no word of any record."""
    return _SENTENCE.fullmatch(text) is not None


def _counts(view: View) -> list[str]:
    findings = [view.counted_as(each) for each in view.criteria]
    number = sum(each in FINDINGS.values() for each in findings)
    said = [_count(number, "finding", "findings")] if number else []
    for one, many, given in (
        ("gap", "gaps", [each.gap.record for each in view.gaps]),
        ("document", "documents", [each.record for each in view.documents]),
        ("case", "cases", [each.record for each in view.cases]),
    ):
        whole = len(given) - given.count(None)
        part = "" if whole == len(given) else f" ({whole or 'none'} in full)"
        said += [_count(len(given), one, many) + part] if given else []
    return said or [_ALONE]


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
