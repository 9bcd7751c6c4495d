"""The company's people as an audience may know them: by role; by name only inside the company."""

from collections.abc import Iterable

from gni_assess.disclosure.terms import fold
from gni_assess.model.vocabulary import Audience
from gni_assess.model.workspace import Person

UNNAMED = "a member of staff"
"""What other audiences see in place of a person without a role, or whom the workspace does not know."""

PERSON_FIELDS = frozenset({"owner", "assignee", "accepted_by", "person"})
"""Fields that hold the id of a person."""

ROLE_TEXTS = frozenset({"holder", "approved_by", "asked_by", "role"})
"""Fields that hold a role in free text, into which a name may have been typed all the same."""


class Staff:
    """Turns ids and names of people into what one audience may know of them."""

    def __init__(self, people: Iterable[Person], audience: Audience) -> None:
        """Keep what each person is called before this audience."""
        self._inside = audience is Audience.INTERNAL
        self._by_id = {each.id: (each.name or each.id) if self._inside else (each.role.strip() or UNNAMED) for each in people}
        self._by_text: dict[str, str] = {}
        for each in people:
            for text in (each.id, each.name):
                if key := _key(text):
                    self._by_text.setdefault(key, self._by_id[each.id])

    def call(self, person_id: str) -> str:
        """Give what a person is called: the role (inside the company the name). Nobody stays nobody."""
        if not person_id:
            return ""
        return self._by_id.get(person_id, person_id if self._inside else UNNAMED)

    def mend(self, text: str) -> str:
        """Give a text that should name a role; one that is no more than a person's id or name becomes the role."""
        return text if self._inside or not text else self._by_text.get(_key(text), text)


def _key(text: str) -> str:
    return fold(text).folded
