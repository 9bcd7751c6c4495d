"""A country is not given by its two-letter code.

Why: Jurisdictions are counted and compared: how many countries the cases come from, and whether those of concern are among them. Two
spellings of one country would count twice, and a wrong code would put a case in the wrong place. The codes are those of ISO 3166-1
(alpha-2): two capital letters, such as NO for Norway. The United Kingdom is GB; EU is no country.

Wrong:
    markets: [US, UK, no]

Right:
    markets: [US, GB, "NO"]

Mend: Write the two capital letters of the country. For a territory of a country use its own code where it has one. For a matter that
concerns several countries, register one case for each, or use the country whose authority made the demand.
"""

from collections.abc import Iterator

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.diagnostics import WORKSPACE_REF, KeyPath, Problem, RecordRef
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI105"
NAME = "unknown-jurisdiction"
SEVERITY = DiagnosticSeverity.ERROR

_MEANT = {"UK": "GB", "EL": "GR"}


def check(context: Context) -> Iterator[Problem]:
    """Find codes that are not in the table of countries; without a table nothing can be said."""
    countries = context.facts.countries
    if not countries:
        return
    for record, path, code in _jurisdictions(context):
        if code not in countries:
            field = next(each for each in reversed(path) if isinstance(each, str))
            meant = _MEANT.get(code.upper(), code.upper())
            yield Problem(
                record=record,
                path=path,
                message=f"`{field}` names something that is not an ISO 3166-1 alpha-2 code",
                fix="write the two capital letters of the country, such as NO or TR",
                detail=f"`{code}`; did you mean `{meant}`?" if meant in countries else f"`{code}`",
            )


def _jurisdictions(context: Context) -> Iterator[tuple[RecordRef, KeyPath, str]]:
    workspace = context.assessment.workspace
    for position, code in enumerate(workspace.markets):
        yield WORKSPACE_REF, ("markets", position), code
    for position, code in enumerate(workspace.jurisdictions_of_concern):
        yield WORKSPACE_REF, ("jurisdictions_of_concern", position), code
    for position, entity in enumerate(workspace.entities):
        yield WORKSPACE_REF, ("entities", position, "jurisdiction"), entity.jurisdiction
    for case in context.assessment.cases.values():
        yield ref_of(case), ("jurisdiction",), case.jurisdiction
