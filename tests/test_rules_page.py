"""`docs/rules.md`, the catalogue, `gni-assess rule`, the help in SARIF and the docstrings say the same."""

import json
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from gni_assess.checks.catalogue import RULES
from gni_assess.checks.severities import PROTECTED, SETTINGS_CODE, severity_at
from gni_assess.model.vocabulary import Stage

Run = Callable[..., Any]
DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "rules.md").read_text(encoding="utf-8")
CODES = [rule.code for rule in RULES]


def headings(text: str) -> list[tuple[str, str]]:
    """Give each heading as a reader of Markdown sees it, with its level."""
    tokens: list[Token] = MarkdownIt().parse(text)
    return [(each.tag, tokens[number + 1].content) for number, each in enumerate(tokens) if each.type == "heading_open"]


def anchors(text: str) -> set[str]:
    return {re.sub(r"[^\w -]", "", title.replace("`", "")).strip().lower().replace(" ", "-") for _, title in headings(text)}


def table() -> list[list[str]]:
    rows = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| [GNI")]
    return [[cell.strip() for cell in row] for row in rows]


def test_the_page_is_what_the_program_gives() -> None:
    made = runpy.run_path(str(DOCS / "make_rules.py"))["write_page"]()
    assert made == PAGE, "run `python docs/make_rules.py`"


def test_the_table_is_the_catalogue() -> None:
    assert [re.sub(r"\[(.*)\]\(.*\)", r"\1", row[0]) for row in table()] == CODES
    for rule, (_, name, *severities, summary, may_be_ignored) in zip(RULES, table(), strict=True):
        assert (name, summary) == (rule.name, rule.summary)
        assert severities == [severity_at(rule, stage).value for stage in Stage]
        assert (may_be_ignored == "no") is (rule.code in PROTECTED | {SETTINGS_CODE})


def test_every_rule_has_its_section_and_the_table_leads_there() -> None:
    sections = [title for tag, title in headings(PAGE) if tag == "h3"]
    assert sections == [f"{rule.code} {rule.name}" for rule in RULES]
    assert [re.findall(r"\(#(.*)\)", row[0])[0] for row in table()] == [f"{each.lower().replace(' ', '-')}" for each in sections]
    families = [each for each in headings(PAGE) if each[0] == "h2"]
    assert len(families) == len({code[3] for code in CODES})


def test_the_command_and_sarif_tell_what_the_page_tells(run: Run, gni: Run) -> None:
    told = json.loads(run("rule", "--all", "--format", "json").out)["rules"]
    helps = json.loads(gni("validate", "--format", "sarif").out)["runs"][0]["tool"]["driver"]["rules"]
    assert [each["code"] for each in told] == [each["id"] for each in helps] == CODES
    texts = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
    for rule, on_page, by_command, by_sarif in zip(RULES, texts, told, helps, strict=True):
        assert (by_command["name"], by_command["severity"], by_command["summary"]) == (rule.name, rule.severity.value, rule.summary)
        assert by_command["explanation"] == rule.explanation
        assert (by_sarif["name"], by_sarif["shortDescription"]["text"]) == (rule.name, rule.summary)
        assert by_sarif["defaultConfiguration"]["level"] == {"information": "note"}.get(rule.severity.value, rule.severity.value)
        for text in (rule.summary, *rule.sections.values()):
            assert text in on_page
            assert text in by_sarif["help"]["markdown"]


def test_the_plain_command_explains_each_rule(run: Run) -> None:
    for rule in RULES:
        shown = run("rule", rule.code).out
        assert shown.startswith(f"{rule.code} {rule.name} ({rule.severity.value})\n")
        assert " ".join(rule.sections["Mend"].split()) in " ".join(shown.split())


def test_it_is_linked_and_what_others_link_in_a_page_exists() -> None:
    assert "(docs/rules.md)" in (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert "(rules.md)" in (DOCS / "ci.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        for target, anchor in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", page.read_text(encoding="utf-8")):
            assert anchor in anchors((DOCS / (target or page.name)).read_text(encoding="utf-8")), f"{page.name}: {target}#{anchor}"
