"""The three layers of help: a line beside the commands (`?`), an example (`:x`), and the whole page (`:w`)."""

import re
from collections.abc import Iterable

from gni_assess.interview.last_time import show_last_time
from gni_assess.interview.layout import BLANK, Para, bullet, heading, hint, plain, quoted
from gni_assess.interview.state import State, Step
from gni_assess.interview.steps.finding import BASES, list_findings, put_question
from gni_assess.interview.steps.note import read_own
from gni_assess.model.columns import unwrap
from gni_assess.model.criteria import Criterion


def explain_briefly(state: State) -> tuple[Para, ...]:
    """Say in one line why the criterion is asked."""
    first = re.split(r"(?<=[.!?])\s", unwrap(state.criterion.intent), maxsplit=1)[0]
    return (plain(f"Why: {first}"), hint("`:x` shows an example, `:w` all that helps to answer.")) if first else ()


def explain(state: State) -> tuple[Para, ...]:
    """Say why the criterion is asked and what helps to answer it."""
    criterion = state.criterion
    official = criterion.official
    # At the finding the question comes again below, where it stays in sight.
    question = () if state.spot.step is Step.FINDING else (heading(f"{criterion.id} {criterion.title}"), *put_question(state))
    return (
        BLANK,
        *question,
        *((plain(f"Official wording {official.number}".rstrip() + ":"), quoted(official.text)) if official and official.text else ()),
        *_own_notes(state),
        *show_last_time(state.setting.previous, criterion.id),
        *_listed("As put to your part of the technology stack", _variants(state)),
        heading("Why it is asked"),
        plain(unwrap(criterion.intent)),
        heading("What the findings mean"),
        *list_findings(state),
        *_listed("What a good answer has", criterion.looks_for),
        *_listed("What to show", (f"{each.kind}{'' if each.required else ' (optional)'}: {each.what}" for each in criterion.show)),
        *_listed("What an assessor may ask next", criterion.probes),
        *_listed("What companies often find missing", criterion.common_gaps),
        *_listed("Who may know", criterion.who_to_ask),
        *_listed("First steps, where there is nothing yet", criterion.first_steps),
        *_listed("See also", (_titled(state, each) for each in criterion.see_also)),
        *_listed("Where it comes from", (BASES[criterion.basis], *_sources(state, criterion))),
    )


def show_example(state: State) -> tuple[Para, ...]:
    """Show what a good short answer looks like, or say that there is none."""
    example = state.criterion.example
    if not example.strip():
        return (hint(f"This pack has no example for {state.criterion.id} yet; `:w` shows what a good answer has."),)
    return (plain("An example, for a fictional company:"), quoted(unwrap(example)))


def _listed(title: str, items: Iterable[str]) -> tuple[Para, ...]:
    bullets = tuple(bullet(unwrap(each)) for each in items)
    return (heading(title), *bullets) if bullets else ()


def _own_notes(state: State) -> tuple[Para, ...]:
    notes = read_own(state.response.notes)
    return (heading("Your team's notes"), quoted(notes)) if notes.strip() else ()


def _variants(state: State) -> Iterable[str]:
    beside = state.criterion.questions_beside(state.assessment.workspace.company.types)
    return (f"{each.value}: {text}" for each, text in beside.items())


def _titled(state: State, criterion_id: str) -> str:
    known = state.assessment.pack.by_id.get(criterion_id)
    return f"{criterion_id} {known.title}" if known else criterion_id


def _sources(state: State, criterion: Criterion) -> Iterable[str]:
    titles = {each.id: each.title for each in state.assessment.pack.sources}
    for source in criterion.sources:
        title = titles.get(source.document, source.document)
        yield f"{title}: {source.section}" if source.section else title
