"""The person's own editor: real programs on real files."""

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

from gni_assess.cli.editing_sheet import SCISSORS, drop, find_edits, make_sheet
from gni_assess.cli.editor import Editor, find_editor
from gni_assess.errors import EditorError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the editors here are shell scripts")

Script = Callable[[str], str]
TEXTS = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: text.replace("|", f"\n{SCISSORS}\n"))
GUIDES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.just(SCISSORS), max_size=4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a workspace" / "editing"


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Make an editor out of a line of Python; `path` is the file, `text` what it holds."""

    def make(does: str) -> str:
        program = tmp_path / "my editor.py"
        head = "import os, signal, sys, pathlib\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_bytes().decode()\n"
        program.write_text(head + does, encoding="utf-8")
        return shlex.join([sys.executable, str(program)])

    return make


def open_with(folder: Path, editor: str, text: str = "before", guide: tuple[str, ...] = ("Question?", "")) -> str:
    environ = {"PATH": os.environ["PATH"], "EDITOR": editor}
    return Editor(folder=folder, environ=environ).edit(name="GOV-02 answer", guide=guide, text=text)


def left(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.md"))


@given(text=st.text(), guide=GUIDES)
@settings(deadline=None, max_examples=20)
def test_an_editor_that_changes_nothing_gives_back_the_same(tmp_path_factory: pytest.TempPathFactory, text: str, guide: list[str]) -> None:
    assert open_with(tmp_path_factory.mktemp("w") / "editing", "true", text, tuple(guide)) == text


@given(text=TEXTS.map(lambda text: text.replace("\r", "")), guide=GUIDES)
@settings(deadline=None, max_examples=60)
def test_any_text_comes_back_with_just_what_was_added(tmp_path_factory: pytest.TempPathFactory, text: str, guide: list[str]) -> None:
    folder = tmp_path_factory.mktemp("w") / "editing"
    sheet = make_sheet(folder, session="0" * 8, name="x", guide=guide, text=text)
    assert find_edits(folder) == ()
    assert left(folder) == []
    sheet.path.write_bytes(sheet.data[:-1] + "+漢\n".encode())
    assert sheet.read() == text + "+漢"
    assert find_edits(folder) == (("x", sheet.path, text + "+漢"),)
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
def test_what_the_person_made_of_it(folder: Path, script: Script, does: str, expected: str) -> None:
    assert open_with(folder, script(does)) == expected


def test_the_sheet_is_private_unseen_by_git_and_stays_until_it_is_dropped(folder: Path, script: Script) -> None:
    environ = {"VISUAL": script("path.write_text(text + 'more')"), "EDITOR": "false"}
    editor = Editor(folder=folder, environ=environ)
    assert editor.edit(name="../GOV-02 [b] 漢", guide=["What?\x1b[2J"], text="") == "\nmore"
    (path,) = left(folder)
    assert path.name.startswith("GOV-02-b.")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert path.read_text(encoding="utf-8") == f"> What?\\x1b[2J\n{SCISSORS}\n\nmore"
    assert editor.edit(name="../GOV-02 [b] 漢", guide=[], text="\nmore") == "\nmore\nmore"
    assert editor.edit(name="GOV-03", guide=[], text="") == "\nmore"
    editor.drop_edited()
    assert [each.name[:8] for each in left(folder)] == ["GOV-02-b", "GOV-02-b"]
    editor.edit(name="GOV-02-b", guide=[], text="")
    editor.drop_edited()
    assert sorted(each.name for each in folder.iterdir()) == [".gitignore"]


@pytest.mark.parametrize(
    ("does", "how"),
    [
        ("sys.exit(3)", "ended with an error"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "was stopped"),
        ("sys.exit(1)", "ended with an error"),
    ],
)
def test_an_editor_that_fails_leaves_what_is_new(folder: Path, script: Script, does: str, how: str) -> None:
    with pytest.raises(EditorError, match=how) as caught:
        open_with(folder, script(does))
    assert (caught.value.text, left(folder)) == ("", [])
    assert ":m" in caught.value.hint
    with pytest.raises(EditorError, match=how) as caught:
        open_with(folder, script(f"path.write_text(text + 'new')\n{does}"))
    assert caught.value.text == "before\nnew"
    assert str(left(folder)[0]) in caught.value.hint


@pytest.mark.parametrize("command", ["no-such-editor -w", "/", "'unpaired", "./not executable"])
def test_an_editor_that_cannot_be_started(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "not").write_text("x", encoding="utf-8")
    with pytest.raises(EditorError) as caught:
        open_with(folder, command)
    assert ":m" in caught.value.hint
    assert left(folder) == []


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
def test_a_file_that_cannot_be_read(folder: Path, script: Script, does: str, said: str) -> None:
    with pytest.raises(EditorError, match=said) as caught:
        open_with(folder, script(does))
    assert "editing" in caught.value.message
    assert caught.value.hint
    assert len(left(folder)) == (said != "cannot read")


def test_an_editor_with_a_window_of_its_own_must_wait(folder: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    code.write_text("#!/bin/sh\n", encoding="utf-8")
    code.chmod(0o700)
    with pytest.raises(EditorError, match="came back at once") as caught:
        open_with(folder, shlex.quote(str(code)))
    assert "`code --wait`" in caught.value.hint
    assert len(left(folder)) == 1  # its window may still be open
    assert open_with(folder, f"{shlex.quote(str(code))} --wait") == "before"
    code.rename(tmp_path / "my-own")
    assert open_with(folder, shlex.quote(str(tmp_path / "my-own"))) == "before"


def test_a_folder_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    folder.parent.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(EditorError, match="cannot make a file for the editor") as caught:
        open_with(folder, "true")
    assert ":m" in caught.value.hint
    folder.parent.unlink()
    folder.parent.mkdir()
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EditorError, match="a link to another place"):
        open_with(folder, "true")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert find_edits(folder) == ()


def elsewhere(folder: Path, *statements: str) -> str:
    """Open an editor in a process of its own; give what that process says."""
    head = [
        "import os, pathlib, resource, signal, sys",
        "from gni_assess.cli.editor import Editor",
        "from gni_assess.errors import EditorError",
        "editor = Editor(folder=pathlib.Path(sys.argv[1]), environ={'EDITOR': sys.argv[2], 'PATH': os.environ['PATH']})",
    ]
    command = [sys.executable, "-c", "\n".join([*head, *statements]), str(folder)]
    program = shlex.join([sys.executable, "-c", "import sys; open(sys.argv[1], 'a').write('new')"])
    return subprocess.run([*command, program], capture_output=True, text=True, check=False).stdout


def test_the_sheets_of_a_session_that_runs_are_left_alone_until_it_is_gone(folder: Path, script: Script) -> None:
    editor = Editor(folder=folder, environ={"EDITOR": script("path.write_text(text + 'new')")})
    editor.edit(name="GOV-02", guide=["Q"], text="")
    elsewhere(folder, "editor.edit(name='GOV-03', guide=['Q'], text='')", "os.kill(os.getpid(), signal.SIGKILL)")
    (found,) = find_edits(folder)
    assert found == ("GOV-03", left(folder)[1], "\nnew")
    drop(found[1])
    editor.drop_edited()
    assert sorted(each.name for each in folder.iterdir()) == [".gitignore"]


def test_a_full_disk_leaves_no_half_file(folder: Path) -> None:
    said = elsewhere(
        folder,
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))",
        "try: editor.edit(name='GOV-02', guide=[], text='x' * 1000)",
        "except EditorError as error: print(error.message, error.hint)",
    )
    assert "cannot make a file for the editor" in said
    assert ":m" in said
    assert left(folder) == []


def test_bytes_that_are_not_text_are_found_too(folder: Path) -> None:
    sheet = make_sheet(folder, session="0" * 8, name="GOV-02", guide=["Q"], text="")
    sheet.path.write_bytes(f"> Q\n{SCISSORS}\n".encode() + b"caf\xe9\n")
    (folder / "notes.md").write_text("somebody else's", encoding="utf-8")
    assert find_edits(folder) == (("GOV-02", sheet.path, "caf\\xe9"),)
    sheet.path.write_text("> Q\nno line", encoding="utf-8")
    assert find_edits(folder) == (("GOV-02", sheet.path, "> Q\nno line"),)
