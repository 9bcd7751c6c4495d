"""What is to be known of records that are received: what an audience must not see, and what is still open in them."""

from collections.abc import Collection, Mapping, Sequence

from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, Rule
from gni_assess.cli.checking import context_of, find_leaks, find_what_is_left
from gni_assess.cli.shared import Shared
from gni_assess.exchange.receipt import put_changes
from gni_assess.model.assessment import Record
from gni_assess.model.changes import Change
from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.plain import to_plain
from gni_assess.model.response import Response
from gni_assess.output.run import count
from gni_assess.store.load import LoadedWorkspace

Found = Sequence[tuple[Rule, Problem]]


def find_new_leaks(shared: Shared, loaded: LoadedWorkspace, changes: Sequence[Change]) -> Found:
    """Find what an audience must not see in the fields that changes would fill or alter, before they are written."""
    if not changes:
        return ()
    altered = {ref_of(each.after): _altered(each) for each in changes}
    context = context_of(shared, loaded, put_changes(loaded.require(), changes))
    return [(rule, each) for rule, each in _find_leaks(context, altered) if not each.path or each.path[0] in altered[each.record]]


def _altered(change: Change) -> Collection[str | int]:
    before, after = ({} if each is None else to_plain(each) for each in (change.before, change.after))
    return {key for key in after if before.get(key) != after[key]}


def say_new_leaks(shared: Shared, leaks: Found, names: Mapping[str, str]) -> None:
    """Say it before anything is written, so that it can still be stopped. `names` has records that are new, by the ids drawn for them."""
    for rule, each in leaks:
        shared.say(f"take care ({rule.code}): {names.get(each.record.id, each.record.id)}: {each.message}")
        shared.say(f"  how to mend it: {each.fix}")


def say_saved(shared: Shared, loaded: LoadedWorkspace, saved: Sequence[Record]) -> None:
    """Say which records were saved, and in how many of the responses something is still open, by the same rules as `validate`."""
    responses = [each for each in saved if isinstance(each, Response)]
    left = find_what_is_left(shared, loaded, responses)
    shared.say(f"saved: {', '.join(each.id for each in saved)}")
    points = sum(map(len, left.values()))
    if points:
        unfinished = [each for each, found in left.items() if found]
        shared.say(f"  still open in {', '.join(unfinished)}: {count(points, 'point')}")
        shared.say("    what to do: `gni-assess validate --only ID` says what is missing in one of them")


def _find_leaks(context: Context, refs: Collection[RecordRef]) -> Found:
    return [(rule, each) for rule, each in find_leaks(context) if each.record in refs]
