"""How serious a diagnostic is: the catalogue's severity, changed by the stage and by the workspace."""

from gni_assess.checks.placeholders import says_something
from gni_assess.checks.rule import Rule
from gni_assess.model.vocabulary import DiagnosticSeverity, Stage
from gni_assess.model.workspace import RuleSettings

PROTECTED = frozenset({"GNI001", "GNI002", "GNI003", "GNI004", "GNI005", "GNI006", "GNI007", "GNI404", "GNI511", "GNI601"})
"""Codes that can be neither ignored nor lowered: the record would be unsafe to read, or unsafe to send."""

SETTINGS_CODE = "GNI009"
"""The rule about the settings themselves; it cannot silence itself."""

_SOFT_WHILE_COLLECTING = ("GNI2", "GNI5", "GNI7")
_HARD_WHEN_READY = frozenset({"GNI209", "GNI210", "GNI307", "GNI309"})
_WEIGHT = {DiagnosticSeverity.INFORMATION: 0, DiagnosticSeverity.WARNING: 1, DiagnosticSeverity.ERROR: 2}


def is_protected(code: str) -> bool:
    """Whether a code can be neither ignored nor lowered."""
    return code in PROTECTED or code == SETTINGS_CODE


def is_lower(one: DiagnosticSeverity, other: DiagnosticSeverity) -> bool:
    """Whether one severity is less serious than the other."""
    return _WEIGHT[one] < _WEIGHT[other]


def severity_at(rule: Rule, stage: Stage) -> DiagnosticSeverity:
    """Give the severity of a rule at a stage, before the workspace has its say."""
    soft = rule.code.startswith(_SOFT_WHILE_COLLECTING) and not is_protected(rule.code)
    if stage is Stage.COLLECTING and soft and rule.severity is DiagnosticSeverity.ERROR:
        return DiagnosticSeverity.WARNING
    if stage is Stage.READY and rule.code in _HARD_WHEN_READY:
        return DiagnosticSeverity.ERROR
    return rule.severity


def severity_of(rule: Rule, stage: Stage, settings: RuleSettings) -> DiagnosticSeverity:
    """Give the severity that counts: the workspace's, or the stage's where that has no reason or lowers a protected code.

    A reason that says nothing is none.
    """
    chosen = settings.severity.get(rule.code)
    if chosen is None or not says_something(chosen.reason) or (is_protected(rule.code) and is_lower(chosen.level, rule.severity)):
        return severity_at(rule, stage)
    return chosen.level


def ignores_of(settings: RuleSettings) -> dict[str, str]:
    """Give the codes that the workspace may ignore and does, with the reasons; a reason that says nothing is none."""
    return {code: reason for code, reason in settings.ignore.items() if says_something(reason) and not is_protected(code)}
