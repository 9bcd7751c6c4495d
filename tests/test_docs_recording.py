"""The recorded session of the interview in the documents is sound, and shows the program as it is."""

import importlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import typer

from gni_assess.interview.commands import COMMANDS

pyte: Any = pytest.importorskip("pyte", reason="needs pyte, to play the recording")

DOCS = Path(__file__).parent.parent / "docs"
CAST = DOCS / "interview.cast"
SESSION = DOCS / "images" / "interview-session.svg"
STILL = DOCS / "images" / "interview.svg"
SCRIPT = DOCS / "make_recording.py"
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, kw_only=True)
class Played:
    header: dict[str, Any]
    events: list[list[Any]]
    steps: dict[str, list[str]]
    everything: str
    last: list[str]


def play(path: Path) -> Played:
    # Only a line feed ends a line: what the program shows may hold other separators.
    header, *events = (json.loads(each) for each in path.read_text(encoding="utf-8").rstrip("\n").split("\n"))
    screen = pyte.Screen(header["width"], header["height"])
    stream = pyte.Stream(screen)
    steps: dict[str, list[str]] = {}
    seen: dict[str, None] = {}
    for _, code, data in events:
        if code == "o":
            stream.feed(data)
        else:
            steps[data] = [each.rstrip() for each in screen.display]
        seen |= dict.fromkeys(each.rstrip() for each in screen.display)
    last = [each.rstrip() for each in screen.display]
    return Played(header=header, events=events, steps=steps, everything="\n".join(seen), last=last)


@pytest.fixture(scope="module")
def played() -> Played:
    return play(CAST)


def test_the_recording_is_an_asciicast_of_version_2(played: Played) -> None:
    assert CAST.read_text(encoding="utf-8").endswith("]\n")
    assert (played.header["version"], played.header["width"], played.header["height"]) == (2, 80, 24)
    assert all(len(each) == 3 and each[1] in ("o", "m") and isinstance(each[2], str) for each in played.events)
    times = [each[0] for each in played.events]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= played.header["duration"]


def test_the_recording_tells_nothing_about_the_machine_it_was_made_on(played: Played) -> None:
    for text in (played.everything, json.dumps(played.header), SESSION.read_text(encoding="utf-8"), STILL.read_text(encoding="utf-8")):
        assert not re.search(r"(?<![\w.:/])/(tmp|home|root|Users|usr|var|private|opt|work|mnt)\b", text)
        assert not re.search(r"\w+@\w+[:~ ]|python\d|[A-Z]:\\", text)
    assert set(played.header) == {"version", "width", "height", "duration", "title", "env"}
    assert played.header["env"] == {"TERM": "xterm-256color"}


def test_the_numbers_that_are_drawn_at_random_are_always_the_same(played: Played) -> None:
    known = {each.stem for each in (DOCS.parent / "tests" / "examples" / "valid" / "unfinished-sample" / "evidence").rglob("*.yaml")}
    assert set(re.findall(r"\b(?:SYS|POL|CASE)-\d+", played.everything)) - known == {"SYS-640"}
    assert set(re.findall(r"\b[A-Z]{3}-\d\d-G\d+", played.everything)) == {"GOV-11-G427"}


def test_the_recording_ends_with_the_interview_left_and_the_window_closed(played: Played) -> None:
    assert [each for each in played.last if each][-1] == "$ exit"
    assert played.everything.count("Saved.") == 1
    assert "Nothing was changed in this session." in played.last


@pytest.mark.parametrize(
    "words",
    [
        "26 of 99 answered, 65 left",
        "Commands here:",
        "Finding: partly in place",
        "GOV-11 evidence: call",
        "Linked: SYS-258",
        "GOV-11 evidence: +s",
        "SYS-640 is registered: Attendance list of the duty desk",
        "GOV-11-G427 is severe.",
        "GOV-11 due date: end of Q2",
        "That is 2027-06-30 (Wednesday). Enter keeps it",
        "GOV-11 is complete.",
        "GOV-12 evidence: :q",
        "Answered in this session: GOV-11, GOV-12.",
        "Continuing at GOV-12.",
    ],
)
def test_the_recording_shows_what_the_documents_say_of_it(played: Played, words: str) -> None:
    assert words in played.everything


def test_every_command_in_the_recording_exists_with_its_options(played: Played) -> None:
    interview = typer.main.get_command(importlib.import_module("gni_assess.cli.interview").app)
    options = {each for parameter in interview.params for each in parameter.opts}
    calls = [line for screen in played.steps.values() for line in screen if line.startswith("$ gni-assess")]
    assert calls == ["$ gni-assess interview --as officer --from GOV-11", "$ gni-assess interview --as officer"]
    assert {option for call in calls for option in re.findall(r"--[a-z]+", call)} <= options
    at_a_question = {each.usage.split()[0] for each in COMMANDS.values()}
    assert set(re.findall(r"(?<!\S)`?(:[a-z?+])\b", played.everything)) <= at_a_question


@pytest.mark.parametrize("picture", [SESSION, STILL], ids=lambda each: each.stem)
def test_the_pictures_work_where_nothing_may_be_loaded_or_run(picture: Path) -> None:
    text = picture.read_text(encoding="utf-8")
    assert len(text) < 300_000
    tags = {each.tag.removeprefix(SVG) for each in ET.fromstring(text).iter()}  # noqa: S314 - our own file
    assert tags <= {"svg", "title", "style", "defs", "g", "rect", "path", "text", "use"}
    assert not re.search(r"url\(|@import|@font-face|\bon[a-z]+=|href=\"[^#]", text)
    assert "<title>" in text


def test_the_session_moves_only_where_people_have_not_asked_for_stillness() -> None:
    style = SESSION.read_text(encoding="utf-8").split("<style>")[1].split("</style>")[0]
    still, moving = style.split("@media (prefers-reduced-motion: no-preference) {")
    assert "animation:" not in still
    assert "animation:" in moving
    assert ".s { visibility: hidden }" in still
    assert len(re.findall(r"#s\d+ \{ visibility: visible \}", still)) == 1


def test_the_session_shows_the_screens_of_the_recording_step_by_step(played: Played) -> None:
    root = ET.fromstring(SESSION.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    rows = {f"#{each.get('id')}": _words("".join(f"{text.text} " for text in each.iter(f"{SVG}text"))) for each in root.iter(f"{SVG}g")}
    scenes = [each for each in root.iter(f"{SVG}g") if each.get("class") == "s"]
    assert len(scenes) == len(played.steps)
    for scene, (caption, screen) in zip(scenes, played.steps.items(), strict=True):
        assert next(each.text for each in scene.iter(f"{SVG}text")) == caption
        shown = [rows[use.get("href") or ""] for use in scene.iter(f"{SVG}use")]
        assert [each for each in shown if each] == [_words(each) for each in screen if each]


@pytest.mark.long
@pytest.mark.skipif(
    sys.platform != "linux" or not Path(sys.executable).with_name("gni-assess").exists(),
    reason="needs the shell that was recorded, and the program installed",
)
def test_the_program_still_shows_the_screens_that_are_stored(tmp_path: Path) -> None:
    pytest.importorskip("pexpect", reason="needs pexpect, to play a person at a terminal")
    subprocess.run([sys.executable, str(SCRIPT), "--quick", "--to", str(tmp_path)], check=True, timeout=120)
    assert play(tmp_path / "interview.cast").steps == play(CAST).steps, "run `python docs/make_recording.py`, and look at the pictures"
    for picture in (SESSION, STILL):
        same = (tmp_path / "images" / picture.name).read_bytes() == picture.read_bytes()
        assert same, f"{picture.name} is not what the program shows: run `python docs/make_recording.py`"


def _words(text: str) -> str:
    return " ".join(text.split())
