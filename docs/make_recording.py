"""Record a session of the interview from the real program: `python docs/make_recording.py` (needs the extras of `test`).

It writes `interview.cast`, `images/interview.svg` and `images/interview-session.svg`. The program runs in a shell on the sample company,
on the day 2026-11-21, in a folder that is thrown away; nobody draws a screen by hand. Three things are not as they happened, so that every
recording is the same: the times between keys are made up; a screen is kept when it has come to rest, not with every step of its drawing;
and the numbers of the new system and the new gap, which are drawn at random, are shown as SYS-640 and GOV-11-G427.
"""

import argparse
import getpass
import re
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cast import Moment, write_cast
from picture import Scene, draw_in_turn, draw_still, save_picture
from record import Frame, Recorder

DOCS = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
NOON = "1795262400"
"""2026-11-21, for `SOURCE_DATE_EPOCH`."""

TITLE = "A session of gni-assess interview, on the sample company Example Relay"
SHOWN_AS = {r"SYS-\d{3}(?= is registered)": "SYS-640", r"GOV-11-G\d{3}(?= is )": "GOV-11-G427"}
DOWN, ENTER = "\x1b[B", "\r"
_KEY, _BLANK, _BEFORE_ENTER, _BETWEEN = 0.05, 0.08, 0.4, 0.6


@dataclass(frozen=True, kw_only=True)
class Do:
    """Something to type, and what the screen shows then: a prompt at the cursor, or words anywhere.

    `caption` makes it a step that is shown in the pictures, for `seconds`.
    """

    keys: str
    prompt: str = ""
    words: str = ""
    caption: str = ""
    seconds: float = 2.6
    enter: bool = True


OPENING = "gni-assess interview --as officer --from GOV-11"
AGAIN = "gni-assess interview --as officer"

SESSION = (
    Do(keys=OPENING, prompt="GOV-11 finding:", caption="It opens with where you stand, and asks one question", seconds=3),
    Do(keys="?", prompt="GOV-11 finding:", words="Commands here", caption="? says why it is asked, and what you can type"),
    Do(keys="p", prompt="GOV-11 answer:", caption="One letter is the finding. What a good answer has stands above", seconds=3),
    Do(
        keys="Duty desk, on-call engineers and sales: 184 people. 151 took the course in 2025.",
        prompt="GOV-11 evidence:",
        caption="The answer is on disk before the next question appears",
    ),
    Do(keys="call", words="SYS-476", caption="Type a few letters of the evidence: what fits is listed", enter=False),
    Do(keys=DOWN, words="evidence: POL-639", enter=False),
    Do(keys=DOWN, words="evidence: SYS-258", caption="Pick it with the arrow keys", enter=False),
    Do(keys="", prompt="GOV-11 where:"),
    Do(keys="Module 2, the role plays", prompt="GOV-11 shows:"),
    Do(keys="Who must take it, what they practice, who passed", prompt="GOV-11 evidence:", caption="Say where to look, and it is linked"),
    Do(keys="+s", prompt="GOV-11 new system kind:", caption="Not registered yet? +s registers a system on the spot"),
    Do(keys="register", prompt="GOV-11 new system title:"),
    Do(keys="Attendance list of the duty desk", prompt="GOV-11 new system summary:"),
    Do(keys="Who took the course and when, by post and country.", prompt="GOV-11 new system file:"),
    Do(keys="", prompt="GOV-11 new system address:"),
    Do(keys="", prompt="GOV-11 new system kept at:"),
    Do(keys="Legal vault, folder 31", prompt="GOV-11 new system holder:", caption="Short questions; Enter leaves out what can wait"),
    Do(keys="", prompt="GOV-11 new system since:"),
    Do(keys="2025-01", prompt="GOV-11 new system until:"),
    Do(keys=".", prompt="GOV-11 where:", caption="A dot is enough: registered, linked, and back at the question"),
    Do(keys="", prompt="GOV-11 shows:"),
    Do(keys="Who of the 184 was trained", prompt="GOV-11 evidence:"),
    Do(keys="", prompt="GOV-11 gaps:"),
    Do(keys="a", prompt="GOV-11 gap:"),
    Do(keys="Agency staff on the night desk start before they are trained.", prompt="GOV-11 how grave:"),
    Do(keys="m", prompt="GOV-11 how many people:"),
    Do(keys="m", prompt="GOV-11 how hard to undo:", caption="A gap: how grave, for how many, how hard to undo", seconds=3),
    Do(keys="h", prompt="GOV-11 impact:", caption="The severity that follows is shown at once"),
    Do(keys="p", prompt="GOV-11 action:"),
    Do(keys="The agency contract will say: no shift without the course.", prompt="GOV-11 owner:"),
    Do(keys="trust-safety", prompt="GOV-11 due date:"),
    Do(keys="end of Q2", prompt="GOV-11 due date", words="That is", caption="end of Q2 is shown back as a day; Enter keeps it"),
    Do(keys="", prompt="GOV-11 gaps:"),
    Do(keys="", prompt="GOV-12 finding:", caption="One criterion done; the next question", seconds=3),
    Do(keys="p", prompt="GOV-12 answer:"),
    Do(keys="They are on the intranet, in English, German and Norwegian.", prompt="GOV-12 evidence:"),
    Do(keys=":q", prompt="$", caption=":q leaves. What you did, and what is left", seconds=3),
    Do(keys="clear", prompt="$"),
    Do(keys=AGAIN, prompt="GOV-12 evidence:", caption="Next week: it goes on where you left", seconds=3),
    Do(keys=":q", prompt="$"),
)
STILL = OPENING
"""The screen for the README, and for those who want no motion."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--to", type=Path, default=DOCS, metavar="DIR", help="where to write instead of here")
    options.add_argument("--quick", action="store_true", help="type whole lines at once; the screens of the steps are the same")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        moments = _with_fixed_ids(tuple(_play(Path(folder), quick=given.quick)))
        if given.to == DOCS:
            _refuse_traces(moments, Path(folder))
    write_all(moments, given.to)


def write_all(moments: Sequence[Moment], folder: Path) -> None:
    captions = {each.caption: each.seconds for each in SESSION}
    scenes = [Scene(frame=each.frame, caption=each.caption, seconds=captions[each.caption]) for each in moments if each.caption]
    opening = next(number for number, each in enumerate(scenes) if STILL in each.frame.text)
    save_picture(folder / "images" / "interview-session.svg", draw_in_turn(scenes, title=TITLE, still=opening))
    calm = replace(scenes[opening], caption="gni-assess interview")
    save_picture(folder / "images" / "interview.svg", draw_still(calm, title="The interview asks one question at a time"))
    (folder / "interview.cast").write_text(write_cast(moments, title=TITLE), encoding="utf-8")


def _play(folder: Path, *, quick: bool) -> Iterator[Moment]:
    environment = {"PATH": f"{BIN}:/usr/bin:/bin", "PS1": "$ ", "SOURCE_DATE_EPOCH": NOON}
    making = ("gni-assess", "init", "--sample-unfinished", "example-relay")
    Recorder(command=(str(BIN / making[0]), *making[1:]), folder=folder, environment=environment).finish()
    recorder = Recorder(command=("/bin/sh",), folder=folder / "example-relay", environment=environment)
    yield Moment(frame=recorder.wait(lambda frame: _is_at(frame, "$"), "the shell"), seconds=_BETWEEN)
    for each in SESSION:
        yield from _do(recorder, each, quick=quick)
    recorder.press("exit" + ENTER)
    yield Moment(frame=recorder.finish(), seconds=1)


def _do(recorder: Recorder, each: Do, *, quick: bool) -> Iterator[Moment]:
    for number, key in enumerate(() if quick else _keys(each.keys), start=1):
        is_typed = _differs_from(recorder.frame())
        recorder.press(key)
        typed = recorder.wait(is_typed, f"`{key}`")
        if each.enter or number < len(_keys(each.keys)):
            yield Moment(frame=typed, seconds=_BLANK if key == " " else _KEY)
    before = recorder.frame()
    if each.enter and each.keys:
        yield Moment(frame=before, seconds=_BEFORE_ENTER)
    recorder.press((each.keys if quick else "") + (ENTER if each.enter else ""))
    is_new = _differs_from(before)
    after = recorder.wait(
        lambda frame: _is_at(frame, each.prompt) and each.words in frame.text and (not each.enter or is_new(frame)),
        each.prompt or each.words,
    )
    yield Moment(frame=after, seconds=each.seconds if each.caption else _BETWEEN, caption=each.caption)


def _differs_from(before: Frame) -> Callable[[Frame], bool]:
    return lambda frame: frame != before


def _keys(text: str) -> tuple[str, ...]:
    return (text,) if text.startswith("\x1b") else tuple(text)


def _is_at(frame: Frame, prompt: str) -> bool:
    line, column = frame.cursor or (0, 0)
    return not prompt or (frame.lines[line].startswith(prompt) and not frame.lines[line][len(prompt) : column].strip(" []:-0123456789"))


def _with_fixed_ids(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    shown = "\n".join(each.frame.text for each in moments)
    words = {found[0]: fixed for pattern, fixed in SHOWN_AS.items() if (found := re.search(pattern, shown))}
    return tuple(replace(each, frame=each.frame.with_words(words)) for each in moments)


def _refuse_traces(moments: Sequence[Moment], folder: Path) -> None:
    shown = "\n".join(each.frame.text for each in moments)
    for trace in (str(folder), folder.name, str(BIN), str(Path.home()) + "/", socket.gethostname(), getpass.getuser()):
        if re.search(rf"(?<!\w){re.escape(trace)}(?!\w)", shown):
            raise SystemExit(f"the recording shows `{trace}`, which is of this machine; nothing was written")


if __name__ == "__main__":
    main()
