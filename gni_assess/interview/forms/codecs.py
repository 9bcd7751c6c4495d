"""How texts, words, numbers and lists are typed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from gni_assess.interview.forms.form_field import Codec, Lookup
from gni_assess.interview.terminal import Offer
from gni_assess.model.columns import cut_columns
from gni_assess.model.likeness import find_alike

_SHORT = 40
_MOST_OFFERS = 20
_NUMBER = re.compile(r"[+-]?[0-9]{1,16}(\.[0-9]{1,15})?")
_LARGEST = 10**15
_ITEM = re.compile(r'\s*(?:"((?:[^"]|"")+)"|([^,\n]*))\s*(?:[,\n]|\Z)')


def quote(text: str) -> str:
    """Repeat what was typed, in a sentence: on one line, and cut where it is long."""
    line = " ".join(text.split())
    short = cut_columns(line, _SHORT)
    return f"`{short}`" if short == line else f"`{short}…`"


def one_line(text: str) -> str:
    """Take one line, without blanks around it. Raises ValueError."""
    line = whole_text(text).strip()
    if not line:
        raise ValueError("type something, in one line")
    if "\n" in line:
        raise ValueError("that is more than one line; type it in one line")
    return line


def whole_text(text: str) -> str:
    """Take a text with its line ends as line feeds. Raises ValueError where it holds half of a character."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("that has bytes that are not text; type it again, at a terminal set to UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_text(text: str, _: Lookup) -> str:
    if not text.strip():
        raise ValueError("type a few words")
    return whole_text(text)


TEXT = Codec(read=_read_text, is_text=True)
"""A text of any length, exactly as typed."""

LINE = Codec(read=lambda text, _: one_line(text))
"""One line."""


def _read_yes(text: str, _: Lookup) -> bool:
    word = text.strip().casefold()
    if word not in {"y", "yes", "n", "no"}:
        raise ValueError("type `yes` or `no`")
    return word.startswith("y")


def show_yes(value: object) -> str:
    """Show a truth as the word that is typed for it."""
    return "yes" if value else "no"


YES_NO = Codec(read=_read_yes, show=show_yes, offers=lambda text, _: begin(text, {"yes": "", "no": ""}))
"""Yes or no."""


def _read_number(text: str, _: Lookup) -> int | float:
    typed = text.strip()
    if not _NUMBER.fullmatch(typed):
        raise ValueError("type the number alone, without commas or unit, such as `1402` or `6.8`")
    number = float(typed) if "." in typed else int(typed)
    if abs(number) > _LARGEST:
        raise ValueError("that number is too large; type it in thousands or millions, and say so in the unit")
    return number


def _show_number(value: object) -> str:
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)


NUMBER = Codec(read=_read_number, show=_show_number)
"""A number, with or without decimals."""


def word_of(meanings: Mapping[str, str]) -> Codec:
    """Make a codec for one of a few words: the word, a beginning that only it has, or its number in the list."""
    return Codec(read=lambda text, _: _pick(text, meanings), choices=meanings, offers=lambda text, _: begin(text, meanings))


def words_of(meanings: Mapping[str, str]) -> Codec:
    """Make a codec for one or more of a few words, with commas or blanks between."""

    def read(text: str, _: Lookup) -> list[str]:
        typed = text.strip().casefold()
        if typed == "all" or (typed == "both" and len(meanings) == len(("one", "other"))):
            return list(meanings)
        return unique(word for part in re.split(r"[,;\n]", text) if part.strip() for word in _pick_some(part, meanings)) or _refuse_none()

    return Codec(
        read=read,
        show=lambda value: ", ".join(_items(value)),
        choices=meanings,
        several=True,
        offers=lambda text, _: begin(last_part(text), meanings),
    )


def _pick_some(part: str, meanings: Mapping[str, str]) -> list[str]:
    try:
        return [_pick(part, meanings)]
    except ValueError:
        words = part.split()
        if len(words) < 2:  # noqa: PLR2004 - a single word cannot be taken apart
            raise
        return [_pick(each, meanings) for each in words]


def _pick(text: str, meanings: Mapping[str, str]) -> str:
    words = list(meanings)
    wanted = "-".join(one_line(text).casefold().replace("_", " ").replace("-", " ").split())
    if re.fullmatch(r"[0-9]{1,3}", wanted) and 0 < int(wanted) <= len(words):
        return words[int(wanted) - 1]
    found = [each for each in words if each == wanted] or [each for each in words if wanted and each.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueError(f"{quote(text)} can be {' or '.join(f'`{each}`' for each in found)}; type more of it")
    alike = find_alike(wanted[:_SHORT], words)
    asked = f"; did you mean `{alike[0]}`?" if alike else ""
    raise ValueError(f"{quote(text)} is not in the list; type one of its words, or the number from 1 to {len(words)}{asked}")


def _refuse_none() -> list[str]:
    raise ValueError("type at least one, with commas between several")


def _read_list(text: str, _: Lookup) -> list[str]:
    return split_list(whole_text(text)) or _refuse_none()


def split_list(text: str) -> list[str]:
    """Split at commas and line ends; what stands between quotation marks is one item. Each item comes once."""
    found = ((match[1] or "").replace('""', '"').strip() or (match[2] or "").strip() for match in _ITEM.finditer(text))
    return unique(each for each in found if each)


def join_list(items: Iterable[str]) -> str:
    """Write items as they are typed."""
    return ", ".join(f'"{each.replace(chr(34), 2 * chr(34))}"' if re.search(r'[,\n]|\A"', each) else each for each in items)


LIST = Codec(read=_read_list, show=lambda value: join_list(_items(value)))
"""A few texts, with commas between."""

TERMS = Codec(
    read=lambda text, lookup: [{"term": each} for each in _read_list(text, lookup)],
    show=lambda value: join_list(keyed(value, "term")),
    join=lambda old, new: keep_rest(old, new, "term"),
)
"""Protected terms, with commas between; what is known of each otherwise stays."""


def keyed(value: object, key: str) -> list[str]:
    """Give one field of each mapping in a list."""
    return [str(each[key]) for each in value if isinstance(each, Mapping) and key in each] if isinstance(value, list) else []


def keep_rest(old: object, new: object, key: str) -> object:
    """Put what an old list says of an item into the same item of a new list."""
    there = {each[key]: each for each in old if isinstance(each, Mapping) and key in each} if isinstance(old, list) else {}
    return [{**there.get(each[key], {}), **each} for each in new] if isinstance(new, list) else new


def _items(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def unique(items: Iterable[str]) -> list[str]:
    """Give each item once, in order."""
    return list(dict.fromkeys(items))


def last_part(text: str) -> str:
    """Give the part of a list that is being typed."""
    return re.split(r"[,;\s]", text)[-1]


def begin(typed: str, words: Mapping[str, str]) -> Sequence[Offer]:
    """Offer the words that begin with what is typed, then those whose meaning has a word that does."""
    wanted = typed.strip().casefold()
    first = [each for each in words if each.casefold().startswith(wanted)]
    later = [each for each, note in words.items() if each not in first and f" {wanted}" in f" {note}".casefold()]
    return tuple(Offer(text=each, replaces=len(typed), note=words[each]) for each in (*first, *later)[:_MOST_OFFERS])
