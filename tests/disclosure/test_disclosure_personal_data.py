# ruff: noqa: RUF001 - letters that look like others are what these tests are about

import re
from ipaddress import IPv6Address
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gni_assess.disclosure.account_numbers import is_iban
from gni_assess.disclosure.personal_data import Allowed, PersonalDataKind, find_personal_data, may_hold_personal_data
from gni_assess.disclosure.readers import all_texts
from gni_assess.store.load import load_workspace
from gni_assess.store.packs import load_built_in

EMAIL, PHONE, IP, ACCOUNT, DEVICE = PersonalDataKind
ROOT = Path(__file__).parent.parent.parent
WORKSPACES = [ROOT, *(ROOT / "tests/examples/valid" / each for each in ("unfinished-sample", "observer"))]

EMAILS = """
olga@example.com|OLGA.DOE+x@Mail.Example.com|olga＠example．com|ｏｌｇａ＠ｅｘａｍｐｌｅ．ｃｏｍ|olga (at) example [dot] org
olga[@]example[.]org|olga at example dot com|olga @ example . org|ol\u200bga@exam\u00adple.com|ólgä@exámple.com
Write to olga@example.com.|<olga@example.com>|mailto:olga@example.com?subject=x|user@localhost|ольга@пример.рф|a.b.c@x.io, d@y.io
see https://example.com/?q=olga%40example.com
""".strip()
HANDLES = "@olga_doe said so|see @name.|(@olga.doe)|https://mastodon.example/@olga|.@Olga|＠olga|@олга"
PHONES = """
+47 22 12 34 56|+4722123456|0047 22 12 34 56|(+47) 22123456|+44 (0)20 7946 0018|020 7946 0018|030/1234567|(030) 1234567
0532 123 45 67|05321234567|01 23 45 67 89|01.23.45.67.89|(202) 555-0147|202-555-0147|202.555.0147|1-202-555-0147|(11) 91234-5678
138 1234 5678|13812345678|98765 43210|22 12 34 56|412 34 567|532 123 45 67|8 (495) 123-45-67|٠٥٣٢ ١٢٣ ٤٥ ٦٧|۰۵۳۲۱۲۳۴۵۶۷
०५३२ १२३ ४५ ६७|＋４７ ２２ １２ ３４ ５６|call 22123456|tel. 22 12 34 56|tel:+4722123456|phone number: 555-0147|+351.912.345.678
+1\u2011202\u2011555\u20110147|+47\u00a022\u00a012\u00a034\u00a056|0532\n123 45 67|+4\u200b7 221\u200b23456|06-12345678
WhatsApp +90/532/1234567|his number is 22123456|her number was 98765432|Number is: 5551234
""".strip()
ADDRESSES = """
192.0.2.53|1.1.1.1|10.0.0.0/8|127.0.0.1|192[.]0[.]2[.]53|192。0。2。53|１９２．０．２．５３|١٩٢.٠.٢.٥٣|http://10.0.0.1:8080/x
2001:db8::1|fe80::1%eth0|::ffff:192.0.2.1|[2001:DB8:0:0:0:0:0:1]|from 192.0.2.1-192.0.2.20|The probe (192.0.2.53, our own)
logged in from 203.0.113.9.|fd00::/8|(192.0.2.1)|a version of 192.0.2.7|part of 192.0.2.7
""".strip()
ACCOUNTS = """
account 12345678|Account no. 4711|acct: 40117|user ID 123456|customer number 1234 5678|subscriber AB-12345|IMSI 310150123456789
account #99812|GB29 NWBK 6016 1331 9268 19|DE89370400440532013000|no93 8601 1117 947|TR33-0006-1005-1978-6457-8413-26
4111 1111 1111 1111|id: 1234567|account ١٢٣٤٥٦٧٨|ａｃｃｏｕｎｔ １２３４５６７８|user-id=771234|account "12345678"
MT84MALT011000012345MTLCAST001S
""".strip()
NAMES = """
Telegram: olga_doe|telegram olga_47|on Signal as olga.47|Signal username: olga|WhatsApp handle is olga|WeChat ID olga1984|wechat: olga_doe
Telegram user olga_doe|signal (olga.doe)|https://www.facebook.com/olga.doe|facebook.com/olga|twitter.com/olga|https://x.com/olga_doe
instagram.com/olga/|t.me/olga|https://www.linkedin.com/in/olga-doe-12|m.vk.com/id12345|tiktok.com/@olga|https://wa.me/4722123456|X.com/Olga
""".strip()
DEVICES = "00:1A:2b:3c:4d:5e|00-1a-2b-3c-4d-5e|001a.2b3c.4d5e|AA:BB:CC:DD:EE:FF|aa-bb-cc-dd-ee-ff|Ａ0:bb:cc:dd:ee:f1"
LISTED = [
    *((each, EMAIL) for line in EMAILS.splitlines() for each in line.split("|")),
    *((each, ACCOUNT) for each in HANDLES.split("|")),
    *((each, PHONE) for line in PHONES.replace("0532\n", "0532\x1f").splitlines() for each in line.replace("\x1f", "\n").split("|")),
    *((each, IP) for line in ADDRESSES.splitlines() for each in line.split("|")),
    *((each, ACCOUNT) for line in (*ACCOUNTS.splitlines(), *NAMES.splitlines()) for each in line.split("|")),
    *((each, DEVICE) for each in DEVICES.split("|")),
]

HARMLESS = """
2026-11-21|on 21.11.2026 14:30 we|01.02.2026 14:30:00|11/21/2026|2026-11-21T14:30:00+02:00|20261121T143000Z|2024-07-01/2026-06-30
10.12.2026-11.12.2026|POL-417, GOV-02-G417 and CASE-208|CASE-2080 12|GOV-02-G417|25-sw-00931|24-013377 is another|2025/4471-Ö
2026/1180-D.İş|IM-7781/25-Ö|C-311/18|1:23-cv-04567|ECLI:EU:C:2020:559|Directive (EU) 2022/2065|No. 01234/2026|relay-acct|HR-2026-031
version 1.2.3.4|versions 1.2.3.4 and 1.2.3.5|v1.2.3.4|release 10.0.0.1 of the edge|1.2.3.4 release|upgraded from 1.2.3.4 to 1.2.3.5
sections 4.2.1.1 and 4.2.1.2|section 4.2. 3.1|§ 4.2.1.3|clause 12.3.4.5, 12.3.4.6|10.0.19045.4291|25,000 dollars
1 234 567 890 kroner|NOK 1 234 567 890|€ 12.345.678|12,345,678|12.345.678|$1,234,567,890.12|USD 2025550147|97.5 %|+12 500 000 users
+12 500 000|10000000000 bytes|13812345678 bytes|2 million|1,208 people|65000-70000|pp. 120-135|100-200|150 2024-2026 reports
2024-2026|2024/25|14:07:30|from 14:00 to 16:30|ratio 1:2:3|151 of 184 took it in 2025, 171 of 188 by September 2026
a0b0739a33df88f52ed9235d96bdd98797e53619045317f4badd4a5b0a485048|123e4567-e89b-12d3-a456-426614174000|commit 9f6640e793fb
sha256: 0123456789|us @ Oslo. The next|3 @ 5.00|react@18.2.0|account of 2025|account 2025|on account of 12 500 people|user 2025
member since 2011|accounts 12|id POL-417|POL-594::training has begun|std::string|12 345 of 67 890|between 1,000 and 2,000
0.123456789|3.14159265358|call 1,208 people|call 3 times in 2025|look at the dot on the i|at the meeting
we looked at one dot per user|ISBN 978-92-1-154201-1|doi:10.1000/182|https://example.com/news/20261121143000
https://example.com/0532-123-45-67|in 22 of 34 cases|items 1, 2, 3 and 4|4, 5, 12 and 22|2019 2020 2021|1999, 2005, 2011|0047|000123
2-3 weeks|24/7|case number is 24013377|the number is 12|the number is 1,208 people|npm @scope/pkg|npm install @scope/pkg|yarn add @scope/pkg
Telegram: blocked since 2024|Telegram was blocked|WhatsApp, Signal and Telegram|the Signal protocol|Signal: encrypted|Telegram channels
WhatsApp account was closed|Telegram POL-417|Signal v7.2|Telegram users|signal.org|Signal (signal.org)|WhatsApp: whatsapp.com|https://www.facebook.com/policies|x.com/en/tos
facebook.com|twitter.com/i/flow|netflix.com/title|linkedin.com/company/qompany|https://facebook.com/legal/terms|t.me|12-34-56|a telegram
""".strip()


def found_kinds(text: str) -> list[PersonalDataKind]:
    return sorted({each.kind for each in find_personal_data(text)})


@pytest.mark.parametrize(("text", "kind"), LISTED)
def test_it_is_found_however_it_is_written(text: str, kind: PersonalDataKind) -> None:
    assert found_kinds(text) == [kind]
    assert found_kinds(f"We refused ({text}), as the law asks.") == [kind]
    assert may_hold_personal_data(["before", text])


@pytest.mark.parametrize("text", [each for line in HARMLESS.splitlines() for each in line.split("|")])
def test_ordinary_numbers_and_signs_are_none(text: str) -> None:
    assert found_kinds(text) == []
    assert found_kinds(f"As counsel said: {text}, and no more.") == []


def test_positions_are_those_of_the_original() -> None:
    text = "Ask o\u200blga＠example。com or +4\u0660 22 12 34 56, @name; from １.1.1.1."
    assert [(each.kind, text[each.start : each.end]) for each in find_personal_data(text)] == [
        (EMAIL, "o\u200blga＠example。com"),
        (PHONE, "+4\u0660 22 12 34 56"),
        (ACCOUNT, "@name"),
        (IP, "１.1.1.1"),
    ]


@pytest.mark.parametrize("text", ["see @scope/pkg", "@Oslo", "npm @olga"])
def test_other_handles_are_alarms(text: str) -> None:
    assert found_kinds(text) == [ACCOUNT]


def test_what_is_spelled_out_has_its_place_too() -> None:
    text = "Ask olga (at) example [dot] org, or olga at example dot com."
    assert [text[each.start : each.end] for each in find_personal_data(text)] == ["olga (at) example [dot] org", "olga at example dot com"]


def test_what_is_escaped_is_the_whole_text() -> None:
    text = "https://example.com/?to=olga%40example.com"
    assert [(each.kind, each.start, each.end) for each in find_personal_data(text)] == [(EMAIL, 0, len(text))]


def test_what_is_allowed_is_not_found_and_the_rest_is() -> None:
    text = "olga@example.com, other.olga@example.com, 10.1.1.11 and 10.11.1.1"
    left = find_personal_data(text, Allowed(["OLGA@example.com", "10.1.1.11"]))
    assert [text[each.start : each.end] for each in left] == ["other.olga@example.com", "10.11.1.1"]


@pytest.mark.parametrize("workspace", WORKSPACES, ids=lambda each: each.name)
def test_the_texts_of_the_samples_raise_no_false_alarm(workspace: Path) -> None:
    assessment = load_workspace(workspace).require()
    allowed = Allowed(assessment.workspace.rules.allow_text)
    named = {term.term for case in assessment.cases.values() for term in case.protected_terms}
    texts = [text for each in all_texts(assessment) for _, text in each.parts]
    assert len(texts) > 30
    alarms = [text[each.start : each.end] for text in texts for each in find_personal_data(text, allowed)]
    assert not [each for each in alarms if not any(each in term for term in named)]


def test_the_texts_of_the_pack_raise_no_false_alarm() -> None:
    pack = load_built_in("gni-2024")
    texts = [text for each in pack.criteria for text in (each.question, each.intent, each.example, *each.looks_for, *each.probes)]
    texts += [text for each in pack.criteria for text in (*each.common_gaps, *each.first_steps, *(show.what for show in each.show))]
    assert len(texts) > 1000
    assert [text for text in texts if find_personal_data(text)] == []
    assert [text for text in (*(each.title for each in pack.sources), pack.notice) if find_personal_data(text)] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda each: each.name)
def test_the_guides_hold_nothing_but_the_example_s_addresses(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = {text[each.start : each.end] for each in find_personal_data(text)}
    # In examples of files: the id of a gap, and a published action at a version.
    found = {each for each in found if not re.fullmatch(r"[A-Z]{3}-\d{2}-G\d{3}|[a-z-]+@v\d+", each)}
    assert all("example" in each or each in {"1.1.1.1", "192.0.2.53"} or each.startswith("@") for each in found)


DIGITS = [zero for zero in range(0x110000) if chr(zero).isdecimal() and int(chr(zero)) == 0]
INVISIBLE = st.sampled_from(["", "", "", "", "\u200b", "\u00ad", "\u2060", "\u200f", "\ufe0f"])
HYPHENS = st.sampled_from("-\u2010\u2011\u2013\u2212\uff0d")
MARKS = st.sampled_from(["", "", "", "\u0301", "\u0308"])
PROSE = st.sampled_from(["", "We refused ", "as counsel said: ", "(", "On 2026-11-21 ", "In case 24-013377 ", "14 of 97; ", "«", "asked\n"])
AFTER = st.sampled_from(["", ".", ", and no more", ")", " was named", "\nand so on", "; see POL-417", "»"])


@st.composite
def disguise(draw: st.DrawFn, text: str) -> str:
    """Write letters in other case, width or with accents, digits of one other script, with characters between that nobody sees."""
    zero = draw(st.sampled_from([*DIGITS, *[ord("0")] * 20]))
    wide, pieces = draw(st.booleans()), []
    for char in text:
        if char.isdecimal():
            pieces.append(chr(zero + int(char)))
        elif char.isalpha():
            pieces.append(draw(st.sampled_from([char, char.upper(), chr(ord(char) + 0xFEE0) if wide else char])) + draw(MARKS))
        else:
            signs = draw(HYPHENS) if char == "-" else char
            pieces.append(chr(ord(char) + 0xFEE0) if wide and char in "@.+:" else signs)
        pieces.append(draw(INVISIBLE))
    return "".join(pieces)


words = st.from_regex(r"[a-z]{2,8}", fullmatch=True)
emails = st.builds(
    "{}{}@{}.{}".format, words, st.sampled_from(["", ".x", "_1", "+tag", "-b"]), words, st.sampled_from(["com", "org", "co.uk"])
)
octets = st.integers(0, 255)
ips = st.builds("{}.{}.{}.{}".format, octets, octets, octets, octets)
ips6 = st.integers(2**112, 2**128 - 1).map(IPv6Address)
numbers = st.integers(10_000_000, 999_999_999_999).map(str)
accounts = st.builds("{} {}".format, st.sampled_from(["account", "account no.", "user id", "customer", "subscriber number"]), numbers)


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country, length = draw(st.sampled_from([("no", 11), ("de", 18), ("tr", 22), ("fr", 23), ("be", 12)]))
    rest = draw(st.text(alphabet="0123456789", min_size=length, max_size=length))
    plain = next(f"{country}{check:02}{rest}" for check in range(2, 99) if is_iban(f"{country}{check:02}{rest}"))
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4)) if draw(st.booleans()) else plain


SHAPES = [
    "+47 dd dd dd dd",
    "+90 ddd ddd dd dd",
    "+1-Ndd-Ndd-dddd",
    "0049 Ndd ddddddd",
    "(Ndd) Ndd-dddd",
    "0Ndd ddd dd dd",
    "0N/ddddddd",
    "0NdddNddddd",
    "+44 (0)Nd dddd dddd",
    "0N dd dd dd dd",
    "phone: Nd dd dd dd",
    "call Nddddddd",
    "Ndd ddd dd dd",
    "+Ndddddddddd",
]


@st.composite
def phones(draw: st.DrawFn) -> str:
    shape = draw(st.sampled_from(SHAPES))
    digits = {"d": st.integers(0, 9), "N": st.integers(2, 9)}
    masks = shape.replace("phone", "\x01").replace("call", "\x02")
    plain = "".join(str(draw(digits[each])) if each in digits else each for each in masks)
    gap = draw(st.sampled_from([" ", " ", "\u00a0", "  ", "\n"]))
    return plain.replace("\x01", "phone").replace("\x02", "call").replace(" ", gap)


def check_is_found(text: str, before: str, after: str, kind: PersonalDataKind) -> None:
    whole = before + text + after
    found = [each for each in find_personal_data(whole) if each.start < len(before) + len(text) and each.end > len(before)]
    assert kind in {each.kind for each in found}, whole
    assert may_hold_personal_data([whole])


@given(emails.flatmap(disguise), PROSE, AFTER)
def test_no_disguise_hides_an_address_of_mail(text: str, before: str, after: str) -> None:
    check_is_found(text, before, after, EMAIL)


@given(phones().flatmap(disguise), PROSE, AFTER)
def test_no_disguise_hides_a_phone_number(text: str, before: str, after: str) -> None:
    check_is_found(text, before, after, PHONE)


@given(ips.flatmap(disguise) | ips6.map(str) | ips6.map(lambda each: each.exploded.upper()), PROSE, AFTER)
def test_no_disguise_hides_an_ip_address(text: str, before: str, after: str) -> None:
    check_is_found(text, before, after, IP)


@given(st.one_of(accounts.flatmap(disguise), ibans().flatmap(disguise), words.map("@{}".format).flatmap(disguise)), PROSE, AFTER)
def test_no_disguise_hides_an_account(text: str, before: str, after: str) -> None:
    check_is_found(text, before, after, ACCOUNT)


days = st.dates().filter(lambda each: 1950 < each.year < 2090)
small = st.integers(1, 60)
sections = st.lists(small.map(str), min_size=1, max_size=5).map(".".join)
amounts = st.integers(1, 2_000_000_000).map("{:,}".format)
figures = st.one_of(
    st.builds(lambda day, how: day.strftime(how), days, st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%-d %B %Y", "%Y-%m", "%Y"])),
    st.builds("{:%Y-%m-%d} to {:%Y-%m-%d}".format, days, days),
    st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    st.builds("{}-{}".format, st.sampled_from(["POL", "SYS", "CASE", "REQ", "GOV-02-G", "DEM"]), st.integers(1, 99_999)),
    st.builds("{}-{}-{:05}".format, st.integers(10, 30), st.sampled_from(["sw", "cv", "mc"]), st.integers(1, 99_999)),
    st.builds("{} {}".format, amounts, st.sampled_from(["dollars", "euros", "users", "requests", "%", "NOK", "bytes", "days", "sites"])),
    st.builds("{}{}".format, st.sampled_from(["$", "€ ", "NOK ", "USD "]), amounts),
    amounts,
    st.builds("{:.2f} %".format, st.floats(0, 100)),
    st.builds("{} {}".format, st.sampled_from(["section", "clause", "version", "release", "§", "Article", "chapter"]), sections),
    st.builds("sections {} and {}".format, sections, sections),
    st.builds("pages {}-{}".format, small, small),
    st.builds("{}-{}".format, small, small),
    st.builds("{} of {}".format, st.integers(1, 9999), st.integers(1, 9999)),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.builds("{}/{}".format, st.integers(1990, 2050), st.integers(1, 9999)),
    st.integers(1, 99_999).map(str),
)
fillers = st.sampled_from(["we saw", "under", "and then", "of these,", "as counsel said,", "in the register", "the team asked", "see"])


@given(st.lists(st.tuples(fillers, figures), min_size=1, max_size=8), st.sampled_from([" ", ", ", "; ", ".\n", " ("]))
@example([("see", "1.1.1")], " ")
def test_ordinary_prose_raises_no_false_alarm(parts: list[tuple[str, str]], between: str) -> None:
    text = between.join(f"{filler} {figure}" for filler, figure in parts)
    assert [(each.kind, text[each.start : each.end]) for each in find_personal_data(text)] == []


@given(st.text(max_size=60) | st.text(alphabet="0123456789 .-+/()@:aé\u200b%4[]", max_size=60))
def test_whatever_is_found_stands_in_the_text(text: str) -> None:
    found = find_personal_data(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert list(found) == sorted(found, key=lambda each: (each.start, each.end, each.kind))
    assert may_hold_personal_data([text]) or not found


@pytest.mark.parametrize(
    "part", ["@", "a@a", "1 ", "1.", "0", "+1", "1:", ":", "account ", "gb29", "123 ", "(", "[at]", " dot a", "section 1, ", "1-"]
)
def test_a_hostile_text_takes_no_longer_than_another(part: str) -> None:
    text = part * (60_000 // len(part))
    assert len(find_personal_data(text)) <= len(text)
