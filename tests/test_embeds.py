"""Links, pictures, sounds and excerpts in the text of a card: what they become, and what is refused."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import png
from vaults import write

from flashcards import catalog, embeds, media
from flashcards.config import Settings
from flashcards.vault import Home, Vault

RED = media.name_of(png(1), "png")
NEAR = media.name_of(png(2), "png")
SONG = media.name_of(b"song", "mp3")
FILES: dict[str, str | bytes] = {
    "pics/Quorum Map.png": png(1),
    "deep/pics/quorum map.png": png(3),
    "calls/near.png": png(2),
    "near.png": png(4),
    "e\u0301t\u00e9.PNG": png(1),
    "song.mp3": b"song",
    "Storage.md": "# Storage\n\n## Log\n- a log is appended to ^log1\n  - never changed\n\n"
    "### Inner\nmore\n\n## Other\nno\n",
    "calls/acme.md": "x",
    "My note.md": "---\ntitle: x\n---\nfirst\n\nsecond\n",
    "paper.pdf": b"%PDF",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    embeds.forget()
    write(tmp_path / "vault", FILES)
    return Home(Vault(str(tmp_path / "vault")), "calls/acme.md")


def codes(found: embeds.Resolved) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("![[Quorum Map.png]]", f"![]({RED})"),
        ("![[Quorum Map.png|300]]", f"![|300]({RED})"),
        ("![[Quorum Map.png|300x200]]", f"![|300x200]({RED})"),
        ("![[Quorum Map.png|a map]]", f"![a map]({RED})"),
        ("![[Quorum Map.png|a map|300]]", f"![a map|300]({RED})"),
        ("| ![[Quorum Map.png\\|300]] |", f"| ![|300]({RED}) |"),
        ("![[pics/quorum map.png]]", f"![]({RED})"),
        ("![[quorum%20map.png]]", f"![]({media.name_of(png(3), 'png')})"),
        ("![a map](../pics/Quorum%20Map.png)", f"![a map]({RED})"),
        ("![a map|40](<../pics/Quorum Map.png>)", f"![a map|40]({RED})"),
        ('![a](near.png "a title")', f"![a]({NEAR})"),
        ("![a](near.png)", f"![a]({NEAR})"),
        ("![[near.png]] and ![[near.png]]", f"![]({NEAR}) and ![]({NEAR})"),
        ("![[\u00e9t\u00e9.png]]", f"![]({RED})"),
        ("hear ![[song.mp3]] now", f"hear ![]({SONG}) now"),
        ("[[Storage]]", "Storage"),
        ("[[storage|the disk]]", "the disk"),
        ("[[Storage#Log]]", "Storage › Log"),
        ("[[Storage#Log#Inner]]", "Storage › Log › Inner"),
        ("[[Storage#^log1]]", "Storage"),
        ("[[#Log]]", "Log"),
        ("[[calls/acme]]", "acme"),
        ("[[My note.md]]", "My note.md"),
        ("[the disk](../Storage.md#log)", "the disk"),
        ("[a site](https://example.org/a_(b)) and [mail](mailto:a@b.c)", None),
        ("`[[Storage]]` and ``a ` ![[near.png]]``", None),
        ("```\n[[Storage]]\n```", None),
        ("```\n[[Storage]]", None),
        ("$[[a]]$ and $$[[b]]$$", None),
        ("\\[[Storage]]", None),
        ("[[1, 2], [3, 4]]", None),
        ("f(x)[0] and a [b] (c)", None),
        (f"![a|3]({RED})", None),
        ("![[Storage#Log]]", "- a log is appended to\n  - never changed\n\nInner\nmore"),
        ("![[Storage#^log1]]", "- a log is appended to\n  - never changed"),
        ("![[My note]]", "first\n\nsecond"),
    ],
)
def test_what_each_becomes(home: Home, text: str, wanted: str | None) -> None:
    found = embeds.resolve(text, home)
    assert codes(found) == []
    assert found.text == (text if wanted is None else wanted)
    assert embeds.resolve(found.text, home).text == found.text


@pytest.mark.parametrize(
    ("text", "wanted", "code"),
    [
        ("[[Nowhere]]", "Nowhere", "link-unresolved"),
        ("[[Nowhere|there]]", "there", "link-unresolved"),
        ("[there](nowhere.md)", "there", "link-unresolved"),
        ("![[Nowhere]]", "Nowhere", "link-unresolved"),
        ("![[Storage#No heading]]", "Storage › No heading", "link-unresolved"),
        ("![[Storage#^nothing]]", "Storage", "link-unresolved"),
        ("![[nowhere.png]]", "nowhere.png", "media-missing"),
        ("![a map](nowhere.png)", "a map", "media-missing"),
        ("![[paper.pdf]]", "paper.pdf", "media-kind"),
        ("![a](https://example.org/x.png)", "a", "media-outside"),
        ("![](data:image/png;base64,AAAA)", "png;base64,AAAA", "media-outside"),
        ("![[../../secret.png]]", "secret.png", "media-outside"),
        ("![[../../secret]]", "secret", "media-outside"),
        ("![a](../../secret.png)", "a", "media-outside"),
        ("![a](..%2F..%2Fsecret.png)", "a", "media-outside"),
        ("![a](..\\..\\secret.png)", "a", "media-outside"),
        ("![a](file:///etc/x.png)", "a", "media-outside"),
        ("![a](C:\\x.png)", "a", "media-outside"),
        ("![a](~/x.png)", "a", "media-outside"),
        ("[a](../../secret.md)", "a", "media-outside"),
    ],
)
def test_what_is_not_found_is_plain_text_and_a_problem(home: Home, text: str, wanted: str, code: str) -> None:
    write(Path(home.vault.root).parent, {"secret.png": png(9), "secret.md": "secret"})
    found = embeds.resolve(f"see {text} there", home)
    assert (found.text, codes(found)) == (f"see {wanted} there", [code])
    assert found.problems[0].token == text
    assert found.problems[0].hint
    assert not any(used.name for used in found.used)


def test_an_absolute_path_is_refused_even_to_a_file_of_the_vault(home: Home) -> None:
    whole = f"{home.vault.root}/near.png"
    for text in (f"![a]({whole})", f"![[{whole}|a]]", f"![a](file://{whole})"):
        found = embeds.resolve(text, home)
        assert (found.text, codes(found)) == ("a", ["media-outside"])


def test_links_that_leave_the_vault_are_not_followed(home: Home) -> None:
    root = Path(home.vault.root)
    write(root.parent, {"outside/secret.png": png(9), "outside/secret.md": "secret"})
    write(root, {".hidden/secret.png": png(8)})
    (root / "file.png").symlink_to(root.parent / "outside" / "secret.png")
    (root / "hidden.png").symlink_to(root / ".hidden" / "secret.png")
    (root / "folder").symlink_to(root.parent / "outside")
    (root / "note.md").symlink_to(root.parent / "outside" / "secret.md")
    (root / "inside.png").symlink_to(root / "near.png")
    embeds.forget()
    for name in ("file.png", "hidden.png", "folder/secret.png", "../file.png"):
        assert codes(embeds.resolve(f"![[{name}]]", home)) == ["media-outside"], name
    assert codes(embeds.resolve("![[note]]", home)) == ["media-outside"]
    assert codes(embeds.resolve("![[.hidden/secret.png]]", home)) == ["media-missing"]
    assert embeds.resolve("![[inside.png]]", home).text == f"![]({media.name_of(png(4), 'png')})"


def test_a_file_that_can_not_be_packed_is_told(home: Home) -> None:
    root = Path(home.vault.root)
    write(root, {"big.png": bytes(1001), "empty.png": b"", "drawn.svg": "<svg><path d='M0 0'/></svg>"})
    write(root, {"run.svg": "<svg onload='x()'/>"})
    embeds.forget()
    small = Settings(media_limit=1000)
    assert embeds.resolve("![[drawn.svg]]", home, small).text.endswith(".svg)")
    for name, code in (("big.png", "media-large"), ("empty.png", "media-empty"), ("run.svg", "media-unsafe")):
        found = embeds.resolve(f"![[{name}]]", home, small)
        assert (found.text, codes(found)) == (name, [code])
    assert codes(embeds.resolve("![[big.png]]", home)) == []


@pytest.mark.parametrize(
    "svg",
    [
        "<svg><script>x</script></svg>",
        "<svg><ScRiPt/></svg>",
        "<svg><x:script/></svg>",
        "<svg ONLOAD = 'x'/>",
        "<svg/onload=x>",
        "<svg><foreignObject/></svg>",
        "<svg><image href='https://e.org/x.png'/></svg>",
        "<svg><a xlink:href=javascript:x /></svg>",
        "<svg><a xlink:href='&#106;avascript:x'/></svg>",
        "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg>&x;</svg>",
        "<?xml-stylesheet href='x.css'?><svg/>",
        "<svg><style>@import 'x'</style></svg>",
        "<svg><rect style='fill: url(https://e.org/x)'/></svg>",
        "<svg><set attributeName='href' to='x'/></svg>",
        "<svg><animate/></svg>",
        "<svg><image href='data:image/svg+xml;base64,AAAA'/></svg>",
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(svg: str) -> None:
    assert not media.is_safe(svg.encode())
    assert not media.is_safe(svg.encode("utf-16"))


@pytest.mark.parametrize(
    "svg",
    [
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/x'><use xlink:href='#a'/></svg>",
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"><svg></svg>',
        "<svg><rect fill='url(#grad)'/><image href=\"data:image/png;base64,AAAA\"/></svg>",
        "<svg><style>.a { fill: red }</style><text>on call, once</text></svg>",
    ],
)
def test_an_svg_that_only_draws_is_taken(svg: str) -> None:
    assert media.is_safe(svg.encode())


def test_what_is_private_is_never_shown_elsewhere(home: Home) -> None:
    write(
        Path(home.vault.root),
        {
            "off.md": "---\nflashcards: false\n---\n# Off\nsecret\n",
            "mixed.md": "# Mixed\nopen words\n\n## Journal\nsecret\n\n## Facts\nopen too\nsecret #nocard\n\n"
            "%% secret %%\n<!--\nsecret\n-->\nlast %% secret\n",
        },
    )
    embeds.forget()
    for text in ("![[off]]", "![[off#Off]]", "![[mixed#Journal]]"):
        found = embeds.resolve(text, home)
        assert codes(found) == ["embed-private"], text
        assert "secret" not in found.text
    assert embeds.resolve("![[mixed#Facts]]", home).text == "open too\n\nlast"
    whole = embeds.resolve("![[mixed]]", home).text
    assert "open too" in whole
    assert "secret" not in whole


def test_of_a_private_folder_nothing_is_opened(home: Home) -> None:
    write(Path(home.vault.root), {"diary/me.png": png(9), "diary/me.md": "secret\n"})
    embeds.forget()
    for pattern in ("diary", "vault/diary", "*/diary/"):
        closed = Settings(private_folders=(pattern,))
        assert codes(embeds.resolve("![[me.png]]", home, closed)) == ["media-missing"]
        assert embeds.resolve("![[me]]", home, closed).text == "me"
    assert embeds.resolve("![[me]]", home).text == "secret"


def test_what_is_left_out_is_not_shown_elsewhere(home: Home) -> None:
    write(Path(home.vault.root), {"old/pic.png": png(8), "old/plan.md": "secret\n", "plan.draft.md": "secret\n"})
    embeds.forget()
    for pattern, text in (("old/**", "![[plan]]"), ("old", "![[old/plan]]"), ("*.draft.md", "![[plan.draft]]")):
        found = embeds.resolve(text, home, Settings(exclude=(pattern,)))
        assert codes(found) == ["embed-excluded"], pattern
        assert "secret" not in found.text
    without = Settings(exclude=("old",))
    assert codes(embeds.resolve("[[plan]]", home, without)) == []
    assert embeds.resolve("![[pic.png]]", home, without).text == f"![]({media.name_of(png(8), 'png')})"
    assert embeds.resolve("![[plan]]", home).text == "secret"


def test_an_excerpt_is_short_and_holds_no_other(home: Home) -> None:
    root = Path(home.vault.root)
    write(root, {"long.md": "# L\n" + "".join(f"- line {number}\n" for number in range(1, 100))})
    write(root, {"one.md": "![[two]] ![[near.png|50]] [[Nowhere]]\n", "two.md": "![[one]]\n", "self.md": "![[self]]\n"})
    embeds.forget()
    lines = embeds.resolve("![[long]]", home).text.split("\n")
    assert (len(lines), lines[-2], lines[-1]) == (41, "- line 39", "…")
    found = embeds.resolve("![[one]]", home)
    assert found.text == f"two ![|50]({media.name_of(png(4), 'png')}) Nowhere"
    assert codes(found) == ["link-unresolved"]
    assert found.problems[0].token == "![[one]]"
    assert embeds.resolve("![[self]]", Home(home.vault, "self.md")).text == "self"


def test_what_a_text_depends_on_is_noted(home: Home) -> None:
    used = embeds.resolve("![[near.png]] ![[Storage#Log]] [[Storage]] ![[near.png]]", home).used
    assert [(Path(entry.path).name, entry.name) for entry in used] == [("near.png", NEAR), ("Storage.md", "")]
    assert [entry.path for entry in embeds.resolve("![[nowhere.png]]", home).used] == [""]


def test_only_pictures_are_looked_up_where_links_are_gone(home: Home) -> None:
    text = "a[[1]] [x](y) ![[Storage]] ![[near.png]]"
    found = embeds.resolve(text, home, pictures_only=True)
    assert found.text == f"a[[1]] [x](y) ![[Storage]] ![]({NEAR})"
    assert embeds.resolve("a\n![[gone.png]]", home, pictures_only=True).text == "a\n"


def test_a_vault_is_walked_only_when_a_card_needs_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[str] = []
    plain = os.scandir

    def spy(path: str) -> object:
        walked.append(path)
        return plain(path)

    monkeypatch.setattr(os, "scandir", spy)
    embeds.resolve("no link [here] (or there)", home)
    assert walked == []
    embeds.resolve("[[Storage]]", home)
    count = len(walked)
    embeds.resolve("[[Storage]] ![[near.png]]", home)
    assert len(walked) == count > 0


def test_of_several_files_the_nearest_is_meant(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(("x.md", "a/x.md", "a/b/x.md", "c/y.md", "d/e/y.md", "f/Z.md", "g/z.md"), "x"))
    found = catalog.of(str(tmp_path))
    assert found.find("x.md", "a/b") == "a/b/x.md"
    assert found.find("x.md", "c") == "x.md"
    assert found.find("b/x.md", "c") == "a/b/x.md"
    assert found.find("y.md", "a") == "c/y.md"
    assert found.find("y.md", "d") == "c/y.md"
    assert found.find("z.md", "a") == "g/z.md"
    assert found.find("Z.MD", "a") == "f/Z.md"
    assert found.find("q.md", "a") == ""


@given(st.text(alphabet="![]()<>|#^`$\\/.~ \nab%2F:png", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    home = Home(Vault(str(Path(__file__).parent / "cases")), "x.md")
    found = embeds.resolve(text, home)
    assert not any(used.name for used in found.used)


@pytest.mark.parametrize("piece", ["[", "![[", "[](", "[a](", "`", "```\n", "$", "![a](b", "[[a|", "\\["])
def test_no_text_takes_long(piece: str) -> None:
    home = Home(Vault(str(Path(__file__).parent / "cases")), "x.md")
    text = "[[" + piece * (40_000 // len(piece))
    start = time.process_time()
    embeds.resolve(text, home)
    assert time.process_time() - start < 2
