"""A file under `evidence/` is not read by anyone.

Why: Somebody put it there believing that it counts. It does not: it is not checked, not reported, and not protected by any limit. A
copy of a confidential document may also have been left there by accident, where everybody with the workspace can open it.

Wrong:
    # evidence/policies/POL-417 (copy).yaml
    id: POL-417
    kind: policy

Right:
    # evidence/policies/POL-358.yaml
    id: POL-358
    kind: policy

Mend: If it is a record, give it the ending `.yaml` and the name of its id, in the folder of its kind. If it is a document, move it to
`evidence/files/` or to your vault and register it with `gni-assess evidence add`. If it is nothing, remove it. What people call their
files may be confidential too, so off a terminal only the folder is named: run `gni-assess validate` at a terminal to see which file it is.
"""

from gni_assess.checks.rule import found_elsewhere
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI008"
NAME = "stray-file"
SEVERITY = DiagnosticSeverity.WARNING

check = found_elsewhere
