"""A case relies on a version of a policy that was not in force on the day it was decided.

Why: A case is judged by the rules that applied when it was decided. A policy that came later cannot have guided the decision, however well
it fits, and one that had ended no longer did; an assessor who compares the dates will ask which version the people who decided had
before them.

Wrong:
    # POL-417 has been in force since 2025-03-01, POL-208 was until the day before
    id: CASE-208
    dates: {received: 2024-10-02, decided: 2024-10-04}
    evidence:
      - {id: POL-417, where: section 3, shows: How such demands are handled}

Right:
    id: CASE-208
    dates: {received: 2024-10-02, decided: 2024-10-04}
    evidence:
      - {id: POL-208, where: section 2, shows: How such demands were handled then}

Mend: Link the version that was in force; it is named where `supersedes` leads to it. Earlier versions stay registered for this. A later
version may be linked beside it, to show what changed. If the company had no rule at the time, take the link out and say so under
`lessons`. Dates decide, and a month or an unknown date excludes nothing that it may include: a case without `dates.decided` is not
judged, nor is one where that day, or the policy's dates, cannot be (GNI306). Reports and minutes, which only tell what was, may be
later than the case, and so may systems.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from gni_assess.checks.impossible_dates import impossible_paths
from gni_assess.checks.in_force import RECORDS_OF_A_MOMENT, may_be_in_force
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.checks.versions import Family, Version, families, find_version
from gni_assess.model.cases import Case
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI308"
NAME = "policy-after-case"
SEVERITY = DiagnosticSeverity.WARNING


def check(context: Context) -> Iterator[Problem]:
    """Find links from cases to policies whose dates exclude the day of the decision: one problem for each link."""
    versions = families(context.assessment)
    for case in context.assessment.cases.values():
        decided = _decided(case, context.facts.today)
        if decided is not None:
            yield from _judge(context, case, decided, versions)


def _decided(case: Case, today: date) -> tuple[date, date] | None:
    """Give the first and last day on which the case may have been decided; None where that is not known, or cannot be."""
    when = case.dates.decided
    if when is None or when.earliest is None or when.latest is None or ("dates", "decided") in impossible_paths(case, today):
        return None
    return when.earliest, when.latest


def _judge(context: Context, case: Case, decided: tuple[date, date], versions: Mapping[str, Family]) -> Iterator[Problem]:
    linked = {each.id for each in case.evidence}
    for position, link in enumerate(case.evidence):
        policy = context.assessment.policies.get(link.id)
        if policy is None or policy.kind_of in RECORDS_OF_A_MOMENT or may_be_in_force(policy.effective, *decided):
            continue
        right = find_version(versions[policy.id], *decided)
        if right is None or right.id not in linked:
            had_ended = policy.effective.to is not None and (last := policy.effective.to.latest) is not None and last < decided[0]
            yield Problem(
                record=ref_of(case),
                path=("evidence", position, "id"),
                message=f"`{policy.id}` " + ("had ended before" if had_ended else "came into force only after") + " this case was decided",
                fix=_fix(right),
                detail=f"decided {case.dates.decided}; in force from {policy.effective.from_}"
                + (f" to {policy.effective.to}" if policy.effective.to else ""),
            )


def _fix(right: Version | None) -> str:
    if right is not None:
        return f"link `{right.id}`, the version that was in force, instead of it or beside it"
    return "link the version that was in force, registering it if need be; if there was none, take the link out and say so in `lessons`"
