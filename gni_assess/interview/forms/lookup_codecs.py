"""How things are named that the workspace or the world knows: people, countries, ids, files."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from gni_assess.interview.evidence_search import split_words
from gni_assess.interview.forms.codecs import LINE, begin, keep_rest, keyed, last_part, one_line, quote, unique, whole_text
from gni_assess.interview.forms.form_field import Codec, Lookup
from gni_assess.interview.people import find_people
from gni_assess.interview.terminal import Offer
from gni_assess.model.assessment import Evidence
from gni_assess.model.likeness import find_alike
from gni_assess.model.vocabulary import RecordKind

Known = Callable[[Lookup], Mapping[str, str]]
"""Gives the ids that can be named, each with what it stands for."""

_LONGEST_ID = 64
_FEW = 3
_USUAL_NAMES: Mapping[str, str] = {
    "burma": "MM",
    "capeverde": "CV",
    "czechrepublic": "CZ",
    "drc": "CD",
    "easttimor": "TL",
    "greatbritain": "GB",
    "holland": "NL",
    "ivorycoast": "CI",
    "laos": "LA",
    "macau": "MO",
    "northkorea": "KP",
    "southkorea": "KR",
    "swaziland": "SZ",
    "turkey": "TR",
    "uae": "AE",
    "uk": "GB",
    "usa": "US",
}
"""What people call countries whose name in the list begins otherwise."""


def _read_country(text: str, lookup: Lookup) -> str:
    typed = one_line(text)
    known = lookup.countries
    code = typed.upper()
    if code in known or (not known and re.fullmatch(r"[A-Z]{2}", code)):
        return code
    wanted = _fold(typed)
    if (usual := _USUAL_NAMES.get(wanted)) in known:
        return str(usual)
    named = [each for each, name in known.items() if wanted and _fold(name).startswith(wanted)]
    whole = [each for each in named if _fold(known[each]) == wanted]
    # "Congo" is the whole name of one country, and how the name of another begins.
    found = named if any(_fold(known[each].partition(",")[0]) == wanted for each in named if each not in whole) else whole or named
    if len(found) == 1:
        return found[0]
    if found:
        few = ", ".join(f"`{each}` ({known[each]})" for each in found[:_FEW])
        raise ValueError(
            f"{quote(typed)} can be {few}{' and others' if len(found) > _FEW else ''}; type the two letters, or more of the name"
        )
    alike = find_alike(wanted[:_LONGEST_ID], by_name := {_fold(name): each for each, name in known.items()})
    asked = f"; did you mean `{by_name[alike[0]]}` ({known[by_name[alike[0]]]})?" if alike else ""
    raise ValueError(f"no country is called {quote(typed)}; type two letters such as `NO`, or the name in English, such as `Norway`{asked}")


def _fold(name: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", name.casefold()) if each.isalnum())


COUNTRY = Codec(read=_read_country, offers=lambda text, lookup: begin(text, lookup.countries))
"""A country: its two letters, or its name in English."""


def _read_person(text: str, lookup: Lookup) -> str:
    typed = one_line(text)
    people = lookup.assessment.workspace.people
    found = find_people(people, typed)
    if len(found) == 1:
        return found[0].id
    if found:
        ids = ", ".join(f"`{each.id}`" for each in found)
        raise ValueError(f"{quote(typed)} can be one of {ids}; type the id")
    if not people:
        raise ValueError("the workspace has no people yet; list them under `people` in `gni-assess.yaml`")
    ids = ", ".join(f"`{each.id}`" for each in people[:_FEW])
    more = " and others" if len(people) > _FEW else ""
    raise ValueError(f"nobody in this workspace is called {quote(typed)}; type an id or a name: {ids}{more}")


def _offer_people(text: str, lookup: Lookup) -> Sequence[Offer]:
    return begin(text, {each.id: ", ".join(filter(None, [each.name, each.role])) for each in lookup.assessment.workspace.people})


PERSON = Codec(read=_read_person, offers=_offer_people)
"""A person of the workspace: the id, or a part of the name or the role."""

ROLE = Codec(
    read=LINE.read,
    offers=lambda text, lookup: begin(text, {each.role: "" for each in lookup.assessment.workspace.people if each.role}),
)
"""A role, in words; those of the workspace's people are offered."""


def id_of(known: Known, what: str) -> Codec:
    """Make a codec for one id. `what` names the kind of thing, as in "there is no `what`"."""
    return Codec(
        read=lambda text, lookup: _find_id(one_line(text), known(lookup), what), offers=lambda text, lookup: begin(text, known(lookup))
    )


def ids_of(known: Known, what: str) -> Codec:
    """Make a codec for one or more ids, with commas or blanks between."""
    return Codec(
        read=lambda text, lookup: _find_ids(text, known(lookup), what),
        show=lambda value: ", ".join(value) if isinstance(value, list) else "",
        several=True,
        offers=lambda text, lookup: begin(last_part(text), known(lookup)),
    )


def links_to(known: Known, what: str) -> Codec:
    """Make a codec for links to records; where in them and what they show stays as it is."""
    return Codec(
        read=lambda text, lookup: [{"id": each} for each in _find_ids(text, known(lookup), what)],
        show=lambda value: ", ".join(keyed(value, "id")),
        several=True,
        offers=lambda text, lookup: begin(last_part(text), known(lookup)),
        join=lambda old, new: keep_rest(old, new, "id"),
    )


def _find_ids(text: str, known: Mapping[str, str], what: str) -> list[str]:
    found = unique(_find_id(each, known, what) for each in split_words(whole_text(text)))
    if not found:
        raise ValueError("type at least one id, with commas between several")
    return found


def _find_id(typed: str, known: Mapping[str, str], what: str) -> str:
    if typed in known:
        return typed
    found = [each for each in known if each.casefold() == typed.casefold()]
    if len(found) == 1:
        return found[0]
    if not known:
        raise ValueError(f"there is no {what} yet; press Enter to leave it out")
    folded = {each.casefold(): each for each in known}
    upper = typed[:_LONGEST_ID].upper()
    alike = find_alike(upper, known) or tuple(folded[each] for each in find_alike(typed[:_LONGEST_ID].casefold(), folded))
    way = f"did you mean `{alike[0]}`?" if alike else f"type an id such as `{next(iter(known))}`"
    raise ValueError(f"there is no {what} {quote(typed)}; {way}")


def known_criteria(lookup: Lookup) -> Mapping[str, str]:
    """Give the criteria of the pack, with their titles."""
    return {each.id: each.title for each in lookup.assessment.pack.criteria}


def known_entities(lookup: Lookup) -> Mapping[str, str]:
    """Give the entities of the company, with their names."""
    return {each.id: each.name for each in lookup.assessment.workspace.entities}


def known_services(lookup: Lookup) -> Mapping[str, str]:
    """Give the services of the company, with their names."""
    return {each.id: each.name for each in lookup.assessment.workspace.services}


def known_evidence(lookup: Lookup) -> Mapping[str, str]:
    """Give all policies, systems and cases, with their titles."""
    record = lookup.assessment
    evidence: Sequence[Evidence] = (*record.policies.values(), *record.systems.values(), *record.cases.values())
    return {each.id: each.title for each in evidence}


def known_documents(kind: RecordKind) -> Known:
    """Give the policies, or the systems, with their titles."""

    def known(lookup: Lookup) -> Mapping[str, str]:
        documents: Sequence[Evidence] = (
            tuple(lookup.assessment.policies.values()) if kind is RecordKind.POLICY else tuple(lookup.assessment.systems.values())
        )
        return {each.id: each.title for each in documents}

    return known


def _read_file(text: str, lookup: Lookup) -> object:
    path = one_line(text)
    if "\0" in path:
        raise ValueError("type the path of a file, such as `evidence/files/charter.pdf`")
    return lookup.measure(path)


FILE = Codec(
    read=_read_file,
    show=lambda value: str(value.get("file", "")) if isinstance(value, Mapping) else str(value),
    offers=lambda text, lookup: lookup.find_paths(text),
    spreads=True,
)
"""A file, with its size and SHA-256."""


def _read_address(text: str, _: Lookup) -> str:
    address = one_line(text)
    if re.search(r"\s", address):
        raise ValueError("type a web address, such as `https://example.com/policy`; a place in words is the next question, press Enter")
    return address


ADDRESS = Codec(read=_read_address)
"""A web address."""
