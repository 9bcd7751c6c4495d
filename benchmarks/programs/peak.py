"""Runs gni-assess in this process and prints the most memory that it took, in MiB, as the last line."""

import sys
from pathlib import Path

from gni_assess.cli.entry import main


def peak() -> float:
    """Give the most memory this process has had, in MiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0
    # Not `getrusage`, which on Linux counts the process that started this one.
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    code = main(sys.argv[1:])
    print(f"\n{peak():.0f}")
    sys.exit(code)
