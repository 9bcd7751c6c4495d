"""A text that somebody outside the team would receive holds an e-mail address, phone number, IP or device address, or account.

Why: A number or address leads to one person, and the person whom an authority asked for is often the one whom it must not find. Reports
are copied and passed on, and an assessor needs none of it to judge how a demand was handled. What is found is never quoted here, as this
output may be kept by others. Everything that looks like such data is reported, also addresses set aside for examples and private networks,
because the tool cannot know whose they are.

Wrong:
    criterion: PRV-04
    answer: The police asked who uses someone@example.org; we refused.

Right:
    criterion: PRV-04
    answer: The police asked who uses a certain address; we refused.

Mend: Describe the person or thing by the role ("a subscriber", "an address of our own test probe"), or take the detail out; what only the
team needs may stand in `notes`. Where it is nobody's, such as the published address for authorities, add it under `rules.allow_text` in
`gni-assess.yaml`; letter case, spaces and hyphens make no difference there. A number that must never leave belongs into the case's
`protected_terms`: it is then looked for everywhere (GNI511). Ids of the workspace's own
`people` with an @ before them are no accounts.
"""

from collections.abc import Iterator, Sequence

from gni_assess.checks.rule import Context
from gni_assess.disclosure.personal_data import Allowed, PersonalData, PersonalDataKind, find_personal_data, may_hold_personal_data
from gni_assess.disclosure.readers import OTHERS, Readers, Texts, all_texts
from gni_assess.disclosure.staff import Staff
from gni_assess.disclosure.terms import protect
from gni_assess.disclosure.texts import record_texts
from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.vocabulary import Audience, DiagnosticSeverity, RecordKind

CODE = "GNI603"
NAME = "personal-data-in-text"
SEVERITY = DiagnosticSeverity.WARNING

_NAMES_A_VERSION = frozenset({"version", "edition"})
_ASKED_TOGETHER = 12  # a workspace with criteria of its own has thousands of texts, and a handful that may hold something


def check(context: Context) -> Iterator[Problem]:
    """Find personal data in texts meant for others: one problem for each text, which names the kinds and never quotes."""
    assessment = context.assessment
    terms = (protect(term) for case in assessment.cases.values() for term in case.protected_terms)  # where one leaks, it is GNI511
    allowed = Allowed(assessment.workspace.rules.allow_text, terms)
    team = frozenset(f"@{each.id}".casefold() for each in assessment.workspace.people)
    for texts in _texts_of(context):
        places = _find_by_place(texts, allowed, team)
        readers = Readers(assessment, OTHERS, texts.record) if places else None
        for path, found in places.items():
            audiences = readers.of(path) if readers else ()
            if audiences:
                yield Problem(
                    record=texts.ref,
                    path=path,
                    message=f"this text would show {_and({each.kind for each in found})} to: {', '.join(audiences)}",
                    fix="describe the person or thing by its role, or add what is nobody's to `rules.allow_text` in gni-assess.yaml",
                    offset=min(each.start for each in found),
                    unquoted=True,
                )


def _texts_of(context: Context) -> Iterator[Texts]:
    assessment, only = context.assessment, context.only
    if only is None:
        yield from all_texts(assessment)
    elif only.kind is not RecordKind.WORKSPACE and (record := assessment.of_kind(only.kind).get(only.id)) is not None:
        yield Texts(ref=only, record=record, parts=record_texts(record, Staff(assessment.workspace.people, Audience.PUBLIC)))


def _find_by_place(texts: Texts, allowed: Allowed, team: frozenset[str]) -> dict[KeyPath, list[PersonalData]]:
    places: dict[KeyPath, list[PersonalData]] = {}
    for path, text in _promising(texts.parts):
        is_version = path[-1] in _NAMES_A_VERSION
        found = [
            each
            for each in find_personal_data(text, allowed)
            if not (is_version and each.kind is PersonalDataKind.IP) and text[each.start : each.end].casefold() not in team
        ]
        if found:
            places.setdefault(path, []).extend(found)
    return places


def _promising(parts: Sequence[tuple[KeyPath, str]]) -> Iterator[tuple[KeyPath, str]]:
    """Leave out stretches of texts that hold nothing; to ask of several together is much quicker than of each."""
    for start in range(0, len(parts), _ASKED_TOGETHER):
        together = parts[start : start + _ASKED_TOGETHER]
        if may_hold_personal_data(text for _, text in together):
            yield from together


def _and(kinds: set[PersonalDataKind]) -> str:
    *others, last = [each.value for each in PersonalDataKind if each in kinds]
    return f"{', '.join(others)} and {last}" if others else last
