"""A record is `restricted`, and no ground says why.

Why: What is restricted the assessor only sees in a secure setting, and the company's board and GNI do not see at all. Companies may hold
such things back, for legal privilege, a legal prohibition, trade secrets, security or the privacy of users, and say that they did. A
restriction without any ground looks like a company that has something to hide, and the report cannot say on what it rests.

Wrong:
    id: POL-417
    classification: restricted

Right:
    id: POL-417
    classification: restricted
    limits:
      - ground: legal-privilege
        treatment: {assessor: view-only, company-board: withheld}
        how: In the secure room; ask the general counsel.

Mend: Add a limit with its `ground`, and under `treatment` what each audience gets. If there is no ground, use a lower classification:
`confidential` still keeps the record from GNI, other companies and the public.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Classification, DiagnosticSeverity

CODE = "GNI602"
NAME = "restricted-without-limit"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find restricted records and gaps without limits; limits without a ground are GNI601. What has no classification says nothing."""
    for record in context.assessment.records():
        for path in _unexplained(record):
            yield Problem(
                record=ref_of(record),
                path=path,
                message="`restricted`, and no ground says why",
                fix="add a limit with its ground under `limits`, or choose a lower classification",
            )


def _unexplained(record: Record) -> Iterator[KeyPath]:
    if _is_bare(record):
        yield ("classification",)
    if isinstance(record, Response):
        for number, gap in enumerate(record.gaps):
            if _is_bare(gap) and not any(_covers_gaps(each) for each in record.limits):
                yield "gaps", number, "classification"


def _is_bare(record: Record | Gap) -> bool:
    return record.classification is Classification.RESTRICTED and not record.limits


def _covers_gaps(limit: Limit) -> bool:
    return limit.ground is not None and (not limit.fields or "gaps" in limit.fields)
