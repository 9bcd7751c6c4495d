"""How commands that show data print it."""

from enum import StrEnum


class DataFormat(StrEnum):
    """For a person, or for a program."""

    TEXT = "text"
    JSON = "json"
