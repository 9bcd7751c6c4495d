"""Write the page of the rules from their docstrings: `python docs/make_rules.py`. A test compares the page with what this gives."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from gni_assess.checks.catalogue import RULES
from gni_assess.checks.rule import Rule
from gni_assess.checks.severities import is_protected, severity_at
from gni_assess.model.vocabulary import Stage

PAGE = Path(__file__).resolve().parent / "rules.md"
FAMILIES = {
    "0": "Files and settings",
    "1": "Links between records",
    "2": "Responses and gaps",
    "3": "Dates",
    "4": "Documents",
    "5": "Cases",
    "6": "What may be shown",
    "7": "Follow-up",
}
EXAMPLES = ("Wrong", "Right")
INTRODUCTION = """\
# The rules

What `gni-assess validate` looks for. `gni-assess rule CODE` shows the same at a terminal, and a SARIF report carries it, too. The page
is made from the program (`python docs/make_rules.py`).

Codes are stable and never used anew. How serious a diagnostic is depends on the stage of the assessment (`stage` in `gni-assess.yaml`):
what is only unfinished is a warning while you collect. A workspace may change a severity or ignore a code, each with a reason
([how](ci.md#7-when-you-disagree-with-a-rule)); where the last column says *no*, it can neither ignore nor lower it.

Where the workspace lists several people, the commands that write ask "who is working?": add `--as PERSON`, or set `GNI_ASSESS_AS`."""


def write_page() -> str:
    """Give the whole page."""
    return "\n".join([INTRODUCTION, "", *_write_table(), *_write_sections()])


def _write_table() -> Iterator[str]:
    yield "| code | name | collecting | review | ready | finds | may be ignored |"
    yield "|---|---|---|---|---|---|---|"
    for rule in RULES:
        severities = " | ".join(_severities(rule))
        link = f"[{rule.code}](#{anchor_of(rule)})"
        yield f"| {link} | {rule.name} | {severities} | {rule.summary} | {_may_be_ignored(rule)} |"
    yield ""


def _write_sections() -> Iterator[str]:
    for family, rules in groupby(RULES, key=lambda rule: rule.code[3]):
        yield f"## {FAMILIES[family]}"
        yield ""
        for rule in rules:
            yield from _write_rule(rule)


def _write_rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.code} {rule.name}"
    yield ""
    yield f"{rule.summary} *{_write_severities(rule)}*"
    yield ""
    for heading, text in rule.sections.items():
        if heading in EXAMPLES:
            yield f"**{heading}:**"
            yield ""
            yield f"```yaml\n{text}\n```"
        else:
            yield f"**{heading}:** {text}"
        yield ""


def _severities(rule: Rule) -> tuple[str, ...]:
    return tuple(severity_at(rule, stage).value for stage in Stage)


def _write_severities(rule: Rule) -> str:
    severities = _severities(rule)
    told = {f"{severity} at {stage.value}": None for stage, severity in zip(Stage, severities, strict=True)}
    text = ", ".join(told) if len(set(severities)) > 1 else severities[0]
    return f"{text[0].upper()}{text[1:]}{'' if _may_be_ignored(rule) == 'yes' else '; cannot be ignored'}."


def _may_be_ignored(rule: Rule) -> str:
    return "no" if is_protected(rule.code) else "yes"


def anchor_of(rule: Rule) -> str:
    """Give the anchor that a service makes of a rule's heading."""
    return f"{rule.code}-{rule.name}".lower()


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8", newline="\n")
