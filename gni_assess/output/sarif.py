"""Diagnostics as SARIF 2.1.0, which code scanning services read. It carries no value of a record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from gni_assess import __version__
from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.visible import visible_line
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.concise import write_subject
from gni_assess.output.fingerprints import hash_of
from gni_assess.output.json_text import to_json
from gni_assess.output.run import Run, count, repository_path_of, summarize_all

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 5_000
"""How many results of a file GitHub shows; it leaves out others by rules of its own."""

_BASE = "%SRCROOT%"
_BASE_SAID = "The root of the repository; without one, the folder in which gni-assess was run."
_IGNORED = {"kind": "external", "status": "accepted", "justification": "gni-assess.yaml ignores this code, and says why."}
_LEVELS = {
    DiagnosticSeverity.ERROR: "error",
    DiagnosticSeverity.WARNING: "warning",
    DiagnosticSeverity.INFORMATION: "note",
}


_ORDER = {each: number for number, each in enumerate(DiagnosticSeverity)}
_Found = tuple[Run, Diagnostic, bool]
"""A diagnostic with its run, and whether the workspace ignores it."""


@dataclass(frozen=True, kw_only=True)
class RuleHelp:
    """What a reader of the report is told of a rule; `severity` is that of the catalogue, `help_markdown` its whole explanation."""

    code: str
    name: str
    severity: DiagnosticSeverity
    summary: str
    why: str
    help_text: str
    help_markdown: str


def write_sarif(runs: Sequence[Run], *, rules: Sequence[RuleHelp]) -> str:
    """Give runs as one SARIF document, worst first. What the workspace ignores comes last, marked as suppressed."""
    places = {each.code: number for number, each in enumerate(rules)}
    found = sorted(_find(runs), key=_weight)
    return to_json(
        {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": {"name": "gni-assess", "version": __version__, "rules": [_write_rule(each) for each in rules]}},
                    "originalUriBaseIds": {_BASE: {"description": {"text": _BASE_SAID}}},
                    "columnKind": "unicodeCodePoints",
                    "invocations": [_write_invocation(runs, left_out=len(found[MOST_RESULTS:]))],
                    "results": [_write_result(run, each, places, is_suppressed=ignored) for run, each, ignored in found[:MOST_RESULTS]],
                    "properties": {"summary": summarize_all(runs)},
                }
            ],
        }
    )


def _write_rule(rule: RuleHelp) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.help_text, "markdown": rule.help_markdown},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _find(runs: Sequence[Run]) -> Iterator[_Found]:
    for run in runs:
        yield from ((run, each, False) for each in run.diagnostics)
        yield from ((run, each, True) for each in run.suppressed)


def _weight(found: _Found) -> tuple[bool, int]:
    _, diagnostic, is_suppressed = found
    return is_suppressed, _ORDER[diagnostic.severity]


def _write_invocation(runs: Sequence[Run], *, left_out: int) -> dict[str, Any]:
    text = f"{count(left_out, 'result')} left out, the least serious: `gni-assess validate --format concise` shows all"
    told = {"toolExecutionNotifications": [{"level": "warning", "message": {"text": text}}]} if left_out else {}
    return {"executionSuccessful": all(each.criteria is not None for each in runs), **told}


def _write_result(run: Run, found: Diagnostic, places: Mapping[str, int], *, is_suppressed: bool) -> dict[str, Any]:
    known_by = hash_of(run, found)
    message = f"{write_subject(found)}{found.message}\nHow to mend it: {found.fix}"
    return {
        "ruleId": found.code,
        **({"ruleIndex": places[found.code]} if found.code in places else {}),
        "level": _LEVELS[found.severity],
        "message": {"text": "\n".join(visible_line(each) for each in message.split("\n"))},
        "locations": [{"physicalLocation": _write_place(run, found), **_write_record(found)}],
        # The second is what GitHub goes by; without it all that points at one line would be taken for one.
        "partialFingerprints": {"gniAssess/v1": known_by, "primaryLocationLineHash": f"{known_by}:1"},
        "suppressions": [_IGNORED] if is_suppressed else [],
    }


def _write_place(run: Run, found: Diagnostic) -> dict[str, Any]:
    place = found.place
    # What stands nowhere in particular gets the first line: some services show no result without one.
    region = {"startLine": place.line, "startColumn": place.column or 1} if place.line else {"startLine": 1}
    return {"artifactLocation": _write_uri(repository_path_of(run, place)), "region": region}


def _write_uri(path: str) -> dict[str, str]:
    encoded = quote(path, safe="/", errors="surrogatepass")
    is_absolute = path.startswith("/") or path[1:3] == ":/"
    return {"uri": f"file:///{encoded.lstrip('/')}"} if is_absolute else {"uri": encoded, "uriBaseId": _BASE}


def _write_record(found: Diagnostic) -> dict[str, Any]:
    """Name the record and the field, which say more than a line does."""
    record = found.record.id if found.record and found.record.id else found.about
    if not record:
        return {}
    name = ".".join(str(each) for each in (record, *(found.path if not found.about else ())))
    return {"logicalLocations": [{"fullyQualifiedName": visible_line(name), "kind": "member"}]}
