"""The company's people as an audience may know them: by role; by name only inside the company."""

from collections.abc import Iterable, Iterator

from gni_assess.disclosure.folding import fold_runs
from gni_assess.disclosure.terms import Search, Term, TermIndex, fold
from gni_assess.model.vocabulary import Audience
from gni_assess.model.workspace import Person

UNNAMED = "a member of staff"
"""What other audiences see in place of a person without a role, or whom the workspace does not know."""

PERSON_FIELDS = frozenset({"owner", "assignee", "accepted_by", "person"})
"""Fields that hold the id of a person."""

ROLE_TEXTS = frozenset({"holder", "approved_by", "asked_by", "role"})
"""Fields that hold a role in free text, into which a name may have been typed all the same."""

# Of these, names are made that are roles ("Compliance officer", "Counsel"), and ids that are words ("officer").
_WORDS_OF_ROLES = frozenset(
    [
        "a",
        "affairs",
        "analyst",
        "and",
        "assessment",
        "assessor",
        "assistant",
        "associate",
        "audit",
        "auditor",
        "board",
        "chief",
        "committee",
        "communications",
        "company",
        "compliance",
        "content",
        "coordinator",
        "corporate",
        "counsel",
        "data",
        "deputy",
        "director",
        "engineer",
        "engineering",
        "ethics",
        "executive",
        "external",
        "for",
        "freedom",
        "general",
        "global",
        "government",
        "group",
        "head",
        "human",
        "in",
        "information",
        "integrity",
        "internal",
        "legal",
        "lead",
        "law",
        "local",
        "manager",
        "of",
        "office",
        "officer",
        "operations",
        "outside",
        "owner",
        "people",
        "policy",
        "president",
        "principal",
        "privacy",
        "product",
        "program",
        "project",
        "protection",
        "public",
        "regional",
        "relations",
        "response",
        "responsibility",
        "responsible",
        "rights",
        "risk",
        "safety",
        "secretary",
        "security",
        "senior",
        "service",
        "specialist",
        "staff",
        "support",
        "sustainability",
        "team",
        "technical",
        "technology",
        "the",
        "transparency",
        "trust",
        "vice",
        "ceo",
        "cfo",
        "ciso",
        "cio",
        "coo",
        "cpo",
        "cto",
        "dpo",
        "evp",
        "gc",
        "hr",
        "it",
        "svp",
        "vp",
    ]
)
_SHORTEST_ID = 3


class Staff:
    """Turns ids and names of people into what one audience may know of them."""

    def __init__(self, people: Iterable[Person], audience: Audience) -> None:
        """Keep what each person is called before this audience."""
        people = tuple(people)
        self._inside = audience is Audience.INTERNAL
        self._by_id = {each.id: (each.name or each.id) if self._inside else each.role.strip() for each in people}
        self._by_text: dict[str, str] = {}
        for each in people:
            for text in (each.id, each.name):
                if key := _key(text):
                    self._by_text.setdefault(key, self._by_id[each.id])
        self._names = TermIndex(Term(text=text, search=Search.WORD) for each in people for text in _telling_names(each))
        if not self._inside:
            # A role may itself have been typed with a name in it.
            roles = {key: role for key, role in self._by_id.items() if role and not self._names.find_terms(role)}
            self._by_id = {each.id: roles.get(each.id, UNNAMED) for each in people}
            self._by_text = {key: role if role in roles.values() else UNNAMED for key, role in self._by_text.items()}

    def call(self, person_id: str) -> str:
        """Give what a person is called: the role (inside the company the name). Nobody stays nobody."""
        if not person_id:
            return ""
        return self._by_id.get(person_id, person_id if self._inside else UNNAMED)

    def mend(self, text: str) -> str:
        """Give a text that should name a role with the role in place of each person's whole name.

        An id is replaced where it is all of the text, and within a text where it is made from the name and is no ordinary word. A first
        or last name alone is left: it may be anybody's.
        """
        if self._inside or not text:
            return text
        whole = self._by_text.get(_key(text))
        return self._replace(text) if whole is None else whole

    def _replace(self, text: str) -> str:
        # Where one name begins inside another, the first and longest is what was meant.
        found = sorted(self._names.find(text), key=lambda each: (each.start, -each.end))
        pieces, at = [], 0
        for each in found:
            if each.start >= at:
                pieces += [text[at : each.start], self._by_text[_key(each.term.text)]]
                at = each.end
        return "".join((*pieces, text[at:])) if found else text


def _telling_names(person: Person) -> Iterator[str]:
    """Give the texts that name a person wherever they stand: the whole name, and the id where it is no ordinary word."""
    words = fold_runs(person.name)
    if not _WORDS_OF_ROLES.issuperset(words):
        yield person.name
        key = _key(person.id)
        begins_or_ends = any(key.startswith(word) or key.endswith(word) for word in words if len(word) >= _SHORTEST_ID)
        is_made_from_name = begins_or_ends or any(each.isdigit() for each in key)
        if is_made_from_name and len(key) >= _SHORTEST_ID and key not in _WORDS_OF_ROLES:
            yield person.id


def _key(text: str) -> str:
    return fold(text).folded
