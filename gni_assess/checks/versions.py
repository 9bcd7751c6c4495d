"""Versions of a policy: all that `supersedes` ties together, in both directions."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from gni_assess.checks.in_force import ends_before_it_starts
from gni_assess.model.assessment import Assessment
from gni_assess.model.evidence import Policy


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a policy, with the first and the last day on which it may have been in force."""

    id: str
    begins: date
    ends: date


Family = tuple[Version, ...]
"""The versions of one policy whose dates can be, in the order in which they began."""

_begins = attrgetter("begins")


def families(assessment: Assessment) -> Mapping[str, Family]:
    """Give to each policy's id all its versions, itself among them."""
    tied = defaultdict(list)
    for policy in assessment.policies.values():
        if policy.supersedes in assessment.policies:
            tied[policy.id].append(policy.supersedes)
            tied[policy.supersedes].append(policy.id)
    found: dict[str, Family] = {}
    for policy_id in assessment.policies:
        if policy_id not in found:
            members = [assessment.policies[each] for each in sorted(_reach(policy_id, tied))]
            possible = [_version(each) for each in members if not ends_before_it_starts(each.effective)]
            family = tuple(sorted(possible, key=_begins))
            found.update((each.id, family) for each in members)
    return found


def find_version(family: Family, start: date, end: date) -> Version | None:
    """Find the version that was, or may have been, in force from `start` to `end`; of several the one that began last."""
    begun = bisect_right(family, end, key=_begins)
    return next((family[position] for position in range(begun - 1, -1, -1) if family[position].ends >= start), None)


def _version(policy: Policy) -> Version:
    begins, ends = policy.effective.from_.earliest, policy.effective.to.latest if policy.effective.to else None
    return Version(id=policy.id, begins=begins or date.min, ends=ends or date.max)


def _reach(first: str, tied: Mapping[str, list[str]]) -> set[str]:
    reached, waiting = {first}, [first]
    while waiting:
        for other in tied.get(waiting.pop(), ()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached
