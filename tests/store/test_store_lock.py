import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest

from gni_assess.errors import BusyError, StoreError
from gni_assess.store.layout import LOCK
from gni_assess.store.lock import hold_lock

HOLD = """
import sys
from pathlib import Path
from gni_assess.store.lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_lock_held_by_another_process_is_waited_for_then_refused(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == b"held\n"
        began = monotonic()
        with pytest.raises(BusyError, match="another command is writing") as caught, hold_lock(tmp_path, wait=0.2):
            pass
        assert 0.1 < monotonic() - began < 5
        assert caught.value.hint
        holder.kill()
        holder.wait()
        with hold_lock(tmp_path, wait=5):
            assert (tmp_path / LOCK).parent.is_dir()


def test_only_one_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []

    def work(number: int) -> int:
        with hold_lock(tmp_path):
            inside.append(number)
            alone = len(inside) == 1
            inside.remove(number)
            return int(alone)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(24))) == 24


def test_lock_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold_lock(tmp_path):
        _ = 1 / 0
    with hold_lock(tmp_path, wait=0):
        pass


def test_no_place_for_the_lock(tmp_path: Path) -> None:
    (tmp_path / ".gni-assess").write_text("", encoding="utf-8")
    for root in (tmp_path, tmp_path / "none"):
        with pytest.raises(StoreError, match="cannot write"), hold_lock(root):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights elsewhere")
@pytest.mark.parametrize("link", [".gni-assess", LOCK])
def test_lock_never_leads_out_of_the_workspace(tmp_path: Path, link: str) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    (root / link).parent.mkdir(parents=True)
    outside.write_text("precious", encoding="utf-8") if link == LOCK else outside.mkdir()
    (root / link).symlink_to(outside)
    with pytest.raises(StoreError, match="leads out of the workspace"), hold_lock(root):
        pass
    assert list(outside.iterdir()) == [] if outside.is_dir() else outside.read_text(encoding="utf-8") == "precious"
