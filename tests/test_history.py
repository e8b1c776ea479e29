"""The history: what goes in, what comes out, and what a crash or a stranger may do to the file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_note
from hypothesis import given
from hypothesis import strategies as st

from flashcards import history
from flashcards.history import Event
from flashcards.model import Change, Plan

NOTE = make_note()
SHORT = Event(7, "guid-000001", "changed", "acme.md", 1, {"back": "1 GB"}, {"back": "2 GB"})


def lines(folder: Path) -> list[bytes]:
    return (folder / history.NAME).read_bytes().splitlines(keepends=True)


def test_an_event_holds_the_parts_that_differ() -> None:
    new = replace(NOTE, fields=replace(NOTE.fields, back="2 GB"), tags=("a", "source::b"))
    made = history.event("changed", Change(new, NOTE), 7)
    assert (made.old, made.new) == (
        {"back": "1 GB", "tags": ["kind::quantity"]},
        {"back": "2 GB", "tags": ["a"]},
    )
    moved = replace(NOTE, source=replace(NOTE.source, path="b.md", line_start=9, section=("A", "B")))
    made = history.event("moved", Change(moved, NOTE), 7)
    assert (made.path, made.line) == ("b.md", 9)
    assert (made.old, made.new) == (
        {"path": "acme.md", "section": ["Storage"]},
        {"path": "b.md", "section": ["A", "B"]},
    )
    assert history.event("skipped", Change(replace(NOTE, status="skipped"), NOTE), 7).old == {}


def test_what_of_a_plan_is_told() -> None:
    change = Change(NOTE, NOTE)
    plan = Plan((Change(NOTE),), (change,), (change,), (change,), (change,), (change,), (change,))
    assert [made.event for made in history.of_plan(plan, 7)] == ["changed", "moved", "retired", "revived"]


def test_events_come_back_by_their_note_oldest_first(tmp_path: Path) -> None:
    other = replace(SHORT, guid="guid-000002")
    odd = replace(SHORT, time=3, path="é\n\ud800\u2028.md", old={"tags": ["x"]})
    assert history.record(tmp_path, [SHORT, other]) == ()
    assert history.record(tmp_path, [odd]) == ()
    assert history.read(tmp_path, "guid-000001") == [replace(odd, path="é\n?\u2028.md"), SHORT]
    assert history.read(tmp_path, "guid-000002") == [other]
    assert history.read(tmp_path, "guid-00000") == []


def test_without_events_no_file_is_made_and_none_is_needed(tmp_path: Path) -> None:
    assert history.record(tmp_path, []) == ()
    assert list(tmp_path.iterdir()) == []
    assert history.read(tmp_path, "guid-000001") == []


@pytest.mark.parametrize("size", [1, 40, 90, 200_000])
def test_half_a_last_line_is_passed_over_then_cut_off(tmp_path: Path, size: int) -> None:
    history.record(tmp_path, [SHORT, replace(SHORT, time=8)])
    whole = lines(tmp_path)
    torn = (whole[0].rstrip(b"}\n") + b" " * size)[:size]
    (tmp_path / history.NAME).write_bytes(b"".join(whole) + torn)
    assert [made.time for made in history.read(tmp_path, "guid-000001")] == [7, 8]
    history.record(tmp_path, [replace(SHORT, time=9)])
    assert lines(tmp_path)[:2] == whole
    assert [json.loads(line)["time"] for line in lines(tmp_path)] == [7, 8, 9]


def test_any_cut_of_the_file_leaves_the_events_before_it(tmp_path: Path) -> None:
    history.record(tmp_path, [replace(SHORT, time=time) for time in (1, 2, 3)])
    data = (tmp_path / history.NAME).read_bytes()
    size = len(lines(tmp_path)[0])
    for cut in range(len(data) + 1):
        (tmp_path / history.NAME).write_bytes(data[:cut])
        history.record(tmp_path, [replace(SHORT, time=9)])
        kept = [1, 2, 3][: (cut + 1) // size]  # a line that only lacks its line feed is whole
        assert [made.time for made in history.read(tmp_path, "guid-000001")] == [*kept, 9]


def test_lines_that_are_no_events_are_passed_over(tmp_path: Path) -> None:
    history.record(tmp_path, [SHORT])
    row = json.loads(lines(tmp_path)[0])
    spoilt = [
        *("<<<<<<< guid-000001", "", '"guid-000001"', '["guid-000001"]', "[" * 50_000 + "guid-000001"),
        *(
            json.dumps(row | {key: value})
            for key, value in (("time", "7"), ("old", []), ("new", {"a": 7}), ("line", None))
        ),
        json.dumps({name: value for name, value in row.items() if name != "event"}),
    ]
    with (tmp_path / history.NAME).open("ab") as file:
        file.write("\n".join([*spoilt, ""]).encode() + b"\xff\xfe guid-000001\n")
    history.record(tmp_path, [replace(SHORT, time=8)])
    assert [made.time for made in history.read(tmp_path, "guid-000001")] == [7, 8]


@given(st.binary(max_size=80))
def test_any_bytes_of_a_stranger_do_no_harm(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("odd")
    (folder / history.NAME).write_bytes(data)
    assert history.record(folder, [SHORT]) == ()
    assert history.read(folder, "guid-000001") == [SHORT]
    assert lines(folder)[-1].endswith(b"\n")


def test_a_history_that_cannot_be_written_is_a_complaint(tmp_path: Path) -> None:
    (tmp_path / history.NAME).mkdir()
    (told,) = history.record(tmp_path, [SHORT])
    assert told.startswith(f"{tmp_path / history.NAME}: cannot write the history: ")
    assert history.read(tmp_path, "guid-000001") == []
