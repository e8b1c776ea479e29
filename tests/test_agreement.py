"""Agreement: pairs of amounts that can both be true, and twins that can't."""

from __future__ import annotations

import pytest

from flashcards import agreement
from flashcards.model import BLANK, Fields


def amount_of(text: str) -> agreement.Amount:
    fields = Fields("", f"holds {BLANK} in all", text)
    found = agreement.asked(fields)
    assert found, text
    return agreement.amount(found, agreement.restored(fields)[0])


AGREE = [
    ("10 ms", "0.01 s"),
    ("1 TB", "1,000 GB"),
    ("1 TB", "1,024 GB"),
    ("16 GiB", "16 GB"),
    ("5,000+ users", "5k users"),
    ("~5k users", "5,012 users"),
    ("over 110,000 runs", "112,000 runs"),
    ("100-200k jobs", "150k jobs"),
    ("100-200k jobs", "200-300k jobs"),
    ("5,000 users", "5,012 users"),
    ("3.1 GB", "3.14 GB"),
    ("up to 40 GB", "12 GB"),
    ("over 5,000 users", "over 5,200 users"),
    ("30 days", "1 month"),
    ("1.5k users", "1,500 users"),
    ("half a million rows", "500k rows"),
]
DIFFER = [
    ("10 ms", "12 ms"),
    ("10 ms", "0.02 s"),
    ("1 TB", "1,200 GB"),
    ("5k users", "6k users"),
    ("~5k users", "7,000 users"),
    ("over 110,000 runs", "90,000 runs"),
    ("100-200k jobs", "250k jobs"),
    ("up to 40 GB", "60 GB"),
    ("over 5,000 users", "over 50,000 users"),
    ("10 ms", "10 MB"),
    ("1 month", "40 days"),
    ("5,000 users", "5,600 users"),
    ("1M rows", "1.4M rows"),
]


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_these_agree(one: str, other: str) -> None:
    assert agreement.agree(amount_of(one), amount_of(other))
    assert agreement.agree(amount_of(other), amount_of(one))


@pytest.mark.parametrize(("one", "other"), DIFFER)
def test_these_differ(one: str, other: str) -> None:
    assert not agreement.agree(amount_of(one), amount_of(other))
    assert not agreement.agree(amount_of(other), amount_of(one))


def test_the_number_of_a_card_is_the_one_at_its_blank() -> None:
    found = agreement.asked(Fields("", f"takes 5% of paid subs (others take {BLANK})", "10%"))
    assert found
    assert found.low == 10
    bare = agreement.asked(Fields("", f"onboarding takes 26 min, used to be {BLANK}", "50"))
    assert bare
    assert bare.low == 50


@pytest.mark.parametrize("answer", ["a tree in an array", "safety, tens of people", "growth of 40 sites"])
def test_an_answer_that_does_not_open_with_its_number_has_none(answer: str) -> None:
    assert agreement.asked(Fields("", "what is it?", answer)) is None
