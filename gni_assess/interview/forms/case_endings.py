"""The last questions about a case: what may leave the team, what shows it, and whether it is in the set."""

from collections.abc import Iterator

from gni_assess.checks.case_set import is_in_period
from gni_assess.interview.forms.codecs import TERMS, TEXT, YES_NO, word_of
from gni_assess.interview.forms.date_codecs import DAY
from gni_assess.interview.forms.draft import Plain, get_field
from gni_assess.interview.forms.form_field import FormField
from gni_assess.interview.forms.lookup_codecs import ids_of, known_criteria, known_evidence, links_to
from gni_assess.interview.forms.meanings import DECIDERS, DECISIONS, NOMINATED_BY
from gni_assess.interview.forms.shared_fields import count_items, is_said
from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import CaseStep, CaseType, SelectionDecision
from gni_assess.model.cases import Case, Step
from gni_assess.model.dates import PartialDate
from gni_assess.model.vocabulary import Classification

_DATES = ("received", "escalated", "decided", "carried_out", "closed")


def ask_sharing(plain: Plain) -> Iterator[FormField]:
    """Ask what must stay secret, and what may be told."""
    has_end = is_said(plain, "secrecy.expires")
    ask = "Does an order forbid telling about it?"
    note = "Yes or no. This alone hides nothing from anybody: what must stay hidden needs `limits` in the file of the case."
    yield FormField(key="secrecy.order", label="secrecy", ask=ask, codec=YES_NO, note=note, required=has_end)
    if get_field(plain, "secrecy.order") is True or has_end:
        ask = "On which day does the order end?"
        note = "Such as 2027-01-01."
        yield FormField(key="secrecy.expires", label="secret until", ask=ask, codec=DAY, note=note, enter="Enter if there is no end.")
    yield FormField(
        key="protected_terms",
        label="never leaves",
        ask="Which names or words must never leave the team?",
        codec=TERMS,
        note=(
            "Every form of a name, with commas between: `Amira Haddad, Haddad, Amira`. "
            "An export refuses while one of them would reach somebody else."
        ),
    )
    yield FormField(
        key="shareable_summary",
        label="may be shared",
        ask="What may be shared of it, in a few sentences?",
        codec=TEXT,
        note=(
            "What happened, for the assessor, without anything that points to a person. "
            "Of a restricted case, the assessor is given the title and this."
        ),
    )
    yield FormField(
        key="evidence",
        label="evidence",
        ask="Which policies, systems or other cases show it?",
        codec=links_to(known_evidence, "evidence"),
        note="Their ids, with commas between.",
    )
    yield FormField(
        key="criteria",
        label="criteria",
        ask="Which criteria is it an example for?",
        codec=ids_of(known_criteria, "criterion"),
        note="Their ids, with commas between.",
    )


def ask_selection(plain: Plain) -> Iterator[FormField]:
    """Ask whether the case is in the set that the assessor looks at."""
    yield FormField(
        key="selection.decision",
        label="selection",
        ask="Is it in the set that the assessor looks at?",
        codec=word_of(DECISIONS),
        enter="Enter means candidate: it is not decided yet.",
    )
    yield FormField(
        key="selection.nominated_by",
        label="put forward by",
        ask="Who put the case forward?",
        codec=word_of(NOMINATED_BY),
        enter="Enter means company.",
    )
    is_decided = get_field(plain, "selection.decision") in (SelectionDecision.SELECTED, SelectionDecision.DECLINED)
    if is_decided or is_said(plain, "selection.decided_by"):
        yield FormField(key="selection.decided_by", label="chosen by", ask="Who decided that?", codec=word_of(DECIDERS))
    if is_decided or is_said(plain, "selection.reason"):
        is_declined = get_field(plain, "selection.decision") == SelectionDecision.DECLINED
        ask = "Why is it not in the set?" if is_declined else "Why is it in the set?"
        yield FormField(key="selection.reason", label="reason", ask=ask, codec=TEXT)


def ask_period_reason(plain: Plain, assessment: Assessment) -> Iterator[FormField]:
    """Ask why a case is in the set that lies outside the assessment period, as rule GNI508 judges that."""
    period = assessment.workspace.plan.period
    is_outside = period is not None and not is_in_period(_dated(plain), period)
    if is_said(plain, "period_reason") or (is_outside and get_field(plain, "selection.decision") != SelectionDecision.DECLINED):
        yield FormField(
            key="period_reason",
            label="period",
            ask="Why is it in the set although it is outside the assessment period?",
            codec=TEXT,
            note=f"The period starts on {period.start}{f' and ends on {period.end}' if period.end else ''}." if period else "",
        )


def _dated(plain: Plain) -> Case:
    keys = (*(f"dates.{each}" for each in _DATES), *(f"steps.{place}.on" for place in range(count_items(plain, "steps"))))
    known = (PartialDate.parse(str(get_field(plain, key))) for key in keys)
    return Case(
        id="",
        title="",
        type=CaseType.OTHER,
        rights=(),
        jurisdiction="",
        classification=Classification.RESTRICTED,
        steps=tuple(Step(step=CaseStep.RECEIVED, on=each) for each in known if each is not None),
    )
