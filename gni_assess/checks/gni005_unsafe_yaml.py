"""A file uses parts of YAML that could harm the reader, or is too large or too deep.

Why: YAML has tags that make some programs run code, and aliases with which a small file grows until the computer stops. A record of an
assessment needs neither. A file that has them was made by a mistaken export, or by somebody who should not have been able to.

Wrong:
    criterion: GOV-02
    answer: !!python/object/apply:os.system ["echo"]

Right:
    criterion: GOV-02
    answer: The audit committee reviews both rights every year.

Mend: Write the values out plainly: no `!tags`, and the text itself in place of `&anchors` and `*aliases`. Keep documents as files in
your vault, and only their description in the record. If you do not know where the file comes from, ask before you open it elsewhere.
"""

from gni_assess.checks.rule import found_elsewhere
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI005"
NAME = "unsafe-yaml"
SEVERITY = DiagnosticSeverity.ERROR

check = found_elsewhere
