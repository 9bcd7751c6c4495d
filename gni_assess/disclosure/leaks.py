"""Protected terms, and ids of records that may not be told of, in texts that an audience would receive (GNI511)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gni_assess.disclosure.folding import fold
from gni_assess.disclosure.readers import OTHERS, Readers, Texts, all_texts
from gni_assess.disclosure.terms import Search, Term, TermIndex, protect
from gni_assess.disclosure.treatments import forbids_telling
from gni_assess.disclosure.untold import Untold
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.cases import Case
from gni_assess.model.diagnostics import KeyPath, RecordRef
from gni_assess.model.evidence import Policy, System
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, RecordKind

What = Literal["protected-term", "unacknowledged-id", "unacknowledged-title"]

_TELLING_TITLE = 12
"""From how many folded characters on a title says which record is meant; a shorter one may be any word."""


@dataclass(frozen=True, kw_only=True)
class Leak:
    """One text that would tell some audiences what they must not know. It never carries the text or the term.

    `path` is the place in the record's own file. `owner` is the case whose term it is, or the record whose id or title it is (for a gap
    its response); where several are in one text only the first of them is reported. `offset` is where in the text the first stands.
    """

    what: What
    record: RecordRef
    path: KeyPath
    owner: RecordRef
    audiences: tuple[Audience, ...]
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class _Secret:
    """To whom a term must not go, and what it belongs to."""

    what: What
    owner: RecordRef
    audiences: frozenset[Audience]


def find_leaks(assessment: Assessment, audiences: Iterable[Audience] = OTHERS) -> tuple[Leak, ...]:
    """Find every text that would give one of these audiences a protected term, or the id or title of a record that it may not know of.

    Each audience is taken to receive what `disclose` gives it; a respondent, what the owner of the record receives. The ids of responses
    are those of criteria, which everybody may know, and are no leak.
    """
    return _Search(assessment, tuple(each for each in OTHERS if each in set(audiences))).run()


def index_secrets(assessment: Assessment, audience: Audience) -> TermIndex:
    """Make an index of what must not stand in anything that one audience is given; for `internal` there is nothing to find.

    It holds the protected terms, and the ids and titles of records that the audience may not know of.
    """
    return _Search(assessment, tuple(each for each in OTHERS if each is audience)).index


class _Search:
    """One search through one assessment."""

    def __init__(self, assessment: Assessment, audiences: Sequence[Audience]) -> None:
        self._assessment = assessment
        self._audiences = audiences
        self._secrets: dict[Term, list[_Secret]] = {}
        if audiences:
            self._add_protected_terms()
            self._add_untold_ids()
        self.index = TermIndex(self._secrets)

    def run(self) -> tuple[Leak, ...]:
        if not self.index or not self._audiences:
            return ()
        return tuple(leak for each in all_texts(self._assessment) for leak in self._search(each))

    def _add_protected_terms(self) -> None:
        for case in self._assessment.cases.values():
            owner = RecordRef(kind=RecordKind.CASE, id=case.id)
            secret = _Secret(what="protected-term", owner=owner, audiences=frozenset(self._audiences))
            for term in case.protected_terms:
                self._secrets.setdefault(protect(term), []).append(secret)

    def _add_untold_ids(self) -> None:
        untold = Untold(self._audiences)
        for record in self._assessment.records():
            if not isinstance(record, Response):
                audiences = untold.of_record(record)
                self._add_id(record.id, record, audiences)
                if isinstance(record, Case | Policy | System):
                    self._add_title(record, audiences)
                continue
            for gap in record.gaps:
                self._add_id(gap.id, record, untold.of_gap(record, gap))

    def _add_id(self, text: str, record: Record, audiences: frozenset[Audience]) -> None:
        if audiences:
            secret = _Secret(what="unacknowledged-id", owner=RecordRef(kind=record.kind, id=record.id), audiences=audiences)
            self._secrets.setdefault(Term(text=text, search=Search.IDENTIFIER), []).append(secret)

    def _add_title(self, record: Case | Policy | System, untold: frozenset[Audience]) -> None:
        # Only where a limit says so: by classification alone most policies are unacknowledged to somebody, and titles are plain words.
        audiences = frozenset(each for each in untold if forbids_telling(record, each))
        if audiences and len(fold(record.title).folded) >= _TELLING_TITLE:
            secret = _Secret(what="unacknowledged-title", owner=RecordRef(kind=record.kind, id=record.id), audiences=audiences)
            self._secrets.setdefault(Term(text=record.title, search=Search.ANYWHERE), []).append(secret)

    def _search(self, texts: Texts) -> Iterator[Leak]:
        if not self.index.may_find([text for _, text in texts.parts]):
            return
        readers = Readers(self._assessment, self._audiences, texts.record)
        met: dict[tuple[KeyPath, RecordRef], Leak] = {}
        for path, text in texts.parts:
            secrets = [(each, term) for term in self.index.find_terms(text) for each in self._secrets[term]]
            if not secrets:
                continue
            reached, starts = readers.of(path), self._find_starts(text)
            for secret, term in sorted(secrets, key=lambda each: (each[0].owner.kind, each[0].owner.id, each[0].what, starts[each[1]])):
                before = met.get((path, secret.owner))
                known, start = (before.audiences, before.offset) if before else ((), len(text))
                told = tuple(each for each in reached if each in secret.audiences or each in known)
                if told:
                    what, start = before.what if before else secret.what, min(start, starts[term])
                    found = Leak(what=what, record=texts.ref, path=path, owner=secret.owner, audiences=told, offset=start)
                    met[path, secret.owner] = found
        yield from met.values()

    def _find_starts(self, text: str) -> dict[Term, int]:
        """Say where in a text each term stands first."""
        starts: dict[Term, int] = {}
        for each in self.index.find(text):
            starts.setdefault(each.term, each.start)
        return starts
