"""Who answered a response, and who changed it last."""

from dataclasses import replace

from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response


def stamp_response(before: Response | None, after: Response, *, by: Stamp, wording: str) -> Response:
    """Note who answered, or who changed an answer, and to which wording of the question (its digest).

    The first time that there is a finding with its text, `answered` is set; after that, `updated`. The wording is confirmed anew
    whenever finding or text is. A review stays: an edit voids it, since the digest of what was reviewed no longer matches.
    The date by which the assignee should answer is over once there is an answer, unless it was set with it; the assignee stays.
    """
    if after == before:
        return after
    if before is not None and after.is_answered and not before.is_answered and after.due == before.due:
        after = replace(after, due=None)
    if not after.is_complete:
        return after if before is None or before.answered is None else replace(after, updated=by)
    if after.answered is None:
        return replace(after, answered=by, confirmed_wording=wording)
    if before is not None and _said(before) == _said(after):
        return replace(after, updated=by)
    return replace(after, updated=by, confirmed_wording=wording)


def _said(response: Response) -> tuple[object, ...]:
    return response.finding, response.answer, response.reason
