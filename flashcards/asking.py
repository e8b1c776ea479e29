"""Questions and their answers in reach: who asks, where the answer stands, the parts of a story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards import cues, questions, telling, wishes, wording
from flashcards.addressing import asks_them_throughout, heard, is_left_open
from flashcards.figures import REACH, figures
from flashcards.model import Block
from flashcards.page import Page, once
from flashcards.siblings import is_numbered
from flashcards.stars import LETTER, answering_part, own_part, story_part, story_rest
from flashcards.text import LETTER_OR_DIGIT, ends_asking, plain, unquoted, words
from flashcards.zones import says_why, section_zone

_SEE = re.compile(r"(?:see|cf\.?)\b", re.IGNORECASE)
_ANSWER = re.compile(r"(?:answer|ans)\b", re.IGNORECASE)
_TO = re.compile(r"^(?:->|→|=>)\s*")
ARROW_STARTS = ("-", "→", "=")
_TRAILING_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")


@once
def is_answer(page: Page, block: Block) -> bool:
    """True for a line that opens with `Answer:` or `A.` and stands behind or below a question."""
    if block.kind not in ("line", "item", "label", "heading"):
        return False
    found = cues.ANSWER_LABEL.match(page.text(block))
    if not found:
        return False
    if len(found[0].strip(" :.)-–—")) > 1:
        return True
    before = page.blocks[block.index - 1] if block.index else None
    while before is not None and block.parent not in (before.parent, before.index) and before.parent >= 0:
        before = page.blocks[before.parent]
    return before is not None and (bool(cues.QUESTION_LABEL.match(page.text(before))) or ends_asking(page.text(before)))


UNMARKED = 12
"""Words up to which the first line of a paragraph may ask without a question mark."""
SCENARIO = 8
"""Words from which on a heading among questions is a case put to me, with or without a question mark."""


@once
def asks(page: Page, block: Block) -> bool:
    """True when a heading, label, item or line puts a question or a prompt (answered or not)."""
    text = page.text(block)
    if not text or len(text) > 400 or telling.turned(text):
        return False
    if cues.QUESTION_LABEL.match(text) or (block.kind != "line" and numbered_question(page, block)):
        return True
    if _is_wanted_with_answer(page, block):
        return True
    bare = (_TRAILING_ASIDE.sub("", text) if ")" in text else text).rstrip(" \"”'*_")
    if bare.endswith("?") or ("?" in bare[:-1] and block.kind in ("label", "heading") and not bare.endswith(":")):
        return True
    below = page.outline.under(block.index)
    if (
        below
        and len(words(text)) >= 3
        and (wording.TASK_LEAD.match(text) or (block.kind in ("label", "item") and says_why(text)))
    ):
        return True
    if below and any(_is_answer_label(page, kid) for kid in below):
        return True
    return _asks_by_words(page, block, text) and section_zone(text) not in ("asked", "ask")


def numbered_question(page: Page, block: Block) -> Block | None:
    """The question that stands below a heading which only numbers it."""
    if block.kind not in ("heading", "label") or not cues.QUESTION_NUMBER.match(page.text(block)):
        return None
    first = next(iter(page.kids(block)), None)
    return first if first is not None and not own_part(page, first) and not is_answer(page, first) else None


def _is_wanted_with_answer(page: Page, block: Block) -> bool:
    """A line that says `#card` above its answer; facts below a plain line are cards of their own."""
    kids = page.kids(block) if wishes.said(block.text) == "card" else ()
    facts = any(wishes.said(kid.text) or page.pair(kid) or page.quantities(kid) for kid in kids)
    return bool(kids) and (block.kind in ("heading", "item") or not facts)


def _asks_by_words(page: Page, block: Block, text: str) -> bool:
    """A question without a mark: an item among questions that has an answer, or one by its words."""
    if page.zone(block) == "asked" and (
        block.kind == "item"
        or (block.kind == "label" and telling.opens_asking(text))
        or (block.kind == "heading" and len(words(text)) >= SCENARIO)
    ):
        pair = page.pair(block)
        if (pair and pair.value) or (page.quantities(block) and not telling.opens_asking(text)):
            return False
        return _is_top(page, block) and bool(answer_blocks(page, block))
    found = questions.read(block.text)
    return found is not None and found.kind in ("Q", "P") and len(words(text)) >= 3


def _is_answer_label(page: Page, block: Block) -> bool:
    return block.kind in ("item", "line", "label") and bool(_ANSWER.match(page.text(block)))


def _is_top(page: Page, block: Block) -> bool:
    """True for the outer items of a section of questions; inner ones are answers."""
    parent = page.parent(block)
    return parent is None or parent.kind in ("heading", "label")


def answer_blocks(page: Page, block: Block) -> tuple[Block, ...]:
    """The blocks that hold the answer to a question: what is below it, else the `A:` line that follows."""
    known = page.answers.get(block.index)
    if known is None:
        below = () if is_left_open(page, block) else _labelled(page, page.kids(block))
        if block.kind == "heading":
            below = tuple(_before_next_question(page, below))
        known = page.answers[block.index] = (*below, *_rest(page, block)) if below else _follower(page, block)
    return known


def _rest(page: Page, block: Block) -> tuple[Block, ...]:
    """The plain lines right behind the answer of a numbered question, up to the next number or a gap."""
    run: list[Block] = []
    for entry in page.after(block, 12) if is_numbered(block) else ():
        if entry.kind != "line" or entry.gap or asks(page, entry):
            break
        if page.ok(entry):
            run.append(entry)
    return tuple(run)


def _labelled(page: Page, below: tuple[Block, ...]) -> tuple[Block, ...]:
    """Where lists below a question are labelled `Answer:`, other lists beside them are facts of their own."""
    marked = [kid for kid in below if kid.kind == "item" and is_answer(page, kid) and page.kids(kid)]
    if not marked:
        return below
    return tuple(kid for kid in below if kid in marked or kid.kind != "item" or not page.kids(kid))


def answers(page: Page, question: Block, block: Block) -> bool:
    """True when a block is one of those that hold the answer to a question."""
    if question.index not in page.answering:
        page.answering[question.index] = frozenset(entry.index for entry in answer_blocks(page, question))
    return block.index in page.answering[question.index]


def _before_next_question(page: Page, below: tuple[Block, ...]) -> Iterator[Block]:
    """The body of a question heading: up to the next question that has an answer itself, or the next heading.

    Where nothing stands before the headings below, they are the answer.
    """
    begun = False
    for kid in below:
        told = is_answer(page, kid) or answering_part(page, kid)
        if kid.kind == "heading" and not told and (begun or asks(page, kid)):
            return
        if _asks_anew(page, kid) or (kid.kind == "heading" and story_part(page, kid)):
            return
        begun = begun or kid.kind != "heading"
        yield kid


def _asks_anew(page: Page, block: Block) -> bool:
    """A labelled question, or one with its answer below it, in the body of another."""
    if block.kind not in ("item", "line", "label"):
        return False
    pair = page.pair(block) if block.gap else None
    told_here = block.gap and block.kind == "line" and answers_itself(page, block)
    if told_here or cues.QUESTION_LABEL.match(page.text(block)) or (pair and pair.key.endswith("?") and pair.value):
        return True
    open_end = block.kind != "line" and ends_asking(page.text(block))
    return open_end and bool(page.kids(block) or (block.kind == "item" and _follower(page, block)))


def _follower(page: Page, block: Block) -> tuple[Block, ...]:
    """The sibling right behind a question when it is marked as the answer, or stands right below a `Q:`."""
    behind = page.after(block, 12)
    if not behind or is_left_open(page, block):
        return ()
    following = behind[0]
    if is_answer(page, following) and page.ok(following):
        goes_on = following.kind == "line" and len(behind) > 1 and not behind[1].gap
        return (following, *(_paragraph(page, behind[1:]) if goes_on else ()))
    text = page.text(block)
    marked = cues.QUESTION_LABEL.match(text) or text.endswith("?") or questions.is_prompt(text) or _opens(page, block)
    if block.kind == "item" and _listed_below(page, block, following):
        return _up_to_next(page, block, behind)
    if block.kind == "item" and following.kind == "line" and _asks_by_itself(page, block):
        more = [entry for entry in behind if not (entry.kind == "line" and _follows_up(page, entry))]
        if len(more) < len(behind) and more[:1] and more[0].kind in ("line", "label") and _in_turn(page, block):
            return _up_to_next(page, block, behind)
        if following.line - block.line_end > FAR:
            return ()
        keyed = page.pair(following)
        prose = not asks(page, following) and page.ok(following) and not (keyed and keyed.marked)
        if prose and (not following.gap or len(words(page.text(following))) > PROSE or _in_turn(page, block)):
            return _up_to_next(page, block, behind)
        return ()
    if block.kind == "line" and marked and following.kind == "line" and page.ok(following):
        if not asks(page, following) and (not following.gap or _stands_apart(page, block)):
            return _paragraph(page, behind)
        return ()
    return ()


def _opens(page: Page, block: Block) -> bool:
    """A question without its mark as the first line of a paragraph, where nothing says that I ask it."""
    if not block.gap or page.zone(block) == "ask" or page.base == "private" or len(words(block.text)) > UNMARKED:
        return False
    found = questions.read(block.text) if telling.opens_asking(block.text) else None
    return found is not None and found.kind == "Q"


def _listed_below(page: Page, block: Block, following: Block) -> bool:
    """A counted question with bullets right below it at the same depth, or the other way round: a sloppy answer."""
    if following.gap or asks(page, following) or not page.ok(following) or not _asks_by_itself(page, block):
        return False
    if following.kind == "item":
        return is_numbered(following) != is_numbered(block)
    return following.kind == "label" and not page.text(block).endswith(":")


def _follows_up(page: Page, block: Block) -> bool:
    """A second question right below the first: both are answered below."""
    return not block.gap and ends_asking(page.text(block))


def _in_turn(page: Page, block: Block) -> bool:
    """True where questions and paragraphs take turns: another item of the same sort near it asks, too."""
    near = [entry for entry in page.around(block) if entry.kind == "item" and entry.index != block.index]
    alike = [entry for entry in near if is_numbered(entry) == is_numbered(block)]
    return any(_asks_by_itself(page, entry) and not page.kids(entry) for entry in alike)


def _up_to_next(page: Page, block: Block, behind: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks behind a question item up to the next item of its sort, heading or question."""
    run: list[Block] = []
    for entry in behind:
        same = entry.kind == "item" and is_numbered(entry) == is_numbered(block)
        if same or entry.kind in ("heading", "rule") or (run and entry.kind != "label" and asks(page, entry)):
            break
        if page.ok(entry) and (run or not _follows_up(page, entry)):
            run.append(entry)
    return tuple(run)


def _stands_apart(page: Page, block: Block) -> bool:
    """A question about the subject as a paragraph of its own, or a prompt: the next paragraph answers it."""
    text = page.text(block)
    return questions.is_prompt(text) or (
        block.gap and page.base != "private" and bool(_OF_SUBJECT.match(text)) and not wording.ASKED_OF_ME.match(text)
    )


_OF_SUBJECT = re.compile(
    r"^(?:what(?:['’]s| is| are| does| do| happens)|how (?:do|does|is|are|to|can|would)|why (?:is|are|do|does|use)|"
    r"when (?:to|do|should|would)|which|difference|explain|define)\b(?!.*\b(?:you|your|i|my|we|our)\b)",
    re.IGNORECASE,
)
"""A question that asks about a subject, and nobody in person."""
FAR = 2
"""Lines from a question item to the paragraph that answers it: one blank line may stand between."""
PROSE = 20
"""Words from which on a paragraph below a gap still answers the question above it."""


def _asks_by_itself(page: Page, block: Block) -> bool:
    found = questions.read(block.text)
    return page.text(block).endswith("?") or (found is not None and found.kind in ("Q", "P"))


def _paragraph(page: Page, siblings: tuple[Block, ...]) -> tuple[Block, ...]:
    """The lines from here to the next blank line."""
    run: list[Block] = []
    for block in siblings:
        if (block.gap and run) or block.kind != "line" or asks(page, block):
            break
        if page.ok(block):
            run.append(block)
    return tuple(run)


@once
def has_answer(page: Page, block: Block) -> bool:
    """True when somewhere below a question stands text that can answer it."""
    return any(_says_something(page, found) for found in answer_blocks(page, block))


def _says_something(page: Page, block: Block) -> bool:
    """True when a block, or one below it, can answer. What was found is noted for all blocks passed on the way."""
    ahead, passed = [block], dict[int, bool]()
    while ahead:
        entry = ahead.pop()
        says = page.says[entry.index] if entry.index in page.says else _tells(page, entry)
        if says:
            while entry.index != block.index:
                page.says[entry.index] = True
                entry = page.blocks[entry.parent]
            page.says[block.index] = True
            return True
        passed[entry.index] = False
        ahead.extend(page.kids(entry) if says is None else ())
    page.says.update(passed)
    return False


def _tells(page: Page, block: Block) -> bool | None:
    """Whether the text of a block can answer by itself; None when that is up to the blocks below it."""
    if block.kind == "row" or (block.kind == "code" and block.index >= 0):
        return True
    label = cues.ANSWER_LABEL.match(page.text(block))
    text = page.text(block)[label.end() if label else 0 :].strip()
    if _SEE.match(text) and ("[[" in block.text or len(text.split()) <= 3):
        return False
    if wording.points_elsewhere(block.text, text) or telling.narrates(text):
        return False
    if len(text) < 2 and not text.isdigit():
        return None
    if not label and (ends_asking(text) or _asks_on(page, block, text)):
        return None
    return True if LETTER_OR_DIGIT.search(text) and not wording.is_placeholder(text) else None


def _asks_on(page: Page, block: Block, text: str) -> bool:
    """A question without its mark beside one with it: both are still open."""
    if block.kind != "item" or not telling.opens_asking(text):
        return False
    return any(ends_asking(page.text(entry)) for entry in page.around(block, 3))


def is_answered_question(page: Page, block: Block) -> bool:
    """A question with its answer in reach: the head of a question-and-answer card."""
    if block.kind not in ("heading", "label", "item", "line") or page.zone(block) == "pitch":
        return False
    if page.zone(block) == "ask" and not heard(page, block):
        return False
    return not is_answer(page, block) and asks(page, block) and has_answer(page, block)


@once
def told(page: Page, block: Block) -> tuple[str, str] | None:
    """A question and its answer on one line; among questions put to me a dash or an arrow may part the two."""
    if block.kind not in ("item", "line") or page.zone(block) in ("ask", "pitch"):
        return None
    if asks_them_throughout(page):
        return None
    if page.zone(block) == "asked" and (apart := telling.told_apart(page.text(block))):
        return apart
    if turn := telling.turned(page.text(block)):
        return turn
    return None if page.pair(block) else telling.told(page.text(block), asked_here=page.zone(block) == "asked")


def answers_itself(page: Page, block: Block) -> bool:
    """A question with its answer on the same line."""
    return told(page, block) is not None


def story_body(page: Page, block: Block) -> list[str]:
    """The lines of one part of a story: what stands behind its label, below it, and on the lines right behind it."""
    letter = LETTER.match(page.text(block))
    pair = page.pair(block)
    own = page.text(block)[letter.end() :] if letter else pair.value if pair else ""
    lines = [own] if own and page.ok(block) else []
    lines += render(page, tuple(kid for kid in page.kids(block) if not own_part(page, kid)))
    return lines + render(page, story_rest(page, block))


def render(page: Page, blocks: tuple[Block, ...], depth: int = 0, *, whole: bool = False) -> list[str]:
    """Blocks as plain lines for the back of a card: `- ` items, `1. ` steps, two spaces a level.

    A `whole` answer has the code and formulas that stand in it, too.
    """
    out: list[str] = []
    count = 0
    for block in blocks:
        count = count + 1 if is_numbered(block) else count
        text = _line(page, block)
        kids = page.kids(block)
        if not LETTER_OR_DIGIT.search(text):
            out.extend(render(page, kids, depth, whole=whole))
            continue
        mark = f"{count}. " if is_numbered(block) else "- " if block.kind == "item" else ""
        out.append("  " * depth + mark + text)
        if block.kind == "heading":
            kids = tuple(_before_next_question(page, kids))
        inner = depth + (1 if mark else 0)
        out.extend(figures(page, page.outline.under(block.index), inner) if whole else ())
        out.extend(render(page, kids, inner, whole=whole))
        out.extend(figures(page, page.after(block, REACH), depth) if whole else ())
    return out


def _line(page: Page, block: Block) -> str:
    if block.kind == "row":
        return "" if block.marker == "|-" else " · ".join(plain(cell) for cell in block.cells if cell)
    text = cues.ANSWER_LABEL.sub("", page.text(block)) if is_answer(page, block) else page.text(block)
    return unquoted(_TO.sub("", text) if text[:1] in ARROW_STARTS else text)
