"""A field is missing, unknown, or has a value that is not allowed there.

Why: A field with a misspelled name is a field that nobody reads. If `limits` were written `limit`, a privileged memorandum would be
sent out as if nothing protected it. That is why every name and every closed list of values is checked, and an unknown one is an error.

Wrong:
    criterion: GOV-02
    finding: mostly in place
    anwser: The audit committee reviews both rights every year.

Right:
    criterion: GOV-02
    finding: partly-in-place
    answer: The audit committee reviews both rights every year.

Mend: Use the name or the value that is proposed. `gni-assess schema response` prints all fields of a response and what each may hold;
the same goes for policy, system, case and the other kinds. Put quotes around a number or a date that is meant as text.
"""

from gni_assess.checks.rule import found_elsewhere
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI003"
NAME = "schema-mismatch"
SEVERITY = DiagnosticSeverity.ERROR

check = found_elsewhere
