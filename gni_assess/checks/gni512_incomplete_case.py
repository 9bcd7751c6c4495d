"""A selected case lacks fields that a case of its type needs.

Why: An assessor follows a case from the day it came in to what it meant for people. A record that stops at the day of receipt, or does
not say who decided, cannot be followed, and the interview is spent on what should have been written down.

Wrong:
    type: user-data
    selection: {decision: selected}
    demanded: Name and sign-in addresses of one user.

Right:
    type: user-data
    selection: {decision: selected}
    demanded: Name and sign-in addresses of one user.
    authority: {kind: police}
    channel: written
    legal_basis: Section 4 of the criminal procedure act; no judge had signed.
    dates: {received: 2025-03-01, decided: 2025-03-04}
    decided_by: {role: General counsel, level: executive}
    response: refused
    challenge: none
    result: protected
    users_told: {told: true}

Mend: Fill the fields that are named. Every selected case needs `demanded`, `dates.decided`, `decided_by`, `response` and `result`. A
product decision, a market decision or a transaction also needs `options`: what else was considered. All others need `authority`,
`channel`, `dates.received`, `challenge`, `users_told` and `legal_basis`; informal pressure needs `pressure` in place of the legal basis.
Where `users_told` has `told: false`, its `reason` says why. A date that nobody knows is `unknown`; where there was no authority to name
or no challenge, `none` says so.
"""

from collections.abc import Iterator

from gni_assess.checks.case_set import DECISION_TYPES, selected_cases
from gni_assess.checks.gap_plans import listed
from gni_assess.checks.index import ref_of
from gni_assess.checks.placeholders import says_something
from gni_assess.checks.rule import Context
from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.cases import Case
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI512"
NAME = "incomplete-case"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find selected cases that lack fields: one problem for each case, where it is selected."""
    for case in selected_cases(context.assessment):
        missing = find_missing(case)
        if missing:
            yield Problem(
                record=ref_of(case),
                path=("selection", "decision"),
                message=f"`{case.id}` is selected, and lacks {listed(missing)}",
                fix="fill in what is missing; a date that nobody knows is `unknown`",
                key=missing,
            )


def find_missing(case: Case) -> tuple[str, ...]:
    """Name the fields that a selected case of this type must have and has not, in the order in which a case is told."""
    who, by, told = case.authority, case.decided_by, case.users_told
    has = {
        "authority": who is not None and bool(who.name.strip() or who.kind),
        "channel": case.channel is not None,
        "legal_basis": bool(case.legal_basis.strip()),
        "demanded": bool(case.demanded.strip()),
        "dates.received": case.dates.received is not None,
        "dates.decided": case.dates.decided is not None,
        "decided_by": by is not None and bool(by.role.strip() or by.level),
        "options": any(each.option.strip() for each in case.options),
        "pressure": bool(case.pressure.strip()),
        "response": case.response is not None,
        "challenge": case.challenge is not None,
        "result": case.result is not None,
        "users_told": told is not None,
        "users_told.reason": told is None or told.told or says_something(told.reason),
    }
    needed = _needed(case.type)
    return tuple(name for name, there in has.items() if name in needed and not there)


def _needed(case_type: CaseType) -> frozenset[str]:
    always = frozenset({"demanded", "dates.decided", "decided_by", "response", "result", "users_told.reason"})
    if case_type in DECISION_TYPES:
        return always | {"options"}
    ground = "pressure" if case_type is CaseType.INFORMAL_PRESSURE else "legal_basis"
    return always | {"authority", "channel", "dates.received", "challenge", "users_told", ground}
