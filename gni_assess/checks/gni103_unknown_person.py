"""An owner, assignee, reviewer or other person is not among the workspace's people.

Why: A gap that is owned by nobody who can be found will not be closed, and a review by an unknown hand is worth nothing. Reports show
the roles of people instead of their names; for a person who is not in the list there is no role to show.

Wrong:
    # gni-assess.yaml lists only: people: [{id: officer, name: Compliance officer}]
    gaps:
      - id: GOV-02-G417
        summary: The committee does not see regional demands.
        owner: head-of-legal

Right:
    # gni-assess.yaml lists only: people: [{id: officer, name: Compliance officer}]
    gaps:
      - id: GOV-02-G417
        summary: The committee does not see regional demands.
        owner: officer

Mend: Correct the id, or add the person to `people` in `gni-assess.yaml`, with id, name and role. A person who has left the company
stays in the list as long as records name them.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.mentions import people_in
from gni_assess.checks.rule import Context
from gni_assess.checks.suggestions import describe_unknown
from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI103"
NAME = "unknown-person"
SEVERITY = DiagnosticSeverity.ERROR


def check(context: Context) -> Iterator[Problem]:
    """Find people who are not in the workspace, in every record."""
    people = context.index.people
    for record in context.assessment.records():
        for path, person in people_in(record):
            if person not in people:
                yield Problem(
                    record=ref_of(record),
                    path=path,
                    message=f"`{_field(path)}` names somebody who is not among the workspace's people",
                    fix="correct the person's id, or add the person to `people` in gni-assess.yaml",
                    detail=describe_unknown(person, people),
                )


def _field(path: KeyPath) -> str:
    return ".".join(each for each in path if isinstance(each, str))
