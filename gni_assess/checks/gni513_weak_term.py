"""A protected term is so short or so common that it cannot be matched safely.

Why: The tool looks for protected terms in every text that leaves the team, however they are written. A name of two letters, or one that
is also an ordinary word, is found where it is not meant; people then get used to leaks that are none, and overlook the one that is. A
term without any letter or digit is never found at all, and protects nothing.

Wrong:
    # evidence/cases/CASE-208.yaml
    protected_terms:
      - {term: Li, kind: person}
      - {term: Mark, kind: person}
      - {term: Ann, kind: person, match: anywhere}   # also found in "planning"

Right:
    # evidence/cases/CASE-208.yaml
    protected_terms:
      - {term: Li Example, kind: person}
      - {term: Mark Placeholder, kind: person}
      - {term: Ann, kind: person}

Mend: Write more of it: first and last name together, the whole number of the file or account, the full name of the place. The name alone
is then no longer looked for; where a text uses it alone, describe the person by the role. Where a short name must be protected by
itself, leave `match: anywhere` out, so that it is only found as a whole word, and ignore this diagnostic with a reason.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.disclosure.common_terms import is_common, stands_in_common_words
from gni_assess.disclosure.terms import fold, is_weak
from gni_assess.model.cases import ProtectedTerm
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI513"
NAME = "weak-term"
SEVERITY = DiagnosticSeverity.WARNING

_WRITE_MORE = "write more of it: first and last name, the whole number with its letters, or the full name of the place"


def check(context: Context) -> Iterator[Problem]:
    """Find weak protected terms; they are never quoted."""
    for case in context.assessment.cases.values():
        for position, term in enumerate(case.protected_terms):
            message, fix = _judge(term)
            if message:
                yield Problem(record=ref_of(case), path=("protected_terms", position, "term"), message=message, fix=fix)


def _judge(term: ProtectedTerm) -> tuple[str, str]:
    if not fold(term.term).folded:
        return "a protected term has no letter or digit, so it is never found", "write it in letters or digits, or remove it"
    if is_weak(term):
        return "a protected term is too short to be found safely", _WRITE_MORE
    if is_common(term.term):
        return "a protected term is an ordinary word, a year or a short number, so it is found where it is not meant", _WRITE_MORE
    if stands_in_common_words(term):
        return (
            "a short protected term with `match: anywhere` is also found inside ordinary words",
            "leave `match: anywhere` out, so that it is found as a whole word, or write more of it",
        )
    return "", ""
