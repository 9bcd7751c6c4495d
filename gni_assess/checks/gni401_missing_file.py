"""A policy or system names a file that is not there.

Why: The record says that the proof lies at hand, and on the day on which the assessor asks for it there is nothing to open. Files get
lost when a folder is tidied up, when a name is mistyped, and when a colleague adds the record but not the document. Capital and small
letters count: what opens on one computer may be missing on another.

Wrong:
    id: POL-417
    file: evidence/files/chater.pdf   # the document is called charter.pdf

Right:
    id: POL-417
    file: evidence/files/charter.pdf

Mend: Put the document where the record says, or correct the path. A document that was only moved or renamed under `evidence/` is found
by GNI008, as a file that no one reads. If the document is kept elsewhere on purpose, take `file` out and say
so in words, in `held_at`, or by its address, in `url`. Where the folder `evidence/files` is absent altogether, as in a copy for CI without
the documents, this is at most a warning.
"""

from collections.abc import Iterator, Mapping

from gni_assess.checks.index import ref_of
from gni_assess.checks.named_files import named_files
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.evidence import Policy, System
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI401"
NAME = "missing-file"
SEVERITY = DiagnosticSeverity.ERROR

_MISSING = "put the document there or correct the path; where it is kept elsewhere, say so in `held_at` or `url` instead"
_MOVED = "it may have been moved, as one file that no record names (GNI008) has its name or size: correct the path, or put it back"


def check(context: Context) -> Iterator[Problem]:
    """Find files that are not there; without the folder of documents they are at most warnings."""
    has_vault = context.facts.has_vault
    for document, fact in named_files(context):
        if fact is not None and not fact.exists:
            moved = _find_moved(document, context.facts.strays)
            yield Problem(
                record=ref_of(document),
                path=("file",),
                message="`file` names a file that is not there" + ("" if has_vault else ", as there is no folder `evidence/files` here"),
                fix=_MOVED if moved else _MISSING,
                detail=f"`{document.file}`" + (f"; perhaps it is `{moved}` now" if moved else ""),
                lowered=not has_vault,
            )


def _find_moved(document: Policy | System, strays: Mapping[str, int]) -> str:
    """Name the one file that no record names and that has the name or size of the missing one; empty where it is not just one."""
    name = _name(document.file)
    alike = [file for file, size in strays.items() if _name(file) == name or size == document.size]
    return alike[0] if len(alike) == 1 else ""


def _name(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2].casefold()
