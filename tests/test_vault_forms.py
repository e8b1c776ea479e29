"""Forms of marked cards as people's vaults have them: each gives its cards, and its twin below gives none."""

from __future__ import annotations

import pytest
from test_dialects import LOADED, read

from flashcards import documents, reading
from flashcards.model import Candidate

Wanted = tuple[tuple[str, str], ...]

FORMS: dict[str, tuple[str, Wanted]] = {
    "a heading that asks ends the answer above": (
        "### Cut two?\n?\n- `cut(2)`\n### Put one?\n?\n- `put(1)`\n<!--SR:!2024-01-30,1,230-->\n",
        (("Cut two?", "- `cut(2)`"), ("Put one?", "- `put(1)`")),
    ),
    "answers without a blank line between": (
        "one?\n?\na\ntwo?\n?\nb\n",
        (("one?", "a"), ("two?", "b")),
    ),
    "question lines right below a card of one line": (
        "What costs?::time\n<!--SR:!2026-02-20,6,250-->\nWhy wait?::for the tide\nA sluice\n?\na gate for water\n",
        (("What costs?", "time"), ("Why wait?", "for the tide"), ("A sluice", "a gate for water")),
    ),
    "a schedule below a blank line": (
        "How to link?::`ln a b`\n\n<!--SR:!2023-08-16,25,290-->\n\nplain text\n",
        (("How to link?", "`ln a b`"),),
    ),
    "lines not yet learned beside a learned one": (
        "Why?::because\n\nWhich?::this\n<!--SR:!2024-10-15,1,230-->\n\nstatus:: open\nstd::vector\n",
        (("Why?", "because"), ("Which?", "this")),
    ),
    "signs in a front": (
        "#flashcards\nTCP/UDP::sure\nO(n)::linear\n<kbd>x</kbd>::a key\n[a](http://b.c/d::e)::where\n10:30::early\n",
        (
            ("TCP/UDP", "sure"),
            ("O(n)", "linear"),
            ("<kbd>x</kbd>", "a key"),
            ("[a](http://b.c/d::e)", "where"),
            ("10:30", "early"),
        ),
    ),
    "a later separator where the first is a name": (
        "#flashcards\nWhat is std::move for::a cast\nWho?::A::B\n",
        (("What is std::move for", "a cast"), ("Who?", "A::B")),
    ),
    "in a callout": (
        "#flashcards\n> [!info] Words\n> quay::a wall\n> - mole:: a big wall\n> ==Groynes== keep sand\n",
        (("quay", "a wall"), ("mole", "a big wall"), ("{{c1::Groynes}} keep sand", "")),
    ),
    "a cloze right below a card": (
        "#flashcards\npier::a deck\n==Bollards== hold ropes\nmole::a wall\n\n> quay::a wall\n> ==Groynes== keep sand\n",
        (
            ("pier", "a deck"),
            ("{{c1::Bollards}} hold ropes", ""),
            ("mole", "a wall"),
            ("quay", "a wall"),
            ("{{c1::Groynes}} keep sand", ""),
        ),
    ),
    "several lines in a callout": (
        "> [!question] Which?\n> ?\n> this\n> and that\n\n> What?\n> ?\n> no\n> <!--SR:!2024-01-30,1,230-->\n",
        (("Which?", "this\nand that"), ("What?", "no")),
    ),
    "the tag as an item": ("- #flashcards\n- one::a\n  - two::b\n", (("one", "a"), ("two", "b"))),
    "blank lines around the mark": (
        "#flashcards/c\n\nwhat is it?\n\n?\n\n```c\nint a;\n\nint b;\n```\n\nout\n",
        (("what is it?", "```c\nint a;\n\nint b;\n```"),),
    ),
    "a cloze with a schedule and no tag": (
        "It moves by ==t==.\n<!--SR:!2021-08-25,29,250-->\n\na ==bright== word\n",
        (("It moves by {{c1::t}}.", ""),),
    ),
    "a cloze with an id": (
        "Water has {two} atoms.\n<!--ID: 1566052191670-->\n\na set {b}\n",
        (("Water has {{c1::two}} atoms.", ""),),
    ),
    "an item of several lines": (
        "1. The {{c1::hull}} is wet\n   and the {{c2::deck}} dry\n",
        (("The {{c1::hull}} is wet\nand the {{c2::deck}} dry", ""),),
    ),
    "numbers in two braces": ("#flashcards\n{{1;;x;;hint}} is {{2;;y}}\n", (("{{c1::x::hint}} is {{c2::y}}", ""),)),
    "a task": ("#flashcards\n- [ ] ask::who\n", (("ask", "who"),)),
    "a footnote behind": ("#flashcards\nQ[^1]::A[^2]\n\n[^1]: a note::x\n", (("Q[^1]", "A[^2]"),)),
    "Q and A with an id": (
        "Q: How to count?\nA: by hand\nZ: Arithmetic\n<!--ID: 1605053494668-->\n",
        (("How to count?", "by hand\nZ: Arithmetic"),),
    ),
    "a heading with an id": ("### MTU\nlargest frame\n<!--ID: 1566052191670-->\n", (("MTU", "largest frame"),)),
    "fields with names of their own": (
        "START\nVokabel\nDeutsch: der Kai\nFremd: quay\nTags: sea\nEND\n",
        (("der Kai", "quay"),),
    ),
    "an extra field": (
        "START\nCloze\nText: The {sky} is {2:blue}\nExtra: at noon\nEND\n",
        (("The {{c1::sky}} is {{c2::blue}}", ""),),
    ),
    "one line in a list": (
        "1. STARTI [Basic] Front: what? Back: that <!--ID: 1758253289554--> ENDI\n",
        (("what?", "that"),),
    ),
    "the tag on a line of its own": (
        "Which law?\n\n#card\n\nF is m a\n^1700035370585\n\n## Capital\n#card-reverse\nthe first\n",
        (("Which law?", "F is m a"), ("Capital", "the first")),
    ),
    "an answer below a blank line, with an id": ("What? #card\n\nThat.\n^1684392558433\n", (("What?", "That."),)),
    "reversed ones close together": ("a? #card-reverse\nb\nc? #card-reverse\nd\n", (("a?", "b"), ("c?", "d"))),
    "a rule in a callout": ("> [!card]\n> Front\n> ---\n> Back\n", (("Front", "Back"),)),
    "blank lines in an answer of hashcards": (
        '---\nname = "Trees"\n---\nQ: which?\nA: these:\n\n- a\n- b\n\nQ: next\nA: c\n',
        (("which?", "these:\n\n- a\n- b"), ("next", "c")),
    ),
    "inka: ids in front of the questions": (
        "---\nDeck: Sea\n\n<!--ID:1602233-->\n1. Fire is {hot}\n\n<!--ID:1602234-->\n2. q\n\n> a\n---\n",
        (("Fire is {{c1::hot}}", ""), ("q", "a")),
    ),
    "yanki: another rule": ("---\nnoteId: 1605000000000\n---\nfront\n\n***\n\nback\n", (("front", "back"),)),
    "Logseq: properties are no answer": (
        "- what? #card\n  card-repeats:: 2\n  hl-page:: 16\n\t- that\n\t  collapsed:: true\n\t\t- more\n",
        (("what?", "- that\n    - more"),),
    ),
    "Logseq: code in a bullet, and what follows": (
        "- code? #card\n\t- ```py\n\t  if x:\n\n\t      y()\n\t  ```\n- next? #card\n\t- yes\n",
        (("code?", "- ```py\n  if x:\n\n      y()\n  ```"), ("next?", "yes")),
    ),
    "Logseq: clozes below a question are shown": (
        "- tools? #card\n\t- {{cloze A}} and {{cloze `b`}}\n\t- c\n",
        (("tools?", "- A and `b`\n- c"),),
    ),
    "Logseq: a heading, a task, a link as a tag": (
        "- ### x #card\n\t- a\n- TODO y? #card\n\t- b\n- z #[[card]]\n\t- c\n- w [[Card]]\n  card-repeats:: 1\n\t- d\n",
        (("x", "a"), ("y?", "b"), ("z", "c"), ("w", "d")),
    ),
    "Logseq: a hint": (
        "- The {{cloze sea\\\\colour}} is grey. #flashcard\n",
        (("The {{c1::sea::colour}} is grey.", ""),),
    ),
}

TWINS: dict[str, str] = {
    "fields and names": "Which?::this\n\nstatus:: open\nTopic:: [[Tides]]\nstd::vector\n",
    "a quote without a tag": "> quay::a wall\n> ==bright==\n> [!info] a::b\n",
    "a callout of links": "> [!card] See also\n> [[a|b]], [[c]]\n",
    "a bright word far from an id": "a ==bright== word\n\nother\n<!--ID: 1566052191670-->\n",
    "a heading without an id": "### MTU\nlargest frame\n\n### Next\ntext\n",
    "a block id of Obsidian": "### MTU\nlargest frame\n^abc123\n\nq::a\n^abc124\n",
    "a table in a tagged page": "#flashcards\n| q::a | b |\n|---|---|\n| c::d | e |\n",
    "fields of dataview": "#flashcards\n[due:: 2024] x\n(a:: b)\ntext with [k:: v] and (long key:: v)\n",
    "marks of comparison": "#flashcards\nif x == y == z\nx ==\n",
    "deletions of nothing": "#flashcards\n{{1;;}} a ==2;;== b ==;;== {{;;}} {{cloze }}\n",
    "templates": "#flashcards\n{{query (and [[x]])}} {{embed ((y))}} {{date:YYYY}} {{title}}\n",
    "a card in a comment": "#flashcards\n<!--card::text <!--SR:2021-08-20,13,290--> -->\n",
    "an element of HTML": "#flashcards\n<details><summary>Q</summary>x::y</details>\n",
    "a link to the page of cards": "- see [[Card]]\n\t- below\n",
    "one line in code": "`STARTI [Basic] a Back: b ENDI`\n",
    "an open block": "START\nBasic\nfront\nBack: back\n",
    "a talk": "B: hello\nQ: why?\nA: so\n",
}


def sides(card: Candidate) -> tuple[str, str]:
    return card.fields.front, card.fields.back


@pytest.mark.parametrize("name", FORMS)
def test_a_form_gives_its_cards(name: str) -> None:
    text, wanted = FORMS[name]
    made = [card for card in read(text) if card.dialect]
    assert tuple(map(sides, made)) == wanted
    windows = [card for card in read("\ufeff" + text.replace("\n", "\r\n")) if card.dialect]
    assert tuple(map(sides, windows)) == wanted


@pytest.mark.parametrize("name", TWINS)
def test_its_twin_gives_none(name: str) -> None:
    assert [sides(card) for card in read(TWINS[name]) if card.dialect] == []


@pytest.mark.parametrize(
    ("text", "deck", "tags"),
    [
        ("TARGET DECK\nSea::Coast \n\nFILE TAGS: #a #b::c\n\nwhat? #flashcard\nthat\n", "Sea::Coast", {"a", "b::c"}),
        ("---\nTARGET DECK: Sea\nFILE TAGS: a\n---\nwhat? #flashcard\nthat\n", "Sea", {"a"}),
        ("<!-- TARGET DECK: Sea -->\nSTART\nBasic\na\nBack: b\nTags: #x y\nEND\n", "Sea", {"x", "y"}),
        ("---\ncards-deck: Sea::Coast\n---\nwhat? #card\nthat\n", "Sea::Coast", set()),
        ("deck:: [[Sea::Coast]]\ntags:: [[a b]], c\n- what? #card\n\t- that\n", "Sea::Coast", {"a_b", "c"}),
        ("TARGET DECK: Sea\n#flashcards/own\nq::a\n", "flashcards::own", set()),
        ("#flashcards/物理\nq::a\n", "flashcards::物理", set()),
    ],
)
def test_decks_and_tags_for_all(text: str, deck: str, tags: set[str]) -> None:
    (card,) = read(text)
    assert card.deck == deck
    assert tags <= set(card.tags)
    assert len(card.tags) == len(set(card.tags))


def test_an_extra_field_is_kept() -> None:
    (card,) = read(FORMS["an extra field"][0])
    assert card.fields.extra == "at noon"


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Q and A with an id", ["1605053494668"]),
        ("a heading with an id", ["1566052191670"]),
        ("one line in a list", ["1758253289554"]),
        ("the tag on a line of its own", ["1700035370585", ""]),
        ("inka: ids in front of the questions", ["1602233", "1602234"]),
        ("a cloze with an id", ["1566052191670"]),
    ],
)
def test_ids_are_kept(name: str, ids: list[str]) -> None:
    assert [card.foreign_id for card in read(FORMS[name][0]) if card.dialect] == ids


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("#flashcards\na::b\n```\nc::d\n", [(3, "code-open")]),
        ("START\nBasic\nfront\nBack: b\n", [(1, "block-open")]),
        ("text\n\nSTART\nStrange\nfront\nEND\n", [(3, "block-unread")]),
        ("```flashcard\nfront: a\n```\n", [(1, "block-unread")]),
        ("START\nBasic\nfront\nBack: b\nEND\n", []),
        ("START\nhere and go\n", []),
        ("```flashcard\nfront: a\nback: b\n```\n", []),
        ("```\nSTART\nStrange\nfront\nEND\n```\n", []),
        ("```py\nx\n", []),
        ("- ```py\n  a::b\n  ```\n\n> ~~~\n> a::b\n> ~~~\n", []),
    ],
)
def test_what_gave_no_card_is_named(text: str, wanted: list[tuple[int, str]]) -> None:
    document, _ = documents.parse(text.encode(), "note.md")
    assert document
    problems = reading.read_document(document, LOADED)[2]
    assert [(problem.line, problem.code) for problem in problems] == wanted
    assert all(problem.hint for problem in problems)


LONG = (":", "=", "{", "#card ", "[", "~", "%", "STARTI [B] ", "<!--SR:", "> ", "a::(", "==a", "{{c1::", "?\n", "---\n")


@pytest.mark.parametrize("piece", LONG)
def test_long_lines_of_marks_end(piece: str) -> None:
    """Work that grew with the square of the length would take minutes."""
    assert isinstance(read("#flashcards\n" + piece * (20_000 // len(piece))), list)
