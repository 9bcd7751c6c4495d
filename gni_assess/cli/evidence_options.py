"""The options of `evidence add`, declared once for the commands that share them."""

import typer

from gni_assess.cli.completion import complete_criteria, complete_evidence, complete_people
from gni_assess.cli.shared import Options
from gni_assess.model.case_vocabulary import (
    AuthorityKind,
    CaseResponse,
    CaseResult,
    CaseType,
    Challenge,
    Channel,
    DecisionLevel,
    NominatedBy,
    SelectionDecision,
)
from gni_assess.model.vocabulary import Classification, Right

_Text = str | None

ANY_EVIDENCE: Options = {
    "record_id": (str, typer.Option("", "--id", metavar="ID", help="The id; drawn at random where not given.")),
    "from_file": (
        str,
        typer.Option("", "--from-file", metavar="FILE", help="YAML with any fields of the record; options win over it. - reads stdin."),
    ),
    "title": (_Text, typer.Option(None, help="What it is called. Everybody who may know of it sees the title.")),
    "classification": (
        Classification | None,
        typer.Option(None, help="How confidential it is; a policy or system without it counts as restricted."),
    ),
    "entity": (list[str], typer.Option([], metavar="ID", help="An entity that it concerns; may be repeated.")),
    "service": (list[str], typer.Option([], metavar="ID", help="A service that it concerns; may be repeated.")),
    "limit": (
        list[str],
        typer.Option(
            [], metavar="GROUND:AUDIENCE=TREATMENT,…", help="A ground for not showing it, with what each audience gets; may be repeated."
        ),
    ),
    "limit_how": (_Text, typer.Option(None, help="How it can be seen after all; goes with --limit.")),
    "notes": (_Text, typer.Option(None, help="Notes for the team; they never leave it.")),
    "field": (
        list[str],
        typer.Option(
            [], metavar="KEY=VALUE", help="Any other field, by its name in the file, such as steps.0.step=received; may be repeated."
        ),
    ),
}
"""What policies, systems and cases have in common."""

DOCUMENT: Options = {
    "summary": (_Text, typer.Option(None, help="What it says or does, in a few sentences.")),
    "owner": (
        _Text,
        typer.Option(None, metavar="PERSON", help="Who answers for it; you, where not given.", autocompletion=complete_people),
    ),
    "effective_from": (_Text, typer.Option(None, "--from", metavar="DATE", help="In force from: a day, a month, or unknown.")),
    "effective_to": (_Text, typer.Option(None, "--to", metavar="DATE", help="In force until; leave out while it is in force.")),
    "file": (
        _Text,
        typer.Option(None, "--file", metavar="FILE", help="The document, inside the workspace; its size and SHA-256 are taken at once."),
    ),
    "url": (_Text, typer.Option(None, help="Its address.")),
    "held_at": (_Text, typer.Option(None, help="Where it is, in words.")),
    "holder": (_Text, typer.Option(None, help="Who keeps it.")),
    "version": (_Text, typer.Option(None, help="Its version.")),
    "supersedes": (
        _Text,
        typer.Option(None, metavar="ID", help="The record of the version before.", autocompletion=complete_evidence),
    ),
    "approved_by": (_Text, typer.Option(None, help="Who approved it.")),
    "last_reviewed": (_Text, typer.Option(None, metavar="DATE", help="When it was last reviewed.")),
    "next_review": (_Text, typer.Option(None, metavar="DATE", help="When it is to be reviewed next.")),
}
"""What policies and systems have besides."""

CASE: Options = {
    "case_type": (CaseType | None, typer.Option(None, "--type", help="What was demanded, or what had to be decided.")),
    "right": (list[Right], typer.Option([], help="A right at stake; may be repeated.")),
    "jurisdiction": (_Text, typer.Option(None, metavar="CODE", help="The country, as two letters: NO.")),
    "decision": (SelectionDecision | None, typer.Option(None, help="Whether it is in the set that the assessor looks at.")),
    "nominated_by": (NominatedBy | None, typer.Option(None, help="Who put it forward.")),
    "authority": (_Text, typer.Option(None, help="Who made the demand.")),
    "authority_kind": (AuthorityKind | None, typer.Option(None, help="What kind of authority.")),
    "channel": (Channel | None, typer.Option(None, help="How the demand came in.")),
    "legal_basis": (_Text, typer.Option(None, help="The law that it was based on.")),
    "demanded": (_Text, typer.Option(None, help="What was demanded, or what had to be decided.")),
    "received": (_Text, typer.Option(None, metavar="DATE", help="When it came in: a day, a month, or unknown.")),
    "decided": (_Text, typer.Option(None, metavar="DATE", help="When it was decided.")),
    "carried_out": (_Text, typer.Option(None, metavar="DATE", help="When the decision was carried out.")),
    "closed": (_Text, typer.Option(None, metavar="DATE", help="When it was closed.")),
    "decided_by": (_Text, typer.Option(None, metavar="ROLE", help="The role that decided, not a name.")),
    "decision_level": (DecisionLevel | None, typer.Option(None, help="How senior that was.")),
    "response": (CaseResponse | None, typer.Option(None, help="How it was handled.")),
    "challenge": (Challenge | None, typer.Option(None, help="Whether it was challenged, and how that ended.")),
    "result": (CaseResult | None, typer.Option(None, help="What it meant for people.")),
    "hard_reason": (_Text, typer.Option(None, help="Why it was a hard case.")),
    "users_told": (
        bool | None,
        typer.Option(None, "--users-told/--users-not-told", help="Whether the people affected were told."),
    ),
    "users_told_reason": (_Text, typer.Option(None, help="Why not, or when.")),
    "criterion": (
        list[str],
        typer.Option([], metavar="ID", help="A criterion it is an example for; may be repeated.", autocompletion=complete_criteria),
    ),
    "lessons": (_Text, typer.Option(None, help="What was learned.")),
    "protected_term": (
        list[str],
        typer.Option(
            [], metavar="WORDS", help="Names or words that must never reach anybody but the team, with commas between; may be repeated."
        ),
    ),
    "shareable_summary": (_Text, typer.Option(None, help="A version that protects users, staff and legal limits.")),
}
"""What only cases have."""
