"""Finding criteria by what words mean: in every field, in any form of the word, and by the synonyms of the field."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gni_assess.errors import UsageError
from gni_assess.model.criteria import Criterion, Pack
from gni_assess.model.stems import Stems, folded, plain_words, sentence_with, stands_in, stems_of
from gni_assess.model.synonyms import MEANINGS

MOST_WORDS = 50
"""A longer query is not a question any more."""

SMALL_WORDS = frozenset(
    {
        *(
            "a",
            "an",
            "the",
            "of",
            "on",
            "for",
            "to",
            "in",
            "and",
            "or",
            "by",
            "with",
            "at",
            "from",
            "about",
            "any",
            "is",
            "are",
            "be",
            "do",
        ),
        *("does", "we", "us", "our", "it", "its", "not", "who", "what", "when", "where", "which", "why", "how"),
    }
)
_ID = re.compile(r"[A-Za-z]{3}-[0-9]{2}")
_EXACT, _MEANT = 2, 1
_LONGEST, _FEW, _ENDLESS = 5, 5, 40
_NEAR = 0.84
"""How alike a word must be to be what somebody meant; below it, suggestions are more funny than helpful."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """A criterion that was found. `field` names where, `text` is the sentence there; `via` are the words that it was found by."""

    criterion: Criterion
    field: str
    text: str
    via: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What a search gave, best first.

    `matches` have every word; where there are none, `partial` have the most of them. `unknown` are words that stand nowhere in the pack,
    with near words of it. `also` are the synonyms that were looked for too.
    """

    matches: tuple[Match, ...]
    partial: tuple[Match, ...]
    also: tuple[str, ...]
    unknown: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class _Form:
    """One thing that counts as finding a word of the query: the word itself, or a synonym."""

    name: str
    stems: Stems
    rank: int


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """One word or phrase of the query: what was typed, and every form that counts as finding it."""

    typed: str
    forms: tuple[_Form, ...]


@dataclass(frozen=True, kw_only=True)
class _Field:
    name: str
    weight: int
    text: str
    stems: Stems
    words: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class _Hit:
    field: _Field
    form: _Form

    @property
    def rank(self) -> int:
        return self.field.weight * self.form.rank


_Hits = Mapping[str, tuple[_Hit, ...]]
"""By word of the query: where a criterion has it, best first."""


def search_pack(pack: Pack, query: str) -> Findings:
    """Find the criteria that speak of every word of a query, in any field.

    Words are compared without letter case, accents and endings. A phrase that the list of synonyms knows is taken as a whole
    (`gag order`), any other word by itself. Raises UsageError where there is nothing to look for, or more than `MOST_WORDS`.
    """
    wanted = tuple(_read_query(query))
    if not wanted:
        raise UsageError("no words to look for", hint="for example `gni-assess criteria search board`")
    fields = {each.id: tuple(_fields_of(each, pack)) for each in pack.criteria}
    hits = {each.id: _look(wanted, fields[each.id]) for each in pack.criteria}
    most = max(map(len, hits.values()), default=0)
    found = sorted((each for each in pack.criteria if most and len(hits[each.id]) == most), key=lambda each: -_weigh(hits[each.id]))
    seen = {typed for each in hits.values() for typed in each}
    matches = tuple(_match(each, hits[each.id]) for each in found)
    return Findings(
        matches=matches if most == len(wanted) else (),
        partial=() if most == len(wanted) else matches,
        also=tuple(dict.fromkeys(form.name for each in wanted for form in each.forms if form.rank == _MEANT)),
        unknown=_suggest([each.typed for each in wanted if each.typed not in seen], fields.values()),
    )


def _look(wanted: Iterable[_Wanted], fields: Iterable[_Field]) -> _Hits:
    hits: dict[str, tuple[_Hit, ...]] = {}
    for each in wanted:
        found = [
            _Hit(field=field, form=form)
            for field in fields
            for form in each.forms
            if form.stems[0] in field.words and stands_in(form.stems, field.stems)
        ]
        if found:
            hits[each.typed] = tuple(sorted(found, key=lambda hit: -hit.rank))
    return hits


def _weigh(hits: _Hits) -> int:
    # The best place counts most; a criterion that speaks of it all over comes before one that mentions it once.
    return sum(10 * each[0].rank + sum(hit.rank for hit in each) for each in hits.values())


def _match(criterion: Criterion, hits: _Hits) -> Match:
    best = max((each[0] for each in hits.values()), key=lambda hit: hit.rank)
    text = sentence_with(best.field.text, best.form.stems)
    return Match(criterion=criterion, field=best.field.name, text=text, via=tuple(each[0].form.name for each in hits.values()))


def _read_query(query: str) -> Iterator[_Wanted]:
    words = [each for each in re.findall(r"[^\s,;]+", query) if stems_of(each)]
    if len(words) > MOST_WORDS:
        raise UsageError(f"more than {MOST_WORDS} words to look for", hint="try two or three that matter")
    at = 0
    while at < len(words):
        sizes = range(min(_LONGEST, len(words) - at), 1, -1)
        size = next((each for each in sizes if plain_words(" ".join(words[at : at + each])) in _groups()), 1)
        typed = " ".join(words[at : at + size])
        at += size
        if size > 1 or typed.casefold() not in SMALL_WORDS or typed.isupper():
            yield _Wanted(typed=typed, forms=tuple(_forms(typed)))


def _forms(typed: str) -> Iterator[_Form]:
    own = stems_of(typed)
    if _ID.fullmatch(typed):
        yield _Form(name=typed, stems=("-".join(own),), rank=_EXACT)
        return
    yield _Form(name=typed, stems=own, rank=_EXACT)
    names = {stems_of(name): name for group in _groups().get(plain_words(typed), ()) for name in group}
    for stems, name in names.items():
        if stems != own:
            yield _Form(name=name, stems=stems, rank=_MEANT)


@cache
def _groups() -> Mapping[tuple[str, ...], list[tuple[str, ...]]]:
    # By whole words: `store` has the ending taken off `stored`, and is not about how long data are kept.
    groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for group in MEANINGS:
        for words in {plain_words(name) for name in group}:
            groups.setdefault(words, []).append(group)
    return groups


def _suggest(unknown: Sequence[str], fields: Iterable[Iterable[_Field]]) -> dict[str, tuple[str, ...]]:
    """Give near words of the pack for words that stand nowhere in it; for the first few, and not for endless ones."""
    import difflib  # noqa: PLC0415 - only where a word stands nowhere

    known: set[str] = set()
    if unknown:
        known = {word for each in fields for field in each for word in re.findall(r"\w{5,}", folded(field.text))}
        known.update(folded(name) for group in MEANINGS for name in group)
    near = {
        each: difflib.get_close_matches(folded(each), sorted(known), n=2, cutoff=_NEAR) for each in unknown[:_FEW] if len(each) < _ENDLESS
    }
    return {each: tuple(near.get(each, ())) for each in unknown}


def _fields_of(criterion: Criterion, pack: Pack) -> Iterator[_Field]:
    documents = {each.id: each.title for each in pack.sources}
    areas = {each.id: each.title for each in pack.areas}
    official = criterion.official
    texts: tuple[tuple[str, int, Iterable[str]], ...] = (
        ("id", 20, [criterion.id]),
        ("title", 20, [criterion.title]),
        ("question", 12, [criterion.question, *criterion.question_for.values()]),
        ("official wording", 12, [official.number, official.text] if official else []),
        ("why it is asked", 8, [criterion.intent]),
        ("a good answer", 7, criterion.looks_for),
        ("what to show", 7, [each.what for each in criterion.show]),
        ("an assessor may ask next", 6, criterion.probes),
        ("often missing", 6, criterion.common_gaps),
        ("first steps", 5, criterion.first_steps),
        ("example", 4, [criterion.example]),
        ("who to ask", 4, criterion.who_to_ask),
        ("area", 3, [areas.get(criterion.area, "")]),
        ("sources", 2, [f"{documents.get(each.document, each.document)} {each.section}" for each in criterion.sources]),
        ("related", 2, [f"{documents.get(name, name)} {name} {' '.join(items)}" for name, items in criterion.crosswalk.items()]),
    )
    for name, weight, values in texts:
        for text in values:
            if text.strip():
                # An id is found as a whole: the number in `UNGP 16` is not that of GOV-16.
                stems = stems_of(text) if name != "id" else ("-".join(stems_of(text)),)
                yield _Field(name=name, weight=weight, text=text, stems=stems, words=frozenset(stems))
