"""The outline: every line is known for what it is, and for what it stands under."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import outline
from flashcards.model import Document


def tree(note: str) -> list[str]:
    """The blocks as `line kind text`, indented by depth in the tree."""
    lines = tuple(note.split("\n"))
    found = outline.read(Document("x.md", "x", lines, 0))

    def walk(index: int, depth: int) -> list[str]:
        out = []
        for block in found.under(index):
            out.append("  " * depth + f"{block.line} {block.kind} {block.text}".rstrip())
            out.extend(walk(block.index, depth + 1))
        return out

    return walk(-1, 0)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        pytest.param(
            "# A\ntext\n## B\n- x\n\t- y\n# C",
            ["1 heading A", "  2 line text", "  3 heading B", "    4 item x", "      5 item y", "6 heading C"],
            id="headings nest",
        ),
        pytest.param(
            "- bullet\nnext line\n- other",
            ["1 item bullet", "2 label next line", "  3 item other"],
            id="an unindented line is no part of the bullet above",
        ),
        pytest.param(
            "Market entry:\n\n- size\n\n- exit\n\nafter",
            ["1 label Market entry:", "  3 item size", "  5 item exit", "7 line after"],
            id="label, blank lines between its items",
        ),
        pytest.param(
            "words they use\n- flex : pay\n\nplain",
            ["1 label words they use", "  2 item flex : pay", "4 line plain"],
            id="label without a colon",
        ),
        pytest.param(
            "SOC prep\n========\n\nCreated: today\n-----",
            ["1 heading SOC prep", "  4 line Created: today", "  5 rule -----"],
            id="setext heading, and a rule that is none",
        ),
        pytest.param(
            '1. - _"quoted"_\n2) two\n(i) three\n• four\n-> five',
            ['1 item _"quoted"_', "2 item two", "3 item three", "  4 item four", "    5 item five"],
            id="markers of all sorts; a bullet below a count and an arrow go with the line above",
        ),
        pytest.param(
            "- [ ] open\n- [x] done\nTODO call", ["1 item open", "2 item done", "3 item TODO call"], id="tasks"
        ),
        pytest.param(
            "> [!question]- They may ask\n> 1. why?\n>    - because\n\nafter",
            ["1 label They may ask", "  2 item why?", "    3 item because", "5 line after"],
            id="callout",
        ),
        pytest.param(
            "talking points:\n> one\n- tie back",
            ["1 label talking points:", "  2 line one", "3 item tie back"],
            id="a quote below a label, the list after it is not the label's",
        ),
        pytest.param(
            "- ## What they do\n  id:: 65f0\n\t- phage therapy",
            ["1 heading What they do", "  2 property id:: 65f0", "  3 item phage therapy"],
            id="logseq heading in a bullet",
        ),
        pytest.param(
            "a\n```py\n# no heading\n```\nb", ["1 line a", "2 code ```py\n# no heading\n```", "5 line b"], id="fence"
        ),
        pytest.param(
            "```\nnever closed\n\n## Heading\n- item",
            ["1 code ```\nnever closed", "4 heading Heading", "  5 item item"],
            id="an unclosed fence ends at the next heading",
        ),
        pytest.param(
            "``` one line ```\n\nb = 2", ["1 line ``` one line ```", "3 line b = 2"], id="a fence on one line is none"
        ),
        pytest.param("%%\nhidden\n%%\nshown", ["1 comment %%\nhidden\n%%", "4 line shown"], id="comment block"),
        pytest.param(
            "<!-- open\nshown", ["1 comment <!-- open", "2 line shown"], id="an unclosed comment takes one line"
        ),
        pytest.param("$$\nx = 1\n$$\nshown", ["1 math $$\nx = 1\n$$", "4 line shown"], id="maths block"),
        pytest.param(
            "<details>\n<summary>Why?</summary>\n\nbecause\n</details>\nafter",
            ["1 comment <details>", "2 heading Why?", "  4 line because", "5 comment </details>", "6 line after"],
            id="toggle",
        ),
        pytest.param(
            "**Key concepts**\n\n* a\n\n**Q: one?**\nA: two\n\nlast",
            ["1 heading Key concepts", "  3 item a", "5 heading Q: one?", "  6 line A: two", "8 line last"],
            id="bold lines head their section, or just the paragraph right below them",
        ),
        pytest.param("L1 or L2?\n\tL1 zeroes", ["1 label L1 or L2?", "  2 line L1 zeroes"], id="indented answer"),
        pytest.param("***\n---\n- \n-", ["1 rule ***", "2 rule ---", "3 item", "4 item"], id="rules and empty items"),
    ],
)
def test_tree(note: str, expected: list[str]) -> None:
    assert tree(note) == expected


def test_table_rows_and_cells() -> None:
    note = "- | knob | set to |\n  |---|:--|\n  | `a|b` | 2 \\| 3 |\n  | [[x\\|y]] | |\ntext"
    found = outline.read(Document("x.md", "x", tuple(note.split("\n")), 0))
    rows = [(block.marker, block.cells) for block in found.blocks if block.kind == "row"]
    assert rows == [("|-", ("knob", "set to")), ("|", ("`a|b`", "2 | 3")), ("|", ("[[x|y]]", ""))]


def test_a_paragraph_broken_at_a_column_is_one_block_again() -> None:
    words = " ".join(f"word{number:02d}" for number in range(30))
    broken = "\n".join(words[at : at + 72].strip() for at in range(0, len(words), 72))
    assert len(tree(broken)) == 1


def test_lines_that_stand_alone_stay_alone() -> None:
    note = "KRaft replaced the old controller and is the only mode that is left now\nrebalance: stop, assign, start"
    assert len(tree(note)) == 2


@given(st.text(alphabet=st.sampled_from('ab 12-*#>|`~\n\t:[]()!$%<=._"“→'), max_size=200))
def test_any_text_gives_blocks_inside_the_document(note: str) -> None:
    lines = tuple(note.split("\n"))
    last = 0
    for block in outline.read(Document("x.md", "x", lines, 0)).blocks:
        assert last < block.line <= block.line_end <= len(lines)
        assert -1 <= block.parent < block.index
        last = block.line_end
