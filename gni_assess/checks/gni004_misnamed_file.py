"""The id inside a record differs from the name of its file, or the file lies in the wrong folder.

Why: Links, limits and the journal find a record by its id, people find it by its file. If the two differ, somebody will read, protect
or withdraw the wrong document. This mostly happens when a file is copied to start a new record.

Wrong:
    # evidence/policies/POL-417.yaml
    id: POL-208
    kind: policy

Right:
    # evidence/policies/POL-417.yaml
    id: POL-417
    kind: policy

Mend: If the file is right, correct the id inside. If the id is right, rename the file, or move it to the folder of its kind:
`policies`, `systems`, `cases`, `responses`, `recommendations`, `requests` or `interviews`. Do not give two records one id.
"""

from gni_assess.checks.rule import found_elsewhere
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI004"
NAME = "misnamed-file"
SEVERITY = DiagnosticSeverity.ERROR

check = found_elsewhere
