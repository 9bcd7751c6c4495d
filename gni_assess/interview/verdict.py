"""What is still wrong with one response, by the same rules as `validate`."""

from gni_assess.checks.rule import Context
from gni_assess.checks.severities import severity_of
from gni_assess.checks.single import problems_of_response
from gni_assess.interview.layout import Para, good, hint, warning
from gni_assess.interview.state import State
from gni_assess.model.assessment import Facts
from gni_assess.model.vocabulary import DiagnosticSeverity

_LATER = frozenset({"GNI210"})
"""A review comes after the answer, and from somebody else: to say at once that it is missing would only be noise."""


def judge(state: State) -> tuple[Para, ...]:
    """Say what is still wrong with the response, and how to mend it."""
    response, criterion_id = state.response, state.spot.criterion
    if state.saved is None:
        return ()
    if response.finding is None:
        return (hint(f"{criterion_id} is left for later."),)
    workspace = state.assessment.workspace
    context = Context(assessment=state.assessment, facts=Facts(today=state.setting.today))
    found = [
        (rule, problem)
        for rule, problem in problems_of_response(context, criterion_id)
        if rule.code not in _LATER and rule.code not in workspace.rules.ignore
    ]
    if not found:
        return (good(f"{criterion_id} is complete."),)
    says: list[Para] = [warning(f"{criterion_id} is saved. Before the assessment:")]
    for rule, problem in found:
        worst = severity_of(rule, workspace.plan.stage, workspace.rules) is DiagnosticSeverity.ERROR
        text = f"{problem.message} ({rule.code}); {problem.fix}"
        says.append(Para(text=text, style=warning("").style if worst else hint("").style, lead="- ", indent=2))
    return tuple(says)
