"""Texts that would run, load, break out or lie if they were anything but text: one table, walked by many tests.

`RAN` sets a mark in the window of the probe; `AWAY` is the address of a server that counts who calls.
"""

from __future__ import annotations

RAN = "top.ran=1"
AWAY = "http://away.invalid"

TEXTS: dict[str, str] = {
    # elements that run
    "script": f"<script>{RAN}</script>",
    "script from away": f"<script src={AWAY}/a.js></script>",
    "script in capitals": f"<ScRiPt>{RAN}</sCrIpT>",
    "script cut in two": f"<scr<script>ipt>{RAN}</scr</script>ipt>",
    "script behind a slash": f"<script/x>{RAN}</script >",
    "script that ends another": f"</script><script>{RAN}</script>",
    "module": f'<script type=module>import "{AWAY}/m.js"</script>',
    # handlers
    "img onerror": f"<img src=x onerror={RAN}>",
    "img without blanks": f'<img/src="x"/onerror="{RAN}">',
    "svg onload": f"<svg/onload={RAN}>",
    "svg animate": f"<svg><animate onbegin={RAN} attributeName=x dur=1s>",
    "svg set": f"<svg><set attributeName=href to=javascript:{RAN} /><a id=x>x</a></svg>",
    "details ontoggle": f"<details open ontoggle={RAN}>x</details>",
    "input autofocus": f"<input autofocus onfocus={RAN}>",
    "video source": f"<video><source onerror={RAN}></video>",
    "body onload": f"<body onload={RAN}>",
    "marquee": f"<marquee onstart={RAN}>x</marquee>",
    "style animation": f"<style>@keyframes x{{}}</style><b style=animation-name:x onanimationstart={RAN}>x</b>",
    # breaking out of an attribute, a tag, an element
    "double quote": f'" onmouseover="{RAN}" autofocus onfocus="{RAN}" x="',
    "single quote": f"' autofocus onfocus='{RAN}' x='",
    "grave accent": f"` autofocus onfocus=`{RAN}` x=`",
    "tag end": f'"><script>{RAN}</script>',
    "end of everything": f"</li></ol></ul></div></article></main></body></html><script>{RAN}</script>",
    "end of style": f"</style><script>{RAN}</script>",
    "end of title": f"</title><script>{RAN}</script>",
    "end of textarea": f"</textarea></noscript></template><script>{RAN}</script>",
    "end of comment": f"--><script>{RAN}</script><!--",
    "our own end of answer": '<hr id="answer"><div class="sheet">',
    # what a browser mends on the way
    "mathml": f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror={RAN}&gt;'>",
    "noscript": f"<noscript><p title='</noscript><img src=x onerror={RAN}>'>",
    "form in form": f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RAN}>",
    "foreign object": f"<svg></p><style><a id='</style><img src=1 onerror={RAN}>'>",
    "never closed": f"<img src=x onerror={RAN} ",
    "odd comment": f"<!--><img src=x onerror={RAN}>-->",
    "comment with a bang": f"<!-- --!><img src=x onerror={RAN}> -->",
    "cdata": f"<![CDATA[<img src=x onerror={RAN}>]]>",
    "instruction": f"<?xml ?><?php {RAN} ?>",
    "null in a tag": f"<scr\x00ipt>{RAN}</scr\x00ipt>",
    "line end in a tag": f"<img\nsrc=x\nonerror\n=\n{RAN}>",
    "form feed in a tag": f"<img\x0csrc=x\x0conerror={RAN}>",
    # addresses
    "javascript": f"<a href=javascript:{RAN} id=x>x</a>",
    "javascript in a link": f"[x](javascript:{RAN})",
    "javascript with a tab": f"<a href='java\tscript:{RAN}'>x</a> [x](java&Tab;script:{RAN})",
    "javascript as entities": f"<a href='&#106;&#97;vascript&colon;{RAN}'>x</a>",
    "javascript in angles": f"<javascript:{RAN}>",
    "data page": f"<iframe src='data:text/html,<script>{RAN}</script>'></iframe>",
    "srcdoc": f"<iframe srcdoc='&lt;script&gt;{RAN}&lt;/script&gt;'></iframe>",
    "vbscript": "<a href=vbscript:msgbox(1)>x</a>",
    "object and embed": f"<object data={AWAY}/o></object><embed src={AWAY}/e>",
    # loads
    "picture from away": f"<img src={AWAY}/i.png> ![x]({AWAY}/j.png) ![[{AWAY}/k.png]]",
    "picture set": f"<picture><source srcset={AWAY}/s.png><img srcset={AWAY}/t.png></picture>",
    "style from away": f"<link rel=stylesheet href={AWAY}/c.css><style>@import '{AWAY}/d.css';</style>",
    "background": f"<b style='background:url({AWAY}/b.png)'>x</b><table background={AWAY}/f.png>",
    "sound and film": f"<audio src={AWAY}/a.mp3 autoplay></audio><video poster={AWAY}/v.png src={AWAY}/v.mp4 autoplay>",
    "refresh": f"<meta http-equiv=refresh content='0;url={AWAY}/r'>",
    "base": f"<base href={AWAY}/>",
    "prefetch": f"<link rel=prefetch href={AWAY}/p><link rel=dns-prefetch href={AWAY}>",
    "form that goes off": f"<form action={AWAY}/f><button autofocus>x</button></form>",
    "ping": f"<a ping={AWAY}/p href=#x>x</a>",
    # entities
    "entities": "&lt;script&gt; &#60;b&#62; &#x3C;i&#x3E; &amp;lt; &amp;amp;",
    "entities without end": f"&ltimg src=x onerror={RAN}&gt &#60img src=x onerror={RAN}&#62",
    "no entities": "&; &#; &#x; &#0; &#xd800; &#99999999; &nosuch; &lt",
    # Anki's own marks
    "sound": "[sound:a.mp3] [sound:http://away.invalid/s.mp3] [SOUND:b.mp3]",
    "speech": "[anki:tts lang=en_US]x[/anki:tts] [anki:play:q:0]",
    "latex": r"[latex]\input{/etc/passwd}[/latex] [LaTeX]x[/LaTeX]",
    "short latex": r"[$]\write18{touch x}[/$] [$$]x[/$$]",
    "mathjax": r"\(\href{javascript:top.ran=1}{x}\) \[\require{html}\] \\(x\\)",
    "mathjax elements": "<anki-mathjax block=true>x</anki-mathjax>",
    "typed answer": "[[type:Front]] [[type:cloze:Text]]",
    "fields": "{{Front}} {{Back}} {{FrontSide}} {{#Extra}}x{{/Extra}} {{^Extra}}y{{/Extra}}",
    "filters": "{{tts en_US:Front}} {{hint:Back}} {{type:Back}} {{edit:Front}} {{cloze:Text}}",
    "clozes": "{{c1::hidden::hint}} {{c2::{{c1::nested}}}}",
    "other delimiters": "{{=<% %>=}} <% Front %> {{{Front}}} {{&Front}} {{> part}} {{! no }}",
    # letters that lie, or that are none
    "turned around": "abc\u202egnp.exe\u202c \u2066x\u2069 \u200f\u200e",
    "zero width": "a\u200bb\u200dc\ufeffd\u00ade",
    "nothing but zero": "a\x00b\x00",
    "halves of characters": "a\ud83d b\udc00 \udfff",
    "no characters": "a\ufffeb\uffffc\ufdd0d",
    "separators": "a\x1fb\x1ec\u2028d\u2029e\x85f",
    "wide brackets": f"\uff1cscript\uff1e{RAN}\uff1c/script\uff1e \u2039b\u203a",
    "composed": "e\u0301 \u212b \u1e9b\u0323 <\u0338script> >\u0338",
    "marks upon marks": "Z" + "\u0351\u036b\u0343" * 40,
    # a terminal
    "colour": "\x1b[31mred\x1b[0m",
    "title of the window": "\x1b]0;owned\x07 \x1b]2;owned\x1b\\",
    "clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "link of a terminal": "\x1b]8;;http://away.invalid\x1b\\x\x1b]8;;\x1b\\",
    "screen": "\x1b[2J\x1b[H\x1bc\x1b[6n",
    "eight bits": "\x9b31mred\x9b0m \x9d0;owned\x9c \x90x\x9c",
    "back and over": "good\b\b\b\bevil \x7f\x7f \rover",
    "bell": "\x07\x05\x0e",
}
"""What it is, and the text. Each must come out as text, or not at all."""

MEDIA: dict[str, str] = {
    "picture": "![x](inside.png)",
    "picture of a wiki": "![[inside.png]]",
    "up and out": "![x](../secret.png) ![[../../secret.png]]",
    "up in code": "![x](..%2f..%2fsecret.png) ![x](..\\..\\secret.png)",
    "file address": "![x](file:///etc/passwd) <file:///etc/passwd> <img src='file:///etc/passwd'>",
    "absolute": "![x](/etc/passwd) ![[/etc/passwd]]",
    "home": "![x](~/.ssh/id_rsa) ![x]($HOME/x.png)",
    "link out of the folder": "![x](link.png) ![[link.png]]",
    "named elsewhere": "![x][ref]\n\n[ref]: ../secret.png",
    "in HTML": "<img src=inside.png> <video src=inside.mp4></video> <audio src=inside.mp3>",
    "data": "![x](data:image/svg+xml;base64,PHN2Zy8+)",
    "note in a note": "![[other]] ![[other#Part]]",
    "from away": f"![x]({AWAY}/x.png) ![x](//away.invalid/x.png)",
    "sound of Anki": "[sound:../secret.mp3] [sound:inside.mp3]",
}
"""Ways to ask for a file. Nothing is ever loaded, wherever it lies."""
