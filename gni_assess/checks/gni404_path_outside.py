"""A file of the record, or one that a policy or system names, lies outside the workspace.

Why: The tool checks, copies and bundles the files that records name. A path that leaves the workspace, directly or by a symbolic link,
could put a file of your computer that nobody meant to share into what the assessor gets. It is also a path that works on one computer
only. A path with `..` that stays inside is refused, too: where it leads depends on the links on its way.

Wrong:
    id: POL-417
    file: ../../legal/charter.pdf

Right:
    id: POL-417
    file: evidence/files/charter.pdf

Mend: Copy the document to `evidence/files/` and name it from there, with `/` between folders. Or leave it where it is and say so in words,
in `held_at`, or by its address, in `url`. Where the record's own file, or its folder, is a link that leads out, remove the link and put a
copy of what it leads to in its place. This diagnostic can be neither ignored nor lowered.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.paths import PathFault, fault_of
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI404"
NAME = "path-outside"
SEVERITY = DiagnosticSeverity.ERROR

_COPY = "copy the document to evidence/files/ and name it from there, or say in `held_at` where it is"
_SAID: dict[PathFault, tuple[str, str]] = {
    PathFault.LEAVES: ("`file` leaves the workspace", _COPY),
    PathFault.UPWARDS: ("`file` has `..` in its path", "write the path without `..`, from the workspace's folder down"),
    PathFault.NULL: ("`file` has a null character in its path", "write the path without it"),
}


def check(context: Context) -> Iterator[Problem]:
    """Find files of policies and systems that lie outside, by their path or by what the path leads to."""
    for documents in (context.assessment.policies, context.assessment.systems):
        for document in documents.values():
            fault, fact = fault_of(document.file), context.facts.files.get(document.file)
            if fault is not None:
                message, fix = _SAID[fault]
            elif fact is not None and fact.outside:
                message, fix = "`file` leaves the workspace by a symbolic link", _COPY
            else:
                continue
            yield Problem(record=ref_of(document), path=("file",), message=message, fix=fix, detail=f"`{document.file}`")
