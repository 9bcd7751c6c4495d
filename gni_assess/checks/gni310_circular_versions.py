"""Documents supersede each other in a circle, or one supersedes itself.

Why: `supersedes` says which version came before. In a circle every version would be older than itself: nobody can tell which of them is
in force, which of them governed a case, and whether the one that your answer links to has been replaced.

Wrong:
    # POL-417 names POL-208 under supersedes, too
    id: POL-208
    effective: {from: 2021-03-01, to: 2023-01-31}
    supersedes: POL-417

Right:
    id: POL-208
    effective: {from: 2021-03-01, to: 2023-01-31}

Mend: Each version names the one before it, and the first one names none: take `supersedes` out of the oldest document, or correct the
id in it. A circle is reported once, at the document in it that began first. Until it is mended, none of its documents counts as replaced.
"""

from collections.abc import Iterator
from datetime import date

from gni_assess.checks.in_force import circles, documents_of
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI310"
NAME = "circular-versions"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find circles of documents: one problem for each."""
    documents = {each.id: each for each in documents_of(context.assessment)}
    for circle in circles(context.assessment):
        members = [documents[each] for each in sorted(circle)]
        first = min(members, key=lambda each: each.effective.from_.earliest or date.max)
        others = " and ".join(f"`{each.id}`" for each in members if each is not first)
        yield Problem(
            record=ref_of(first),
            path=("supersedes",),
            message=f"`{first.id}` and {others} supersede each other in a circle" if others else f"`{first.id}` supersedes itself",
            fix="each version names the one before it: correct `supersedes`, or take it out of the first version",
        )
