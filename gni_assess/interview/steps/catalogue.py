"""Every question by its step."""

from collections.abc import Mapping

from gni_assess.interview.state import State, Step
from gni_assess.interview.steps.evidence import EVIDENCE, MISSING
from gni_assess.interview.steps.finding import FINDING
from gni_assess.interview.steps.form import KIND, form_question
from gni_assess.interview.steps.gap_plan import ACTION, DUE, MISSING_KINDS, OWNER
from gni_assess.interview.steps.gaps import GAPS, IMPACT, LEVEL, SUMMARY
from gni_assess.interview.steps.leave_for_later import ASSIGN, SKIP_KIND
from gni_assess.interview.steps.note import NOTE
from gni_assess.interview.steps.question import Question
from gni_assess.interview.steps.texts import TEXTS

_QUESTIONS: Mapping[Step, Question] = {
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
    Step.NEW_KIND: KIND,
    Step.NOTE: NOTE,
}
"""All steps but those that ask nothing, and the form, which has many questions."""


def question_of(state: State) -> Question:
    """Give the question that is asked now."""
    return form_question(state) if state.spot.step is Step.FORM else _QUESTIONS[state.spot.step]
