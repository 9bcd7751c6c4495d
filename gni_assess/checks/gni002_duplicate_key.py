"""A key stands twice in the same place.

Why: Most programs keep the last of the two and silently drop the first, so a finding or a whole answer could vanish without anybody
noticing, for example after two people's edits were merged. Which one is meant is for a person to decide.

Wrong:
    criterion: GOV-02
    finding: in-place
    answer: The audit committee reviews both rights every year.
    finding: partly-in-place

Right:
    criterion: GOV-02
    finding: partly-in-place
    answer: The audit committee reviews both rights every year.

Mend: Decide which of the two is right, and remove the other. If both hold something worth keeping, put it together under one key.
"""

from gni_assess.checks.rule import found_elsewhere
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI002"
NAME = "duplicate-key"
SEVERITY = DiagnosticSeverity.ERROR

check = found_elsewhere
