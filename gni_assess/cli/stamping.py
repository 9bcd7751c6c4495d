"""Who answered, and to which wording, for every command that changes a response."""

from gni_assess.checks.digests import wording_put_to
from gni_assess.cli.shared import Shared
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response
from gni_assess.model.stamps import stamp_response


def stamp_change(shared: Shared, assessment: Assessment, before: Response | None, after: Response, by: str) -> Response:
    """Note in a response who answered or changed it today, and to which wording of the question as it is put to this company."""
    wording = wording_put_to(assessment.workspace.company.types, assessment.pack.by_id[after.criterion])
    return stamp_response(before, after, by=Stamp(on=shared.today, by=by), wording=wording)
