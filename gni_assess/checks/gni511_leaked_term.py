"""A text that somebody outside the team would receive holds what a case protects.

Why: A protected term is the name of a person, an account, a place or an authority that must not leave the company; one careless sentence
in another record can expose a user to the very authority that asked for them. The same goes for the id of a record whose existence may
not be told, and for its title where a limit says so. Nothing is blacked out silently, because a blacked-out text still tells a reader
where to look: the export refuses instead, and a person decides how to rewrite the text. What is protected is never quoted here, as this
output may be kept by others.

Wrong:
    # evidence/cases/CASE-208.yaml has protected_terms: [{term: Example Person, kind: person}]
    criterion: PRV-04
    answer: We refused to hand over the account of Example Person.

Right:
    criterion: PRV-04
    answer: We refused to hand over the account of a journalist.

Mend: Open the record at the field that is named and describe the person or thing by its role, or take the mention out. If the text must
stay as it is, put a limit on the record or the field, so that the audience does not receive it. Look at the protected terms in the case
that is named. This diagnostic can be neither ignored nor lowered.
"""

from collections.abc import Iterator

from gni_assess.checks.rule import Context
from gni_assess.disclosure.leaks import find_leaks
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI511"
NAME = "leaked-term"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find leaks: one problem for each text and each record that is exposed by it."""
    for leak in find_leaks(context.assessment):
        audiences = ", ".join(leak.audiences)
        if leak.what == "protected-term":
            message = f"this text would show a term that `{leak.owner.id}` protects to: {audiences}"
            fix = "describe the person or thing by its role, or put a limit on this text so that these audiences do not receive it"
        else:
            message = f"this text names something of `{leak.owner.id}`, the existence of which may not be told to: {audiences}"
            fix = "take its id or title out of this text, or put a limit on this text so that these audiences do not receive it"
        yield Problem(record=leak.record, path=leak.path, message=message, fix=fix)
