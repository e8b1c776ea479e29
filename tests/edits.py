"""Random edits of a small vault, as people make them, for tests that play them."""

from __future__ import annotations

import random
import re


def edited(dice: random.Random, files: dict[str, str]) -> dict[str, str]:
    """The vault after one thing that happens to notes: lines change, go, come, move; files are renamed or copied."""
    name = dice.choice(sorted(files))
    lines = files[name].split("\n")
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(9):
        case 0:
            lines[at] = re.sub(r"\d+", lambda found: str(int(found[0]) + dice.randrange(1, 9)), lines[at])
        case 1:
            lines.pop(at)
        case 2:
            lines.insert(at, lines[other])
        case 3:
            lines[at], lines[other] = lines[other], lines[at]
        case 4:
            lines[at] = f"  {lines[at]}"
        case 5:
            lines.insert(at, f"- brand new thing {dice.randrange(999)}: {dice.randrange(99)} GB")
        case 6:
            target = dice.choice(sorted(files))
            return {**files, target: f"{files[target]}\n{lines[at]}"}
        case 7 if len(files) < 6:
            return {**files, f"copy{at}.md": files[name]}
        case _:
            return {**{kept: text for kept, text in files.items() if kept != name}, f"x{at}.md": files[name]}
    return {**files, name: "\n".join(lines)}
