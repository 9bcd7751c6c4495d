"""Make the pictures of the documents from the real program: `python docs/make_pictures.py` (needs the extras of `test`).

Each is what a terminal shows. Nothing is drawn by hand. The interview has a session of its own: `make_recording.py`.
"""

import sys
import tempfile
from pathlib import Path

from picture import Scene, draw_still, save_picture
from record import Frame, Recorder

IMAGES = Path(__file__).resolve().parent / "images"
PROGRAM = Path(sys.executable).with_name("gni-assess")
TODAY = ("--today", "2026-11-21")
WIDTH, HEIGHT = 106, 120
BELOW = "THE SELECTED CASES"
"""Where the picture ends: the whole page is too long to be looked at between two paragraphs."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _show(Path(folder), "init", "--sample-unfinished", "sample")
        status = _show(Path(folder), "status", "-C", "sample")
    scene = Scene(frame=status.above(BELOW), caption="gni-assess status (its beginning)")
    save_picture(IMAGES / "status.svg", draw_still(scene, title="Where you are, at a glance: gni-assess status"))


def _show(folder: Path, *arguments: str) -> Frame:
    return Recorder(command=(str(PROGRAM), *arguments, *TODAY), folder=folder, width=WIDTH, height=HEIGHT).finish()


if __name__ == "__main__":
    main()
