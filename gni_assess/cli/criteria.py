"""`criteria list|show|search`: read the pack."""

from typing import TYPE_CHECKING, Any

import typer

from gni_assess.cli.completion import complete_areas, complete_criteria
from gni_assess.cli.console import print_table
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.group import make_group
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.errors import UnknownIdError, WorkspaceError
from gni_assess.model.criteria import Criterion, Pack
from gni_assess.model.likeness import find_alike
from gni_assess.model.plain import to_plain
from gni_assess.model.vocabulary import CompanyType

if TYPE_CHECKING:
    from gni_assess.model.search import Match

app = make_group("Read the criteria.")


@app.command("list")
@shared_options
def list_criteria(
    shared: Shared,
    area: str = typer.Option("", metavar="AREA", help="Only this area.", autocompletion=complete_areas),
    every: bool = typer.Option(False, "--all", help="Also those that do not apply to this company."),
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """List the criteria: those that apply in this workspace, or all of the built-in pack where there is no workspace."""
    pack, facts, _ = _get_pack(shared)
    check_area(pack, area)
    chosen = [each for each in pack.criteria if (not area or each.area == area.upper()) and (every or facts is None or each.applies(facts))]
    _print_list(shared, chosen, output_format)
    return 0


@app.command("show")
@shared_options
def show_criterion(
    shared: Shared,
    criterion_id: str = typer.Argument(metavar="ID", help="The criterion, for example GOV-02.", autocompletion=complete_criteria),
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """Show one criterion in full."""
    pack, _, types = _get_pack(shared)
    criterion = get_criterion(pack, criterion_id)
    if output_format is DataFormat.JSON:
        shared.print_json({"criterion": to_plain(criterion), "question": criterion.question_to(types), "notice": pack.notice})
        return 0
    from gni_assess.cli.criterion_page import print_criterion  # noqa: PLC0415 - other commands import this module, too

    print_criterion(shared, pack, criterion, types)
    return 0


@app.command("search")
@shared_options
def search_criteria(
    shared: Shared,
    words: list[str] = typer.Argument(help="Words to look for, such as `gag order`; all must be there."),
    every: bool = typer.Option(False, "--all", help="All that was found, not only the best."),
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """Find criteria by words in any of their fields, in any form and by synonyms of the field."""
    pack, _, _ = _get_pack(shared)
    from gni_assess.cli.criteria_matches import print_matches  # noqa: PLC0415 - other commands import this module, too
    from gni_assess.model.search import search_pack  # noqa: PLC0415 - likewise

    found = search_pack(pack, " ".join(words))
    if output_format is DataFormat.JSON:
        shared.print_json(
            {
                "criteria": [to_plain(each.criterion) for each in found.matches],
                "matches": [_match_as_json(each) for each in found.matches],
                "partial": [_match_as_json(each) for each in found.partial],
                "also": list(found.also),
                "unknown": {word: list(near) for word, near in found.unknown.items()},
            }
        )
        return 0
    print_matches(shared, found, every=every)
    return 0


def _match_as_json(match: "Match") -> dict[str, Any]:
    return {"id": match.criterion.id, "field": match.field, "text": match.text, "via": list(match.via)}


def check_area(pack: Pack, area: str) -> None:
    """Refuse an area, in any letter case, that the pack does not have; no area is fine. Raises UnknownIdError."""
    known = [each.id for each in pack.areas]
    if area and area.upper() not in known:
        raise UnknownIdError(f"there is no area `{area}`", hint=f"areas: {', '.join(known)}")


def get_criterion(pack: Pack, criterion_id: str) -> Criterion:
    """Get a criterion by id, in any letter case. Raises UnknownIdError with the nearest ids."""
    found = pack.by_id.get(criterion_id.upper())
    if found is None:
        near = find_alike(criterion_id.upper(), pack.by_id, most=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`gni-assess criteria list` shows them"
        raise UnknownIdError(f"there is no criterion `{criterion_id}`", hint=hint)
    return found


def _get_pack(shared: Shared) -> tuple[Pack, frozenset[str] | None, tuple[CompanyType, ...]]:
    from gni_assess.store.packaged import DEFAULT_PACK  # noqa: PLC0415 - only where there is no workspace
    from gni_assess.store.packs import load_built_in  # noqa: PLC0415 - likewise

    try:
        _ = shared.root
    except WorkspaceError:
        if shared.directory is not None:
            raise
        return load_built_in(DEFAULT_PACK), None, ()
    assessment = shared.load_assessment()
    return assessment.pack, assessment.workspace.facts, assessment.workspace.company.types


def _print_list(shared: Shared, criteria: list[Criterion], output_format: DataFormat) -> None:
    if output_format is DataFormat.JSON:
        shared.print_json({"criteria": [to_plain(each) for each in criteria]})
        return
    if criteria:
        print_table(shared, ("ID", "TITLE", "BASIS"), [(each.id, each.title, each.basis.value) for each in criteria])
    shared.say(f"{len(criteria)} criteria; `gni-assess criteria show ID` shows one in full")
