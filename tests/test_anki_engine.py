"""What Anki's own engine does with our packages: every fact the design leans on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from anki_engine import Engine, Log
from factories import make_note, make_notes

from flashcards import apkg, notetypes
from flashcards.html import clean
from flashcards.model import Note
from flashcards.notetypes import Edition

RETIRED = "tag:flashcards::retired"


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Engine]:
    with Engine(tmp_path / "anki") as engine:
        yield engine


def changed(note: Note, seconds: int = 60, **texts: str) -> Note:
    """The note with other texts, and the later `modified` that goes with them."""
    return replace(note, fields=replace(note.fields, **texts), modified=note.modified + seconds)


def filled(monkeypatch: pytest.MonkeyPatch, **fields: str) -> None:
    """From now on, packages fill these fields of every note."""
    plain = apkg._contents
    monkeypatch.setattr(apkg, "_contents", lambda note: plain(note) | fields)


def body(html: str) -> str:
    """A rendered side without its style."""
    return re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)


# Import and rebuild


def test_import_then_import_again(anki: Engine, tmp_path: Path) -> None:
    (path,) = apkg.write(make_notes(10), tmp_path)
    assert anki.load(path) == Log(new=10)
    assert anki.load(path) == Log(duplicate=10)
    assert anki.load(apkg.render(make_notes(12))) == Log(new=2, duplicate=10)
    assert anki.problems() == []


def test_one_edit_updates_one_note_and_keeps_its_history(anki: Engine) -> None:
    notes = make_notes(5, reverse="what?", reverse_back="that")
    anki.load(apkg.render(notes))
    for note in notes[:3]:
        anki.answer(note.guid, 4)
    before = anki.history()
    assert len(before[1]) == 3
    later = (changed(notes[0], back="7 GB"), *notes[1:])
    assert anki.load(apkg.render(later)) == Log(updated=1, duplicate=4)
    assert anki.note(notes[0].guid)["Back"] == "7 GB"
    assert anki.history() == before
    assert anki.problems() == []


def test_a_change_without_a_later_time_does_not_arrive(anki: Engine) -> None:
    note = make_note()
    anki.load(apkg.render([note]))
    assert anki.load(apkg.render([changed(note, 0, back="new")])) == Log(duplicate=1)
    assert anki.note(note.guid)["Back"] == note.fields.back
    assert anki.load(apkg.render([changed(note, 1, back="new")])) == Log(updated=1)


def test_an_edit_made_in_anki_survives_an_unrelated_rebuild(anki: Engine) -> None:
    notes = make_notes(3)
    anki.load(apkg.render(notes))
    anki.edit(notes[0].guid, tags=["mine"], Extra="my own words")
    later = (notes[0], changed(notes[1], back="new"), notes[2], make_note(4))
    assert anki.load(apkg.render(later)) == Log(new=1, updated=1, duplicate=2)
    assert anki.note(notes[0].guid)["Extra"] == "my own words"
    assert "mine" in anki.note(notes[0].guid).tags


def test_a_reviewed_suspended_and_moved_card_still_takes_updates(anki: Engine) -> None:
    note = make_note()
    anki.load(apkg.render([note]))
    anki.answer(note.guid)
    card = anki.cards(note.guid)[0].id
    anki.col.set_deck([card], anki.col.decks.id("Elsewhere"))
    anki.col.sched.suspend_cards([card])
    before = anki.history()
    assert anki.load(apkg.render([changed(note, back="new")])) == Log(updated=1)
    assert anki.history() == before
    assert anki.deck_of(note.guid) == "Elsewhere"


# Leaving and coming back


def test_retire_and_revive(anki: Engine) -> None:
    notes = make_notes(3)
    anki.load(apkg.render(notes))
    anki.answer(notes[0].guid)
    before = anki.history()
    gone = replace(notes[0], status="retired", modified=notes[0].modified + 60)
    assert anki.load(apkg.render([gone, *notes[1:]])) == Log(updated=1, duplicate=2)
    assert anki.find(RETIRED) == [notes[0].nid]
    back = replace(gone, status="active", modified=gone.modified + 60)
    assert anki.load(apkg.render([back, *notes[1:]])) == Log(updated=1, duplicate=2)
    assert anki.find(RETIRED) == []
    assert anki.history() == before


def test_a_skipped_note_stays_deleted(anki: Engine) -> None:
    notes = make_notes(2)
    anki.load(apkg.render(notes))
    anki.col.remove_notes([notes[0].nid])
    assert anki.load(apkg.render(notes)) == Log(new=1, duplicate=1)  # why `skip` exists
    anki.col.remove_notes([notes[0].nid])
    skipped = replace(notes[0], status="skipped")
    assert anki.load(apkg.render([skipped, notes[1]])) == Log(duplicate=1)
    assert anki.guids() == {notes[1].guid}


def test_a_note_missing_from_the_package_stays(anki: Engine) -> None:
    anki.load(apkg.render(make_notes(2)))
    assert anki.load(apkg.render(make_notes(1))) == Log(duplicate=1)
    assert len(anki.guids()) == 2


# Note types


def test_a_spare_field_filled_later_is_no_conflict(anki: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    note = make_note()
    anki.load(apkg.render([note]))
    filled(monkeypatch, Spare3="late", Link="obsidian://open?vault=v&amp;file=f")
    assert anki.load(apkg.render([changed(note)])) == Log(updated=1)
    assert anki.note(note.guid)["Spare3"] == "late"
    assert 'href="obsidian://open?vault=v&amp;file=f"' in anki.cards(note.guid)[0].answer()
    assert anki.problems() == []


@pytest.mark.parametrize("fields", [{"Reverse": "r", "ReverseBack": "b"}, {"Spare1": "r", "Spare2": "b"}])
def test_an_optional_template_adds_one_card(
    anki: Engine, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    note = make_note()
    anki.load(apkg.render([note]))
    anki.answer(note.guid)
    before = anki.history()
    filled(monkeypatch, **fields)
    assert anki.load(apkg.render([changed(note)])) == Log(updated=1)
    cards, log = anki.history()
    assert (cards[:1], log) == before
    assert len(cards) == 2
    assert body(anki.cards(note.guid)[1].question()).count("r</div>") == 1
    assert "b</div>" in anki.cards(note.guid)[1].answer()
    assert anki.problems() == []


def test_a_note_makes_one_card_unless_reverse_is_filled(anki: Engine) -> None:
    plain, both = make_note(1, reverse=" \n\u200b"), make_note(2, reverse="r", reverse_back="b")
    anki.load(apkg.render([plain, both]))
    assert [len(anki.cards(note.guid)) for note in (plain, both)] == [1, 2]
    assert anki.problems() == []


def test_reverse_front_keeps_the_breadcrumb_back(anki: Engine) -> None:
    note = make_note(context="Acme › Term", reverse="its name?", reverse_back="Term")
    anki.load(apkg.render([note]))
    card = anki.cards(note.guid)[1]
    assert "Term" not in body(card.question())
    assert "Acme › Term" in body(card.answer())


def test_a_new_look_arrives_without_touching_notes(anki: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    note = make_note()
    anki.load(apkg.render([note]))
    anki.edit(note.guid, Extra="mine")
    fact = notetypes.FACT_TYPE
    template = replace(fact.templates[0], name="Remember", back="new {{Back}}")
    made = replace(fact, css=".card { color: red }", templates=(template, *fact.templates[1:]))
    monkeypatch.setitem(notetypes.NOTE_TYPES, "fact", made)
    anki.load(apkg.render([note]))
    assert "new " not in anki.cards(note.guid)[0].answer()  # same time: Anki keeps its own
    editions = (*notetypes.EDITIONS["fact"], Edition("2030-01-01T00:00:00+00:00", "later"))
    monkeypatch.setitem(notetypes.EDITIONS, "fact", editions)
    assert anki.load(apkg.render([note])) == Log(duplicate=1)
    assert anki.cards(note.guid)[0].answer() == f"<style>{made.css}</style>new 1 GB"
    assert anki.note(note.guid)["Extra"] == "mine"
    names = [template["name"] for template in anki.col.models.by_name(fact.name)["tmpls"]]
    assert names == ["Remember", "Reverse", "Spare"]  # by its id, in place


def test_note_type_as_anki_has_it(anki: Engine) -> None:
    anki.load(apkg.render([make_note()]))
    model = anki.col.models.by_name("Flashcards Fact")
    assert model["id"] == notetypes.FACT_TYPE.id
    assert model["mod"] == notetypes.changed("fact")
    assert model["sortf"] == 0
    assert [(field["name"], field["id"]) for field in model["flds"]] == list(notetypes.FACT_TYPE.fields)
    assert [one["id"] for one in model["tmpls"]] == [one.id for one in notetypes.FACT_TYPE.templates]
    assert not anki.col.models.by_name("Flashcards Cloze")


def test_the_cloze_type_is_ready(anki: Engine) -> None:
    note = make_note(note_type="cloze", front="The {{c1::cell}} has {{c2::<10::how many?}} parts")
    anki.load(apkg.render([note, make_note(2)]))
    questions = [body(card.question()) for card in anki.cards(note.guid)]
    assert len(questions) == 2
    assert "[how many?]" in questions[1]
    assert "&lt;10" in body(anki.cards(note.guid)[1].answer())
    assert anki.problems() == []
    assert anki.load(apkg.render([changed(note, front="A {{c1::cell}} of {{c2::ten}}")])) == Log(updated=1)


# Decks, dates, order


def test_decks_by_name(anki: Engine) -> None:
    names = ["Interview Prep::Acme", "Interview Prep::Acme::Ünï 中文 🎉", 'A:: B ::q"x', "Solo"]
    notes = [make_note(number, deck=name) for number, name in enumerate(names, 1)]
    anki.load(apkg.render(notes))
    assert [anki.deck_of(note.guid) for note in notes] == [apkg.deck_name(name) for name in names]
    assert anki.decks() == {apkg.deck_name(name) for name in names} | {"Interview Prep", "A", "A::B"}


def test_deck_names_that_differ_in_case_are_one_deck(anki: Engine) -> None:
    anki.load(apkg.render([make_note(1, deck="A::x"), make_note(2, deck="a::X"), make_note(3, deck="a::Y")]))
    assert anki.decks() == {"A", "A::x", "A::Y"}


def test_an_existing_card_stays_in_its_deck(anki: Engine) -> None:
    note = make_note()
    anki.load(apkg.render([note]))
    moved = replace(changed(note), deck="Other::Deck")
    assert anki.load(apkg.render([moved])) == Log(updated=1)
    assert anki.deck_of(note.guid) == note.deck


def test_ids_dates_and_order(anki: Engine) -> None:
    notes = [make_note(number, line=100 - number, reverse="r", reverse_back="b") for number in range(1, 6)]
    anki.load(apkg.render(notes))
    for note in notes:
        assert anki.note(note.guid).id == note.nid  # "added" in the browser is this number
        assert anki.note(note.guid).mod == note.modified
        assert [card.id for card in anki.cards(note.guid)] == [note.nid, note.nid + 1]
    order = anki.col.db.list("select nid from cards where ord = 0 order by due")
    assert order == [note.nid for note in reversed(notes)]
    assert anki.col.db.list("select due from cards where ord = 0 order by due") == [1, 2, 3, 4, 5]


def test_tags_arrive_as_written(anki: Engine) -> None:
    note = make_note(tags=("call::2026-12-01", "my own\ttag", 'a"b', "source::x y", "日本\u3000語"))
    anki.load(apkg.render([note]))
    expected = ["call::2026-12-01", "my-own-tag", "ab", "source::x-y", "日本-語"]
    assert sorted(anki.note(note.guid).tags) == sorted(expected)
    assert anki.problems() == []


# Hostile text

HOSTILE = [
    "<script>alert(1)</script>",
    "<10ms and >5ms",
    "{{c1::x}} {{Front}} {{#Back}}",
    "</div></div>",
    "\"quotes\" and 'these' & &amp; &lt;b&gt;",
    "a\x1fb",
    "👩‍💻 émoji e\u0301",
    "שלום עולם",
    "[sound:a.mp3] [anki:play:q:0] [[type:Back]]",
    "[latex]x[/latex] [$]x[/$] [$$]x[/$$]",
    r"\(x\) \[y\]",
    "<img src=x onerror=alert(1)>",
    "<!-- a --> <![CDATA[ b ]]>",
    "< " * 2000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_shows_as_text(anki: Engine, text: str) -> None:
    texts = dict.fromkeys(("front", "back", "context", "extra", "reverse", "reverse_back"), text)
    note = make_note(**texts, source_line=text)
    assert anki.load(apkg.render([note])) == Log(new=1)
    for card in anki.cards(note.guid):
        for side in (card.question(), card.answer()):
            assert _shown(text) in _shown(_without_tags(body(side)))
            assert "<script" not in side
            assert "<img" not in side
        assert card.question_av_tags() == card.answer_av_tags() == []
    assert anki.problems() == []


def _without_tags(side: str) -> str:
    return unescape(re.sub(r"</?[a-z][^>]*>", "", side))


def _shown(text: str) -> str:
    return " ".join(clean(text).split())


def test_search_finds_words_as_typed(anki: Engine) -> None:
    note = make_note(back="don't say <b> & more")
    anki.load(apkg.render([note]))
    for search in ('"don\'t say"', "more", "deck:Interview*", "tag:kind::quantity", f"nid:{note.nid}"):
        assert anki.find(search) == [note.nid]


@pytest.mark.parametrize("options", [{}, {"with_scheduling": True}, {"merge_notetypes": True}])
def test_import_boxes_do_no_harm(anki: Engine, options: dict[str, Any]) -> None:
    notes = make_notes(3)
    anki.load(apkg.render(notes), **options)
    anki.answer(notes[0].guid)
    before = anki.history()
    assert anki.load(apkg.render([changed(notes[0], back="x"), *notes[1:]]), **options) == Log(0, 1, 2)
    assert anki.history() == before


def test_ten_thousand_notes(anki: Engine) -> None:
    assert anki.load(apkg.render(make_notes(10_000))) == Log(new=10_000)
