"""`criteria search`: what was found, where in the criterion, and by which words."""

from gni_assess.cli.console import print_heading, print_paragraph
from gni_assess.cli.shared import Shared
from gni_assess.model.columns import unwrap
from gni_assess.model.search import Findings, Match

_SHOWN, _MOST, _ENDLESS = 12, 15, 60
_INDENT = "        "


def print_matches(shared: Shared, found: Findings, *, every: bool) -> None:
    """Print what a search gave, best first, each with the passage that was found; then what else may help."""
    matches = found.matches
    shown = matches if every else matches[:_MOST]
    for each in shown:
        _print_match(shared, each)
    if matches:
        more = "" if len(shown) == len(matches) else f", the best {len(shown)} of them above; --all shows every one"
        total = f"{len(matches)} {'criterion' if len(matches) == 1 else 'criteria'}"
        shared.say(f"{total}{more}; `gni-assess criteria show ID` shows one in full")
    for word, near in found.unknown.items():
        meant = f"; did you mean {' or '.join(f'`{each}`' for each in near)}?" if near else ""
        shared.say(f"`{word if len(word) < _ENDLESS else word[:_ENDLESS] + '…'}` stands in no criterion{meant}")
    if not matches:
        shared.say("no criterion has all these words; try fewer, or other words")
        if found.partial:
            shared.say(f"with some of them: {', '.join(each.criterion.id for each in found.partial[:_SHOWN])}")
    if found.also and matches:
        shared.say(f"also looked for: {', '.join(found.also[:_SHOWN])}")


def _print_match(shared: Shared, match: Match) -> None:
    print_heading(shared, f"{match.criterion.id:6}  {match.criterion.title}")
    if match.field not in ("id", "title"):
        print_paragraph(f"{match.field}: {unwrap(match.text)}", indent=_INDENT)
