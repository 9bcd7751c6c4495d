import pytest

from gni_assess.errors import UsageError
from gni_assess.exchange.evidence_guess import guess_columns
from gni_assess.exchange.evidence_map import DateOrder, EvidenceMap, Rest, get_column, map_as_plain, map_from_plain


def test_guesses_are_sure_only_of_plain_names() -> None:
    names = (
        "Ref",
        "Document",
        "Doc. type",
        "Description",
        "Responsible",
        "SharePoint link",
        "Valid from",
        "Review date",
        "Confidentiality",
    )
    found = guess_columns(names, {})
    assert {key: (each.name, each.is_sure) for key, each in found.items()} == {
        "title": ("Document", False),
        "kind": ("Doc. type", True),
        "summary": ("Description", True),
        "owner": ("Responsible", True),
        "place": ("SharePoint link", False),
        "effective.from": ("Valid from", True),
        "last_reviewed": ("Review date", False),
        "classification": ("Confidentiality", True),
    }
    assert guess_columns(("Title", "Document title"), {})["title"].is_sure is False
    assert "title" not in guess_columns(("Title",), {}, ("title",))
    both = guess_columns(("Location", "Link"), {})
    assert {key: each.name for key, each in both.items()} == {"url": "Link", "held_at": "Location"}


def test_a_column_that_says_where_is_the_place_unless_another_does() -> None:
    for names, sure in (
        (("Title", "Where"), True),
        (("Title", "Where", "Folder"), False),
        (("Title", "Ablageort"), False),
    ):
        found = guess_columns(names, {})["place"]
        assert (found.name, found.is_sure) == (names[1], sure)
    beside = guess_columns(("Title", "Where", "Link"), {})
    assert {key: (each.name, each.is_sure) for key, each in beside.items()} == {
        "title": ("Title", True),
        "url": ("Link", True),
        "held_at": ("Where", False),
    }
    assert guess_columns(("Title", "Where", "Place"), {})["place"].name == "Place"


def test_a_mapping_can_be_kept_and_taken_again() -> None:
    mapping = EvidenceMap(
        columns={"title": "Name: x", "kind": "Type"},
        defaults={"owner": "carl"},
        words={"kind": {"Memo": "report"}, "owner": {"Legal": "carl"}},
        dates=DateOrder.DAY_FIRST,
        rest=Rest.NOTES,
        left_out=("notes",),
        sheet="Register",
        headings=("Name: x", "Type"),
    )
    assert map_from_plain(map_as_plain(mapping)) == mapping


def test_a_mapping_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(UsageError, match="leaves out `title`, and names the column `Name` for it") as refused:
        map_from_plain({"evidence_mapping": 1, "columns": {"title": "Name", "kind": "Type"}, "left_out": ["notes", "title"]})
    assert "take `title` out of `left_out` or of `columns`" in refused.value.hint


def test_a_column_may_stand_for_two_fields() -> None:
    mapping = EvidenceMap(columns={"title": "Name", "summary": "Name"})
    assert map_from_plain(map_as_plain(mapping)) == mapping


def test_columns_are_found_by_heading_or_letters() -> None:
    letters = {"Title": "A", "B": "C", "column D": "D"}
    assert [get_column(each, letters, "--map") for each in (" title ", "a", "b", "d", "column c")] == [
        "Title",
        "Title",
        "B",
        "column D",
        "B",
    ]
    with pytest.raises(UsageError, match="no column `Titel`") as refused:
        get_column("Titel", letters, "--map")
    assert "perhaps `Title`" in refused.value.hint


def test_the_day_since_which_something_is_in_force_is_no_end() -> None:
    found = guess_columns(("Policy", "In force", "Ended", "Class"), {})
    assert {key: each.name for key, each in found.items() if key.startswith(("effective", "class"))} == {
        "effective.from": "In force",
        "effective.to": "Ended",
        "classification": "Class",
    }
