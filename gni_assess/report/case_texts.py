"""The parts of a case that have parts of their own, as text for one cell."""

from gni_assess.model.cases import Case, Step
from gni_assess.report.words import labeled, lines, listed, plain


def selection(case: Case) -> str:
    """Say whether the case is in the set, and who put it forward and decided."""
    chosen = case.selection
    return lines(
        plain(chosen.decision),
        labeled("Nominated by", plain(chosen.nominated_by)),
        labeled("Decided by", plain(chosen.decided_by)),
        chosen.reason,
    )


def authority(case: Case) -> str:
    """Say who made the demand, and how it came in."""
    who = case.authority
    return lines(who.name if who else "", plain(who.kind) if who else "", labeled("Channel", plain(case.channel)))


def decided_by(case: Case) -> str:
    """Say who decided, and how senior."""
    return lines(case.decided_by.role, plain(case.decided_by.level)) if case.decided_by else ""


def steps(case: Case) -> str:
    """Give the steps, one a line."""
    return lines(*map(_step, case.steps))


def _step(step: Step) -> str:
    head = " ".join(part for part in (str(step.on or ""), plain(step.step)) if part)
    by = f", {step.by}" if step.by else ""
    return f"{head}{by}" + (f": {step.note}" if step.note else "")


def analysis(case: Case) -> str:
    """Give the weighing of the demand against international standards."""
    if case.analysis is None:
        return ""
    return lines(
        labeled("Legality", case.analysis.legality),
        labeled("Necessity", case.analysis.necessity),
        labeled("Proportionality", case.analysis.proportionality),
    )


def options(case: Case) -> str:
    """Give the options that were considered, one a line, with why each was not taken."""
    return lines(*(f"{each.option}" + (f" (not taken: {each.why_not})" if each.why_not else "") for each in case.options))


def pressure(case: Case) -> str:
    """Say what consequences were threatened, and what it meant for staff."""
    return lines(labeled("Pressure", case.pressure), labeled("Safety of staff", case.staff_safety))


def circumstances(case: Case) -> str:
    """Give what else matters: advice, reach, data, secrecy."""
    secrecy = case.secrecy
    order = ""
    if secrecy is not None and secrecy.order:
        order = "an order forbids telling" + (f" until {secrecy.expires.isoformat()}" if secrecy.expires else "")
    return lines(
        labeled("Outside advice", case.outside_advice),
        labeled("Territorial effect", case.territorial_effect),
        labeled("Data", listed(case.data_categories)),
        labeled("Secrecy", order),
        "A series of demands of the same kind" if case.series else "",
    )


def affected(case: Case) -> str:
    """Say who was affected."""
    return lines(case.affected.people, listed(case.affected.groups)) if case.affected else ""


def told(case: Case) -> str:
    """Say whether users were told, and what was made public."""
    users = case.users_told
    answer = "" if users is None else ("yes" if users.told else "no") + (f", {users.reason}" if users.reason else "")
    return lines(labeled("Users", answer), labeled("Public", case.public_disclosure))
