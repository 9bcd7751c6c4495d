"""The example workspace `observer` is what its commands make: real input, entered as an officer would."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent / "examples"


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix" or shutil.which("sh") is None, reason="the commands are a shell script")
def test_the_commands_make_the_example(tmp_path: Path) -> None:
    program = tmp_path / "gni-assess"
    start = "import sys; from gni_assess.cli.entry import main; sys.exit(main())"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{start}' \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    made = tmp_path / "observer"
    command = ["sh", str(EXAMPLES / "observer.sh"), str(made)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "GNI_ASSESS": str(program)})
    kept = EXAMPLES / "valid" / "observer"
    files = sorted(each.relative_to(kept) for each in (kept / "evidence").rglob("*") if each.is_file())
    assert files == sorted(each.relative_to(made) for each in (made / "evidence").rglob("*") if each.is_file())
    for name in [Path("gni-assess.yaml"), *files]:
        assert (made / name).read_bytes() == (kept / name).read_bytes(), name
