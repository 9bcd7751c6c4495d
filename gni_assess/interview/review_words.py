"""What a reviewer reads for the values of the closed lists, and for people."""

from collections.abc import Mapping
from enum import StrEnum

from gni_assess.model.dates import Stamp
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Impact, Treatment
from gni_assess.model.workspace import Workspace

IMPACTS: Mapping[Impact, str] = {Impact.ACTUAL: "it has harmed people already", Impact.POTENTIAL: "it could harm people"}

_AUDIENCES: Mapping[Audience, str] = {
    Audience.INTERNAL: "the team",
    Audience.ASSESSOR: "the assessor",
    Audience.GNI: "GNI",
    Audience.COMPANY_BOARD: "the company's board",
    Audience.RESPONDENT: "a respondent in the company",
    Audience.PUBLIC: "the public",
}

_TREATMENTS: Mapping[Treatment, str] = {
    Treatment.FULL: "gets all of it",
    Treatment.VIEW_ONLY: "may look at it, and gets no copy",
    Treatment.SUMMARY: "gets a summary only",
    Treatment.WITHHELD: "does not get it",
    Treatment.UNACKNOWLEDGED: "is not told that it exists",
}


def spell(value: StrEnum) -> str:
    """Give a word of a closed list without its hyphens."""
    return value.replace("-", " ")


def name_of(workspace: Workspace, person_id: str) -> str:
    """Give a person's name, or the id where nobody has it."""
    person = workspace.find_person(person_id)
    return person.name if person else person_id


def stamped(workspace: Workspace, stamp: Stamp) -> str:
    """Say who did something, and when."""
    return f"by {name_of(workspace, stamp.by)} on {stamp.on}"


def limit_in_words(limit: Limit) -> tuple[str, ...]:
    """Say what is limited and why, who gets what instead, and how it can be seen after all."""
    what = f"These parts are limited: {', '.join(limit.fields)}" if limit.fields else "All of it is limited"
    why = f", because of {spell(limit.ground)}." if limit.ground else "; no reason is given."
    named = [f"{_AUDIENCES[each][0].upper()}{_AUDIENCES[each][1:]} {_TREATMENTS[got]}." for each, got in limit.treatment.items()]
    return (
        f"{what}{why}",
        " ".join([*named, "Nobody else outside the team gets it." if named else "Nobody outside the team gets it."]),
        f"How to see it after all: {limit.how}" if limit.how else "",
        f"For the team: {limit.note}" if limit.note else "",
    )
