"""A setting that ignores a code, or changes its severity, has no reason, no effect, or may not be made.

Why: To ignore a diagnostic is a decision that an assessor, or your successor, may ask about. With a reason it is an honest exception;
without one it looks like something hidden. Some codes may not be silenced at all: those about files that cannot be read safely, paths
that leave the workspace, leaks, and limits that protect nothing. An ignore that matches nothing is left over from a problem that was
mended, and would silence the next one unseen. A setting without a reason, or for a protected code, is not followed.

Wrong:
    rules:
      ignore:
        GNI209: ""

Right:
    rules:
      ignore:
        GNI209: "Doubts are kept in counsel's own list, by decision of 2026-02-11."

Mend: Write the reason in a sentence that still makes sense in two years, correct the code (`gni-assess rule --all` lists them), or
remove the setting. This diagnostic cannot be ignored or lowered either.
"""

from collections.abc import Iterator, Mapping

from gni_assess.checks.rule import Rule, found_elsewhere
from gni_assess.checks.severities import is_lower, is_protected
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.model.workspace import RuleSettings

CODE = "GNI009"
NAME = "bad-ignore"
SEVERITY = DiagnosticSeverity.ERROR

check = found_elsewhere


def check_settings(settings: RuleSettings, rules: Mapping[str, Rule], matched: frozenset[str] | None) -> Iterator[Problem]:
    """Judge the workspace's settings after a full run.

    `matched` holds the codes that something was found for; None where not everything could be read, so that nothing can be said about
    ignores without effect. Each setting gives at most one problem.
    """
    for code, reason in settings.ignore.items():
        rule = rules.get(code)
        if rule is None:
            yield _unknown("ignore", code)
        elif is_protected(code):
            yield _problem("ignore", code, f"`{code}` cannot be ignored", "remove this entry, and mend what the diagnostic is about")
        elif not reason.strip():
            yield _without_reason("ignore", code)
        elif matched is not None and code not in matched:
            yield _problem("ignore", code, f"nothing is left that this ignore of `{code}` matches", "remove this entry")
    for code, chosen in settings.severity.items():
        rule = rules.get(code)
        if rule is None:
            yield _unknown("severity", code)
        elif is_protected(code) and is_lower(chosen.level, rule.severity):
            yield _problem("severity", code, f"`{code}` cannot be lowered", "remove this entry, and mend what the diagnostic is about")
        elif not chosen.reason.strip():
            yield _without_reason("severity", code)


def _unknown(setting: str, code: str) -> Problem:
    # What was typed is not repeated: only codes of the catalogue are sure to be publishable.
    fix = "correct the code, or remove this entry; `gni-assess rule --all` lists the codes"
    return _problem(setting, code, f"an entry of `rules.{setting}` is for a code that does not exist", fix, detail=f"`{code}`")


def _without_reason(setting: str, code: str) -> Problem:
    message = f"the entry of `rules.{setting}` for `{code}` has no reason, so it is not followed"
    return _problem(setting, code, message, "write the reason in a sentence, or remove this entry")


def _problem(setting: str, code: str, message: str, fix: str, *, detail: str = "") -> Problem:
    return Problem(record=WORKSPACE_REF, path=("rules", setting, code), message=message, fix=fix, detail=detail)
