"""`evidence add policy|system|case`: register evidence, by options or by asking."""

import re
from collections.abc import Mapping
from typing import Any

import typer

from gni_assess.cli.asking import split
from gni_assess.cli.criteria import get_criterion
from gni_assess.cli.edits import check_scopes, get_person
from gni_assess.cli.evidence_form import complete
from gni_assess.cli.evidence_options import ANY_EVIDENCE, CASE, DOCUMENT
from gni_assess.cli.group import make_group
from gni_assess.cli.new_record import NewRecord, parse_limits, put, save_new
from gni_assess.cli.shared import Shared, options_as_mapping
from gni_assess.errors import UsageError
from gni_assess.model.evidence import PolicyKind, SystemKind
from gni_assess.model.vocabulary import RecordKind

app = make_group("Register a policy, system or case: by options, or by asking.")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def _add_policy(shared: Shared, given: Mapping[str, Any]) -> int:
    return _add_document(shared, RecordKind.POLICY, given)


def _add_system(shared: Shared, given: Mapping[str, Any]) -> int:
    return _add_document(shared, RecordKind.SYSTEM, given)


def _add_case(shared: Shared, given: Mapping[str, Any]) -> int:
    new = NewRecord(shared=shared, kind=RecordKind.CASE, record_id=given["record_id"], from_file=given["from_file"])
    for key in ("title", "jurisdiction", "classification", "legal_basis", "demanded", "channel", "response", "challenge", "result"):
        put(new.plain, key, given[key])
    for key in ("lessons", "shareable_summary", "notes"):
        put(new.plain, key, given[key])
    put(new.plain, "type", given["case_type"])
    put(new.plain, "rights", given["right"])
    put(new.plain, "criteria", [get_criterion(new.assessment.pack, each).id for each in given["criterion"]])
    put(new.plain, "selection", {"decision": given["decision"], "nominated_by": given["nominated_by"]})
    put(new.plain, "authority", {"name": given["authority"], "kind": given["authority_kind"]})
    put(new.plain, "dates", {key: given[key] for key in ("received", "decided", "carried_out", "closed")})
    put(new.plain, "decided_by", {"role": given["decided_by"], "level": given["decision_level"]})
    if given["hard_reason"] is not None:
        new.plain |= {"hard": True, "hard_reason": given["hard_reason"]}
    if given["users_told"] is not None:
        put(new.plain, "users_told", {"told": given["users_told"], "reason": given["users_told_reason"]})
    elif given["users_told_reason"] is not None:
        raise UsageError("`--users-told-reason` says why, but not whether", hint="add `--users-told` or `--users-not-told`")
    _protect(new, given["protected_term"])
    _put_common(new, given)
    if "jurisdiction" in new.plain:
        new.plain["jurisdiction"] = new.get_country(new.plain["jurisdiction"])
    complete(new, given["field"])
    return save_new(new)


def _add_document(shared: Shared, kind: RecordKind, given: Mapping[str, Any]) -> int:
    new = NewRecord(shared=shared, kind=kind, record_id=given["record_id"], from_file=given["from_file"])
    for key in ("kind", "title", "summary", "owner", "url", "held_at", "holder", "version", "supersedes", "approved_by"):
        put(new.plain, key, given[key])
    for key in ("last_reviewed", "next_review", "classification", "notes"):
        put(new.plain, key, given[key])
    put(new.plain, "effective", {"from": given["effective_from"], "to": given["effective_to"]})
    put(new.plain, "figures", [_parse_figure(each) for each in given.get("figure", ())])
    _put_common(new, given)
    if given["owner"] is not None:
        get_person(new.assessment, given["owner"], "--owner")
    if given["file"] is not None:
        new.take_file(given["file"])
    complete(new, given["field"])
    new.plain.setdefault("owner", new.by)
    return save_new(new)


def _put_common(new: NewRecord, given: Mapping[str, Any]) -> None:
    put(new.plain, "entities", given["entity"])
    put(new.plain, "services", given["service"])
    put(new.plain, "limits", parse_limits(given["limit"], given["limit_how"]))
    check_scopes(new.assessment, entities=given["entity"], services=given["service"])


def _protect(new: NewRecord, terms: list[str]) -> None:
    there = new.plain.get("protected_terms")
    several = dict.fromkeys(part for each in terms for part in split(each))
    put(new.plain, "protected_terms", [*(there if isinstance(there, list) else ()), *({"term": each} for each in several)])


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


app.command("policy", help="Register a policy: a document that says what the company will do, or shows that it decided so.")(
    options_as_mapping(
        _add_policy,
        {"kind": (PolicyKind | None, typer.Option(None, help="What kind of document it is.")), **ANY_EVIDENCE, **DOCUMENT},
    )
)
app.command("system", help="Register a system: a process, tool, team, register, training, body or control.")(
    options_as_mapping(
        _add_system,
        {
            "kind": (SystemKind | None, typer.Option(None, help="What kind of system it is.")),
            **ANY_EVIDENCE,
            **DOCUMENT,
            "figure": (
                list[str],
                typer.Option([], metavar="NAME=VALUE[:UNIT[:PERIOD]]", help="A number that it produces; may be repeated."),
            ),
        },
    )
)
app.command("case", help="Register a case: a real instance of a demand, of pressure or of a decision.")(
    options_as_mapping(_add_case, {**ANY_EVIDENCE, **CASE})
)
