"""A file of the record, or one that a policy or system names, lies outside the workspace.

Why: The tool checks, copies and bundles the files that records name. A path that leaves the workspace, directly or by a symbolic link,
could put a file of your computer that nobody meant to share into what the assessor gets. It is also a path that works on one computer
only.

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

import re
from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI404"
NAME = "path-outside"
SEVERITY = DiagnosticSeverity.ERROR

# Both kinds of separator count on every system: a workspace that is safe here must be safe on a colleague's computer too.
_SEPARATOR = re.compile(r"[/\\]")
_ROOTED = re.compile(r"[/\\]|[A-Za-z]:")


def check(context: Context) -> Iterator[Problem]:
    """Find files of policies and systems that lie outside, by their path or by what the path leads to."""
    for documents in (context.assessment.policies, context.assessment.systems):
        for document in documents.values():
            if not document.file:
                continue
            fact = context.facts.files.get(document.file)
            leaves = leaves_workspace(document.file)
            if leaves or (fact is not None and fact.outside):
                yield Problem(
                    record=ref_of(document),
                    path=("file",),
                    message="`file` leaves the workspace" + ("" if leaves else " by a symbolic link"),
                    fix="copy the document to evidence/files/ and name it from there, or say in `held_at` where it is",
                    detail=f"`{document.file}`",
                )


def leaves_workspace(path: str) -> bool:
    """Whether a path, as text, leads out of the folder it is relative to, on any system."""
    if _ROOTED.match(path):
        return True
    depth = 0
    for part in _SEPARATOR.split(path):
        depth += -1 if part == ".." else 1 if part not in ("", ".") else 0
        if depth < 0:
            return True
    return False
