"""Turning options into new values of records."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from gni_assess.errors import StoreError, UnknownIdError, UsageError
from gni_assess.model.assessment import Assessment
from gni_assess.model.gaps import Gap
from gni_assess.model.likeness import find_alike
from gni_assess.model.response import EvidenceLink, Response

T = TypeVar("T")


def read_text(text: str | None, file: str | None, option: str) -> str | None:
    """Give the text of an option, or what its file (`-`: stdin) holds; None where neither was given. Raises UsageError, StoreError."""
    if text is not None and file is not None:
        raise UsageError(f"both `--{option}` and `--{option}-file` were given", hint="use one of them")
    if file is None:
        return None if text is None else checked_text(text, f"--{option}")
    if file == "-":
        import sys  # noqa: PLC0415 - only where text is piped in

        data = sys.stdin.buffer.read()
    else:
        try:
            data = Path(file).read_bytes()
        except OSError as error:
            raise StoreError(f"cannot read `{file}`: {error.strerror}", hint="check the path") from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"`{file}` is not UTF-8 text", hint="save it as UTF-8, then try again") from error


def filled_text(text: str, option: str) -> str:
    """Refuse text that is empty, so that nothing is erased by mistake, and text that is not whole characters. Raises UsageError."""
    if not text.strip():
        raise UsageError(f"`{option}` is empty", hint="write the text; to take something away, edit the record's file")
    return checked_text(text, option)


def checked_text(text: str, option: str) -> str:
    """Refuse text that is not whole characters: bytes from a terminal or script that is not UTF-8. Raises UsageError."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"the text of `{option}` is not UTF-8", hint="use a terminal set to UTF-8, or `--text-file`") from error
    return text


def parse_links(given: Sequence[str], assessment: Assessment) -> tuple[EvidenceLink, ...]:
    """Read links to evidence: `POL-417`, or `POL-417:where:what it shows`. Raises UnknownIdError."""
    links = []
    for each in given:
        evidence_id, _, rest = each.partition(":")
        where, _, shows = rest.partition(":")
        evidence_id = evidence_id.strip().upper()
        if assessment.find_evidence(evidence_id) is None:
            raise unknown_evidence(evidence_id, assessment)
        links.append(EvidenceLink(id=evidence_id, where=where.strip(), shows=shows.strip()))
    return tuple(links)


def unknown_evidence(evidence_id: str, assessment: Assessment) -> UnknownIdError:
    """Make the error for evidence that is not there, with the nearest id."""
    near = did_you_mean(evidence_id.upper(), [*assessment.policies, *assessment.systems, *assessment.cases])
    hint = f"{near}`gni-assess evidence list` shows what there is; `gni-assess evidence add` registers more"
    return UnknownIdError(f"there is no evidence `{evidence_id}`", hint=hint)


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Name the nearest of some ids, as the start of a hint; empty where none is near."""
    near = find_alike(typed, known)
    return f"did you mean {near[0]}? " if near else ""


def check_scopes(assessment: Assessment, *, entities: Iterable[str], services: Iterable[str]) -> None:
    """Refuse entities and services that the workspace does not have. Raises UnknownIdError."""
    workspace = assessment.workspace
    for option, given, known in (
        ("entity", entities, [each.id for each in workspace.entities]),
        ("service", services, [each.id for each in workspace.services]),
    ):
        for each in given:
            if each not in known:
                hint = f"in this workspace: {', '.join(known) or 'none yet'}; `gni-assess.yaml` names them"
                raise UnknownIdError(f"`--{option}`: there is no {option} `{each}`", hint=did_you_mean(each, known) + hint)


def add_links(old: Sequence[EvidenceLink], new: Sequence[EvidenceLink]) -> tuple[EvidenceLink, ...]:
    """Add links; one to evidence that is linked already takes the old one's place where it says more."""
    links = {each.id: each for each in old}
    for each in new:
        kept = links.get(each.id)
        links[each.id] = each if kept is None else replace(kept, where=each.where or kept.where, shows=each.shows or kept.shows)
    return tuple(links.values())


def get_person(assessment: Assessment, person_id: str, option: str) -> str:
    """Get a person's id. Raises UnknownIdError that names the option."""
    if assessment.workspace.find_person(person_id) is None:
        known = [each.id for each in assessment.workspace.people]
        hint = f"people of this workspace: {', '.join(known) or 'nobody yet'}"
        raise UnknownIdError(f"`{option}`: there is no person `{person_id}`", hint=did_you_mean(person_id, known) + hint)
    return person_id


def find_gap(assessment: Assessment, gap_id: str) -> tuple[Response, Gap]:
    """Find a gap and the response that it stands under. Raises UnknownIdError."""
    wanted = gap_id.upper()
    for response in assessment.responses.values():
        for gap in response.gaps:
            if gap.id == wanted:
                return response, gap
    known = [gap.id for response in assessment.responses.values() for gap in response.gaps]
    raise UnknownIdError(f"there is no gap `{gap_id}`", hint=f"{did_you_mean(wanted, known)}`gni-assess gap list` shows them")
