"""A policy or system names a file of the workspace and records no SHA-256 for it.

Why: Without the fingerprint nobody can tell later whether the file is still the one that the answer was written from. An assessor who
gets the file cannot check that it is the one that the record means, and a silent change of a document goes unnoticed.

Wrong:
    id: POL-417
    file: evidence/files/charter.pdf

Right:
    id: POL-417
    file: evidence/files/charter.pdf
    sha256: 0bbe7de7292bd632ed2436c9fa899c261c9cce02e381ff3828f4c5fc2c7e66c7
    size: 48211

Mend: `gni-assess evidence verify POL-417 --record` reads the file and writes both values into the record. Nobody has to type them.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.named_files import named_files
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI403"
NAME = "unhashed-file"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find files without a SHA-256; one that is missing (GNI401) has none to record yet."""
    for document, fact in named_files(context):
        is_missing = fact is not None and not fact.exists and context.facts.has_vault
        if not document.sha256 and not is_missing:
            yield Problem(
                record=ref_of(document),
                path=("file",),
                message="`file` names a file of which no SHA-256 is recorded",
                fix=f"have it recorded: gni-assess evidence verify {document.id} --record",
            )
