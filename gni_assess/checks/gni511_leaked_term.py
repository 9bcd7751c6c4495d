"""A text that somebody outside the team would receive holds what a case protects.

Why: A protected term is the name of a person, an account, a place or an authority that must not leave the company; one careless sentence
in another record can expose a user to the very authority that asked for them. The same goes for the id of a record whose existence may
not be told, and for its title where a limit says so. Nothing is blacked out silently, because a blacked-out text still tells a reader
where to look: the export refuses instead, and a person decides how to rewrite the text. What is protected is never quoted here, as this
output may be kept by others; that a record may not be told of, and to whom, is said on a terminal only.

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

from collections.abc import Iterator, Sequence

from gni_assess.checks.rule import Context
from gni_assess.disclosure.leaks import Leak, find_leaks
from gni_assess.model.diagnostics import KeyPath, Problem, RecordRef
from gni_assess.model.vocabulary import Audience, DiagnosticSeverity

CODE = "GNI511"
NAME = "leaked-term"
SEVERITY = DiagnosticSeverity.ERROR

_TERM_FIX = "describe the person or thing by its role, or put a limit on this text so that these audiences do not receive it"
_NAME_FIX = "take its id or title out of this text, or put a limit on this text so that only those who receive the record receive it"
_BOTH_FIX = "describe persons by their role and take ids and titles of records out, or put a limit on this text for these audiences"


def check(context: Context) -> Iterator[Problem]:
    """Find leaks: one problem for each text, which names the first of the records that are exposed by it."""
    by_text: dict[tuple[RecordRef, KeyPath], list[Leak]] = {}
    for leak in find_leaks(context.assessment):
        by_text.setdefault((leak.record, leak.path), []).append(leak)
    for leaks in by_text.values():
        yield _problem(leaks)


def _problem(leaks: Sequence[Leak]) -> Problem:
    # Of what is protected may be told who would receive it; of what may not be told of, neither that nor that it is so.
    terms = [each for each in leaks if each.what == "protected-term"]
    names = [each for each in leaks if each.what != "protected-term"]
    first, others = (*terms, *names)[0], len(leaks) - 1
    who = f"`{first.owner.id}`" + (f" and {others} more record{'s' if others > 1 else ''}" if others else "")
    message, fix = f"this text names a record that some readers do not receive: {who}", _NAME_FIX
    if terms:
        protects = "protect" if others else "protects"
        message = f"this text would show {'what' if names else 'a term that'} {who} {protects} to: {_list_audiences(terms)}"
        fix = _BOTH_FIX if names else _TERM_FIX
    detail = "; ".join(f"the existence of `{each.owner.id}` may not be told to: {_list_audiences([each])}" for each in names)
    start = min(each.offset for each in terms or names)
    return Problem(record=first.record, path=first.path, message=message, fix=fix, detail=detail, offset=start, unquoted=True)


def _list_audiences(leaks: Sequence[Leak]) -> str:
    told = {audience for each in leaks for audience in each.audiences}
    return ", ".join(each for each in Audience if each in told)
