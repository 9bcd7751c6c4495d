"""The answers of the last assessment, to be shown beside the questions of this one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gni_assess.model.response import Response


@dataclass(frozen=True, kw_only=True)
class Previous:
    """What the company answered in its last assessment.

    `responses` are by the id of their criterion. `name` is what to call the assessment, such as `2024`; empty where the workspace names
    none. `problems` are sentences about what could not be read, each with a way out, without capital and full stop; the rest is there.
    """

    responses: Mapping[str, Response] = field(default_factory=dict)
    name: str = ""
    problems: tuple[str, ...] = ()


NOTHING_BEFORE = Previous()
"""No last assessment is known."""
