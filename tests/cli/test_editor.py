"""The person's own editor: real programs on real files."""

import contextlib
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.cli.editor import Editor, find_editor
from gni_assess.errors import EditorError
from gni_assess.store.editing_sheets import SCISSORS, LeftSheet, drop, find_sheets, make_sheet
from gni_assess.store.private import UNSAVED
from gni_assess.store.private_session import PrivateSession

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the editors here are shell scripts")

Script = Callable[[str], str]
TEXTS = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: text.replace("|", f"\n{SCISSORS}\n"))
GUIDES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.just(SCISSORS), max_size=4)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "a workspace").mkdir()
    return tmp_path / "a workspace"


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Make an editor out of a line of Python; `path` is the file, `text` what it holds."""

    def make(does: str) -> str:
        program = tmp_path / "my editor.py"
        head = "import os, signal, sys, pathlib\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_bytes().decode()\n"
        program.write_text(head + does, encoding="utf-8")
        return shlex.join([sys.executable, str(program)])

    return make


def make_editor(root: Path, command: str) -> Editor:
    return Editor(session=PrivateSession(root, "olga"), environ={"PATH": os.environ["PATH"], "EDITOR": command})


def open_with(root: Path, editor: str, text: str = "before", guide: tuple[str, ...] = ("Question?", "")) -> str:
    return make_editor(root, editor).edit(name="GOV-02 answer", guide=guide, text=text)


def folder_of(root: Path) -> Path:
    return root / UNSAVED / "olga/editing"


def left(root: Path) -> list[Path]:
    return sorted(folder_of(root).glob("*.md"))


def find(root: Path) -> list[tuple[str, Path, str]]:
    """Find what is left as the next session does."""
    return [(each.name, each.path, each.text) for each in find_sheets(PrivateSession(root, "olga"))]


@given(text=st.text(), guide=GUIDES)
@settings(max_examples=2)
def test_an_editor_that_changes_nothing_gives_back_the_same(tmp_path_factory: pytest.TempPathFactory, text: str, guide: list[str]) -> None:
    assert open_with(tmp_path_factory.mktemp("w"), "sh -c 'sleep 1.01'", text, tuple(guide)) == text


@given(text=TEXTS.map(lambda text: text.replace("\r", "")), guide=GUIDES)
def test_any_text_comes_back_with_just_what_was_added(tmp_path_factory: pytest.TempPathFactory, text: str, guide: list[str]) -> None:
    root = tmp_path_factory.mktemp("w")
    session = PrivateSession(root, "olga")
    sheet = make_sheet(session, name="x", guide=guide, text=text)
    session.end()
    assert find(root) == []
    assert left(root) == []
    sheet.path.write_bytes(sheet.data[:-1] + "+漢\n".encode())
    assert sheet.read() == text + "+漢"
    assert find(root) == [("x", sheet.path, text + "+漢")]
    sheet.path.write_bytes(sheet.data.replace(b"\n", b"\r\n"))
    assert sheet.read() == text
    sheet.path.write_bytes(b"\xef\xbb\xbf" + sheet.data)
    assert sheet.read() == text


@pytest.mark.parametrize(
    ("does", "expected"),
    [
        ("path.write_text(text + 'after\\n')", "before\nafter"),
        ("path.write_text(text.rstrip('\\n') + ' after')", "before after"),
        ("new = path.with_name('new'); new.write_text(text + 'after\\n'); new.replace(path)", "before\nafter"),
        (f"path.write_text(text.replace({SCISSORS!r} + '\\n', ''))", "before"),
        ("path.write_text('typed above\\n' + text)", "typed above\nbefore"),
        ("path.write_text('')", ""),
        ("path.write_text('only this')", "only this"),
    ],
)
def test_what_the_person_made_of_it(root: Path, script: Script, does: str, expected: str) -> None:
    assert open_with(root, script(does)) == expected


def test_the_sheet_is_private_unseen_by_git_and_stays_until_it_is_dropped(root: Path, script: Script) -> None:
    environ = {"VISUAL": script("path.write_text(text + 'more')"), "EDITOR": "false"}
    session = PrivateSession(root, "olga")
    editor = Editor(session=session, environ=environ)
    assert editor.edit(name="../GOV-02 [b] 漢", guide=["What?\x1b[2J"], text="") == "\nmore"
    (path,) = left(root)
    assert path.name.startswith("GOV-02-b.")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8") == f"> What?\\x1b[2J\n{SCISSORS}\n\nmore"
    assert editor.edit(name="../GOV-02 [b] 漢", guide=[], text="\nmore") == "\nmore\nmore"
    assert editor.edit(name="GOV-03", guide=[], text="") == "\nmore"
    editor.drop_edited()
    assert [each.name[:8] for each in left(root)] == ["GOV-02-b", "GOV-02-b"]
    editor.edit(name="GOV-02-b", guide=[], text="")
    editor.drop_edited()
    assert (left(root), editor.close()) == ([], ())
    session.end()
    assert [each for each in (root / UNSAVED).rglob("*") if each.is_file()] == [root / UNSAVED / ".gitignore"]


@pytest.mark.parametrize(
    ("does", "how"),
    [
        ("sys.exit(3)", "ended with an error"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "was stopped"),
        ("sys.exit(1)", "ended with an error"),
    ],
)
def test_an_editor_that_fails_leaves_what_is_new(root: Path, script: Script, does: str, how: str) -> None:
    with pytest.raises(EditorError, match=how) as caught:
        open_with(root, script(does))
    assert (caught.value.text, left(root)) == ("", [])
    assert ":m" in caught.value.hint
    with pytest.raises(EditorError, match=how) as caught:
        open_with(root, script(f"path.write_text(text + 'new')\n{does}"))
    assert caught.value.text == "before\nnew"
    assert str(left(root)[0]) in caught.value.hint


@pytest.mark.parametrize("command", ["no-such-editor -w", "/", "'unpaired", "./not executable"])
def test_an_editor_that_cannot_be_started(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "not").write_text("x", encoding="utf-8")
    with pytest.raises(EditorError) as caught:
        open_with(root, command)
    assert ":m" in caught.value.hint
    assert left(root) == []


def test_without_an_editor_the_hint_says_how_to_go_on(tmp_path: Path) -> None:
    with pytest.raises(EditorError, match="no editor was found") as caught:
        find_editor({"PATH": str(tmp_path), "EDITOR": " "})
    assert ":m" in caught.value.hint
    assert "export EDITOR=nano" in caught.value.hint


def test_which_editor_is_taken(tmp_path: Path) -> None:
    (tmp_path / "vi").write_text("", encoding="utf-8")
    (tmp_path / "vi").chmod(0o700)
    for environ, expected in (
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, ["code", "--wait"]),
        ({"VISUAL": "", "EDITOR": "emacs -nw"}, ["emacs", "-nw"]),
        ({"EDITOR": '"/path with blanks/vi" -n'}, ["/path with blanks/vi", "-n"]),
        ({"EDITOR": ""}, [str(tmp_path / "vi")]),
    ):
        assert find_editor({"PATH": str(tmp_path), **environ}) == expected


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("path.write_bytes(text.encode('utf-16'))", "not saved as UTF-8"),
        ("path.unlink()", "cannot read"),
    ],
)
def test_a_file_that_cannot_be_read(root: Path, script: Script, does: str, said: str) -> None:
    with pytest.raises(EditorError, match=said) as caught:
        open_with(root, script(does))
    assert "editing" in caught.value.message
    assert caught.value.hint
    assert len(left(root)) == (said != "cannot read")


def put_in_path(tmp_path: Path, name: str, does: str = "") -> str:
    program = tmp_path / name
    program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    program.chmod(0o700)
    return shlex.quote(str(program))


@pytest.mark.parametrize(
    ("command", "options", "how"),
    [
        ("code", "", "`code --wait`"),
        ("open", "-t", "`open -W`"),
        ("idea", "", "`idea --wait`"),
        ("emacsclient", "-n", "set EDITOR without `-n`"),
        ("xdg-open", "", "such as `nano`"),
        ("my-own", "", "such as `nano`"),
        ("code", "--wait", "such as `nano`"),
    ],
)
def test_an_editor_that_did_not_wait_is_told_and_its_sheet_stays(root: Path, tmp_path: Path, command: str, options: str, how: str) -> None:
    editor = make_editor(root, f"{put_in_path(tmp_path, command)} {options}")
    for _ in range(2):
        with pytest.raises(EditorError, match="came back at once") as caught:
            editor.edit(name="GOV-02 answer", guide=["Q"], text="before")
        assert how in caught.value.hint
        assert "type `:e` here again" in caught.value.hint
        editor.drop_edited()
        assert len(left(root)) == 1  # its window may still be open, and is the same the second time


def test_what_is_saved_in_it_later_comes_with_the_next_edit_of_the_same_text(root: Path, tmp_path: Path) -> None:
    editor = make_editor(root, put_in_path(tmp_path, "my-own"))
    with pytest.raises(EditorError):
        editor.edit(name="GOV-02 answer", guide=["Q"], text="before")
    (sheet,) = left(root)
    sheet.write_bytes(sheet.read_bytes() + b"and more\n")
    with pytest.raises(EditorError):
        editor.edit(name="GOV-02 answer", guide=["Q"], text="another text")
    assert editor.edit(name="GOV-02 answer", guide=["Q"], text="before") == "before\nand more"
    editor.drop_edited()
    assert sheet not in left(root)


@pytest.mark.parametrize("does", ["", "sleep 1.1"])
def test_what_is_saved_in_it_later_is_offered_in_the_next_session(root: Path, tmp_path: Path, does: str) -> None:
    session = PrivateSession(root, "olga")
    editor = Editor(session=session, environ={"EDITOR": put_in_path(tmp_path, "my-own", does), "PATH": os.environ["PATH"]})
    for name in ("GOV-02 answer", "GOV-03 answer"):
        with contextlib.suppress(EditorError):
            assert editor.edit(name=name, guide=["Q"], text="") == ""
            editor.drop_edited()
    sheet, other = left(root)
    sheet.write_bytes(sheet.read_bytes() + b"Mine.\n")
    assert editor.close() == (sheet,)
    assert not other.exists()
    assert find(root) == []  # it still runs
    session.end()
    assert find(root) == [("GOV-02-answer", sheet, "\nMine.")]
    other.write_bytes(b"saved by a window that stayed open\n")
    assert [text for *_, text in find(root)] == ["\nMine.", "saved by a window that stayed open"]


def test_a_sheet_that_was_changed_after_it_came_back_stays(root: Path, script: Script) -> None:
    editor = make_editor(root, script("path.write_text(text + 'new')"))
    editor.edit(name="GOV-02", guide=[], text="")
    (sheet,) = left(root)
    sheet.write_bytes(sheet.read_bytes() + b" and newer")
    editor.drop_edited()
    assert editor.close() == (sheet,)


def test_a_folder_that_cannot_be_written(root: Path) -> None:
    (root / ".gni-assess").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(EditorError, match="cannot make a file for the editor") as caught:
        open_with(root, "true")
    assert ":m" in caught.value.hint


@pytest.mark.parametrize("link", [".gni-assess", UNSAVED, f"{UNSAVED}/olga", f"{UNSAVED}/olga/editing"])
@pytest.mark.parametrize("inside", [True, False])
def test_no_link_on_the_way_is_followed(root: Path, tmp_path: Path, link: str, *, inside: bool) -> None:
    target = (root if inside else tmp_path) / "elsewhere"
    target.mkdir()
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(target)
    with pytest.raises(EditorError, match=r"cannot make a file for the editor: .* link"):
        open_with(root, "true")
    assert (list(target.iterdir()), find(root)) == ([], [])


def elsewhere(root: Path, *statements: str) -> str:
    """Open an editor in a process of its own; give what that process says."""
    head = [
        "import os, pathlib, resource, signal, sys",
        "from gni_assess.cli.editor import Editor",
        "from gni_assess.errors import EditorError",
        "from gni_assess.store.private_session import PrivateSession",
        "session = PrivateSession(pathlib.Path(sys.argv[1]), 'olga')",
        "editor = Editor(session=session, environ={'EDITOR': sys.argv[2], 'PATH': os.environ['PATH']})",
    ]
    command = [sys.executable, "-c", "\n".join([*head, *statements]), str(root)]
    program = shlex.join([sys.executable, "-c", "import sys; open(sys.argv[1], 'a').write('new')"])
    return subprocess.run([*command, program], capture_output=True, text=True, check=False).stdout


def test_the_sheets_of_a_session_that_runs_are_left_alone_until_it_is_gone(root: Path, script: Script) -> None:
    editor = make_editor(root, script("path.write_text(text + 'new')"))
    editor.edit(name="GOV-02", guide=["Q"], text="")
    elsewhere(root, "editor.edit(name='GOV-03', guide=['Q'], text='')", "os.kill(os.getpid(), signal.SIGKILL)")
    (found,) = find(root)
    assert found == ("GOV-03", left(root)[1], "\nnew")
    drop(found[1])
    editor.drop_edited()
    assert left(root) == []


def test_a_full_disk_leaves_no_half_file(root: Path) -> None:
    said = elsewhere(
        root,
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))",
        "try: editor.edit(name='GOV-02', guide=[], text='x' * 1000)",
        "except EditorError as error: print(error.message, error.hint)",
    )
    assert "cannot make a file for the editor" in said
    assert ":m" in said
    assert left(root) == []


def test_bytes_that_are_not_text_are_found_too(root: Path) -> None:
    session = PrivateSession(root, "olga")
    sheet = make_sheet(session, name="GOV-02", guide=["Q"], text="")
    assert find_sheets(session, own=True) == ()
    sheet.path.write_bytes(f"> Q\n{SCISSORS}\n".encode() + b"caf\xe9\n")
    (folder_of(root) / "notes.md").write_text("somebody else's", encoding="utf-8")
    assert find_sheets(session, own=True) == (LeftSheet(name="GOV-02", path=sheet.path, text="caf\\xe9"),)
    session.end()
    assert find(root) == [("GOV-02", sheet.path, "caf\\xe9")]
    sheet.path.write_text("> Q\nno line", encoding="utf-8")
    assert find(root) == [("GOV-02", sheet.path, "> Q\nno line")]
