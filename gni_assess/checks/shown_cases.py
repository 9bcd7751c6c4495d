"""What the set of cases covers, as one audience may be told: counted over the cases that it gets, and over nothing else.

A case of which something that is counted is not shown (a summary, or a limit on the dates) is left out as a whole. What is unacknowledged
is not in the disclosure at all, so it cannot be counted.
"""

from dataclasses import replace

from gni_assess.checks.case_set import measure_coverage
from gni_assess.disclosure.views import Disclosed, Disclosure
from gni_assess.model.assessment import Assessment
from gni_assess.model.cases import Case
from gni_assess.model.coverage import Coverage

COUNTED_FIELDS = frozenset(
    {
        *("type", "rights", "jurisdiction", "services", "selection", "dates", "steps", "period_reason"),
        *("challenge", "result", "hard", "hard_reason", "shareable_summary"),
    }
)
"""The fields of a case that any count of the set follows from."""


def is_counted(shown: Disclosed[Case]) -> bool:
    """Whether an audience gets all of a case that is counted."""
    return shown.record is not None and COUNTED_FIELDS.isdisjoint(shown.hidden_fields)


def coverage_for(disclosure: Disclosure) -> Coverage:
    """Count what the selected cases cover that an audience gets; `unread` counts the cases that it knows of and that are not in it.

    For `internal` it is what `status` and `validate` count.
    """
    cases = {key: each.record for key, each in disclosure.cases.items() if each.record is not None and is_counted(each)}
    shown = Assessment(workspace=disclosure.workspace, pack=disclosure.pack, cases=cases)
    return replace(measure_coverage(shown), unread=len(disclosure.cases) - len(cases))
