"""`evidence add|import|list|show|verify`: policies, systems and cases."""

from dataclasses import replace
from typing import Any

import typer

from gni_assess.cli.completion import complete_evidence
from gni_assess.cli.console import print_paragraph, print_table
from gni_assess.cli.edits import unknown_evidence
from gni_assess.cli.evidence_add import app as add_app
from gni_assess.cli.evidence_import import import_evidence
from gni_assess.cli.formats import DataFormat
from gni_assess.cli.group import make_group
from gni_assess.cli.shared import Shared, shared_options
from gni_assess.model.assessment import Assessment, Evidence, FileFact
from gni_assess.model.cases import Case
from gni_assess.model.changes import Change
from gni_assess.model.dates import Stamp
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Recommendation, Request
from gni_assess.model.plain import to_plain
from gni_assess.model.vocabulary import EvidenceKind
from gni_assess.output.run import count

app = make_group("Register, import, list, show and verify evidence.")
app.add_typer(add_app, name="add")


_RECORDED = {"unchanged": "unchanged, recorded", "no SHA-256 yet": "recorded"}
"""What `evidence verify --record` makes of a verdict: the first notes only who verified it."""

_NOT_RECORDED = {
    "changed": "not recorded: the file differs from what was recorded",
    "missing": "not recorded: missing",
    "cannot be read": "not recorded: cannot be read",
    "outside the workspace": "not recorded: outside the workspace",
}


@app.command("list")
@shared_options
def list_evidence(
    shared: Shared,
    *,
    kind: EvidenceKind | None = typer.Option(None, help="Only this kind."),
    unused: bool = typer.Option(False, "--unused", help="Only what no response or case uses."),
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """List policies, systems and cases."""
    assessment = shared.load_to_list()
    used = _uses(assessment)
    chosen = [
        each for each in _all_evidence(assessment) if (kind is None or each.kind.value == kind.value) and not (unused and used.get(each.id))
    ]
    if output_format is DataFormat.JSON:
        shared.print_json(
            {"evidence": [{**to_plain(each), "record": each.kind.value, "used_by": used.get(each.id, [])} for each in chosen]}
        )
        return 0
    if chosen:
        rows = [(each.id, _kind_words(each), each.title, _classification(each), " ".join(used.get(each.id, []))) for each in chosen]
        print_table(shared, ("ID", "KIND", "TITLE", "CLASSIFICATION", "USED BY"), rows)
    shared.say(f"{count(len(chosen), 'record')} of evidence" if chosen else "no evidence; `gni-assess evidence add` registers some")
    return 0


@app.command("show")
@shared_options
def show_evidence(
    shared: Shared,
    *,
    evidence_id: str = typer.Argument(metavar="ID", help="The record, for example POL-417.", autocompletion=complete_evidence),
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """Show one record of evidence in full."""
    assessment = shared.load_assessment()
    found = get_evidence(assessment, evidence_id)
    used = _uses(assessment).get(found.id, [])
    if output_format is DataFormat.JSON:
        shared.print_json({"evidence": {**to_plain(found), "record": found.kind.value, "used_by": used}})
        return 0
    _print_fields(shared, to_plain(found), "")
    shared.print(f"used by: {' '.join(used) or 'nothing yet'}")
    return 0


@app.command("verify")
@shared_options
def verify_evidence(
    shared: Shared,
    *,
    evidence_ids: list[str] = typer.Argument(None, metavar="[ID]…", help="Only these records.", autocompletion=complete_evidence),
    record: bool = typer.Option(
        False, "--record", help="Take size and SHA-256 of files that have none yet, and note who verified the rest."
    ),
    output_format: DataFormat = typer.Option(DataFormat.TEXT, "--format", help="How to print."),
) -> int:
    """Check the files of policies and systems against their SHA-256. Exit code 1: one is missing or has changed."""
    from gni_assess.store.vault import find_file_facts  # noqa: PLC0415 - reads every file

    assessment = shared.load_to_list()
    wanted = {get_evidence(assessment, each).id for each in evidence_ids or ()}
    documents = [each for each in _all_evidence(assessment) if not isinstance(each, Case) and (not wanted or each.id in wanted)]
    chosen = replace(
        assessment,
        policies={each.id: each for each in documents if isinstance(each, Policy)},
        systems={each.id: each for each in documents if isinstance(each, System)},
    )
    facts = find_file_facts(shared.root, chosen, measure=True)
    rows = [(each, _verdict(each, facts.get(each.file))) for each in documents if each.file]
    if record:
        _record(shared, assessment, [(each, facts[each.file]) for each, verdict in rows if verdict in _RECORDED])
        rows = [(each, _RECORDED.get(verdict, verdict)) for each, verdict in rows]
    if output_format is DataFormat.JSON:
        shared.print_json({"files": [{"id": each.id, "file": each.file, "result": verdict} for each, verdict in rows]})
    elif rows:
        words = _NOT_RECORDED if record else {}
        print_table(shared, ("ID", "RESULT", "FILE"), [(each.id, words.get(verdict, verdict), each.file) for each, verdict in rows])
    for each in (each.id for each, verdict in rows if record and verdict == "changed"):
        shared.say(f"{each}: put the right file back; or, where this one is right, remove `sha256` and `size` from its record, then again:")
        shared.say(f"  gni-assess evidence verify {each} --record")
    shared.say(f"{count(len(rows), 'file')} checked; {count(len(documents) - len(rows), 'record')} without a file in the workspace")
    return int(any(verdict in {"missing", "changed", "cannot be read", "outside the workspace"} for _, verdict in rows))


app.command("import")(import_evidence)


def get_evidence(assessment: Assessment, evidence_id: str) -> Evidence:
    """Get a policy, system or case. Raises UnknownIdError."""
    found = assessment.find_evidence(evidence_id.upper())
    if found is None:
        raise unknown_evidence(evidence_id, assessment)
    return found


def _all_evidence(assessment: Assessment) -> tuple[Evidence, ...]:
    return (*assessment.policies.values(), *assessment.systems.values(), *assessment.cases.values())


def _verdict(document: Policy | System, fact: FileFact | None) -> str:
    if fact is None or not fact.exists:
        return "outside the workspace" if fact is not None and fact.outside else "missing"
    if fact.unreadable:
        return "cannot be read"
    if not document.sha256:
        return "no SHA-256 yet"
    same_size = document.size is None or document.size == fact.size
    return "unchanged" if document.sha256 == fact.sha256 and same_size else "changed"


def _record(shared: Shared, assessment: Assessment, found: list[tuple[Policy | System, FileFact]]) -> None:
    by = shared.writer(assessment)
    mark = Stamp(on=shared.today, by=by)
    changes = [Change(before=each, after=replace(each, sha256=fact.sha256 or "", size=fact.size, verified=mark)) for each, fact in found]
    shared.save(changes, by=by, via="evidence verify", keep=False)  # nobody typed it


def _uses(assessment: Assessment) -> dict[str, list[str]]:
    used: dict[str, list[str]] = {}
    for response in assessment.responses.values():
        for link in response.evidence:
            used.setdefault(link.id, []).append(response.criterion)
    linking: list[Case | Recommendation | Request] = [
        *assessment.cases.values(),
        *assessment.recommendations.values(),
        *assessment.requests.values(),
    ]
    for record in linking:
        for link in record.evidence:
            used.setdefault(link.id, []).append(record.id)
    for case in assessment.cases.values():
        used.setdefault(case.id, []).extend(each for each in case.criteria if each not in used.get(case.id, []))
    return used


def _kind_words(evidence: Evidence) -> str:
    return f"case: {evidence.type.value}" if isinstance(evidence, Case) else f"{evidence.kind.value}: {evidence.kind_of.value}"


def _classification(evidence: Evidence) -> str:
    return evidence.classification.value if evidence.classification else "none (counts as restricted)"


def _print_fields(shared: Shared, fields: dict[str, Any], indent: str) -> None:
    for key, value in fields.items():
        if isinstance(value, dict):
            shared.print(f"{indent}{key}:")
            _print_fields(shared, value, indent + "  ")
        elif isinstance(value, list):
            shared.print(f"{indent}{key}:")
            for each in value:
                if isinstance(each, dict):
                    _print_fields(shared, each, indent + "    ")
                    shared.print()
                else:
                    print_paragraph(f"- {each}", indent=indent + "  ")
        elif "\n" in str(value):
            shared.print(f"{indent}{key}:")
            print_paragraph(str(value), indent=indent + "  ")
        else:
            print_paragraph(f"{key}: {value}", indent=indent)
