"""The pack of criteria, or the edition of it, is not installed.

Why: An answer is an answer to one question as it was worded in one edition. With other criteria than those that the answers were given
to, nobody could say what was asked.

Wrong:
    # gni-assess.yaml
    assessment:
      pack: gni-2042
      edition: "2024.1"

Right:
    # gni-assess.yaml
    assessment:
      pack: gni-2024
      edition: "2024.1"

Mend: Correct `pack` and `edition` in `gni-assess.yaml`, or install the version of the tool that brings them. Write the edition in
quotes. A pack of your own is named by its path, such as `./criteria/own-pack`. In an overlay, `pack` must be the pack of the workspace.
"""

from gni_assess.checks.rule import found_elsewhere
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI006"
NAME = "unknown-pack"
SEVERITY = DiagnosticSeverity.ERROR

check = found_elsewhere
