"""A policy or system is registered, and nothing relies on it.

Why: Either it proves something and a response should say so, or it is material that the assessor need not wade through. A report that
lists it without any link raises the question what it is for.

Wrong:
    # evidence/policies/POL-417.yaml exists, and no record names it
    criterion: GOV-02
    evidence: []

Right:
    # evidence/policies/POL-417.yaml exists
    criterion: GOV-02
    evidence:
      - {id: POL-417, where: section 4.2, shows: The charter gives the committee the task}

Mend: Link it: `gni-assess answer GOV-02 --evidence POL-417`. Or remove its record, if it proves nothing that is asked. An earlier version
that a used document supersedes counts as used: cases are judged by the policy that was in force on their day.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.mentions import linked_evidence
from gni_assess.checks.rule import Context
from gni_assess.model.assessment import Assessment
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity, RecordKind

CODE = "GNI106"
NAME = "unused-evidence"
SEVERITY = DiagnosticSeverity.INFORMATION

_MAY_USE = frozenset(RecordKind) - {RecordKind.INTERVIEW, RecordKind.WORKSPACE}


def check(context: Context) -> Iterator[Problem]:
    """Find policies and systems that no record links to; silent while a record that may do so cannot be read."""
    if any(each.kind in _MAY_USE for each in context.broken):
        return
    assessment = context.assessment
    used = _used(assessment)
    for documents in (assessment.policies, assessment.systems):
        for document in documents.values():
            if document.id not in used:
                yield Problem(
                    record=ref_of(document),
                    path=("id",),
                    message=f"nothing relies on `{document.id}`",
                    fix=f"link it where it proves something: gni-assess answer CRITERION --evidence {document.id}; or remove the record",
                )


def _used(assessment: Assessment) -> set[str]:
    used = {evidence_id for record in assessment.records() for _, evidence_id in linked_evidence(record)}
    waiting = list(used)
    while waiting:
        evidence_id = waiting.pop()
        document = assessment.policies.get(evidence_id) or assessment.systems.get(evidence_id)
        if document and document.supersedes and document.supersedes not in used:
            used.add(document.supersedes)
            waiting.append(document.supersedes)
    return used
