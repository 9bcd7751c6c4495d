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
WIDTH, HEIGHT = 96, 120


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _show(Path(folder), "init", "--sample-unfinished", "sample")
        status = _show(Path(folder), "status", "-C", "sample")
    scene = Scene(frame=status.without_empty_end(), caption="gni-assess status")
    save_picture(IMAGES / "status.svg", draw_still(scene, title="Where you are, at a glance: gni-assess status"))


def _show(folder: Path, *arguments: str) -> Frame:
    return Recorder(command=(str(PROGRAM), *arguments, *TODAY), folder=folder, width=WIDTH, height=HEIGHT).finish()


if __name__ == "__main__":
    main()
