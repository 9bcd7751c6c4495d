"""Every question by its step."""

from collections.abc import Mapping

from gni_assess.interview.state import Step
from gni_assess.interview.steps.evidence import EVIDENCE, MISSING
from gni_assess.interview.steps.finding import FINDING
from gni_assess.interview.steps.gap_plan import ACTION, DUE, MISSING_KINDS, OWNER
from gni_assess.interview.steps.gaps import GAPS, IMPACT, LEVEL, SUMMARY
from gni_assess.interview.steps.leave_for_later import ASSIGN, SKIP_KIND
from gni_assess.interview.steps.question import Question
from gni_assess.interview.steps.texts import TEXTS

QUESTIONS: Mapping[Step, Question] = {
    **TEXTS,
    Step.FINDING: FINDING,
    Step.EVIDENCE: EVIDENCE,
    Step.MISSING: MISSING,
    Step.GAPS: GAPS,
    Step.GAP_SUMMARY: SUMMARY,
    Step.GAP_SCALE: LEVEL,
    Step.GAP_SCOPE: LEVEL,
    Step.GAP_IRREMEDIABILITY: LEVEL,
    Step.GAP_IMPACT: IMPACT,
    Step.GAP_ACTION: ACTION,
    Step.GAP_OWNER: OWNER,
    Step.GAP_DUE: DUE,
    Step.GAP_MISSING: MISSING_KINDS,
    Step.SKIP_KIND: SKIP_KIND,
    Step.ASSIGN: ASSIGN,
}
"""All steps but `done`, which asks nothing."""
