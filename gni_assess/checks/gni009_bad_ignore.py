"""A setting that ignores a code, or changes a severity or a figure, has no reason, no effect, or may not be made.

Why: To ignore a diagnostic is a decision that an assessor, or your successor, may ask about. With a reason it is an honest exception;
without one it looks like something hidden. Some codes may not be silenced at all: those about files that cannot be read safely, paths
that leave the workspace, leaks, and limits that protect nothing. An ignore that matches nothing is left over from a problem that was
mended, and would silence the next one unseen; of codes about files that is said only where the files are there, and of GNI402 only where
they are read, too (`--hash`). The same holds for a figure under `case_selection` that differs from the pack's. A setting
for a protected code, without a reason, or with one that says nothing (`TODO`, dots, a single letter), is not followed.

Wrong:
    rules:
      ignore:
        GNI209: ""
    case_selection:
      min_cases: {value: 5, reason: tbd}

Right:
    rules:
      ignore:
        GNI209: "Doubts are kept in counsel's own list, by decision of 2026-02-11."
    case_selection:
      min_cases: {value: 5, reason: "Agreed with the assessor on 2026-03-02: few demands reach us."}

Mend: Write the reason in a sentence that still makes sense in two years, correct the code (`gni-assess rule --all` lists them), or
remove the setting. This diagnostic cannot be ignored or lowered either.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from gni_assess.checks.placeholders import says_something
from gni_assess.checks.rule import Rule, found_elsewhere
from gni_assess.checks.severities import is_lower, is_protected
from gni_assess.model.criteria import CaseFigures
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.model.workspace import RuleSettings, Workspace

CODE = "GNI009"
NAME = "bad-ignore"
SEVERITY = DiagnosticSeverity.ERROR

check = found_elsewhere


def check_settings(workspace: Workspace, rules: Mapping[str, Rule], matched: frozenset[str] | None) -> Iterator[Problem]:
    """Judge the workspace's settings after a full run.

    `matched` holds the codes that something was found for, or that were not looked for; None where not everything could be read, so that
    nothing can be said about ignores without effect. Each setting gives at most one problem.
    """
    yield from _ignores(workspace.rules, rules, matched)
    yield from _severities(workspace.rules, rules)
    known = {each.name for each in fields(CaseFigures)}
    for name, figure in workspace.case_selection.items():
        if name in known and not says_something(figure.reason):
            yield Problem(
                record=WORKSPACE_REF,
                path=("case_selection", name, "reason"),
                message=f"the figure `{name}` under `case_selection` has no reason that says something, so it is not followed",
                fix="write the reason in a sentence, or remove the figure",
            )


def _ignores(settings: RuleSettings, rules: Mapping[str, Rule], matched: frozenset[str] | None) -> Iterator[Problem]:
    for code, reason in settings.ignore.items():
        rule = rules.get(code)
        if rule is None:
            yield _unknown("ignore", code)
        elif is_protected(code):
            yield _problem("ignore", code, f"`{code}` cannot be ignored", "remove this entry, and mend what the diagnostic is about")
        elif not says_something(reason):
            yield _without_reason("ignore", code)
        elif matched is not None and code not in matched:
            yield _problem("ignore", code, f"nothing is left that this ignore of `{code}` matches", "remove this entry")


def _severities(settings: RuleSettings, rules: Mapping[str, Rule]) -> Iterator[Problem]:
    for code, chosen in settings.severity.items():
        rule = rules.get(code)
        if rule is None:
            yield _unknown("severity", code)
        elif is_protected(code) and is_lower(chosen.level, rule.severity):
            yield _problem("severity", code, f"`{code}` cannot be lowered", "remove this entry, and mend what the diagnostic is about")
        elif not says_something(chosen.reason):
            yield _without_reason("severity", code)


def _unknown(setting: str, code: str) -> Problem:
    # What was typed is not repeated: only codes of the catalogue are sure to be publishable.
    fix = "correct the code, or remove this entry; `gni-assess rule --all` lists the codes"
    return _problem(setting, code, f"an entry of `rules.{setting}` is for a code that does not exist", fix, detail=f"`{code}`")


def _without_reason(setting: str, code: str) -> Problem:
    message = f"the entry of `rules.{setting}` for `{code}` has no reason that says something, so it is not followed"
    return _problem(setting, code, message, "write the reason in a sentence, or remove this entry")


def _problem(setting: str, code: str, message: str, fix: str, *, detail: str = "") -> Problem:
    return Problem(record=WORKSPACE_REF, path=("rules", setting, code), message=message, fix=fix, detail=detail)
