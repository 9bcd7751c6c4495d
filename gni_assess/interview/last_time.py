"""What the company answered to a criterion in its last assessment."""

from collections.abc import Iterator

from gni_assess.interview.layout import Para, bullet, hint, plain, quoted
from gni_assess.model.gaps import Gap
from gni_assess.model.previous import Previous
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding


def show_last_time(previous: Previous, criterion_id: str) -> tuple[Para, ...]:
    """Show finding, answer and open gaps of last time; nothing where the criterion was not answered then."""
    response = previous.responses.get(criterion_id)
    if response is None:
        return ()
    return tuple(_tell(response, f"Last time ({previous.name})" if previous.name else "Last time"))


def _tell(response: Response, when: str) -> Iterator[Para]:
    text = (response.reason if response.finding is Finding.NOT_APPLICABLE else response.answer).strip()
    gaps = [each for each in response.gaps if each.is_open]
    if response.finding is None and not text and not gaps:
        return
    yield plain(f"{when}: {response.finding.replace('-', ' ')}." if response.finding else f"{when}, without a finding:")
    if text:
        yield quoted(text)
    if gaps:
        yield hint("One gap was open then:" if len(gaps) == 1 else f"{len(gaps)} gaps were open then:")
        yield from (bullet(_describe(each)) for each in gaps)


def _describe(gap: Gap) -> str:
    summary, action = _sentence(gap.summary), _sentence(gap.action)
    planned = f" To be done: {action}" if action else ""
    due = f" Due {gap.due}." if gap.due else ""
    return f"{gap.id}, {gap.severity}: {summary}{planned}{due}"


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return f"{line}." if line[-1:].isalnum() else line
