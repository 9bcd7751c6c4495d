import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.errors import ConflictError, StoreError
from gni_assess.model.assessment import Record
from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.cases import Case, Secrecy
from gni_assess.model.changes import Change
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import Classification, Finding, Level, Right
from gni_assess.store.apply import apply_changes
from gni_assess.store.load import load_workspace

Save = Callable[[Path, Record | None, Record], Record]
AT = datetime(2026, 5, 4, tzinfo=UTC)
FILE = "evidence/responses/GOV-02.yaml"
NEW = Response(criterion="GOV-03", finding=Finding.PLANNED, answer="Soon.\n")
POLICY = Policy(
    id="POL-999",
    kind_of=PolicyKind.POLICY,
    title="NO",
    summary="on",
    owner="officer",
    version="1.10",
    effective=Effective(from_=PartialDate("2025-03"), to=PartialDate("unknown")),
    last_reviewed=date(2026, 1, 31),
)
NASTY = [
    "[/etc/passwd] [bold]x[/bold]",
    "=1+1",
    "@SUM(A1)",
    "_x0041_",
    "\x1b[31mred\x1b]8;;http://x\x07",
    "\u202egnp.exe\u2066 \u200f",
    "NUL \x00 BEL \x07 DEL \x7f NEL \x85 LS \u2028 PS \u2029 BOM \ufeff",
    "NO",
    "12:30",
    "1e3",
    "2026-01-01",
    "null",
    "~",
    "# no comment",
    "key: value",
    "- item",
    "--- \n...\n",
    "  leading\n trailing  \n\n\n",
    "\ttab\tin",
    "|",
    ">-",
    "'\"\\",
    "العربية עברית 中文 日本語 ไทย हिन्दी Ελληνικά Кириллица 𐍈 👩🏽‍⚖️ e\u0301 ﷽",
    "word " * 400,
]


def tree(root: Path) -> dict[str, bytes]:
    """All that counts: everything but the lock."""
    return {each.relative_to(root).as_posix(): each.read_bytes() for each in root.rglob("*") if each.is_file() and each.name != "lock"}


def read(root: Path, record_id: str = "GOV-02") -> Response:
    return load_workspace(root).require().responses[record_id]


def test_new_record_is_written_whole_with_its_schema_line(sample: Path, save: Save) -> None:
    assert save(sample, None, NEW) == NEW
    text = (sample / "evidence/responses/GOV-03.yaml").read_text(encoding="utf-8")
    assert text == (
        "# yaml-language-server: $schema=../../.gni-assess/schemas/response.json\ncriterion: GOV-03\nfinding: planned\nanswer: |\n  Soon.\n"
    )
    assert (sample / "evidence/responses" / text.splitlines()[0].partition("$schema=")[2]).is_file()
    loaded = load_workspace(sample)
    assert loaded.problems == ()
    assert loaded.require().responses["GOV-03"] == NEW


def test_every_record_of_the_sample_can_be_written_as_new(sample: Path, tmp_path: Path, save: Save) -> None:
    for record in load_workspace(sample).require().records():
        assert save(tmp_path, None, record) == record


def test_words_that_yaml_would_take_for_something_else_stay_text(sample: Path, save: Save) -> None:
    assert save(sample, None, POLICY) == POLICY
    assert load_workspace(sample).require().policies["POL-999"] == POLICY


def test_case_with_a_secrecy_order_that_has_ended(sample: Path, save: Save) -> None:
    case = Case(
        id="CASE-999",
        title="t",
        type=CaseType.OTHER,
        rights=(Right.PRIVACY,),
        jurisdiction="NO",
        classification=Classification.RESTRICTED,
        secrecy=Secrecy(order=False, expires=date(2026, 1, 1)),
    )
    assert save(sample, None, case) == case


HAND = b"""\xef\xbb\xbf# by hand\r
finding:    planned     # since the board met\r
criterion:  GOV-02\r
\r
# evidence, as agreed\r
evidence: [{id: POL-563,   where: "item 4"}]  # more to come\r
answer:  >-\r
  folded\r
  text\r
unsure: false\r
"""


def test_lines_of_other_keys_stay_byte_for_byte(sample: Path, save: Save) -> None:
    (sample / FILE).write_bytes(HAND)
    before = read(sample)
    assert before.answer == "folded text"
    save(sample, before, replace(before, finding=Finding.IN_PLACE))
    assert (sample / FILE).read_bytes() == HAND.replace(b"planned ", b"in-place ")
    again = read(sample)
    save(sample, again, replace(again, finding=Finding.PLANNED, notes="for us"))
    assert (sample / FILE).read_bytes() == HAND.replace(b"answer:", b"notes: for us\r\nanswer:")


def test_key_that_is_emptied_goes_and_takes_nothing_along(sample: Path, save: Save) -> None:
    (sample / FILE).write_bytes(HAND)
    before = read(sample)
    save(sample, before, replace(before, evidence=()))
    data = (sample / FILE).read_bytes()
    assert b"evidence:" not in data
    assert data.startswith(HAND.partition(b"\r\n\r\n")[0])
    assert data.endswith(HAND[HAND.index(b"answer:") :])


def test_nothing_is_written_when_nothing_changed(sample: Path, save: Save) -> None:
    (sample / FILE).write_bytes(HAND)
    before, files = read(sample), tree(sample)
    when = (sample / FILE).stat().st_mtime_ns
    assert save(sample, before, before) == before
    assert tree(sample) == files
    assert (sample / FILE).stat().st_mtime_ns == when


def test_values_that_only_look_different_are_no_conflict(sample: Path, save: Save) -> None:
    before = read(sample)
    path = sample / FILE
    path.write_bytes(b"# a comment\n" + path.read_bytes().replace(b"\n", b"\r\n") + b"unsure: false\r\n")
    save(sample, before, replace(before, notes="n"))
    assert read(sample) == replace(before, notes="n")


@pytest.mark.parametrize("what", ["changed", "removed", "created"])
def test_conflict_leaves_everything_as_it_is_and_shows_both(sample: Path, save: Save, what: str) -> None:
    path = sample / FILE
    before: Response | None = read(sample)
    assert before
    mine = replace(before, answer="mine\n")
    if what == "changed":
        path.write_text("criterion: GOV-02\nfinding: planned\nanswer: theirs\n", encoding="utf-8")
    elif what == "removed":
        path.unlink()
    else:
        before = None
    files = tree(sample)
    with pytest.raises(ConflictError) as caught:
        save(sample, before, mine)
    assert tree(sample) == files
    assert caught.value.record_id == "GOV-02"
    assert "mine" in caught.value.mine
    assert (caught.value.theirs is None) is (what == "removed")
    assert what != "changed" or "theirs" in str(caught.value.theirs)
    assert caught.value.hint


def test_all_changes_are_checked_before_the_first_is_written(sample: Path) -> None:
    before = read(sample)
    files = tree(sample)
    changes = [Change(before=None, after=NEW), Change(before=replace(before, answer="else"), after=before)]
    with pytest.raises(ConflictError):
        apply_changes(sample, changes, by="officer", via="import", at=AT)
    assert tree(sample) == files


def test_one_record_changed_twice_in_one_go_is_a_conflict(sample: Path) -> None:
    before = read(sample)
    files = tree(sample)
    changes = [Change(before=before, after=replace(before, answer=text)) for text in ("one", "two")]
    with pytest.raises(ConflictError):
        apply_changes(sample, changes, by="officer", via="import", at=AT)
    assert tree(sample) == files
    assert len(apply_changes(sample, [changes[0]] * 2, by="officer", via="import", at=AT)) == 2
    assert read(sample).answer == "one"


@pytest.mark.parametrize("bad_id", ["../../../outside", "a/../../../../outside", "/outside", "GOV-2", "gov-02", "", "GOV-02\n", "CON"])
def test_id_that_is_none_is_refused(tmp_path: Path, save: Save, bad_id: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    with pytest.raises(StoreError):
        save(root, None, Response(criterion=bad_id))
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    "after",
    [
        replace(NEW, evidence=(EvidenceLink(id="POL-1"),)),
        replace(NEW, gaps=(Gap(id="x", summary="s", scale=Level.LOW, scope=Level.LOW, irremediability=Level.LOW),)),
        replace(NEW, assignee="not an id"),
        replace(NEW, answer="half \ud800 a character"),
    ],
)
def test_value_that_no_file_may_hold_is_refused(sample: Path, save: Save, after: Response) -> None:
    files = tree(sample)
    with pytest.raises(StoreError) as caught:
        save(sample, None, after)
    assert caught.value.hint
    assert tree(sample) == files


def test_record_that_cannot_be_read_is_not_written_over(sample: Path, save: Save) -> None:
    before = read(sample)
    for spoil in (b"a: [", b"\xff", b"criterion: GOV-02\nnovelty: 1\n"):
        (sample / FILE).write_bytes(spoil)
        with pytest.raises(StoreError, match="cannot be read, so it was not changed") as caught:
            save(sample, before, replace(before, answer="new"))
        assert caught.value.hint
        assert (sample / FILE).read_bytes() == spoil
    (sample / FILE).unlink()
    (sample / FILE).mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        save(sample, before, replace(before, answer="new"))


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@pytest.mark.parametrize("link", ["evidence", "evidence/responses", "evidence/journal", FILE, "evidence/journal/GOV-02.jsonl"])
def test_links_out_of_the_workspace_are_never_written_through(sample: Path, tmp_path: Path, save: Save, link: str) -> None:
    before = read(sample)
    outside = tmp_path / "outside"
    if (sample / link).exists():
        (sample / link).rename(outside)
    (sample / link).symlink_to(outside)
    files = {each: each.read_bytes() for each in tmp_path.rglob("outside/**/*") if each.is_file()}
    with pytest.raises(StoreError, match="leads out of the workspace"):
        save(sample, before, replace(before, answer="new"))
    assert files == {each: each.read_bytes() for each in tmp_path.rglob("outside/**/*") if each.is_file()}


def test_leftovers_of_a_killed_save_go_with_the_next(sample: Path, save: Save) -> None:
    before = read(sample)
    left = sample / "evidence/responses/.GOV-02.yaml.tmp"
    left.write_text("half", encoding="utf-8")
    assert load_workspace(sample).problems == ()
    save(sample, before, replace(before, answer="new"))
    assert not left.exists()


@pytest.mark.skipif(os.name != "posix", reason="permissions work otherwise there")
def test_permissions_of_a_record_stay(sample: Path, save: Save) -> None:
    before = read(sample)
    (sample / FILE).chmod(0o640)
    save(sample, before, replace(before, answer="new"))
    assert (sample / FILE).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_comes_back_as_it_was(sample: Path, save: Save, text: str) -> None:
    before = read(sample)
    gap = replace(before.gaps[0], summary=text)
    after = replace(before, answer=text, gaps=(gap,), notes=text)
    assert save(sample, before, after) == after
    assert read(sample) == after


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.booleans()), min_size=2, max_size=2))
def test_any_text_round_trips_with_line_feeds(scratch: Path, save: Save, texts: list[tuple[str, bool]]) -> None:
    (scratch / FILE).unlink(missing_ok=True)
    before: Record | None = None
    for text, unsure in texts:
        after = Response(criterion="GOV-02", answer=text, unsure=unsure, notes=text[::-1])
        before = save(scratch, before, after)
        line_feeds = text.replace("\r\n", "\n").replace("\r", "\n")
        assert isinstance(before, Response)
        assert (before.answer, before.unsure) == (line_feeds, unsure)
