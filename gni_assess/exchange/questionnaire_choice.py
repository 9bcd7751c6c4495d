"""Which questions go to a respondent, and what the record says afterwards of who has them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date

from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.criteria import Criterion
from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response
from gni_assess.model.stamps import stamp_response
from gni_assess.model.vocabulary import Skipped


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be asked: questions of areas, questions by id, or all that a person has. Ids must be of criteria that apply.

    With `reassign` questions are taken from whom they are assigned to.
    """

    person: str = ""
    entity: str = ""
    areas: Collection[str] = ()
    only: Collection[str] = ()
    reassign: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The questions to ask, in the pack's order, and those of the wish that are left out: `taken` by others, or `answered` already."""

    asked: tuple[str, ...]
    taken: tuple[tuple[str, str], ...] = ()
    answered: tuple[str, ...] = ()


def choose_questions(assessment: Assessment, wish: Wish) -> Choice:
    """Choose the questions.

    Those named by id are always asked. Of areas, and of what a person has, those without an answer; where all have one, all of them again,
    but nothing is opened to a person whose question it was not. One that is assigned to somebody else stays with them.
    """
    wanted = [each for each in assessment.applicable if _is_wanted(assessment, wish, each)]
    holders = {each.id: _holder(assessment, wish, each) for each in wanted}
    free = [each for each in wanted if not holders[each.id]]
    still_open = [each for each in free if each.id in wish.only or _is_open(assessment, wish, each)]
    asked = still_open or [each for each in free if not wish.person or _assignee(assessment, each) == wish.person]
    chosen = {each.id for each in asked}
    return Choice(
        asked=tuple(each.id for each in asked),
        taken=tuple((key, holder) for key, holder in holders.items() if holder),
        answered=tuple(each.id for each in free if each.id not in chosen),
    )


def assign_questions(assessment: Assessment, wish: Wish, asked: Collection[str], due: date) -> Assessment:
    """Give the record as it will be: who has the questions, and until when. Questions about one entity change nothing in it.

    An answer that is there already has no due date: it would never be over.
    """
    if not wish.person or wish.entity:
        return assessment
    given = {}
    for criterion_id in asked:
        old = assessment.responses.get(criterion_id) or Response(criterion=criterion_id)
        new = replace(old, assignee=wish.person)
        if not old.is_answered:
            new = replace(new, due=due)
        if old.finding is None:
            new = replace(new, skipped=Skipped.WAITING)
        given[criterion_id] = new
    return replace(assessment, responses=dict(sorted({**assessment.responses, **given}.items())))


def changes_between(before: Assessment, after: Assessment, *, by: Stamp, wording: Callable[[Criterion], str]) -> tuple[Change, ...]:
    """Give the changes that make one record the other, with who made them. `wording` digests the question of a criterion."""
    changes = []
    for criterion_id, new in after.responses.items():
        old = before.responses.get(criterion_id)
        if new != old:
            stamped = stamp_response(old, new, by=by, wording=wording(after.pack.by_id[criterion_id]))
            changes.append(Change(before=old, after=stamped))
    return tuple(changes)


def _is_wanted(assessment: Assessment, wish: Wish, criterion: Criterion) -> bool:
    if wish.areas or wish.only:
        return criterion.area in wish.areas or criterion.id in wish.only
    return _assignee(assessment, criterion) == wish.person


def _holder(assessment: Assessment, wish: Wish, criterion: Criterion) -> str:
    """Name who has a question that must stay with them; nobody where it can be asked."""
    assignee = _assignee(assessment, criterion)
    is_free = not wish.person or bool(wish.entity) or wish.reassign or assignee == wish.person
    return "" if is_free else assignee


def _assignee(assessment: Assessment, criterion: Criterion) -> str:
    response = assessment.responses.get(criterion.id)
    return response.assignee if response is not None else ""


def _is_open(assessment: Assessment, wish: Wish, criterion: Criterion) -> bool:
    response = assessment.responses.get(criterion.id)
    if response is None:
        return True
    if wish.entity:
        return not any(each.entity == wish.entity and not each.service for each in response.exceptions)
    return not response.is_answered
