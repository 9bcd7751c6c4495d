"""Where the work on a response stands."""

from gni_assess.checks.digests import content_digest
from gni_assess.model.criteria import Criterion
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, State


def state_of(response: Response) -> State:
    """Tell where the work on a response stands.

    Draft: skipped, or without finding or the text that goes with it. Reviewed: somebody other than the person who answered reviewed
    exactly this content. Else answered.
    """
    if not response.is_answered:
        return State.DRAFT
    review = response.reviewed
    if review is None or is_self_review(response) or review.of != content_digest(response):
        return State.ANSWERED
    return State.REVIEWED


def is_self_review(response: Response) -> bool:
    """Whether the person who answered, or who changed it last before the review, is also the one who reviewed."""
    review = response.reviewed
    if review is None or response.answered is None:
        return False
    # On the day of the review itself a change may have come after it; the command that reviews knows, a date does not.
    changed_it = response.updated is not None and response.updated.by == review.by and response.updated.on < review.on
    return changed_it or review.by == response.answered.by


def is_settled(response: Response, criterion: Criterion) -> bool:
    """Whether the response can be judged by what it says: neither unfinished (GNI202) nor wrongly not applicable (GNI204).

    It is the prerequisite of the rules that look at finding, text and review, so that one cause gives one diagnostic.
    """
    if not response.is_answered:
        return False
    return response.finding is not Finding.NOT_APPLICABLE or criterion.na_allowed
