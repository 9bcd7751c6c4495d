"""A link points to evidence that is not registered.

Why: A statement whose proof cannot be found is a statement without proof, and an assessor who follows a dead link will doubt the live
ones too. Often the id was mistyped, or somebody else's record was not merged yet.

Wrong:
    # evidence/responses/GOV-02.yaml; there is no evidence/policies/POL-471.yaml
    evidence:
      - {id: POL-471, where: section 4.2}

Right:
    # evidence/responses/GOV-02.yaml; evidence/policies/POL-417.yaml exists
    evidence:
      - {id: POL-417, where: section 4.2}

Mend: Find the right id with `gni-assess evidence list` and correct the link, register the evidence with `gni-assess evidence add`, or
remove the link. Where the evidence exists but its file cannot be read, that file's own diagnostic is shown instead of this one.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.mentions import linked_evidence
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import KeyPath, Problem, RecordRef
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI102"
NAME = "unknown-evidence"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find links to evidence, and superseded documents, that have no file."""
    known = context.index.evidence
    for record in context.assessment.records():
        for path, evidence_id in linked_evidence(record):
            if evidence_id not in known:
                yield _problem(ref_of(record), path, evidence_id)
    for documents in (context.assessment.policies, context.assessment.systems):
        for document in documents.values():
            if document.supersedes and document.supersedes not in known:
                yield _problem(ref_of(document), ("supersedes",), document.supersedes)


def _problem(record: RecordRef, path: KeyPath, evidence_id: str) -> Problem:
    field = "supersedes" if path == ("supersedes",) else "evidence"
    return Problem(
        record=record,
        path=path,
        message=f"`{field}` names a record that does not exist",
        fix="correct the id (`gni-assess evidence list` shows all), or register the evidence: gni-assess evidence add",
        detail=f"`{evidence_id}`",
    )
