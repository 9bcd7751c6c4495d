"""Names under which people are found in a plain text: profiles in social networks, and names in messengers."""

import re
from collections.abc import Iterator

_NETWORKS = (
    "facebook.com",
    "fb.com",
    "twitter.com",
    "x.com",
    "instagram.com",
    "threads.net",
    "t.me",
    "telegram.me",
    "wa.me",
    "vk.com",
    "ok.ru",
    "weibo.com",
    "tiktok.com",
    "snapchat.com/add",
    "linkedin.com/in",
    "youtube.com/user",
    "youtube.com/channel",
    "youtube.com/c",
    "bsky.app/profile",
    "reddit.com/user",
    "reddit.com/u",
)
_MESSENGERS = ("telegram", "signal", "whatsapp", "wechat")
_HINTS = (*_NETWORKS, *_MESSENGERS)

# What such addresses lead to where it is nobody's profile.
_PAGES = (
    "about|ads|business|careers|company|direct|events|explore|groups|hashtag|help|home|i|intent|legal|login|marketplace|messages|news|pages|"
    "policies|policy|privacy|search|settings|share|sharer|support|terms|tos|transparency|watch|[a-z]{2}(?:[-_][a-z]{2})?(?=/)"
)
_PROFILE = re.compile(
    rf"(?<![\w.-])(?:(?:www|m|mobile|[a-z]{{2}}|[a-z]{{2}}-[a-z]{{2}})\.)?(?:{'|'.join(map(re.escape, _NETWORKS))})"
    rf"/(?:@|u/)?(?!(?:{_PAGES})(?![\w.-]))[\w%+-](?:[\w.%+-]{{0,62}}[\w%+-])?"
)

# After a word that says that a name follows, any will do; without one it must look like no word: `olga_47`, `olga.doe`, `olga47`.
_NAME = r"[a-z][\w.]{1,30}\w"
_ODD = r"(?=[a-z.]*[a-z](?:_|\.\w|\d))(?!v?\d)(?![\w.]*\.(?:com|org|net|io|me|app|dev)(?!\w))"
_AFTER_MESSENGER = re.compile(
    rf"(?<![\w.@/])(?:{'|'.join(_MESSENGERS)})(?:[ ,(]{{1,2}}(?:as|at|under|on|via|is|user|account|contact|id|name|called)){{0,3}}"
    rf"(?:[ ]?(?:handles?|user ?names?|nick(?:name)?s?)(?: is| was|:| :|=)[ \"'`]{{0,2}}(?P<told>{_NAME})"
    rf"|[ :=(\"'`]{{1,3}}{_ODD}(?P<odd>{_NAME}))(?![\w-]|\.\w)"
)


def may_hold_names(plain: str) -> bool:
    """Whether a plain text names a network or messenger at all: a quick test."""
    return any(each in plain for each in _HINTS)


def find_profiles(plain: str) -> Iterator[tuple[int, int]]:
    """Give where addresses of profiles in social networks stand, with or without `https://` before them."""
    return (found.span() for found in _PROFILE.finditer(plain))


def find_messenger_names(plain: str) -> Iterator[tuple[int, int]]:
    """Give where names stand after that of a messenger."""
    for found in _AFTER_MESSENGER.finditer(plain):
        yield found.span("told" if found["told"] else "odd")
