"""The files inside the workspace that policies and systems name, with what was found there."""

from collections.abc import Iterator

from gni_assess.checks.rule import Context
from gni_assess.model.assessment import FileFact
from gni_assess.model.evidence import Policy, System
from gni_assess.model.paths import fault_of


def named_files(context: Context) -> Iterator[tuple[Policy | System, FileFact | None]]:
    """Give each policy and system that names a file, with the fact of it; None where nobody looked.

    What lies outside the workspace is left out: it is GNI404, and nothing more is said about it.
    """
    for documents in (context.assessment.policies, context.assessment.systems):
        for document in documents.values():
            fact = context.facts.files.get(document.file)
            if document.file and fault_of(document.file) is None and not (fact and fact.outside):
                yield document, fact
