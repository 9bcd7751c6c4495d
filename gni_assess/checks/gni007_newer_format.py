"""A file was written by a newer version of the tool.

Why: A newer format may have fields that this version does not know, such as a new ground for withholding. To read on and leave them
out could show what must not be shown, and to save could destroy them. So nothing is read, and nothing is changed.

Wrong:
    # gni-assess.yaml, as a later version writes it
    workspace: 9

Right:
    # gni-assess.yaml
    workspace: 1

Mend: Install the version of the tool that your colleagues use (`gni-assess --version` tells which one you have). Do not change the
number by hand: that hides the difference, it does not remove it.
"""

from gni_assess.checks.rule import found_elsewhere
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI007"
NAME = "newer-format"
SEVERITY = DiagnosticSeverity.ERROR

check = found_elsewhere
