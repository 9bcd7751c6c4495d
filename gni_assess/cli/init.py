"""`init [DIR]`: make a workspace, by asking or by options; `--sample` writes the sample instead."""

import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from gni_assess.cli.asking import Asker, command_so_far, refuse_asking
from gni_assess.cli.edits import checked_text
from gni_assess.cli.shared import Shared, can_ask, parse_day, shared_options
from gni_assess.errors import UsageError
from gni_assess.model.dates import Span
from gni_assess.model.vocabulary import CompanyType, Membership, Stage
from gni_assess.model.workspace import Company, Entity, Person, Plan, Service, Workspace
from gni_assess.store.countries import load_countries
from gni_assess.store.create import create_sample, create_workspace
from gni_assess.store.layout import WORKSPACE_FILE
from gni_assess.store.packaged import DEFAULT_PACK, SAMPLE, UNFINISHED_SAMPLE, built_in_packs
from gni_assess.store.packs import load_built_in

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@shared_options
def init(
    shared: Shared,
    *,
    folder: Path | None = typer.Argument(None, metavar="[DIR]", help="The folder; the current one where not given."),
    sample: bool = typer.Option(False, "--sample", help="Write the complete fictional sample instead."),
    unfinished: bool = typer.Option(
        False, "--sample-unfinished", help="Write the sample as it stood two months into collecting, to try the interview on."
    ),
    name: str | None = typer.Option(None, help="The company's name."),
    company_type: list[CompanyType] = typer.Option([], "--type", help="Where it sits in the technology stack; may be repeated."),
    membership: Membership | None = typer.Option(None, help="Its standing with GNI."),
    joined: str | None = typer.Option(None, metavar="DATE", help="When it joined GNI."),
    service: list[str] = typer.Option([], metavar="NAME or ID=NAME", help="A service; may be repeated."),
    entity: list[str] = typer.Option([], metavar="ID=NAME=CODE", help="A legal entity and its country; may be repeated."),
    market: list[str] = typer.Option([], metavar="CODE", help="A country with users or customers; may be repeated."),
    concern: list[str] = typer.Option([], metavar="CODE", help="A country where users' rights are most at risk; may be repeated."),
    person: list[str] = typer.Option([], metavar="ID=NAME[=ROLE]", help="Someone who works on it; may be repeated."),
    first_assessment: bool | None = typer.Option(None, "--first-assessment/--no-first-assessment", help="Whether it is the first."),
    local_presence: bool = typer.Option(
        True, "--local-presence/--no-local-presence", help="Whether it has staff, offices or equipment abroad."
    ),
    deals: bool = typer.Option(True, "--deals/--no-deals", help="Whether it buys, sells or merges businesses."),
    period_start: str | None = typer.Option(None, metavar="DATE", help="First day of the assessment period."),
    period_end: str | None = typer.Option(None, metavar="DATE", help="Last day of the assessment period."),
    assessor: str = typer.Option("", help="The independent assessor."),
    stage: Stage = typer.Option(Stage.COLLECTING, help="How far the company is."),
    pack: str = typer.Option(DEFAULT_PACK, help=f"The pack of criteria; built in: {', '.join(built_in_packs())}."),
    no_input: bool = typer.Option(False, "--no-input", help="Ask nothing; all by options."),
) -> int:
    """Make a workspace. Asks a few questions at a terminal; with --no-input all comes from options."""
    root = (folder or shared.directory or Path.cwd()).absolute()
    if sample and unfinished:
        raise UsageError("`--sample` and `--sample-unfinished` are two samples", hint="name one of them")
    if sample or unfinished:
        written = create_sample(root, UNFINISHED_SAMPLE if unfinished else SAMPLE)
        _say_done(shared, root, written, "the sample, Example Relay, does not exist: look around, change it, break it")
        return 0
    given: dict[str, Any] = {"name": name, "type": company_type, "service": service, "person": person, "first_assessment": first_assessment}
    if lacking := [key for key in given if given[key] in (None, [])]:
        if (root / WORKSPACE_FILE).exists():
            raise UsageError(f"there is a workspace in `{root}` already", hint="nothing was changed; name another folder")
        _ask(given, lacking, no_input=no_input)
    span = _period(period_start, period_end)
    workspace = Workspace(
        company=Company(
            name=_text(given["name"], "--name"),
            types=tuple(dict.fromkeys(given["type"])),
            membership=membership,
            joined=None if joined is None else parse_day(joined, "--joined"),
            has_local_presence=local_presence,
            does_deals=deals,
        ),
        plan=Plan(
            stage=stage,
            pack=pack,
            edition=load_built_in(pack).edition,
            period=span,
            first_assessment=bool(given["first_assessment"]),
            assessor=checked_text(assessor, "--assessor"),
        ),
        services=tuple(_service(each) for each in given["service"]),
        entities=tuple(_entity(each) for each in entity),
        markets=_countries(market, "--market"),
        jurisdictions_of_concern=_countries(concern, "--concern"),
        people=tuple(_person(each) for each in given["person"]),
    )
    _refuse_twins({"--service": workspace.services, "--entity": workspace.entities, "--person": workspace.people})
    _say_done(shared, root, create_workspace(root, workspace), "next: `gni-assess interview`, or `gni-assess evidence add policy`")
    return 0


def _say_done(shared: Shared, root: Path, written: Sequence[str], then: str) -> None:
    shared.print(str(root))
    shared.say(f"made a workspace in {root}: {', '.join(written)}")
    try:
        inside = root.relative_to(Path.cwd().absolute())
    except ValueError:
        inside = root
    if inside != Path():
        shared.say(f"go there with: cd {shlex.quote(str(inside))}")
    shared.say(then)


def _ask(given: dict[str, Any], lacking: Sequence[str], *, no_input: bool) -> None:
    options = {"first_assessment": "--first-assessment or --no-first-assessment"}
    if no_input or not can_ask():
        needed = [each for each in lacking if each != "person" or no_input or not can_ask()]
        raise refuse_asking([options.get(each, f"--{each}") for each in needed])
    asker = Asker(command=command_so_far())
    for each in lacking:
        match each:
            case "name":
                given[each] = asker.ask("What is the company called?", "--name")
            case "type":
                words = asker.choose_some("Where does it sit in the technology stack?", "--type", [word.value for word in CompanyType])
                given[each] = [CompanyType(word) for word in words]
            case "service":
                given[each] = asker.ask_several("Which services does it offer?", "--service")
            case "person":
                given[each] = [_ask_person(asker)]
            case _:
                given[each] = asker.confirm("Is this its first assessment?", "--first-assessment", default=True)


def _ask_person(asker: Asker) -> str:
    name = asker.ask("What is your name?", "--person", note="Only your team sees it.")
    role = asker.ask("What is your role?", "--role", note="Others see it instead of your name.", required=False)
    del asker.typed[-1 if not role else -2 :]
    text = f"{slug(role or name)}={name.replace('=', ' ')}" + (f"={role}" if role else "")
    asker.typed.append(f"--person {shlex.quote(text)}")
    return text


def slug(text: str) -> str:
    """Make a short id out of a name: `Content delivery` gives `content-delivery`."""
    import unicodedata  # noqa: PLC0415 - only here

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "x"


def _text(text: str, option: str) -> str:
    if not text.strip():
        raise UsageError(f"`{option}` is empty", hint="write a name")
    return checked_text(text, option)


def _service(text: str) -> Service:
    service_id, equals, name = text.partition("=")
    name = name if equals else service_id
    return Service(id=service_id.strip() if equals else slug(name), name=_text(name.strip(), "--service"))


def _entity(text: str) -> Entity:
    parts = [each.strip() for each in text.split("=")]
    if len(parts) != 3 or not all(parts):  # noqa: PLR2004 - id, name, country
        raise UsageError("`--entity` needs an id, a name and a country", hint="for example `--entity nordics=Example Nordics AS=NO`")
    return Entity(id=parts[0], name=checked_text(parts[1], "--entity"), jurisdiction=_countries([parts[2]], "--entity")[0])


def _person(text: str) -> Person:
    parts = [each.strip() for each in text.split("=", 2)]
    if len(parts) == 1:
        return Person(id=slug(parts[0]), name=_text(parts[0], "--person"))
    return Person(id=parts[0], name=_text(parts[1], "--person"), role=checked_text("=".join(parts[2:]), "--person"))


def _countries(codes: Sequence[str], option: str) -> tuple[str, ...]:
    known = load_countries()
    found = tuple(dict.fromkeys(each.strip().upper() for each in codes))
    for each in found:
        if each not in known:
            raise UsageError(f"`{option}`: there is no country `{each}`", hint="use two letters as in ISO 3166: NO for Norway")
    return found


def _period(start: str | None, end: str | None) -> Span | None:
    if start is None:
        if end is not None:
            raise UsageError("`--period-end` was given without `--period-start`", hint="give both")
        return None
    first = parse_day(start, "--period-start")
    last = None if end is None else parse_day(end, "--period-end")
    if last is not None and last < first:
        raise UsageError("the period ends before it starts", hint="check `--period-start` and `--period-end`")
    return Span(start=first, end=last)


def _refuse_twins(groups: Mapping[str, Sequence[Service | Entity | Person]]) -> None:
    for option, things in groups.items():
        ids = [each.id for each in things]
        if twins := sorted({each for each in ids if ids.count(each) > 1}):
            raise UsageError(f"`{option}`: the id `{twins[0]}` is there twice", hint="give each its own id: `ID=NAME`")
