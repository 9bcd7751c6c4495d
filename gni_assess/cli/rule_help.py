"""What a report tells of a rule, made from its docstring."""

from collections.abc import Iterator

from gni_assess.checks.rule import Rule
from gni_assess.output.sarif import RuleHelp

_EXAMPLES = frozenset({"Wrong", "Right"})


def help_of(rule: Rule) -> RuleHelp:
    """Give a rule as plain values."""
    return RuleHelp(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        summary=rule.summary,
        why=" ".join(rule.sections["Why"].split()),
        help_text=f"{rule.summary}\n\n{rule.explanation}",
        help_markdown="\n\n".join(_write_parts(rule)),
    )


def _write_parts(rule: Rule) -> Iterator[str]:
    yield rule.summary
    for heading, text in rule.sections.items():
        yield f"**{heading}**\n\n```yaml\n{text}\n```" if heading in _EXAMPLES else f"**{heading}:** {text}"
