# ruff: noqa: RUF001 - letters that look like others are what these tests are about

from collections.abc import Callable
from dataclasses import replace

import pytest

from gni_assess.checks.runner import Result
from gni_assess.model.assessment import Record
from gni_assess.model.cases import ProtectedTerm
from gni_assess.model.diagnostics import Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import Audience, Classification, Ground, Stage, Treatment
from gni_assess.model.workspace import RuleSettings, Service

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
MAIL, PHONE, IP, ACCOUNT = "someone@example.org", "+90 532 123 45 67", "192.0.2.53", "account 12345678"


def allow(*texts: str) -> RuleSettings:
    return RuleSettings(allow_text=texts)


@pytest.mark.parametrize(
    ("text", "kind"),
    [(MAIL, "an e-mail address"), (PHONE, "a phone number"), (IP, "an IP address"), (ACCOUNT, "an account identifier")],
)
def test_each_kind_is_named_and_nothing_is_quoted(text: str, kind: str, find: Find, a_response: Make) -> None:
    (found,) = find("GNI603", a_response(answer=f"The police asked for {text}, and we refused."))
    assert (found.record.id, found.path) == ("GOV-01", ("answer",))
    assert found.message == f"this text would show {kind} to: assessor, company-board"
    assert text not in f"{found}"


@pytest.mark.parametrize("at", [0, 11, 12, 29])
def test_it_is_found_wherever_it_stands_among_many(at: int, find: Find, a_response: Make, a_gap: Callable[..., Gap]) -> None:
    gaps = tuple(a_gap(f"GOV-01-G{number}", summary=f"Ask {MAIL}." if number == 400 + at else "Ask.") for number in range(400, 430))
    assert [each.path for each in find("GNI603", a_response(gaps=gaps))] == [("gaps", at, "summary")]


def test_one_text_is_one_diagnostic(find: Find, a_response: Make, a_gap: Callable[..., Gap]) -> None:
    answer = f"{MAIL}, {MAIL}, {PHONE} and {IP}"
    found = find("GNI603", a_response(answer=answer, gaps=(a_gap(), a_gap("GOV-01-G418", summary=f"Ask {MAIL}."))))
    assert [each.path for each in found] == [("answer",), ("gaps", 1, "summary")]
    assert "an e-mail address, a phone number and an IP address to: " in found[0].message


def test_only_texts_that_somebody_else_receives_count(find: Find, a_response: Make, a_case: Make, a_policy: Make) -> None:
    hidden = a_case(classification=Classification.RESTRICTED, demanded=f"To name {MAIL}.", shareable_summary="")
    assert find("GNI603", hidden, a_response(notes=f"Call {PHONE}.")) == []
    (found,) = find("GNI603", a_case(classification=Classification.RESTRICTED, shareable_summary=f"To name {MAIL}."))
    assert found.message.endswith(" to: assessor")
    untold = Limit(ground=Ground.LITIGATION, treatment=dict.fromkeys(Audience, Treatment.UNACKNOWLEDGED))
    assert find("GNI603", a_policy(summary=f"Ask {MAIL}.", limits=(untold,))) == []


def test_what_is_said_of_evidence_counts_where_the_evidence_is_shown(
    find: Find, a_response: Callable[..., Response], a_policy: Make
) -> None:
    links = (EvidenceLink(id="POL-417", shows=f"Asks {MAIL}"),)
    response = replace(a_response(), evidence=links)
    assert [each.path for each in find("GNI603", a_policy(), response)] == [("evidence", 0, "shows")]
    assert find("GNI603", a_policy(classification=Classification.RESTRICTED), response) == []


def test_texts_of_the_workspace_count(find: Find) -> None:
    (found,) = find("GNI603", services=(Service(id="qcdn", name="Qhelp at help@example.org"),))
    assert (found.record.kind, found.path) == ("workspace", ("services", 0, "name"))
    assert found.message.endswith(", ".join(each for each in Audience if each is not Audience.INTERNAL))


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        (MAIL, "SOMEONE@Example.org"),
        ("someone @ example . org", MAIL),
        (PHONE, "+905321234567"),
        ("０５３２ １２３ ４５ ６７", "0532 123 45 67"),
        (IP, IP),
        (ACCOUNT, "12345678"),
        (ACCOUNT, "Account 12345678"),
        (f"https://example.org/?to={MAIL.replace('@', '%40')}", MAIL),
    ],
)
def test_what_the_workspace_allows_passes(text: str, allowed: str, find: Find, a_response: Make) -> None:
    response = a_response(answer=f"We publish {text}.")
    assert len(find("GNI603", response)) == 1
    assert find("GNI603", response, rules=allow(allowed)) == []
    assert len(find("GNI603", a_response(answer=f"We publish {text} and other@example.net."), rules=allow(allowed))) == 1


@pytest.mark.parametrize(
    ("text", "allowed"), [("10.1.1.11", "10.11.1.1"), ("another.someone@example.org", MAIL), ("192.0.2.153", "192.0.2.15"), (MAIL, "some")]
)
def test_what_only_resembles_something_allowed_is_found(text: str, allowed: str, find: Find, a_response: Make) -> None:
    assert len(find("GNI603", a_response(answer=f"We saw {text}."), rules=allow(allowed))) == 1


def test_a_protected_term_is_a_leak_and_nothing_else(find: Find, run_all: Callable[..., Result], a_case: Make, a_response: Make) -> None:
    case = a_case(protected_terms=(ProtectedTerm(term="0532 123 45 67"), ProtectedTerm(term=MAIL)), demanded=f"To name {MAIL}.")
    response = a_response(answer=f"We refused {MAIL} and 0532-123-45-67.")
    assert find("GNI603", case, response) == []
    found = [each.code for each in run_all(case, response).diagnostics if each.code in ("GNI511", "GNI603")]
    assert found == ["GNI511", "GNI511"]


@pytest.mark.parametrize("version", ["1.2.3.4", "10.0.1.20"])
def test_the_version_of_a_policy_is_a_version(version: str, find: Find, a_policy: Make) -> None:
    assert find("GNI603", a_policy(version=version)) == []
    assert len(find("GNI603", a_policy(version=MAIL))) == 1


def test_handles_of_the_team_s_own_people_are_no_accounts(find: Find, a_response: Make) -> None:
    assert find("GNI603", a_response(answer="Ask @qofficer or @Qcounsel.")) == []
    assert len(find("GNI603", a_response(answer="Ask @qofficer2, @qofficer.example or qofficer@example.org."))) == 1
    assert len(find("GNI603", a_response(answer="Ask @qother."))) == 1


def test_it_is_a_warning_at_every_stage(run_all: Callable[..., Result], a_response: Make) -> None:
    for stage in Stage:
        found = run_all(a_response(answer=f"We refused {MAIL}."), at=stage).diagnostics
        assert [each.severity for each in found if each.code == "GNI603"] == ["warning"]
