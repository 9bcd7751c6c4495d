"""The same rules for one response, as it is being answered."""

from gni_assess.checks.catalogue import RULES
from gni_assess.checks.rule import Context, Rule
from gni_assess.model.diagnostics import Problem


def problems_of_response(context: Context, criterion_id: str) -> tuple[tuple[Rule, Problem], ...]:
    """Judge the response to one criterion by the rules about responses (GNI202 and up).

    Nothing is found where there is no response, or where the criterion is unknown or does not apply.
    """
    criterion = context.index.applicable.get(criterion_id)
    response = context.assessment.responses.get(criterion_id)
    if criterion is None or response is None:
        return ()
    checks = ((rule, rule.check_response) for rule in RULES)
    return tuple((rule, problem) for rule, check in checks if check for problem in check(context, response, criterion))
