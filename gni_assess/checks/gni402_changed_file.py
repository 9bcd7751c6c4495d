"""A file no longer has the size or SHA-256 that its record says, or may not be read to compare them.

Why: The SHA-256 is a fingerprint of the document that was looked at when the answer was written. If the file differs, the answer rests on
something that nobody has read: a later draft, another document under the same name, or a file that was damaged on the way. An assessor
who compares the two will ask which of them counts.

Wrong:
    id: POL-417
    file: evidence/files/charter.pdf
    size: 48211                       # the file has 51877 bytes today

Right:
    id: POL-417
    file: evidence/files/charter.pdf
    size: 51877

Mend: Find out which version is meant. If the file is right, take `sha256` and `size` out of the record and have them taken anew with
`gni-assess evidence verify POL-417 --record`; read the answers that rest on it again. If the file is wrong, put the right one back. A new
version of a policy is a record of its own, which names the earlier one in `supersedes`. Sizes are always compared; each file is
read to its end, and its SHA-256 compared, with `validate --hash` and by `gni-assess evidence verify`. A file that is there and cannot be
read then is reported too: see to it that you may read it.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.named_files import named_files
from gni_assess.checks.rule import Context
from gni_assess.model.assessment import FileFact
from gni_assess.model.diagnostics import Problem
from gni_assess.model.evidence import Document
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI402"
NAME = "changed-file"
SEVERITY = DiagnosticSeverity.ERROR

_SIZE_IS_WRONG = "`size` is not that of the file, though its SHA-256 is as recorded"
_READ_IT = "see to it that you may read the file, and run this again"


def check(context: Context) -> Iterator[Problem]:
    """Find files that differ from their records: by size, and by SHA-256 where the files were read; one problem for each file."""
    for document, fact in named_files(context):
        if fact is None or not fact.exists:
            continue
        key = _difference(document, fact)
        if key == "size":
            same = bool(document.sha256) and document.sha256 == fact.sha256
            message = _SIZE_IS_WRONG if same else "the file is not the one that was recorded: it has another size"
            fix = "correct `size`" if same else _fix(document)
            detail = f"recorded {document.size} bytes, found {fact.size}"
            yield Problem(record=ref_of(document), path=("size",), message=message, fix=fix, detail=detail)
        elif key == "sha256":
            message = "the file is not the one that was recorded: it has another SHA-256"
            yield Problem(record=ref_of(document), path=("sha256",), message=message, fix=_fix(document), detail=f"found {fact.sha256}")
        elif fact.unreadable:
            message = "the file is there, but cannot be read, so its SHA-256 was not compared"
            yield Problem(record=ref_of(document), path=("file",), message=message, fix=_READ_IT, detail=f"`{document.file}`")


def _difference(document: Document, fact: FileFact) -> str:
    if None not in (document.size, fact.size) and document.size != fact.size:
        return "size"
    return "sha256" if document.sha256 and fact.sha256 and document.sha256 != fact.sha256 else ""


def _fix(document: Document) -> str:
    return (
        "put the right file back; or, where this one is right, remove `sha256` and `size` from the record and run "
        f"gni-assess evidence verify {document.id} --record"
    )
