"""Tables for the quantity reader: units, magnitudes, currencies, number words, bounds, what is never a number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its canonical name; `value * factor + offset` is the value in its dimension's base."""

    name: str
    dimension: str
    factor: float
    offset: float = 0.0


# canonical | dimension | factor | spellings (exact case; words of three letters or more in any case)
_ROWS = """
min | time | 60 | min mins minute minutes
h | time | 3600 | h hr hrs hour hours
day | time | 86400 | d day days
week | time | 604800 | w wk wks week weeks
month | time | 2629746 | mo mos mth mths month months
quarter | time | 7889238 | quarters
year | time | 31556952 | y yr yrs year years yo
decade | time | 315569520 | decade decades
century | time | 3155695200 | century centuries
kyr | time | 31556952000 | ka kyr kyrs
Myr | time | 31556952000000 | Ma Myr Myrs
Gyr | time | 31556952000000000 | Ga Gyr Gyrs
% | ratio | 0.01 | % ％ percent pct
‰ | ratio | 0.001 | ‰ permille
bp | ratio | 0.0001 | bp bps bips
pp | points | 1 | pp ppt pps
ppm | ratio | 0.000001 | ppm
ppb | ratio | 0.000000001 | ppb
x | factor | 1 | x X × fold
mile | length | 1609.344 | mi mile miles
ft | length | 0.3048 | ft foot feet
in | length | 0.0254 | inch inches
yd | length | 0.9144 | yd yds yard yards
AU | length | 149597870700 | AU
ly | length | 9460730472580800 | ly lightyear lightyears
angstrom | length | 0.0000000001 | Å angstrom angstroms
ha | area | 10000 | ha hectare hectares
acre | area | 4046.8564224 | acre acres
sqft | area | 0.09290304 | sqft sf
sqm | area | 1 | sqm
gal | volume | 3.785411784 | gal gallon gallons
pint | volume | 0.473176473 | pint pints
cup | volume | 0.2365882365 | cup cups
barrel | volume | 158.987294928 | bbl barrel barrels
t | mass | 1000000 | t tonne tonnes ton tons
Mt | mass | 1000000000000 | Mt megatonne megatonnes megaton megatons
Gt | mass | 1000000000000000 | Gt gigatonne gigatonnes gigaton gigatons
lb | mass | 453.59237 | lb lbs pound pounds
oz | mass | 28.349523125 | oz ounce ounces
Da | mass | 1.66053907e-24 | Da dalton daltons
kDa | mass | 1.66053907e-21 | kDa
hp | power | 745.699872 | hp horsepower
dBm | level | 1 | dBm
dB | level | 1 | dB decibel decibels
cal | energy | 4.184 | calorie calories cal
kcal | energy | 4184 | kcal kcals
BTU | energy | 1055.05585 | BTU
degC | temperature | 1 | °C ℃ degC celsius
degF | temperature | 0.5555555555555556 | °F ℉ degF fahrenheit
K | temperature | 1 | K kelvin
deg | angle | 1 | ° degree degrees
bar | pressure | 100000 | bar bars
mbar | pressure | 100 | mbar
atm | pressure | 101325 | atm
psi | pressure | 6894.757 | psi
mmHg | pressure | 133.322 | mmHg
mph | length/time | 0.44704 | mph
kph | length/time | 0.2777777777777778 | kph kmh
knot | length/time | 0.5144444444444445 | kt kts kn knot knots
rpm | frequency | 0.016666666666666666 | rpm
fps | frames/time | 1 | fps
ohm | resistance | 1 | Ω ohm ohms
kohm | resistance | 1000 | kΩ
lm | light | 1 | lm lumen lumens
lux | illumination | 1 | lux lx
nit | luminance | 1 | nits nit
px | pixels | 1 | px pixel pixels
MP | pixels | 1000000 | MP megapixel megapixels
dpi | density | 1 | dpi
mol | amount | 1 | mol mols mole moles
mmol | amount | 0.001 | mmol
umol | amount | 0.000001 | umol
nmol | amount | 0.000000001 | nmol
Gy | dose | 1 | Gy
mGy | dose | 0.001 | mGy
Sv | dose equivalent | 1 | Sv sievert sieverts
mSv | dose equivalent | 0.001 | mSv
uSv | dose equivalent | 0.000001 | uSv
Bq | radioactivity | 1 | Bq becquerel
M | molarity | 1 | M molar
uM | molarity | 0.000001 | uM
mM | molarity | 0.001 | mM
nM | molarity | 0.000000001 | nM
pfu | plaques | 1 | pfu
cfu | colonies | 1 | cfu CFU
IU | activity | 1 | IU
Ah | charge | 3600 | Ah
mAh | charge | 3.6 | mAh
RTT | round trips | 1 | RTT RTTs
cent | money:USD | 0.01 | cent cents ¢
penny | money:GBP | 0.01 | p pence
"""

# symbol | dimension | factor of the bare symbol | prefixes | further spellings, prefixed as words
_FAMILIES = """
s | time | 1 | f p n u m | second seconds sec secs
B | data | 1 | K M G T P E Z | byte bytes
bit | data | 0.125 | K M G T | bit bits
m | length | 1 | p n u m c d k | meter meters metre metres
g | mass | 1 | p n u m k G T P | gram grams gramme grammes
L | volume | 1 | n u m c d | liter liters litre litres
W | power | 1 | u m k M G T | watt watts
Wh | energy | 3600 | k M G T | watthour watthours
J | energy | 1 | m k M G | joule joules
eV | energy | 1.602176634e-19 | m k M G T | electronvolt electronvolts
Hz | frequency | 1 | m k M G T | hertz
V | voltage | 1 | u m k M | volt volts
A | current | 1 | n u m k | amp amps ampere amperes
Pa | pressure | 1 | h k M G | pascal pascals
N | force | 1 | m k M | newton newtons
T | field | 1 | n u m | tesla
F | capacitance | 1 | p n u m | farad farads
"""

_WORD_PREFIX = {
    "f": "femto", "p": "pico", "n": "nano", "u": "micro", "m": "milli", "c": "centi", "d": "deci",
    "h": "hecto", "k": "kilo", "K": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta", "E": "exa",
    "Z": "zetta",
}  # fmt: skip
_FACTOR = {
    "f": 1e-15, "p": 1e-12, "n": 1e-9, "u": 1e-6, "m": 1e-3, "c": 1e-2, "d": 0.1,
    "h": 1e2, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18, "Z": 1e21,
}  # fmt: skip
# Read the careless way round in notes: `16gb` is bytes, `5mw` megawatts, `2ghz` a clock.
_LOOSE = {
    "kB": "KB", "kb": "KB", "mb": "MB", "gb": "GB", "tb": "TB", "pb": "PB", "Kb": "Kbit", "Mb": "Mbit",
    "Gb": "Gbit", "Tb": "Tbit", "ml": "mL", "l": "L", "ul": "uL", "dl": "dL", "hz": "Hz", "khz": "kHz",
    "mhz": "MHz", "ghz": "GHz", "KHz": "kHz", "kw": "kW", "KW": "kW", "mw": "MW", "gw": "GW", "kwh": "kWh",
    "mwh": "MWh", "gwh": "GWh", "twh": "TWh", "KWh": "kWh", "kbit": "Kbit", "KM": "km", "Km": "km",
    "KG": "kg", "Kg": "kg", "micron": "um", "microns": "um", "PPM": "ppm", "kelvins": "K",
    "°c": "degC", "°f": "degF", "C": "degC", "F": "degF",
}  # fmt: skip
_OFFSET = {"degC": 273.15, "degF": 255.3722222222222}

# Two words that are one unit.
PAIRS = {
    "per cent": "%", "percentage point": "pp", "percentage points": "pp", "basis point": "bp",
    "basis points": "bp", "sq ft": "sqft", "square foot": "sqft", "square feet": "sqft", "sq m": "sqm",
    "square meters": "m2", "square metres": "m2", "sq km": "km2", "square km": "km2",
    "square kilometers": "km2", "square kilometres": "km2", "sq mi": "sqmile", "square mile": "sqmile",
    "square miles": "sqmile", "cubic meters": "m3", "cubic metres": "m3", "light year": "ly",
    "light years": "ly", "degrees celsius": "degC", "degrees fahrenheit": "degF", "degrees c": "degC",
    "degrees f": "degF", "deg c": "degC", "deg f": "degF", "kilowatt hours": "kWh",
    "kilowatt hour": "kWh", "watt hours": "Wh", "fl oz": "floz", "us dollars": "USD", "us dollar": "USD",
    "swiss francs": "CHF", "australian dollars": "AUD", "canadian dollars": "CAD",
}  # fmt: skip


def _plain() -> list[tuple[Unit, list[str]]]:
    """Units written out one by one."""
    rows = [[cell.strip() for cell in row.split("|")] for row in _ROWS.strip().splitlines()]
    return [(Unit(n, d, float(f), _OFFSET.get(n, 0.0)), names.split()) for n, d, f, names in rows]


def _prefixed() -> list[tuple[Unit, list[str]]]:
    """Units with their metric prefixes, as symbols and as words."""
    made = []
    for row in _FAMILIES.strip().splitlines():
        symbol, dimension, factor, prefixes, words = (cell.strip() for cell in row.split("|"))
        made.append((Unit(symbol, dimension, float(factor)), [symbol, *words.split()]))
        for p in prefixes.split():
            names = [p + symbol, *(_WORD_PREFIX[p] + word for word in words.split())]
            made.append((Unit(p + symbol, dimension, float(factor) * _FACTOR[p]), names))
    return made


def _computed() -> list[tuple[Unit, list[str]]]:
    """Data rates, computing rates, binary sizes, areas and volumes, built from their parts."""
    made = []
    for p in ("", "K", "M", "G", "T", "P"):
        size = _FACTOR.get(p, 1.0)
        spelt = [f"{p}bps", f"{p.lower()}bps", f"{p}bit/s", f"{p}b/s"] if p else []
        made.append((Unit(f"{p}bps", "data/time", size / 8), spelt))
        if p:
            made.append((Unit(f"{p}B/s", "data/time", size), [f"{p}Bps"]))
            made.append((Unit(f"{p}iB", "data", 1024.0 ** "KMGTP".index(p) * 1024), [f"{p}iB"]))
    for p in ("k", "M", "G", "T", "P", "E", "Z"):
        stem, word = f"{p.upper()}FLOP", f"{_WORD_PREFIX[p]}flop"
        names = [stem, f"{stem}S", f"{stem}s", word, f"{word}s"]
        made.append((Unit(word, "compute", _FACTOR[p]), names))
    for symbol, size in (("mm", 1e-3), ("cm", 1e-2), ("m", 1.0), ("km", 1e3)):
        made.append((Unit(f"{symbol}2", "area", size**2), [f"{symbol}2", f"{symbol}²"]))
        made.append((Unit(f"{symbol}3", "volume", size**3 * 1000), [f"{symbol}3", f"{symbol}³"]))
    made.append((Unit("sqmile", "area", 2589988.11), []))
    made.append((Unit("s2", "time2", 1.0), []))
    made.append((Unit("floz", "volume", 0.0295735296), []))
    return made


# code | signs and prefixes | words
_CURRENCIES = """
USD | $ US$ | dollar dollars buck bucks usd
EUR | € | euro euros eur
GBP | £ | quid sterling gbp
JPY | ¥ JP¥ | yen jpy
CNY | CN¥ RMB | yuan rmb renminbi cny
INR | ₹ Rs | rupee rupees inr
CHF | | chf francs
CAD | C$ CA$ | cad
AUD | A$ AU$ | aud
NZD | NZ$ | nzd
HKD | HK$ | hkd
SGD | S$ SG$ | sgd
BRL | R$ | reais brl
MXN | MX$ | mxn
KRW | ₩ | krw
RUB | ₽ | rouble roubles ruble rubles rub
TRY | ₺ | lira
ILS | ₪ | shekel shekels ils
UAH | ₴ | hryvnia uah
VND | ₫ | dong vnd
THB | ฿ | baht thb
PLN | zł | zloty zlotys pln
SEK | | sek kronor
NOK | | nok
DKK | | dkk
CZK | | czk koruna
ZAR | | zar rand
BTC | ₿ | btc bitcoin bitcoins
ETH | | eth ether
AED | | aed dirham dirhams
"""


def _money() -> tuple[dict[str, str], list[tuple[Unit, list[str]]]]:
    """What may stand before an amount, and what may stand after it."""
    before: dict[str, str] = {}
    after = []
    for row in _CURRENCIES.strip().splitlines():
        code, signs, words = (cell.strip() for cell in row.split("|"))
        before |= dict.fromkeys([code, *signs.split()], code)
        after.append((Unit(code, f"money:{code}", 1.0), [code, *signs.split(), *words.split()]))
    return before, after


CURRENCIES, _AFTER = _money()
"""What stands before an amount: `$`, `US$`, `EUR`."""

_ALL = [*_plain(), *_prefixed(), *_computed(), *_AFTER]
UNITS: dict[str, Unit] = {unit.name: unit for unit, _ in _ALL}
"""Every unit by its canonical name."""

_EXACT = {name: unit.name for unit, names in _ALL for name in names} | _LOOSE
_ANY_CASE = {
    name.lower(): unit for name, unit in _EXACT.items() if len(name) > 2 and name not in _LOOSE and "/" not in name
}
SPELLINGS = [(name, unit.name) for unit, names in _ALL for name in names]
"""Every spelling with the canonical name it stands for, for the test that walks them."""


def canonical(name: str) -> str:
    """The canonical unit for a spelling, or nothing."""
    if not name.isascii():
        name = name.replace("µ", "u").replace("μ", "u").replace("Ω", "Ω")
    return _EXACT.get(name) or _ANY_CASE.get(name.lower(), "")


# A magnitude glued to its number (`5k`), set off by a blank (`5 k`), or after money only (`$5m`).
GLUED = {
    "k": 1e3, "K": 1e3, "M": 1e6, "MM": 1e6, "mn": 1e6, "mln": 1e6, "Mn": 1e6, "bn": 1e9, "Bn": 1e9, "BN": 1e9,
    "B": 1e9, "bln": 1e9, "T": 1e12, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
APART = {
    "k": 1e3, "M": 1e6, "MM": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12, "hundred": 1e2,
    "thousand": 1e3, "million": 1e6, "millions": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0,
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "grand": 1e3, "mil": 1e6,
}  # fmt: skip
OF_MONEY = {"m": 1e6, "mm": 1e6, "b": 1e9, "t": 1e12, "B": 1e9, "T": 1e12, "K": 1e3}
BEFORE_PLURAL = {"m": 1e6, "b": 1e9, "K": 1e3}
"""`40m users`, `7b parameters`, `10 K rows`: a magnitude only where a counted noun follows."""

DIGITS = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0,
    "nine": 9.0,
}  # fmt: skip
TEENS = {
    "zero": 0.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "thirteen": 13.0, "fourteen": 14.0,
    "fifteen": 15.0, "sixteen": 16.0, "seventeen": 17.0, "eighteen": 18.0, "nineteen": 19.0,
}  # fmt: skip
TENS = {
    "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0,
    "eighty": 80.0, "ninety": 90.0,
}  # fmt: skip
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
FRACTIONS = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6, "eighth": 1 / 8, "tenth": 1 / 10,
}  # fmt: skip
VAGUE = {
    "dozens": (24.0, 99.0), "tens": (10.0, 99.0), "hundreds": (100.0, 999.0), "thousands": (1e3, 9999.0),
    "millions": (1e6, 9999999.0), "billions": (1e9, 9999999999.0), "trillions": (1e12, 9999999999999.0),
}  # fmt: skip
GLYPHS = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅕": 0.2, "⅛": 0.125}

# comparator | words that bound or soften the number after them
_BOUNDS = """
~ | about | around | roughly | approximately | approx | approx. | circa | ca. | ca | c. | some | maybe | perhaps
~ | nearly | almost | close to | an estimated | estimated | in the region of | on the order of | of the order of
~ | order of | say | probably | just about | near | virtually | something like | somewhere around | ballpark
> | over | more than | above | greater than | higher than | larger than | longer than | exceeding | exceeds
> | upwards of | north of | well over | just over | better than | in excess of | beyond
< | under | less than | fewer than | below | lower than | smaller than | shorter than | sub- | sub | just under
< | well under | south of
>= | at least | minimum | min | minimum of | a minimum of | no less than | not less than | no fewer than | as few as
>= | as little as | starting at | starts at
<= | up to | at most | no more than | not more than | maximum | max | maximum of | a maximum of | capped at
<= | as many as | as much as | as high as | limited to | no longer than | not over | cap of | max of | as long as
= | top | bottom | exactly | precisely
"""
BOUNDS = {
    words.strip(): mark.strip()
    for mark, *cells in (row.split("|") for row in _BOUNDS.strip().splitlines())
    for words in cells
}
SIGNS = {
    "~": "~", "≈": "~", "∼": "~", "±": "~", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=",
    "<=": "<=", ">=": ">=", "=<": "<=", "=>": "", "->": "", "<~": "~", ">~": "~", "≲": "~", "≳": "~", "~<": "<",
}  # fmt: skip
TAILS = {
    "or more": ">=", "or above": ">=", "or higher": ">=", "or over": ">=", "and up": ">=", "and above": ">=",
    "minimum": ">=", "at least": ">=", "or less": "<=", "or fewer": "<=", "or lower": "<=", "or under": "<=",
    "or below": "<=", "max": "<=", "maximum": "<=", "tops": "<=", "at most": "<=", "or so": "~", "give or take": "~",
}  # fmt: skip
