"""Texts that a page shows in the default language because its own lacks them: marked where they are put in, told to readers at the end.

A mark is a character for private use, which no page and no record may hold; it can stand wherever text can, in attributes and data too.
"""

import re

from aeosite.basics.language import DEFAULT

_BEGIN, _END = "\ue010", "\ue011"
_PARTS = re.compile(r"(<(script|style|option|title|desc|text|textarea)\b.*?</\2>|<[^>]*>)", re.S)
_MARKS = re.compile(f"[{_BEGIN}{_END}]")
_HAN = re.compile("[\u3400-\u9fff](?:[\u3000-\u303f\uff00-\uffef]*[\u3400-\u9fff])*")
_ELEMENT = re.compile(r"<(?P<end>/?)(?P<name>[a-z0-9]+)(?P<rest>[^>]*)>")
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})


def in_default(text: str) -> str:
    """Return a text of the default language, marked as one that stands in."""
    return f"{_BEGIN}{text}{_END}" if text else text


def has_fallback(html: str) -> bool:
    """Whether a text in some HTML stands in for one that is missing."""
    return _BEGIN in html


def told(html: str) -> str:
    """Return HTML in which every text that stands in says its language; where no element can stand the mark is taken away."""
    if not has_fallback(html):
        return html
    depth, parts = 0, []
    for index, part in enumerate(_PARTS.split(html)):
        if index % 3 == 2:
            continue  # the name of the element
        if index % 3 == 1:
            parts.append(_MARKS.sub("", part))
            continue
        for piece in re.split(f"([{_BEGIN}{_END}])", part):
            if piece == _BEGIN:
                parts.append(f'<span lang="{DEFAULT}">' if depth == 0 else "")
                depth += 1
            elif piece == _END:
                depth -= 1
                parts.append("</span>" if depth == 0 else "")
            else:
                parts.append(piece)
    return "".join(parts)


def plain(text: str) -> str:
    """Return a text without marks."""
    return _MARKS.sub("", text)


def with_languages(html: str, language: str) -> str:
    """Return HTML in which Chinese words say that they are Chinese, on a page of another language (WCAG 2.2, 3.1.2 Language of Parts).

    Args:
        html: the HTML of a page or a part of one; its elements are closed.
        language: the language of the page.
    """
    if language == DEFAULT or not _HAN.search(html):
        return html
    inside: list[str] = []  # the open elements from the outermost that says it is Chinese
    parts = []
    for index, part in enumerate(_PARTS.split(html)):
        if index % 3 == 2:
            continue  # the name of the element
        if index % 3 == 1:
            _follow(part, inside)
            parts.append(part)
        else:
            parts.append(part if inside else _HAN.sub(rf'<span lang="{DEFAULT}">\g<0></span>', part))
    return "".join(parts)


def _follow(part: str, inside: list[str]) -> None:
    tag = _ELEMENT.fullmatch(part)
    if tag is None or tag["rest"].endswith("/") or tag["name"] in _VOID:
        return
    if tag["end"]:
        if inside and inside[-1] == tag["name"]:
            inside.pop()
    elif f' lang="{DEFAULT}"' in tag["rest"] or (inside and tag["name"] == inside[-1]):
        inside.append(tag["name"])
