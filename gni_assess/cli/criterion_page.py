"""`criteria show`: one criterion in full, for a terminal of 80 columns."""

from collections.abc import Iterable

from gni_assess.cli.console import print_heading, print_paragraph
from gni_assess.cli.shared import Shared
from gni_assess.interview.steps.finding import BASES
from gni_assess.model.columns import unwrap
from gni_assess.model.criteria import CASE_AREA, Criterion, Pack
from gni_assess.model.vocabulary import CompanyType

_INDENT, _BULLET = "  ", "- "
_KINDS = {
    CompanyType.PLATFORM: "a platform",
    CompanyType.TELECOM: "a network operator",
    CompanyType.VENDOR: "a vendor",
    CompanyType.INFRASTRUCTURE: "an infrastructure company",
}


_OVERLAYS = (
    "An overlay puts the official number and wording beside a criterion. It is a YAML file in the `criteria/` folder of your workspace "
    "that starts with `format: 1` and `pack: {pack}` and has, under `criteria`, one entry for each criterion you have the wording for, "
    "such as `{{id: GOV-02, official: {{number: ..., text: ...}}}}`. List the file under `overlays` in the `assessment` section of "
    "`gni-assess.yaml`. An overlay adds and changes; it never removes a criterion."
)


def print_criterion(shared: Shared, pack: Pack, criterion: Criterion, types: tuple[CompanyType, ...]) -> None:
    """Print a criterion with all its guidance, as it is put to a company of these types, and what the pack is and is not."""
    area = next((each.title for each in pack.areas if each.id == criterion.area), criterion.area)
    print_heading(shared, f"{criterion.id}  {criterion.title}")
    print_paragraph(f"{area}. Rights: {', '.join(each.value for each in criterion.rights)}. {_basis(criterion)}.")
    for heading, texts in _plain_parts(criterion, types):
        _print_part(shared, heading, texts, bullet="")
    for heading, texts in _listed_parts(pack, criterion):
        _print_part(shared, heading, texts, bullet=_BULLET)
    if criterion.laid_over:
        shared.print()
        print_paragraph(f"Your overlay changed: {', '.join(criterion.laid_over)}. The rest is as the pack has it.")
    shared.print()
    # What the pack is, and where the official texts are; the rest of the notice is in every report.
    print_paragraph(unwrap(pack.notice).split("\n\n")[0])
    shared.print()
    print_paragraph(_OVERLAYS.format(pack=pack.id))


def _plain_parts(criterion: Criterion, types: tuple[CompanyType, ...]) -> Iterable[tuple[str, list[str]]]:
    official = criterion.official
    yield "Question", [criterion.question_to(types)]
    for each, text in criterion.questions_beside(types).items():
        yield f"As put to {_KINDS[each]}", [text]
    if official is not None and (official.number or official.text):
        # As it was typed: its line ends may be part of the official text.
        yield f"Official wording {official.number}".rstrip(), [official.text or "(no text given)"]
    yield "Why it is asked", [unwrap(criterion.intent)]


def _listed_parts(pack: Pack, criterion: Criterion) -> Iterable[tuple[str, list[str]]]:
    titles = {each.id: each.title for each in pack.sources}
    yield "A good answer", list(criterion.looks_for)
    yield "What to show", [f"{each.kind.value}{'' if each.required else ' (optional)'}: {each.what}" for each in criterion.show]
    if criterion.area == CASE_AREA:
        yield "What to show", ["nothing here: the register of cases answers this; say here where and why it departs"]
    yield "An assessor may ask next", list(criterion.probes)
    yield "Often missing", list(criterion.common_gaps)
    yield "Example of a short answer (made up)", [criterion.example]
    yield "Who may know", ["; ".join(criterion.who_to_ask)]
    yield "First steps, where there is nothing yet", list(criterion.first_steps)
    yield "See also", [f"{each}  {pack.by_id[each].title}" if each in pack.by_id else each for each in criterion.see_also]
    yield (
        "Where it comes from",
        [f"{titles.get(each.document, each.document)}{f': {each.section}' if each.section else ''}" for each in criterion.sources],
    )
    yield "Related, in our own judgment", [f"{titles.get(name, name)}: {', '.join(items)}" for name, items in criterion.crosswalk.items()]


def _print_part(shared: Shared, heading: str, texts: list[str], *, bullet: str) -> None:
    texts = [each for each in texts if each.strip()]
    if not texts:
        return
    shared.print()
    print_heading(shared, heading)
    lead = bullet if len(texts) > 1 else ""
    for each in texts:
        print_paragraph(unwrap(each) if bullet else each, indent=_INDENT, lead=lead)


def _basis(criterion: Criterion) -> str:
    text = BASES[criterion.basis]
    return text[0].upper() + text[1:]
