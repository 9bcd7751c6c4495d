"""What shell completion offers. It reads the workspace of the current folder, and offers nothing where that fails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gni_assess.errors import GniAssessError

if TYPE_CHECKING:
    from gni_assess.model.assessment import Assessment


def complete_people(incomplete: str) -> list[str]:
    """Offer the people of the workspace."""
    assessment = _assessment(records=False)
    return _starting([each.id for each in assessment.workspace.people] if assessment else [], incomplete)


def complete_criteria(incomplete: str) -> list[str]:
    """Offer ids of criteria."""
    assessment = _assessment(records=False)
    return _starting([each.id for each in assessment.pack.criteria] if assessment else [], incomplete)


def complete_areas(incomplete: str) -> list[str]:
    """Offer areas of the pack."""
    assessment = _assessment(records=False)
    return _starting([each.id for each in assessment.pack.areas] if assessment else [], incomplete)


def complete_entities(incomplete: str) -> list[str]:
    """Offer the entities of the workspace."""
    assessment = _assessment(records=False)
    return _starting([each.id for each in assessment.workspace.entities] if assessment else [], incomplete)


def complete_evidence(incomplete: str) -> list[str]:
    """Offer ids of policies, systems and cases."""
    assessment = _assessment()
    return _starting([*assessment.policies, *assessment.systems, *assessment.cases] if assessment else [], incomplete)


def complete_gaps(incomplete: str) -> list[str]:
    """Offer ids of gaps."""
    assessment = _assessment()
    return _starting([gap.id for each in assessment.responses.values() for gap in each.gaps] if assessment else [], incomplete)


def complete_requests(incomplete: str) -> list[str]:
    """Offer ids of the assessor's requests."""
    assessment = _assessment()
    return _starting([*assessment.requests] if assessment else [], incomplete)


def complete_codes(incomplete: str) -> list[str]:
    """Offer codes of diagnostics."""
    from gni_assess.checks.catalogue import RULES  # noqa: PLC0415 - completion of other things does not need it

    return _starting([each.code for each in RULES], incomplete)


def _starting(words: list[str], incomplete: str) -> list[str]:
    return [each for each in words if each.casefold().startswith(incomplete.casefold())]


def _assessment(*, records: bool = True) -> Assessment | None:
    from gni_assess.store.layout import find_workspace  # noqa: PLC0415 - only while a word is completed
    from gni_assess.store.load import load_workspace  # noqa: PLC0415 - likewise

    try:
        return load_workspace(find_workspace(Path.cwd()), records=records).assessment
    except (GniAssessError, OSError):
        return None
