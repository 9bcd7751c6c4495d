"""What one audience gets: of one record, of a gap, of the whole assessment. Every writer is given only this."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from gni_assess.model.cases import Case, CaseDates
from gni_assess.model.criteria import Pack
from gni_assess.model.evidence import Effective, Policy, System
from gni_assess.model.follow_up import Interview, Recommendation, Request
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Ground, Treatment
from gni_assess.model.workspace import Workspace

R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Disclosed(Generic[R]):
    """What one audience gets of one record. `treatment` is never `unacknowledged`: such records are simply absent.

    `record` is there for `full` only, and is a copy without what the audience must not have; `hidden_fields` names what a limit took
    out of it, as far as that may be told. The rest is for `view-only` and `summary`: `title` and `summary` of evidence (of a case the
    shareable summary), `status` of the others (the finding of a response; `planned` or `held` for an interview) with the `criteria`
    of recommendations, requests and interviews; `effective` (policies, systems) and `dates` (cases) for `view-only` alone.
    """

    kind: str
    id: str
    treatment: Treatment
    grounds: tuple[Ground, ...] = ()
    how: tuple[str, ...] = ()
    record: R | None = None
    title: str = ""
    summary: str = ""
    status: str = ""
    criteria: tuple[str, ...] = ()
    effective: Effective | None = None
    dates: CaseDates | None = None
    hidden_fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DisclosedGap:
    """What one audience gets of one gap, with the criterion it stands under."""

    criterion: str
    gap: Disclosed[Gap]


@dataclass(frozen=True, kw_only=True)
class WithheldItem:
    """One row of the redaction manifest: a record, or some `fields` of it (none: the whole record), that is not shown in full."""

    kind: str
    id: str
    fields: tuple[str, ...] = ()
    treatment: Treatment
    grounds: tuple[Ground, ...] = ()
    how: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """The whole assessment for one audience. Mappings are from id to record, in the order of the assessment.

    The responses' own `gaps` are empty: gaps are in `gaps`, each with its own treatment.
    """

    audience: Audience
    workspace: Workspace
    pack: Pack
    responses: Mapping[str, Disclosed[Response]]
    gaps: tuple[DisclosedGap, ...]
    policies: Mapping[str, Disclosed[Policy]]
    systems: Mapping[str, Disclosed[System]]
    cases: Mapping[str, Disclosed[Case]]
    recommendations: Mapping[str, Disclosed[Recommendation]]
    requests: Mapping[str, Disclosed[Request]]
    interviews: Mapping[str, Disclosed[Interview]]
    withheld: tuple[WithheldItem, ...]
