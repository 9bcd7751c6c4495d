"""The findings of the last assessment that an audience may have."""

from collections.abc import Mapping

from gni_assess.disclosure.sight import look
from gni_assess.model.previous import Previous
from gni_assess.model.vocabulary import Audience, Finding


def disclose_earlier(previous: Previous, audience: Audience) -> Mapping[str, Finding]:
    """Give the findings of the last assessment, by criterion, as far as an audience may have them.

    Each is judged by its own record of that time, as a response of today would be. Answers that were not finished say nothing. Where
    something of the last assessment could not be read, or it used other criteria, nothing is given: a comparison in part would mislead.
    """
    if previous.problems:
        return {}
    return {
        key: each.finding
        for key, each in previous.responses.items()
        if each.finding is not None and each.is_answered and look(each, audience).shows("finding")
    }
