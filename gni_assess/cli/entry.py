"""Where the program starts, and the one place where errors become words and exit codes."""

import sys
from collections.abc import Sequence

from gni_assess import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code. `--version` answers before anything else is loaded."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:
        sys.stdout.write(f"gni-assess {__version__}\n")
        return 0
    from gni_assess.cli.boundary import run_guarded  # noqa: PLC0415 - so that `--version` stays quick

    return run_guarded(given)
