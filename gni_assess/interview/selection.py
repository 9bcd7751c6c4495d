"""Which criteria an interview goes through: filters that narrow each other."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypedDict, Unpack

from gni_assess.checks.digests import wording_put_to
from gni_assess.interview.progress import is_answered
from gni_assess.model.assessment import Assessment
from gni_assess.model.criteria import Criterion

_MOST_NAMED = 5


class Filters(TypedDict, total=False):
    """What may be left out: each filter narrows what the others leave; one that is empty or false narrows nothing.

    `area` is the id of an area, `only` ids of criteria, `assignee` the id of a person. `unanswered` leaves what has no answer, `unsure`
    what is marked for a second look, `changed` what was answered to another wording of the question.
    """

    area: str
    only: frozenset[str]
    unanswered: bool
    unsure: bool
    assignee: str
    changed: bool


class _Filter(NamedTuple):
    lets_through: Callable[[Criterion], bool]
    words: str


def select(assessment: Assessment, **filters: Unpack[Filters]) -> tuple[str, ...]:
    """Give the ids of the criteria that apply and that every filter lets through, in the pack's order."""
    chosen = (*_places(filters), *_marks(assessment, filters))
    return tuple(each.id for each in assessment.applicable if all(one.lets_through(each) for one in chosen))


def explain_empty(assessment: Assessment, **filters: Unpack[Filters]) -> str:
    """Say why nothing is left, without capital and full stop, such as "nothing is marked unsure in GOV"; nothing where something is left.

    Where one of the filters alone leaves nothing, only that one is named: it is the one to be taken away.
    """
    if select(assessment, **filters):
        return ""
    places, marks = tuple(_places(filters)), tuple(_marks(assessment, filters))
    there = tuple(each for each in assessment.applicable if all(one.lets_through(each) for one in places))
    where = "".join(one.words for one in places)
    if not there:
        return f"nothing{where} applies to this company"
    alone = tuple(one for one in marks if not any(one.lets_through(each) for each in there))
    return f"nothing is {' and '.join(one.words for one in (alone[:1] or marks))}{where}"


def wording_changed(assessment: Assessment, criterion: Criterion) -> bool:
    """Whether the answer was given to another wording of the question."""
    response = assessment.responses.get(criterion.id)
    if response is None or not response.confirmed_wording:
        return False
    return response.confirmed_wording != wording_put_to(assessment.workspace.company.types, criterion)


def _places(filters: Filters) -> Iterator[_Filter]:
    area, only = filters.get("area", "").upper(), filters.get("only", frozenset())
    if area:
        yield _Filter(lambda each: each.area == area, f" in {area}")
    if only:
        named = sorted(only)
        more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        yield _Filter(lambda each: each.id in only, f" among {', '.join(named[:_MOST_NAMED])}{more}")


def _marks(assessment: Assessment, filters: Filters) -> Iterator[_Filter]:
    responses, assignee = assessment.responses, filters.get("assignee", "")
    if filters.get("unanswered"):
        yield _Filter(lambda each: not is_answered(assessment, each.id), "without an answer")
    if filters.get("unsure"):
        yield _Filter(lambda each: each.id in responses and responses[each.id].unsure, "marked unsure")
    if assignee:
        person = assessment.workspace.find_person(assignee)
        name = person.name if person else assignee
        yield _Filter(lambda each: each.id in responses and responses[each.id].assignee == assignee, f"assigned to {name}")
    if filters.get("changed"):
        yield _Filter(lambda each: wording_changed(assessment, each), "answered to an earlier wording of the question")
