"""A file cannot be read as YAML text.

Why: A record that cannot be read is a record that is not there: nobody can check it, and no report will contain it. The usual causes
are a quotation mark that is never closed, a tab in the indentation, a file saved in another encoding than UTF-8 (some versions of
Excel and Notepad do that), or a file that you may not open.

Wrong:
    criterion: GOV-02
    answer: "The audit committee reviews both rights

Right:
    criterion: GOV-02
    answer: "The audit committee reviews both rights every year."

Mend: Open the file at the line that is named; the mistake is there or just above. Put longer text under `answer: |`, indented, where
quotation marks and colons need no care. If the encoding is wrong, save the file again as UTF-8.
"""

from gni_assess.checks.rule import found_elsewhere
from gni_assess.model.vocabulary import DiagnosticSeverity

CODE = "GNI001"
NAME = "unreadable-yaml"
SEVERITY = DiagnosticSeverity.ERROR

check = found_elsewhere
