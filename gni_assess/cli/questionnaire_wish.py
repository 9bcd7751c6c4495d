"""Which questions `questionnaire send` is to ask, and whom: its options as a wish, and what is said where nothing comes of them."""

from collections.abc import Sequence

from gni_assess.cli.criteria import get_criterion
from gni_assess.cli.naming import find_named
from gni_assess.cli.status_figures import work_by_person
from gni_assess.errors import UsageError
from gni_assess.exchange.questionnaire_choice import Choice, Wish
from gni_assess.model.assessment import Assessment
from gni_assess.output.run import count


def read_wish(assessment: Assessment, assignee: str, areas: Sequence[str], only: Sequence[str], entity: str, *, reassign: bool) -> Wish:
    """Read what is to be asked, and whom. Raises UsageError, also for what does not go together."""
    workspace = assessment.workspace
    if assignee:
        people = {each.id: (each.name, each.role) for each in workspace.people}
        assignee = find_named(assignee, people, kind="person", option="--assignee")
    if entity:
        entity = find_named(entity, {each.id: (each.name,) for each in workspace.entities}, kind="entity", option="--entity")
    of_pack = {each.id: (each.title,) for each in assessment.pack.areas}
    areas = [find_named(each, of_pack, kind="area", option="--area") for each in areas]
    ids = [get_criterion(assessment.pack, each).id for each in _split(only)]
    applicable = {each.id for each in assessment.applicable}
    for each in ids:
        if each not in applicable:
            raise UsageError(f"`{each}` does not apply to this company", hint=f"`gni-assess criteria show {each}` says to which it does")
    if not (assignee or areas or ids):
        raise UsageError("what is to be asked?", hint=_options(assessment))
    if reassign and (not assignee or entity):
        why = "goes with `--assignee`, who gets the questions" if not assignee else "does not go with `--entity`, which assigns nothing"
        raise UsageError(f"`--reassign` {why}", hint="leave it out")
    return Wish(person=assignee, entity=entity, areas=areas, only=ids, reassign=reassign)


def _split(only: Sequence[str]) -> Sequence[str]:
    """Give the ids that are named, between commas or one by one. Raises UsageError where one option names none: it would ask for more."""
    named = [[part.strip() for part in each.split(",") if part.strip()] for each in only]
    if not all(named):
        raise UsageError("`--only` names no question", hint="name them by their ids, such as `--only GOV-01,GOV-02`")
    return [each for ids in named for each in ids]


def nothing_to_ask(assessment: Assessment, wish: Wish, choice: Choice) -> UsageError:
    """Say why a wish comes to nothing, and what to do."""
    if choice.taken:
        who = ", ".join(dict.fromkeys(person for _, person in choice.taken))
        are = "is" if len(choice.taken) == 1 else "are"
        hint = "`--reassign` takes what is assigned to others, or send to those who have it"
        return UsageError(f"nothing is left to ask: {count(len(choice.taken), 'question')} {are} assigned to {who}", hint=hint)
    if choice.answered:
        return UsageError("nothing is left to ask: all of it is answered", hint="`--only ID` asks a question again")
    if wish.areas:
        return UsageError(f"nothing in {', '.join(wish.areas)} applies to this company", hint="`gni-assess criteria list` shows what does")
    hint = f"name questions with `--area` or `--only`: they are then assigned; {_waiting(assessment)}"
    return UsageError(f"nothing is assigned to `{wish.person}`", hint=hint)


def _options(assessment: Assessment) -> str:
    return f"name a person with `--assignee PERSON`, or questions with `--area AREA` or `--only ID`; {_waiting(assessment)}"


def _waiting(assessment: Assessment) -> str:
    waiting = {person: work.to_answer for person, work in work_by_person(assessment).items() if work.to_answer}
    has = ", ".join(f"{person} {number}" for person, number in waiting.items())
    return f"questions waiting: {has}" if has else "no question is waiting for anybody yet"
