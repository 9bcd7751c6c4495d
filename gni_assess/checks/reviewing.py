"""Marking a response as reviewed, or sending it back: a second pair of eyes on exactly what stands there."""

from dataclasses import replace

from gni_assess.checks.digests import content_digest
from gni_assess.errors import UsageError
from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response, Return, Review


def mark_reviewed(response: Response, by: Stamp) -> Response:
    """Note that somebody reviewed exactly this content. Raises UsageError where it is unfinished, or theirs."""
    _refuse_own_or_unfinished(response, by)
    return replace(response, returned=None, reviewed=Review(on=by.on, by=by.by, of=content_digest(response)))


def mark_returned(response: Response, by: Stamp, note: str) -> Response:
    """Note that the reviewer wants it changed, and why; an earlier review is gone. Raises UsageError where it is unfinished, or theirs."""
    _refuse_own_or_unfinished(response, by)
    return replace(response, reviewed=None, returned=Return(on=by.on, by=by.by, note=note))


def _refuse_own_or_unfinished(response: Response, by: Stamp) -> None:
    if not response.is_answered or response.answered is None:
        raise UsageError(f"`{response.criterion}` is not answered yet, so there is nothing to review", hint="answer it first")
    # Whoever changed it last may have written what nobody else has read.
    if by.by in (response.answered.by, response.updated.by if response.updated else ""):
        did = "answered" if by.by == response.answered.by else "changed"
        hint = "somebody else reviews it, working under their own name: --as PERSON"
        raise UsageError(f"`{by.by}` {did} `{response.criterion}` and cannot review it", hint=hint)
