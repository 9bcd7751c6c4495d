"""What is still wrong with one response, by the same rules as `validate`."""

from collections.abc import Iterable
from dataclasses import replace

from gni_assess.checks.catalogue import LEAKS, RULES, RULES_BY_CODE
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, Rule
from gni_assess.checks.severities import severity_of
from gni_assess.checks.single import problems_of_response
from gni_assess.interview.layout import Para, good, hint, warning
from gni_assess.interview.state import State, put_record
from gni_assess.model.assessment import Assessment, Facts, Record
from gni_assess.model.cases import Case
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity

_LATER = frozenset({"GNI210"})
"""A review comes after the answer, and from somebody else: to say at once that it is missing would only be noise."""


def find_leaks_in(state: State, record: Record) -> tuple[tuple[Rule, Problem], ...]:
    """Find what of one record an audience must not see, while the person still knows what was typed (GNI511, GNI603).

    Only this record is looked at, with what it links and the cases, whose protected terms it may hold: the rest has its own time.
    """
    assessment = state.assessment
    pack = replace(assessment.pack, criteria=(state.criterion,))
    linked = {each.id for each in record.evidence} if isinstance(record, Response | Case) else set()
    policies = {key: each for key, each in assessment.policies.items() if key in linked}
    systems = {key: each for key, each in assessment.systems.items() if key in linked}
    beside = Assessment(workspace=assessment.workspace, pack=pack, policies=policies, systems=systems, cases=assessment.cases)
    here = ref_of(record)
    context = Context(assessment=put_record(beside, record), facts=_facts(state), only=here)
    found = ((rule, each) for rule in map(RULES_BY_CODE.__getitem__, LEAKS) for each in rule.check(context) if each.record == here)
    return tuple((rule, each) for rule, each in found if rule.code not in assessment.workspace.rules.ignore)


def judge_record(state: State, record: Record) -> tuple[tuple[Rule, Problem], ...]:
    """Find what is wrong with new or changed evidence, by the same rules as `validate`; what is only worth knowing is left out."""
    workspace = state.assessment.workspace
    context = Context(assessment=put_record(state.assessment, record), facts=_facts(state))
    here = ref_of(record)
    others = (rule for rule in RULES if rule.code not in {*LEAKS, *_LATER, *workspace.rules.ignore})
    serious = (
        rule
        for rule in others
        if severity_of(rule, workspace.plan.stage, workspace.rules) in (DiagnosticSeverity.ERROR, DiagnosticSeverity.WARNING)
    )
    found = tuple((rule, each) for rule in serious for each in rule.check(context) if each.record == here)
    return (*find_leaks_in(state, record), *found)


def tell_problems(state: State, found: Iterable[tuple[Rule, Problem]]) -> tuple[Para, ...]:
    """Say what is wrong and how to mend it, one to a line; errors as warnings, the rest as hints."""
    workspace = state.assessment.workspace
    says: list[Para] = []
    for rule, problem in found:
        worst = severity_of(rule, workspace.plan.stage, workspace.rules) is DiagnosticSeverity.ERROR
        text = f"{problem.message} ({rule.code}); {problem.fix}"
        says.append(Para(text=text, style=warning("").style if worst else hint("").style, lead="- ", indent=2))
    return tuple(says)


def _facts(state: State) -> Facts:
    find_facts = state.setting.find_facts
    return find_facts(state.assessment) if find_facts else Facts(today=state.setting.today)


def judge(state: State) -> tuple[Para, ...]:
    """Say what is still wrong with the response, and how to mend it."""
    response, criterion_id = state.response, state.spot.criterion
    if state.saved is None:
        return ()
    if response.finding is None:
        return (hint(f"{criterion_id} is left for later."),)
    context = Context(assessment=state.assessment, facts=_facts(state))
    ignored = state.assessment.workspace.rules.ignore
    others = (each for each in problems_of_response(context, criterion_id) if each[0].code not in {*_LATER, *ignored})
    found = (*find_leaks_in(state, response), *others)
    if not found:
        return (good(f"{criterion_id} is complete."),)
    return (warning(f"{criterion_id} is saved. Before the assessment:"), *tell_problems(state, found))
