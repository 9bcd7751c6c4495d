"""The questions that policies, systems and cases have in common, and how questions are left out."""

from collections.abc import Iterable, Iterator

from gni_assess.interview.forms.codecs import TEXT, word_of
from gni_assess.interview.forms.draft import Plain, get_field
from gni_assess.interview.forms.form_field import FormField
from gni_assess.interview.forms.lookup_codecs import ids_of, known_entities, known_services
from gni_assess.interview.forms.meanings import CLASSIFICATIONS
from gni_assess.model.assessment import Assessment

WHO_SEES_WHAT = (
    "public, internal or confidential: the assessor gets it in full. restricted: the assessor gets title and summary, "
    "and can view the rest where you say how."
)
"""What a classification of a policy or system means for the assessor."""

WHO_SEES_A_CASE = WHO_SEES_WHAT.replace("title and summary", "its title and the summary that may be shared")
"""What a classification of a case means for the assessor."""

NOTES = FormField(
    key="notes", label="notes", ask="Is there anything else for your team only?", codec=TEXT, note="Notes never leave your team."
)
"""What only the team reads."""


def classification(note: str, *, required: bool = False) -> FormField:
    """Ask how confidential the record is; `note` explains who gets what."""
    return FormField(
        key="classification",
        label="confidential",
        ask="How confidential is it?",
        codec=word_of(CLASSIFICATIONS),
        note=note,
        enter="" if required else "Enter leaves it out; until you choose, it counts as restricted.",
        required=required,
    )


def scopes(plain: Plain, assessment: Assessment, what: str, enter: str = "") -> Iterator[FormField]:
    """Ask for entities and services where the company has several. `what` goes with "Which entities", `enter` says what none means."""
    workspace = assessment.workspace
    if len(workspace.entities) > 1 or is_said(plain, "entities"):
        yield FormField(
            key="entities",
            label="entities",
            ask=f"Which entities {what}?",
            codec=ids_of(known_entities, "entity"),
            note=f"Ids, with commas between: {_list(each.id for each in workspace.entities)}.",
            enter=enter,
        )
    if len(workspace.services) > 1 or is_said(plain, "services"):
        yield FormField(
            key="services",
            label="services",
            ask=f"Which services {what}?",
            codec=ids_of(known_services, "service"),
            note=f"Ids, with commas between: {_list(each.id for each in workspace.services)}.",
            enter=enter,
        )


def is_said(plain: Plain, key: str) -> bool:
    """Whether there is a value already: what is there can always be changed."""
    return get_field(plain, key) is not None


def count_items(plain: Plain, key: str) -> int:
    """Count the items of a list."""
    items = get_field(plain, key)
    return len(items) if isinstance(items, list) else 0


def _list(ids: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in ids)
