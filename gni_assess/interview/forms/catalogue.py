"""The form of each kind of evidence."""

from collections.abc import Mapping

from gni_assess.interview.forms.case_form import ask_case
from gni_assess.interview.forms.document_form import ask_policy, ask_system
from gni_assess.interview.forms.form_field import Form
from gni_assess.model.vocabulary import RecordKind

FORMS: Mapping[RecordKind, Form] = {RecordKind.POLICY: ask_policy, RecordKind.SYSTEM: ask_system, RecordKind.CASE: ask_case}
"""What is asked when a policy, a system or a case is registered."""
