"""Protected terms that ordinary texts are full of: common words, words of this tool, years and short numbers."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from types import ModuleType

from gni_assess.disclosure.folding import fold
from gni_assess.disclosure.terms import WEAK_LENGTH
from gni_assess.model import case_vocabulary, evidence, follow_up, vocabulary
from gni_assess.model.case_vocabulary import TermMatch
from gni_assess.model.cases import ProtectedTerm

_VOCABULARIES: tuple[ModuleType, ...] = (vocabulary, case_vocabulary, evidence, follow_up)

# A closed list: words that reports of this kind hold on every page, and words that are first names as well.
_WORDS = """
about above access according account accounts act acted action actions actual address after again against agency agree agreed all
allow allowed along already also although always among and annual another answer answers any anybody anyone app appeal approve approved
april are area areas around art article ask asked asks assess august author authorities authority away back ban bans based because been
before began begin being below best between bill block blocked blocking board body both branch brief bring brought business but call
called calls came can cannot care carried case cases cause central chair change changed changes chapter charge chase chief choice city
civil clear clerk close closed come comes comments commission committee common communications companies company complaint complete
complied concern concerned confirmed consent content contract control copy corporate cost could council counsel countries country county
court courts covered crime criminal criterion critical customer customers cut daily data date dates day days deal dean decide decided
decision defence defense delay delete deleted demand demanded demands department deputy detail did different director disclose disclosed
dispute district division document documents does domain done down draft due during duty each earlier early east edge either else email
emergency employee employees end ended engineer engineering entity error escalated even event events ever every everybody evidence
example except executive expression face fact faith false far fast federal few figure figures file filed files filter final finance find
finding fine first five follow followed for force form foreign former forward found four frank free freedom from full further gap gaps
gave general get give given global goes good government governor grace grant granted ground group guidance had half hand hard harm has
have head health hear heard held help her here high him his home hope host hosted hour hours house how however human images impact
important in include included information inside instead intelligence interior internal internet interview issue issued its job join
joined judge judicial july june junior just justice keep kept key kind knew know known lack language large last late later law laws lawyer
lawyers lead leader leaders learn least leave left legal less let letter level license life like limit limits line list little live local
log long look lost low made mail main major make manager many march mark market markets may mayor mean means measure media meet meeting
member members message messages met method might military million minister ministry minor minutes miss money month months more morning
most move much must name named names national need needs network never new news next nobody none nor north not note notes nothing notice
notified now number numbers offer office officer official officials often old once one only open operator opinion opposition option order
ordered orders organization other others our out outside over own owner page pages paper parliament part partly party past patience pay
penal people period person personal phone place plan planned platform point police policies policy political post posts power president
press pressure prevent previous prime privacy private problem procedure process product project prosecutor protect protected province
provider public publish published purpose put question questions quick radio raised range rather ray reach read reader readers reason
reasons receive received recommendation record records reduce refuse refused region regional register regulator relay release remedy
remove removed reply report reported reporter reports request requested requests require required response restrict result return
review reviewed reviews right rights risk risks role room rose rule rules run safe safety said same saw say says scope secret secretary
section sector security see seen send senior sent separate service services session set several share shared she short should show shown
side signed since site sites situation six small social some somebody someone something soon source south speak speech staff stage stand
standard start state statement states status statute step steps still stood stop street strong subject such summary support sure suspend
system systems table take taken talk tax team teams telecom telephone tell ten term terms test text than that the their them then there
these they thing things third this those though three through time times title today together told too took town train training
transparency tribunal true trust turn twice two under union unit until upon use used user users value version very video vice view visit
voice wait want war ward warned was watch way week weeks well went were west what when where whether which while who whole whom why will
with within without witness word words work worked works world would write writer written wrong year years yes yet you young your
"""
_OF_THE_TOOL = "gni assessor assessment audience classification diagnostic pack response severity treatment withheld workspace criteria"

_SHORTEST_NUMBER = 4
_YEARS = range(1900, 2100)


def is_common(term: str) -> bool:
    """Whether a term is an ordinary word, a word or id of this tool, a year, or a number of fewer than four digits."""
    folded = fold(term).folded
    if folded.isdecimal():
        return len(folded) < _SHORTEST_NUMBER or (len(folded) == _SHORTEST_NUMBER and int(folded) in _YEARS)
    return folded in _common()


def stands_in_common_words(term: ProtectedTerm) -> bool:
    """Whether a term that is looked for anywhere stands inside an ordinary word."""
    folded = fold(term.term).folded
    return term.match is TermMatch.ANYWHERE and len(folded) >= WEAK_LENGTH and any(folded in each for each in _common())


@cache
def _common() -> frozenset[str]:
    return frozenset(fold(each).folded for each in (*_WORDS.split(), *_OF_THE_TOOL.split(), *_vocabulary()))


def _vocabulary() -> Iterator[str]:
    """Give the words of all closed lists, whole and in parts: `in-place`, `partly-in-place`, `place`."""
    for module in _VOCABULARIES:
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, StrEnum):
                for member in each:
                    yield member.value
                    yield from (part for part in member.value.split("-") if len(part) >= WEAK_LENGTH)
