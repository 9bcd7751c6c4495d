"""Which column of somebody's list may stand for which field. A guess is shown to a person; only the plainest names count by themselves."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gni_assess.exchange.evidence_map import LINKS

_PLAIN: Mapping[str, str] = {
    "title": "title, document title, document name, policy title, policy name, name of document, title of document, evidence title",
    "kind": "kind, type, document type, document kind, type of document, kind of document, evidence type, doc type",
    "summary": "summary, description, what it says or does, short description",
    "owner": "owner, document owner, policy owner, responsible, responsible person, person responsible",
    "holder": "holder, custodian, who keeps it",
    "place": "place, where it is",
    "url": "url, address on the web, web address, link, hyperlink, weblink",
    "held_at": "held at, location, storage location, where kept, kept at, stored at, document location",
    "effective.from": "effective from, valid from, effective date, in force from, in force since, date effective, effective",
    "effective.to": "effective to, effective until, valid to, valid until, in force to, in force until, expiry date, expires",
    "last_reviewed": "last reviewed, last review, last review date, date of last review, last reviewed on",
    "next_review": "next review, next review date, date of next review, review due, due for review, next review due",
    "version": "version, version number, revision, document version",
    "approved_by": "approved by, approver",
    "entities": "entities, legal entities, legal entity, entity",
    "services": "services, service",
    "criteria": "criteria, criterion, gni criteria, gni criterion, criteria ids, criterion id",
    "where": "where in it",
    "shows": "what it shows, shows",
    "classification": "classification, how confidential, confidentiality, security classification, document classification",
    "notes": "notes, note, comments, comment, remarks",
}
_LIKELY: Mapping[str, str] = {
    "title": "document, name, policy, evidence, item, subject, artefact, artifact, file name, "
    "dokument, titel, name des dokuments, nom, titre",
    "kind": "category, evidence kind, format, typ, art, dokumentart, dokumenttyp",
    "summary": "abstract, purpose, contents, content, details, what it covers, about, scope, beschreibung, "
    "inhalt, kurzbeschreibung, resume",
    "owner": "accountable, accountable person, contact, contact person, lead, author, responsible owner, business owner, "
    "verantwortlich, verantwortliche, verantwortlicher, verantwortliche person, besitzer, eigentümer, zuständig",
    "holder": "department, team, office, business unit, function, division, keeper, abteilung",
    "url": "website, webseite, intranet, intranet link, address, link to document, sharepoint link, document link, sharepoint",
    "held_at": "where, repository, folder, path, storage, drive, vault, library, file, sharepoint, ablage, ablageort, "
    "speicherort, file path",
    "effective.from": "in force, in effect, valid since, since, start date, from, issued, issue date, date issued, approval date, "
    "approved on, "
    "adopted, published, date, gültig ab, gültig seit, in kraft seit, in kraft ab",
    "effective.to": "to, until, ended, ends, end date, expiration date, retired, withdrawn, retirement date, gültig bis, außer kraft",
    "last_reviewed": "reviewed, review date, reviewed on, last checked, last updated, letzte prüfung, zuletzt geprüft",
    "next_review": "review date, review by, to be reviewed, next update, nächste prüfung",
    "version": "rev, ver, edition, v",
    "approved_by": "approval, signed off by, adopted by, approved, freigegeben von, genehmigt von",
    "entities": "company, subsidiary, subsidiaries, affiliate, gesellschaft, gesellschaften",
    "services": "product, products, business line",
    "criteria": "question, questions, for questions, for criteria, evidence for, relevant for, relates to, assessment criteria, gni, "
    "kriterien, kriterium, fragen",
    "where": "section, page, clause, page number, chapter, pages, fundstelle, seite, kapitel",
    "shows": "what it proves, shows that, why it matters",
    "classification": "class, sensitivity, marking, access, label, protection, secrecy, security, "
    "confidential, vertraulichkeit, klassifizierung, schutzklasse",
    "notes": "observations, further information, additional information, note to file, "
    "bemerkung, bemerkungen, anmerkung, anmerkungen, notiz",
}
_PLAIN_IF_ALONE = "where"
"""It says where a document is, unless another column does, too."""
_SURE, _LIKE, _PART, _NEAR = 1.0, 0.8, 0.6, 0.5
_SAME_ENOUGH, _LONG_ENOUGH = 0.84, 4


def _words(lines: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(each.strip() for each in line.split(",")) for key, line in lines.items()}


_PLAIN_NAMES, _LIKELY_NAMES = _words(_PLAIN), _words(_LIKELY)
_KNOWN = frozenset(name for names in (*_PLAIN_NAMES.values(), *_LIKELY_NAMES.values()) for name in names)


@dataclass(frozen=True, kw_only=True)
class Guess:
    """A column for a field. `is_sure`: it has a plain name of the field, and no other column has one."""

    name: str
    is_sure: bool


def is_heading(text: str) -> bool:
    """Whether a text is a usual heading of such a list."""
    return _fold(text) in _KNOWN


def guess_columns(names: Sequence[str], taken: Mapping[str, str], without: Sequence[str] = ()) -> Mapping[str, Guess]:
    """Guess a column for each field that has none; `taken` are the columns by field that are given, `without` fields that get none.

    Where only one column says where a thing is, it stands for `place`: what it holds, an address or words, is seen cell by cell.
    """
    free = [each for each in names if each not in taken.values()]
    fields = [each for each in _PLAIN_NAMES if each not in taken and each not in without]
    scores = sorted(
        ((_score(key, name), -free.index(name), -fields.index(key), key, name) for key in fields for name in free), reverse=True
    )
    found: dict[str, Guess] = {}
    used: set[str] = set()
    for score, _, _, key, name in scores:
        if score < _NEAR or key in found or name in used:
            continue
        rivals = [other for other in free if other != name and _score(key, other) >= score]
        found[key] = Guess(name=name, is_sure=score >= _SURE and not rivals)
        used.add(name)
    places = [each for each in ("url", "held_at") if each in found]
    if len(places) == 1 and not {"place", "url", "held_at"} & {*taken, *without} and "place" not in found:
        alone = found.pop(places[0])
        rivals = [each for each in free if each != alone.name and any(_score(key, each) >= _NEAR for key in ("place", "url", "held_at"))]
        found["place"] = Guess(name=alone.name, is_sure=alone.is_sure or (_fold(alone.name) == _PLAIN_IF_ALONE and not rivals))
    if "place" in found or "place" in taken:
        found = {key: guess for key, guess in found.items() if key not in ("url", "held_at")}
    if "criteria" not in found and "criteria" not in taken:
        found = {key: guess for key, guess in found.items() if key not in LINKS}
    return {key: found[key] for key in _PLAIN_NAMES if key in found}


def _score(key: str, name: str) -> float:
    text = _fold(name)
    if text in _PLAIN_NAMES[key]:
        return _SURE
    likely = _LIKELY_NAMES.get(key, ())
    if text in likely:
        return _LIKE
    words = set(text.split())
    for known in (*_PLAIN_NAMES[key], *likely):
        if len(known) >= _LONG_ENOUGH and set(known.split()) <= words:
            return _PART + 0.01 * len(known.split())
    best = max((SequenceMatcher(None, text, known).ratio() for known in _PLAIN_NAMES[key]), default=0.0)
    return _NEAR if best >= _SAME_ENOUGH else 0.0


def _fold(text: str) -> str:
    """Give a heading as it is compared: small letters, single blanks, no marks, nothing in brackets."""
    plain = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", text)
    return " ".join(re.sub(r"[^\w]+|_", " ", plain.casefold()).split()) or " ".join(text.casefold().split())
