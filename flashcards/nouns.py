"""The noun phrase after a number, and the words before it that make it a name (`phase 2`, `RFC 2119`)."""

from __future__ import annotations

import re
from functools import lru_cache

_PHRASE = re.compile(r"(?:[ \u00a0]{1,4}[\"“']?)([^\W\d_][^\W_]*(?:['’&.-][^\W_]+){0,3})")
"""The next word: letters first, hyphens and apostrophes inside."""

_PLACE = re.compile(r"[ \u00a0]{1,4}(ª{1,40}(?:[/&-]ª{1,40})?)(?!\w)")
"""A hidden name (`H100`) between a number and its noun."""

_OF = re.compile(r"[ ]of[ ](?:the[ ])?")
_RATE = re.compile(r"(?:/|[ ](?:per|a|an|each|every)[ ])(?=[a-z])")

# Words that end a noun phrase: function words, verbs that often follow a bare number, adverbs.
STOPS = frozenset(
    """
    a an the and or nor but so if as at by for from in into of off on onto out over per than then that this these
    those to toward towards under until up upon via vs versus with within without w between among after before
    since during while when where which who whom whose why how what because due is are was were be been being am
    has have had do does did can could will would shall should may might must get gets got goes went go come comes
    i we you he she it they me us him her them my our your his its their not no yes also too just now today ago
    later yesterday tomorrow each every all both either neither only even still already once twice again always
    never often usually across about around along against near like plus minus times percent versus whereas
    although though however respectively thus therefore hence was says said seems makes made means shows leads
    starts ends works runs uses takes gives needs wants looks feels helps keeps lets becomes remains contains
    requires includes provides occurs exists follows represents corresponds indicates suggests depends ships
    sees loses gains costs equals carries holds
    serves handles allows brings sells buys pays sends reaches grows stays sits sees x ×
    """.split()
)
_SINGULAR_S = frozenset(
    """
    analysis basis crisis thesis hypothesis diagnosis synthesis emphasis bus status virus campus census bonus focus
    consensus corpus genus radius nucleus apparatus class process address access business success progress stress
    less loss mass glass gas lens bias atlas canvas pancreas news mathematics physics economics politics ethics
    logistics analytics genomics robotics chaos kubernetes aws ios dns https tls gps os cms sas us this is was has
    as its his does yes plus versus perhaps always sometimes besides afterwards towards regards thanks series's
    whereas across thus ours theirs hers lots
    """.split()
)
_IRREGULAR = frozenset(
    """
    ppl pax crew
    people men women children teeth feet mice geese oxen dice lives staff personnel police cattle data media criteria
    phenomena bacteria fungi alumni nuclei radii stimuli loci foci genera spectra matrices vertices indices appendices
    hypotheses analyses theses crises axes species series aircraft spacecraft sheep fish deer offspring households
    gpus cpus tpus npus skus menus bonuses viruses buses statuses campuses gurus emus dsos staffers workforce kids
    percentiles folks vcpus vms dbs apis ais pms sres
    """.split()
)
# Right before a bare number these make it a name or a place in an order.
REFERENCES = frozenset(
    """
    chromosome chapter section sect figure fig table tab page p pp step phase layer level tier gen generation room floor
    version rfc iso ieee din en ansi issue ticket pr mr bug port code error status day week night round season
    episode part vol volume no nr num number item question q option type class grade stage model route gate
    platform line appendix eq eqn equation ref reference case study session module lesson lecture sprint
    milestone draft priority prio sev severity raid http https ipv fortune v ver chap art article clause
    paragraph para rule amendment title schedule exhibit annex sheet slide row column col cell id pin zip
    postcode extension ext suite apt apartment unit building block bay channel radio interstate highway terminal
    flight bus train studio area district zone sector grid cohort arm panel trial exam quiz homework assignment
    problem exercise theorem lemma proposition corollary definition example scenario attempt rev revision series
    opus symphony psalm verse mk batch group
    """.split()
)
PERIODS = frozenset("year yr month mth quarter".split())
"""The same before a small number that counts nothing: `after year 30`."""
VERSIONED = frozenset(
    """
    windows python java javascript node mysql postgres postgresql tls ssl bluetooth usb pcie cuda kubernetes
    django rails react angular ubuntu debian macos ios android php ruby golang redis kafka spark hadoop mongodb
    oracle excel word office photoshop wifi wi-fi hdmi ddr sata html css es apollo falcon
    """.split()
)
"""Right before a number under a hundred these make it a version."""

ABBREVIATED = frozenset(
    "fig figs p pp no nr vol eq eqs sec sect ch chap tab art ver ext approx ca jan feb mar apr jun jul aug sep sept oct"
    " nov dec".split()
)
"""A full stop after these ends no sentence."""

PLACES = frozenset(
    "room gate platform apt apartment suite unit block building seat desk flight terminal bay hall exit".split()
)
"""Before `4B` these make the letter a part of the name and no magnitude."""

_MONTHS = "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august"
MONTHS = frozenset(f"{_MONTHS} september october november december".split())
WEEKDAYS = frozenset(
    "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday".split()
)
CLOCK_WORDS = frozenset("at by since until till from before after on due @ around about between".split())
"""Before a small bare number or `7-25` these mean a time or a date."""

COLLECTIVES = frozenset(
    "team unit cohort intake squadron brigade group panel staff crew board squad pod family class set cluster fleet"
    " pool total sum average mean median"
    " minimum maximum population committee department factor ratio multiple score rating pair bunch"
    " number index value charge grade".split()
)
CHANGES = frozenset(
    """
    went go goes going gone grew grow grows growing grown rose rise rises rising fell fall falls falling dropped drop
    drops dropping cut cuts cutting moved move moves increased increase increases increasing decreased decrease
    decreases decreasing reduced reduce reduces reducing improved improve improves improving took take takes taking
    scaled scale scales scaling jumped jump jumps shrank shrink shrinks brought bring raised raise lowered lower
    expanded expand slashed doubled tripled down up climbed slid sped
    """.split()
)
"""Before `from 3 to 14` these make two quantities of it, before and after, and not a range."""


@lru_cache(maxsize=4096)
def is_plural(word: str) -> bool:
    """True for the plural of a noun, as far as its shape tells."""
    low = word.lower()
    if low in _IRREGULAR:
        return True
    if not low.endswith("s") or len(low) < 3 or low in _SINGULAR_S or low in STOPS:
        return False
    if word[:-1].isupper() and len(word) > 2 and word[-1] == "s":
        return True
    return not low.endswith(("ss", "us", "is", "'s", "’s", "ous"))


@lru_cache(maxsize=1024)
def words_after(text: str, pos: int, most: int = 4) -> tuple[tuple[str, int], ...]:
    """The words of the noun phrase at `pos` with their ends; it stops at a function word or a mark."""
    hidden = _PLACE.match(text, pos)
    if hidden:
        pos = hidden.end()
    found: list[tuple[str, int]] = []
    while len(found) < most:
        match = _PHRASE.match(text, pos)
        if not match or match[1].lower() in STOPS:
            break
        pos = match.end()
        found.append((match[1], pos))
    return tuple(found)


def counted(text: str, pos: int) -> int:
    """Where the plural noun phrase at `pos` ends; -1 when nothing is counted there."""
    end = -1
    for word, stop in words_after(text, pos):
        if is_plural(word):
            end = stop
        elif end >= 0:
            break
    return end


def is_counted(text: str, pos: int) -> bool:
    """True when a number that ends at `pos` counts something: a plural, or a noun with a rate."""
    if counted(text, pos) >= 0:
        return True
    words = words_after(text, pos, 2)
    return any(_RATE.match(text, end) and len(word) > 1 for word, end in words)


def thing_at(text: str, pos: int) -> tuple[int, int]:
    """The span of the counted or measured thing after a quantity; empty when there is none."""
    of = _OF.match(text, pos)
    start = of.end() - 1 if of else pos
    words = words_after(text, start)
    end = counted(text, start)
    if not words or (end < 0 and (words[0][0].endswith("ed") or len(words[0][0]) == 1)):
        return pos, pos
    first = words[0][1] - len(words[0][0])
    return first, end if end >= 0 else words[-1][1]
