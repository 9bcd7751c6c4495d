"""Runs the rules: stamps code, name, severity and place; sets the ignored aside; sorts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from gni_assess.checks import gni009_bad_ignore
from gni_assess.checks.catalogue import RULES, RULES_BY_CODE
from gni_assess.checks.entries import digest_entries
from gni_assess.checks.rule import Context, Rule
from gni_assess.checks.severities import SETTINGS_CODE, ignores_of, severity_of
from gni_assess.model.assessment import Assessment, Facts
from gni_assess.model.diagnostics import Diagnostic, FileProblem, KeyPath, Place, Problem, RecordRef
from gni_assess.model.vocabulary import DiagnosticSeverity, Stage

Locate = Callable[[RecordRef, KeyPath, int | None], Place]
"""Finds where a path into a record stands, or a character of the text there; where the path is not there, the nearest place that is."""

_Order = tuple[str, int, int, str, tuple[str, str], tuple[tuple[int, int, str], ...], str, str]
_STRAY_FILE = "GNI008"  # the one problem of a file that hides nothing
_CHANGED_FILE = "GNI402"
_OF_FILES = ("GNI401", _CHANGED_FILE, "GNI403")


@dataclass(frozen=True, kw_only=True)
class IgnoredDiagnostic:
    """A diagnostic that the workspace ignores, with its reason."""

    diagnostic: Diagnostic
    reason: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a run found, each sorted by file, line, column, code, record and path."""

    diagnostics: tuple[Diagnostic, ...] = ()
    ignored: tuple[IgnoredDiagnostic, ...] = ()


def run_checks(context: Context, locate: Locate, *, stage: Stage | None = None) -> Result:
    """Run all rules over the whole record, as if it were at `stage` (without it, at the workspace's own)."""
    assessment, workspace = context.assessment, context.assessment.workspace
    settings, at = workspace.rules, stage or workspace.plan.stage
    ignores = ignores_of(settings)
    severities = {rule.code: severity_of(rule, at, settings) for rule in RULES}
    diagnostics: list[Diagnostic] = []
    ignored: list[IgnoredDiagnostic] = []
    matched = set(_not_looked_for(context.facts))
    for rule, found in _find(context):
        matched.add(rule.code)
        diagnostic = _stamp(rule, found, severities[rule.code], locate, assessment)
        if rule.code in ignores:
            ignored.append(IgnoredDiagnostic(diagnostic=diagnostic, reason=ignores[rule.code]))
        else:
            diagnostics.append(diagnostic)
    # What an ignore would match may stand in a file that could not be read.
    everything_read = not context.broken and all(each.code == _STRAY_FILE for each in context.file_problems)
    about_settings = gni009_bad_ignore.check_settings(workspace, RULES_BY_CODE, frozenset(matched) if everything_read else None)
    rule = RULES_BY_CODE[SETTINGS_CODE]
    diagnostics.extend(_stamp(rule, problem, severities[rule.code], locate, assessment) for problem in about_settings)
    return Result(
        diagnostics=tuple(sorted(diagnostics, key=_order)),
        ignored=tuple(sorted(ignored, key=lambda each: _order(each.diagnostic))),
    )


def report_files(problems: Iterable[FileProblem]) -> Result:
    """Give the diagnostics of loading alone, where the workspace file or the pack cannot be used and no rule can run."""
    found = (_stamp_file(_rule_of(each), each, _rule_of(each).severity) for each in problems)
    return Result(diagnostics=tuple(sorted(found, key=_order)))


def _not_looked_for(facts: Facts) -> Iterator[str]:
    """Give the codes about files that an ignore may match in another run, where the files are there or are read."""
    if not facts.has_vault:
        yield from _OF_FILES
    elif not facts.measured:
        yield _CHANGED_FILE


def _find(context: Context) -> Iterator[tuple[Rule, Problem | FileProblem]]:
    for problem in context.file_problems:
        yield _rule_of(problem), problem
    for rule in RULES:
        for found in rule.check(context):
            yield rule, found


def _rule_of(problem: FileProblem) -> Rule:
    return RULES_BY_CODE[problem.code]


def _stamp(rule: Rule, found: Problem | FileProblem, severity: DiagnosticSeverity, locate: Locate, assessment: Assessment) -> Diagnostic:
    if isinstance(found, FileProblem):
        return _stamp_file(rule, found, severity)
    lowered = found.lowered and severity is DiagnosticSeverity.ERROR
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=DiagnosticSeverity.WARNING if lowered else severity,
        message=found.message,
        fix=found.fix,
        place=locate(found.record, found.path, found.offset),
        record=found.record,
        path=found.path,
        detail=found.detail,
        about=found.about,
        key=found.key,
        unquoted=found.unquoted,
        entries=digest_entries(assessment, found.record, found.path),
    )


def _stamp_file(rule: Rule, found: FileProblem, severity: DiagnosticSeverity) -> Diagnostic:
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=severity,
        message=found.message,
        fix=found.fix,
        place=Place(file=found.file, line=found.line, column=found.column),
        record=found.record,
        path=found.path,
        detail=found.detail,
    )


def _order(diagnostic: Diagnostic) -> _Order:
    place, record = diagnostic.place, diagnostic.record
    return (
        place.file,
        place.line or 0,
        place.column or 0,
        diagnostic.code,
        (record.kind.value, record.id) if record else ("", ""),
        # Positions in lists compare as numbers, and never with keys.
        tuple((0, each, "") if isinstance(each, int) else (1, 0, each) for each in diagnostic.path),
        diagnostic.message,
        diagnostic.detail,
    )
