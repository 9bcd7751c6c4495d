"""Register evidence on the spot: a short interview of its own about a policy, a system or a case, and back to the question."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gni_assess.errors import GniAssessError
from gni_assess.interview.flow import following, is_possible
from gni_assess.interview.forms.draft import Draft, get_field
from gni_assess.interview.forms.filling import fields_of, find_field, first_open, is_ready, item_of, last_asked, view, without_item
from gni_assess.interview.forms.form_field import FormField, FormStoppedError
from gni_assess.interview.layout import BLANK, Para, choice, good, heading, hint, plain, quoted, warning
from gni_assess.interview.state import State, Step, Turn
from gni_assess.interview.steps.question import Question, TextField, ask_for_key, choose, list_choices, refuse
from gni_assess.interview.terminal import Offer
from gni_assess.interview.verdict import judge_record, tell_problems
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.changes import Change
from gni_assess.model.vocabulary import RecordKind

ENOUGH = "."
"""Typed alone: the rest can wait, register what is known."""

KINDS: Mapping[str, RecordKind] = {"p": RecordKind.POLICY, "s": RecordKind.SYSTEM, "c": RecordKind.CASE}

_MEANINGS: Mapping[str, str] = {
    "p": "policy: a document that says what the company will do, or shows that it decided so",
    "s": "system: a process, tool, team, register, training, body or control",
    "c": "case: a real instance of a demand, of pressure or of a decision",
}


def begin(state: State, kind: RecordKind, record_id: str = "") -> Turn:
    """Start to ask about new evidence, or about a record that is to be changed; goes on with what was begun of the same."""
    draft = state.draft
    if draft is None or (draft.kind, draft.record_id) != (kind, record_id):
        drawn = "" if record_id else state.setting.draw_record_id(state.assessment, kind)
        draft = Draft(kind=kind, criterion=state.spot.criterion, record_id=record_id, drawn=drawn)
    begun = state.with_draft(draft)
    key = first_open(draft, state.assessment) or last_asked(draft, state.assessment)
    what = f"{record_id} again" if record_id else f"a new {kind}"
    says = (
        BLANK,
        heading(f"Register {what}" if not record_id else f"Change {record_id}"),
        hint(f"Each answer is kept at once. Enter leaves out what can wait; `{ENOUGH}` alone ends it early; `:b` goes back."),
    )
    return Turn(state=begun.move(state.spot.at(Step.FORM, field=key)), says=says)


def describe_draft(state: State, draft: Draft) -> str:
    """Name a record that is being entered by its title, or by its kind."""
    title = get_field(view(draft, state.assessment), "title")
    what = f"a change of {draft.record_id}" if draft.record_id else f"a {draft.kind}"
    return f"{what} ({title})" if title and not draft.record_id else what


def _introduce_kind(state: State) -> tuple[Para, ...]:
    if state.draft is None:
        return (plain("What do you want to register?"), *list_choices(_MEANINGS), hint("Enter goes back to the evidence."))
    return (
        plain(f"You began {describe_draft(state, state.draft)} here, and it is not registered yet."),
        choice("g", "go on with it"),
        choice("t", "throw it away"),
        hint("Enter goes back to the evidence; it stays kept."),
    )


def _take_kind(state: State, text: str) -> Turn:
    if not text.strip():
        return Turn(state=state.move(state.spot.at(Step.EVIDENCE)))
    draft = state.draft
    if draft is None:
        key = choose(text, KINDS)
        return refuse(state, text, ask_for_key(KINDS)) if key is None else begin(state, KINDS[key])
    key = choose(text, {"g": "go on", "t": "throw it away"})
    if key == "g":
        return begin(state, draft.kind, draft.record_id)
    if key == "t":
        return _throw_away(state, draft)
    return refuse(state, text, ask_for_key({"g": "", "t": ""}))


def _throw_away(state: State, draft: Draft) -> Turn:
    says = (good("Thrown away. This is what it was:"), *_show_fields(draft))
    return Turn(state=state.with_draft(None).move(state.spot.at(Step.EVIDENCE)), says=says)


def _show_fields(draft: Draft) -> tuple[Para, ...]:
    return tuple(quoted(f"{key}: {value}") for key, value in draft.fields.items())


KIND = Question(introduce=_introduce_kind, take=_take_kind)
"""What kind of evidence is to be registered; or what becomes of what was begun."""


def place_in_form(state: State) -> str:
    """Say which of the questions of the form this is; how many there are may change with the answers."""
    keys = [each.key for each in fields_of(state.draft, state.assessment)] if state.draft else []
    return f"{keys.index(state.spot.field) + 1} of {len(keys)}" if state.spot.field in keys else ""


def form_question(state: State) -> Question:
    """Make the question of the form that is asked now."""
    draft = state.draft
    field = find_field(draft, state.assessment, state.spot.field) if draft else None
    if draft is None or field is None:
        return KIND
    return Question(
        introduce=lambda now: _introduce(now, field),
        take=lambda now, text: _take(now, field, text),
        default=lambda now: "" if field.codec.is_text else _present(now, field) or field.default(now.lookup),
        field=_text_field(field) if field.codec.is_text else None,
        is_choice=bool(field.codec.choices),
        value=_text_field(field) if field.key and not field.codec.is_text else None,
        offers=lambda now, typed: _offers(now, field, typed),
        label=lambda now: f"{now.draft.record_id or f'new {now.draft.kind}' if now.draft else ''} {field.label}",
    )


def _introduce(state: State, field: FormField) -> tuple[Para, ...]:
    present = _present(state, field)
    choices = field.codec.choices
    words = max((len(each) for each in choices), default=0)
    listed = tuple(choice(f"{number:>2} {word:<{words}}", meaning) for number, (word, meaning) in enumerate(choices.items(), start=1))
    how = "Type the numbers or the words, with blanks or commas between." if field.codec.several else "Type the number or the word."
    notes = (*((hint(how),) if choices else ()), *((hint(field.note),) if field.note else ()))
    if present and field.codec.is_text:
        kept = hint("Enter keeps this text; what you type replaces it; `:e` opens it in your editor.")
        return (plain(field.ask), *notes, quoted(present), kept)
    is_left_out = not (field.required or present or field.default(state.lookup))
    ends = (hint(field.enter or "Enter leaves it out."),) if is_left_out or (field.enter and not present) else ()
    return (plain(field.ask), *listed, *notes, *ends)


def _present(state: State, field: FormField) -> str:
    value = get_field(view(state.draft, state.assessment), field.key) if state.draft and field.key else None
    return "" if value is None else field.codec.show(value)


def _offers(state: State, field: FormField, typed: str) -> Sequence[Offer]:
    if field.codec.offers is not None:
        return field.codec.offers(typed, state.lookup)
    last = typed.replace(",", " ").rpartition(" ")[2] if field.codec.several else typed
    words = (each for each in field.codec.choices if each.startswith(last.casefold()))
    return tuple(Offer(text=each, replaces=len(last), note=field.codec.choices[each]) for each in words)


def _text_field(field: FormField) -> TextField:
    return TextField(read=lambda state: _present(state, field), put=lambda state, text: _put(state, field, text), required=field.required)


def _put(state: State, field: FormField, text: str) -> Turn:
    draft = state.draft
    if draft is None:
        return Turn(state=state)
    if not text.strip() and (item := item_of(field.key)) is not None:
        return Turn(state=state.with_draft(without_item(draft, state.assessment, *item)))
    value = field.codec.read(text, state.lookup) if text.strip() else None
    there = get_field(view(draft, state.assessment), field.key) if field.key else None
    joined = field.codec.join(there, value) if there is not None and value is not None else value
    return Turn(state=state.with_draft(draft.answering(field.key, joined, spreads=field.codec.spreads)))


def _take(state: State, field: FormField, text: str) -> Turn:
    draft = state.draft
    if draft is None:
        return Turn(state=state.move(state.spot.at(Step.EVIDENCE)))
    if text.strip() == ENOUGH:
        return _end_early(state, draft, text)
    typed = text if text.strip() or _present(state, field) else field.default(state.lookup)
    return _answer(state, field, text, typed) if typed.strip() else _leave_out(state, draft, field)


def _leave_out(state: State, draft: Draft, field: FormField) -> Turn:
    if field.required and not _present(state, field):
        says = warning("this has to be said before it can be registered; `:q` leaves, and what you entered stays kept")
        return Turn(state=state, says=(says,))
    passed = state.with_draft(draft.passing(field.key))
    return Turn(state=passed.move(following(passed)))


def _answer(state: State, field: FormField, text: str, typed: str) -> Turn:
    try:
        turn = _put(state, field, typed)
    except FormStoppedError as stopped:
        back = state.with_draft(None).move(state.spot.at(Step.EVIDENCE))
        return Turn(state=back, says=(warning(stopped.message), *((hint(stopped.hint),) if stopped.hint else ())))
    except ValueError as error:
        return refuse(state, text, warning(str(error)))
    except GniAssessError as error:
        return refuse(state, text, warning(error.message), *((hint(error.hint),) if error.hint else ()))
    return replace(turn, state=turn.state.move(following(turn.state)), says=_echo(field, typed, turn.state))


def _echo(field: FormField, typed: str, state: State) -> tuple[Para, ...]:
    # What was understood is shown where it is not what was typed: a number for a word, a date, a measured file.
    value = "" if field.codec.is_text else _present(state, field)
    same = value.casefold() == typed.strip().casefold()
    return () if not value or same else (good(f"{field.label}: {value}"),)


def _end_early(state: State, draft: Draft, text: str) -> Turn:
    if is_ready(draft, state.assessment):
        return Turn(state=state.move(state.spot.at(Step.REGISTER)))
    return refuse(state, text, warning("some of what has to be said is still open; the rest can wait after that"))


def register(state: State, *, seen: Assessment) -> Turn:
    """Make the record of what was said, and have it saved. The turn goes on to link it.

    `seen` is the record as the person knows it: what somebody else changed since, and the person too, is shown before it is saved over.
    """
    draft = state.draft
    if draft is None:
        return Turn(state=state.move(state.spot.at(Step.EVIDENCE)))
    before = state.assessment.find_evidence(draft.record_id) if draft.record_id else None
    record_id = draft.record_id or draft.drawn or state.setting.draw_record_id(state.assessment, draft.kind)
    last = _last_question(state, draft)
    if clashes := _find_clashes(state, draft, seen):
        return Turn(state=last, says=clashes)
    try:
        record = state.setting.build(draft.kind, {"id": record_id, **_whole(state, draft)})
    except GniAssessError as error:
        says = (warning(f"this cannot be registered yet: {error.message}"), *((hint(error.hint),) if error.hint else ()))
        return Turn(state=last, says=says)
    there = state.assessment.find_evidence(record_id)
    if not draft.record_id and there is not None and there != record:
        # Somebody else drew the same number meanwhile.
        return register(state.with_draft(replace(draft, drawn="")), seen=seen)
    # A session that died between the record and its draft has saved it already.
    before = there if not draft.record_id else before
    done = state.with_draft(None).with_record(record)
    if not draft.record_id:
        done = replace(done, new_evidence=done.new_evidence | {record_id})
    after = replace(done, spot=state.spot.at(Step.REGISTER, links=(record_id,)))
    if before == record:
        return Turn(state=after)
    return Turn(state=after, says=_tell_registered(done, record, draft), change=Change(before=before, after=record), unsaved=last)


def _tell_registered(state: State, record: Record, draft: Draft) -> tuple[Para, ...]:
    title = getattr(record, "title", "")
    said = good(f"{record.id} is {'changed' if draft.record_id else 'registered'}: {title}")
    wrong = tell_problems(state, judge_record(state, record))
    return (said, *((warning(f"Before the assessment, mend {record.id} (`={record.id}` at the evidence):"), *wrong) if wrong else ()))


def _find_clashes(state: State, draft: Draft, seen: Assessment) -> tuple[Para, ...]:
    blank = replace(draft, fields={}, passed=(), emptied=())
    was, theirs, mine = view(blank, seen), view(blank, state.assessment), view(draft, state.assessment)
    keys = [each for each in draft.passed if get_field(theirs, each) not in (get_field(was, each), get_field(mine, each))] if was else []
    if not keys:
        return ()
    says = [warning(f"{draft.record_id} was changed by somebody else meanwhile. Nothing was overwritten.")]
    for key in keys:
        says += [plain(f"On disk now, {key}:"), quoted(str(get_field(theirs, key) or ""))]
        says += [plain("Yours:"), quoted(str(get_field(mine, key)))]
    ways = (
        hint(f"`{ENOUGH}` puts yours in; what you did not change stays as it is on disk."),
        hint("To leave all as it is, go back to the evidence with `:b`; `+` there throws yours away."),
    )
    return (*says, *ways)


def _whole(state: State, draft: Draft) -> Mapping[str, object]:
    plain = {key: value for key, value in view(draft, state.assessment).items() if key != "id"}
    if draft.kind is not RecordKind.CASE:
        return {"owner": state.setting.person_id, **plain}
    named = plain.get("criteria")
    criteria = list(named) if isinstance(named, list) else []
    return {**plain, "criteria": criteria if draft.criterion in criteria or draft.record_id else [draft.criterion, *criteria]}


def _last_question(state: State, draft: Draft) -> State:
    # Where something does not fit or cannot be saved, the person stands at the last question again, with all that was said.
    back = state.trail[-1] if state.trail and state.trail[-1].step is Step.FORM else state.spot
    if not is_possible(state, back) or back.step is not Step.FORM:
        back = state.spot.at(Step.FORM, field=last_asked(draft, state.assessment))
    return replace(state, spot=back)
