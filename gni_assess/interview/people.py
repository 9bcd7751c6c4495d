"""Find a person of the workspace by what somebody typed."""

from collections.abc import Sequence

from gni_assess.interview.layout import Para, choice, warning
from gni_assess.interview.state import State
from gni_assess.interview.terminal import Offer
from gni_assess.model.workspace import Person


def find_people(people: Sequence[Person], typed: str) -> tuple[Person, ...]:
    """Give those that may be meant: by exact id, else by exact name, else by a part of the name, the id or the role."""
    wanted = typed.strip().casefold()
    for matches in (_has_id, _has_name, _has_part):
        found = tuple(each for each in people if matches(each, wanted))
        if found:
            return found
    return ()


def _has_id(person: Person, wanted: str) -> bool:
    return person.id.casefold() == wanted


def _has_name(person: Person, wanted: str) -> bool:
    return person.name.casefold() == wanted


def _has_part(person: Person, wanted: str) -> bool:
    return bool(wanted) and any(wanted in each.casefold() for each in (person.id, person.name, person.role))


def list_people(people: Sequence[Person]) -> tuple[Para, ...]:
    """List people with what to type for each."""
    return tuple(choice(each.id, f"{each.name}{f' ({each.role})' if each.role else ''}") for each in people)


def explain_people(people: Sequence[Person], typed: str) -> tuple[Para, ...]:
    """Say why a name was not taken, and list whom it can be."""
    found = find_people(people, typed)
    if len(found) > 1:
        return (warning(f"`{typed.strip()}` can be one of these; type the id:"), *list_people(found))
    if not people:
        return (warning("the workspace has no people yet; list them under `people` in `gni-assess.yaml`"),)
    if not typed.strip():
        return (warning("type who it is:"), *list_people(people))
    return (warning(f"nobody in this workspace is called `{typed.strip()}`; people are listed in `gni-assess.yaml`:"), *list_people(people))


def offer_people(state: State, typed: str) -> Sequence[Offer]:
    """Complete the name of a person."""
    found = find_people(state.assessment.workspace.people, typed)
    return tuple(Offer(text=each.id, replaces=len(typed), note=f"{each.name}{f', {each.role}' if each.role else ''}") for each in found)
