"""The texts in plain values, each with the path of its place."""

from collections.abc import Iterator

_NAMES = ("id", "entity", "service")


def leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Give the texts in a value as files hold it, each with its path: `answer`, `gaps/GOV-01-G417/summary`.

    What stands in a list is named by its id, or by its entity and service; texts in a list have the path of the list and a slash.
    """
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{path}/{key}" if path else str(key))
    elif isinstance(value, list):
        for each in value:
            named = [str(each[key]) for key in _NAMES if each.get(key)] if isinstance(each, dict) else []
            yield from leaves(each, f"{path}/{':'.join(named)}")
    else:
        yield path, "" if value is None else str(value)
