"""The catalogue: every rule, in the order of codes."""

from types import ModuleType

from gni_assess.checks import (
    gni001_unreadable_yaml,
    gni002_duplicate_key,
    gni003_schema_mismatch,
    gni004_misnamed_file,
    gni005_unsafe_yaml,
    gni006_unknown_pack,
    gni007_newer_format,
    gni008_stray_file,
    gni009_bad_ignore,
    gni101_unknown_criterion,
    gni102_unknown_evidence,
    gni103_unknown_person,
    gni104_unknown_scope,
    gni105_unknown_jurisdiction,
    gni106_unused_evidence,
    gni107_needless_response,
    gni201_missing_response,
    gni202_unfinished_response,
    gni203_missing_evidence,
    gni204_unexplained_na,
    gni205_missing_gap,
    gni206_gap_without_plan,
    gni207_contradiction,
    gni208_placeholder_text,
    gni209_left_unsure,
    gni210_not_reviewed,
    gni211_self_review,
    gni212_minor_gap_without_plan,
    gni404_path_outside,
    gni511_leaked_term,
    gni601_limit_without_treatment,
)
from gni_assess.checks.rule import Rule

MODULES: tuple[ModuleType, ...] = (
    gni001_unreadable_yaml,
    gni002_duplicate_key,
    gni003_schema_mismatch,
    gni004_misnamed_file,
    gni005_unsafe_yaml,
    gni006_unknown_pack,
    gni007_newer_format,
    gni008_stray_file,
    gni009_bad_ignore,
    gni101_unknown_criterion,
    gni102_unknown_evidence,
    gni103_unknown_person,
    gni104_unknown_scope,
    gni105_unknown_jurisdiction,
    gni106_unused_evidence,
    gni107_needless_response,
    gni201_missing_response,
    gni202_unfinished_response,
    gni203_missing_evidence,
    gni204_unexplained_na,
    gni205_missing_gap,
    gni206_gap_without_plan,
    gni207_contradiction,
    gni208_placeholder_text,
    gni209_left_unsure,
    gni210_not_reviewed,
    gni211_self_review,
    gni212_minor_gap_without_plan,
    gni404_path_outside,
    gni511_leaked_term,
    gni601_limit_without_treatment,
)


def _rule(module: ModuleType) -> Rule:
    return Rule(
        code=module.CODE,
        name=module.NAME,
        severity=module.SEVERITY,
        document=module.__doc__ or "",
        check=module.check,
        check_response=getattr(module, "check_response", None),
    )


RULES: tuple[Rule, ...] = tuple(_rule(each) for each in MODULES)

RULES_BY_CODE = {rule.code: rule for rule in RULES}


def find_rule(code: str) -> Rule | None:
    """Find a rule by its code, in small letters or capitals."""
    return RULES_BY_CODE.get(code.strip().upper())
