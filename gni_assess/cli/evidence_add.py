"""`evidence add policy|system|case`: register evidence, by options or by asking."""

import re
from collections.abc import Mapping
from typing import Any

import typer

from gni_assess.cli.asking import Asker
from gni_assess.cli.completion import complete_criteria, complete_people
from gni_assess.cli.criteria import get_criterion
from gni_assess.cli.edits import check_scopes, get_person
from gni_assess.cli.new_record import NewRecord, parse_limits, put, save_new
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.errors import UsageError
from gni_assess.model.case_vocabulary import (
    AuthorityKind,
    CaseResponse,
    CaseResult,
    CaseType,
    Challenge,
    Channel,
    DecisionLevel,
    NominatedBy,
    SelectionDecision,
)
from gni_assess.model.evidence import PolicyKind, SystemKind
from gni_assess.model.vocabulary import Classification, RecordKind, Right

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="Register a policy, system or case: by options, or by asking."
)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")

ID = typer.Option("", "--id", metavar="ID", help="The id; drawn at random where not given.")
FROM_FILE = typer.Option("", "--from-file", metavar="FILE", help="YAML with any fields of the record; options win over it. - reads stdin.")
TITLE = typer.Option(None, help="What it is called.")
CLASSIFICATION = typer.Option(None, help="How confidential it is; without it, it counts as restricted.")
ENTITY = typer.Option([], metavar="ID", help="An entity that it concerns; may be repeated.")
SERVICE = typer.Option([], metavar="ID", help="A service that it concerns; may be repeated.")
LIMIT = typer.Option(
    [], metavar="GROUND:AUDIENCE=TREATMENT,…", help="A ground for not showing it, with what each audience gets; may be repeated."
)
LIMIT_HOW = typer.Option(None, help="How it can be seen after all; goes with --limit.")
NOTES = typer.Option(None, help="Notes for the team; they never leave it.")
OWNER = typer.Option(None, metavar="PERSON", help="Who answers for it; you, where not given.", autocompletion=complete_people)
SUMMARY = typer.Option(None, help="What it says or does, in a few sentences.")
EFFECTIVE_FROM = typer.Option(None, "--from", metavar="DATE", help="In force from: a day, a month, or unknown.")
EFFECTIVE_TO = typer.Option(None, "--to", metavar="DATE", help="In force until; leave out while it is in force.")
FILE = typer.Option(None, "--file", metavar="FILE", help="The document, inside the workspace; its size and SHA-256 are taken at once.")
URL = typer.Option(None, help="Its address.")
HELD_AT = typer.Option(None, help="Where it is, in words.")
HOLDER = typer.Option(None, help="Who keeps it.")
VERSION = typer.Option(None, help="Its version.")
SUPERSEDES = typer.Option(None, metavar="ID", help="The record of the version before.")
APPROVED_BY = typer.Option(None, help="Who approved it.")
LAST_REVIEWED = typer.Option(None, metavar="DATE", help="When it was last reviewed.")
NEXT_REVIEW = typer.Option(None, metavar="DATE", help="When it is to be reviewed next.")


@app.command("policy")
@shared_options
def add_policy(
    shared: Shared,
    *,
    kind: PolicyKind | None = typer.Option(None, help="What kind of document it is."),
    record_id: str = ID,
    from_file: str = FROM_FILE,
    title: str | None = TITLE,
    summary: str | None = SUMMARY,
    owner: str | None = OWNER,
    effective_from: str | None = EFFECTIVE_FROM,
    effective_to: str | None = EFFECTIVE_TO,
    file: str | None = FILE,
    url: str | None = URL,
    held_at: str | None = HELD_AT,
    holder: str | None = HOLDER,
    version: str | None = VERSION,
    supersedes: str | None = SUPERSEDES,
    approved_by: str | None = APPROVED_BY,
    last_reviewed: str | None = LAST_REVIEWED,
    next_review: str | None = NEXT_REVIEW,
    entity: list[str] = ENTITY,
    service: list[str] = SERVICE,
    classification: Classification | None = CLASSIFICATION,
    limit: list[str] = LIMIT,
    limit_how: str | None = LIMIT_HOW,
    notes: str | None = NOTES,
) -> int:
    """Register a policy: a document that says what the company will do, or shows that it decided so."""
    return _add_document(shared, RecordKind.POLICY, locals())


@app.command("system")
@shared_options
def add_system(
    shared: Shared,
    *,
    kind: SystemKind | None = typer.Option(None, help="What kind of system it is."),
    record_id: str = ID,
    from_file: str = FROM_FILE,
    title: str | None = TITLE,
    summary: str | None = SUMMARY,
    owner: str | None = OWNER,
    effective_from: str | None = EFFECTIVE_FROM,
    effective_to: str | None = EFFECTIVE_TO,
    figure: list[str] = typer.Option([], metavar="NAME=VALUE[:UNIT[:PERIOD]]", help="A number that it produces; may be repeated."),
    file: str | None = FILE,
    url: str | None = URL,
    held_at: str | None = HELD_AT,
    holder: str | None = HOLDER,
    version: str | None = VERSION,
    supersedes: str | None = SUPERSEDES,
    approved_by: str | None = APPROVED_BY,
    last_reviewed: str | None = LAST_REVIEWED,
    next_review: str | None = NEXT_REVIEW,
    entity: list[str] = ENTITY,
    service: list[str] = SERVICE,
    classification: Classification | None = CLASSIFICATION,
    limit: list[str] = LIMIT,
    limit_how: str | None = LIMIT_HOW,
    notes: str | None = NOTES,
) -> int:
    """Register a system: a process, tool, team, register, training, body or control."""
    return _add_document(shared, RecordKind.SYSTEM, locals())


@app.command("case")
@shared_options
def add_case(
    shared: Shared,
    *,
    case_type: CaseType | None = typer.Option(None, "--type", help="What was demanded, or what had to be decided."),
    record_id: str = ID,
    from_file: str = FROM_FILE,
    title: str | None = TITLE,
    right: list[Right] = typer.Option([], help="A right at stake; may be repeated."),
    jurisdiction: str | None = typer.Option(None, metavar="CODE", help="The country, as two letters: NO."),
    classification: Classification | None = CLASSIFICATION,
    decision: SelectionDecision | None = typer.Option(None, help="Whether it is in the set that the assessor looks at."),
    nominated_by: NominatedBy | None = typer.Option(None, help="Who put it forward."),
    authority: str | None = typer.Option(None, help="Who made the demand."),
    authority_kind: AuthorityKind | None = typer.Option(None, help="What kind of authority."),
    channel: Channel | None = typer.Option(None, help="How the demand came in."),
    legal_basis: str | None = typer.Option(None, help="The law that it was based on."),
    demanded: str | None = typer.Option(None, help="What was demanded, or what had to be decided."),
    received: str | None = typer.Option(None, metavar="DATE", help="When it came in: a day, a month, or unknown."),
    decided: str | None = typer.Option(None, metavar="DATE", help="When it was decided."),
    carried_out: str | None = typer.Option(None, metavar="DATE", help="When the decision was carried out."),
    closed: str | None = typer.Option(None, metavar="DATE", help="When it was closed."),
    decided_by: str | None = typer.Option(None, metavar="ROLE", help="The role that decided, not a name."),
    decision_level: DecisionLevel | None = typer.Option(None, help="How senior that was."),
    response: CaseResponse | None = typer.Option(None, help="How it was handled."),
    challenge: Challenge | None = typer.Option(None, help="Whether it was challenged, and how that ended."),
    result: CaseResult | None = typer.Option(None, help="What it meant for people."),
    hard_reason: str | None = typer.Option(None, help="Why it was a hard case."),
    users_told: bool | None = typer.Option(None, "--users-told/--users-not-told", help="Whether the people affected were told."),
    users_told_reason: str | None = typer.Option(None, help="Why not, or when."),
    criterion: list[str] = typer.Option(
        [], metavar="ID", help="A criterion it is an example for; may be repeated.", autocompletion=complete_criteria
    ),
    lessons: str | None = typer.Option(None, help="What was learned."),
    shareable_summary: str | None = typer.Option(None, help="A version that protects users, staff and legal limits."),
    entity: list[str] = ENTITY,
    service: list[str] = SERVICE,
    limit: list[str] = LIMIT,
    limit_how: str | None = LIMIT_HOW,
    notes: str | None = NOTES,
) -> int:
    """Register a case: a real instance of a demand, of pressure or of a decision."""
    given = locals()
    new = NewRecord(shared=shared, kind=RecordKind.CASE, record_id=record_id, from_file=from_file)
    for key in ("title", "jurisdiction", "classification", "legal_basis", "demanded", "channel", "response", "challenge", "result"):
        put(new.plain, key, given[key])
    for key in ("lessons", "shareable_summary", "notes"):
        put(new.plain, key, given[key])
    put(new.plain, "type", case_type)
    for key, value in {"rights": right, "entities": entity, "services": service, "criteria": [each.upper() for each in criterion]}.items():
        put(new.plain, key, value)
    put(new.plain, "selection", {"decision": decision, "nominated_by": nominated_by})
    put(new.plain, "authority", {"name": authority, "kind": authority_kind})
    put(new.plain, "dates", {"received": received, "decided": decided, "carried_out": carried_out, "closed": closed})
    put(new.plain, "decided_by", {"role": decided_by, "level": decision_level})
    if hard_reason is not None:
        new.plain |= {"hard": True, "hard_reason": hard_reason}
    if users_told is not None:
        put(new.plain, "users_told", {"told": users_told, "reason": users_told_reason})
    elif users_told_reason is not None:
        raise UsageError("`--users-told-reason` says why, but not whether", hint="add `--users-told` or `--users-not-told`")
    put(new.plain, "limits", parse_limits(limit, limit_how))
    check_scopes(new.assessment, entities=entity, services=service)
    for each in criterion:
        get_criterion(new.assessment.pack, each)
    _ask_case(new)
    return save_new(new)


def _add_document(shared: Shared, kind: RecordKind, given: Mapping[str, Any]) -> int:
    new = NewRecord(shared=shared, kind=kind, record_id=given["record_id"], from_file=given["from_file"])
    for key in ("kind", "title", "summary", "owner", "url", "held_at", "holder", "version", "supersedes", "approved_by"):
        put(new.plain, key, given[key])
    for key in ("last_reviewed", "next_review", "classification", "notes"):
        put(new.plain, key, given[key])
    put(new.plain, "effective", {"from": given["effective_from"], "to": given["effective_to"]})
    put(new.plain, "entities", given["entity"])
    put(new.plain, "services", given["service"])
    put(new.plain, "figures", [_parse_figure(each) for each in given.get("figure", ())])
    put(new.plain, "limits", parse_limits(given["limit"], given["limit_how"]))
    check_scopes(new.assessment, entities=given["entity"], services=given["service"])
    if given["owner"] is not None:
        get_person(new.assessment, given["owner"], "--owner")
    if given["file"] is not None:
        new.take_file(given["file"])
    _ask_document(new)
    new.plain.setdefault("owner", new.by)
    return save_new(new)


def _ask_document(new: NewRecord) -> None:
    words = [each.value for each in (PolicyKind if new.kind is RecordKind.POLICY else SystemKind)]

    def ask(asker: Asker, lacking: str) -> None:
        match lacking:
            case "kind":
                new.plain["kind"] = asker.choose("What kind is it?", "--kind", words)
            case "title":
                new.plain["title"] = asker.ask("What is it called?", "--title")
            case "summary":
                new.plain["summary"] = asker.ask("What does it say or do, in a few sentences?", "--summary")
            case "effective":
                question = "Since when is it in force? (2026-11-21, 2026-11 or unknown)"
                new.plain["effective"] = {"from": asker.ask(question, "--from", new.check_partial)}
            case "classification":
                new.plain["classification"] = asker.choose("How confidential is it?", "--classification", [c.value for c in Classification])
            case _:
                place = asker.ask("Where is it kept?", "--held-at", required=False)
                put(new.plain, "held_at", place or None)

    required = ["kind", "title", "summary", "effective"]
    wanted = [*required, "classification"]
    if not any(key in new.plain for key in ("file", "url", "held_at")):
        wanted.append("held_at")
    new.ask_for(required, wanted, ask, options={"effective": "--from"})


def _ask_case(new: NewRecord) -> None:
    def ask(asker: Asker, lacking: str) -> None:
        match lacking:
            case "type":
                new.plain["type"] = asker.choose("What kind of case is it?", "--type", [each.value for each in CaseType])
            case "title":
                new.plain["title"] = asker.ask("What do you call it?", "--title")
            case "rights":
                new.plain["rights"] = asker.choose_some("Which rights were at stake?", "--right", [each.value for each in Right])
            case "jurisdiction":
                new.plain["jurisdiction"] = asker.ask("Which country? (two letters: NO)", "--jurisdiction", new.check_country)
            case "classification":
                new.plain["classification"] = asker.choose("How confidential is it?", "--classification", [c.value for c in Classification])
            case _:
                put(new.plain, "demanded", asker.ask("What was demanded or decided?", "--demanded", required=False) or None)

    required = ["type", "title", "rights", "jurisdiction", "classification"]
    new.ask_for(required, [*required, "demanded"], ask, options={"rights": "--right"})


def _parse_figure(text: str) -> dict[str, Any]:
    name, _, rest = text.partition("=")
    number, _, tail = rest.partition(":")
    unit, _, period = tail.partition(":")
    if not name.strip() or not _NUMBER.fullmatch(number.strip()):
        raise UsageError("`--figure` needs a name and a number", hint='for example `--figure "demands received=212:demands:2025"`')
    figure: dict[str, Any] = {"name": name.strip(), "value": float(number) if "." in number else int(number)}
    put(figure, "unit", unit or None)
    put(figure, "period", period or None)
    return figure
