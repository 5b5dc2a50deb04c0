"""JSON, read one object at a time: messages of the form, and the issues that code hosts export."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from aeosite.basics.problems import Place
from aeosite.voice.message import MARK, VERSION, Heard, Message, day_in, trouble
from aeosite.voice.text_form import checked, has_machine_line, message_of, messages_in, wrong_version

LARGEST = 1 << 20
"""Characters of one object. A message is a page of text."""

DEEPEST = 60
"""Levels of nesting an object may have."""

_LISTS = ("issues", "items", "messages", "nodes", "data")
_SIGNS = re.compile(r'[{}\[\]"\\]')
_NEXT = re.compile(r'\{\s*"aeo-guide-feedback"|(?<=\n) {0,4}\{')
_GAP = re.compile(r"[\s,]*")


class _Source:
    """Text that comes in parts, of which only what is not used up is kept."""

    def __init__(self, parts: Iterator[str]) -> None:
        self._parts = parts
        self.text = ""
        self.line = 1
        self.ended = False

    def fill(self, size: int) -> None:
        """Read on until so many characters are there or the end is."""
        pieces, there = [self.text], len(self.text)
        while there < size and not self.ended:
            part = next(self._parts, None)
            self.ended = part is None
            pieces.append(part or "")
            there += len(part or "")
        self.text = "".join(pieces)

    def drop(self, count: int) -> None:
        """Use up so many characters."""
        self.line += self.text.count("\n", 0, count)
        self.text = self.text[count:]


def objects_in(parts: Iterator[str], file: str) -> Iterator[tuple[Place, Any] | Heard]:
    """Yield the values of a JSON text with their places: those of an array one by one, one a line, or the only one.

    Args:
        parts: the text, in pieces.
        file: the file, for places.
    """
    source, decoder = _Source(parts), json.JSONDecoder()
    source.fill(LARGEST)
    start = source.text.lstrip("\ufeff")
    source.drop(len(source.text) - len(start))
    source.drop(len(source.text) - len(source.text.lstrip()))
    if source.text.startswith("["):
        source.drop(1)
    at = 0
    while True:
        if len(source.text) - at < LARGEST and not source.ended:
            source.drop(at)
            at = 0
            source.fill(LARGEST * 4)
        gap = _GAP.match(source.text, at)
        source.line += source.text.count("\n", at, gap.end()) if gap else 0
        begin = gap.end() if gap else at
        if begin >= len(source.text) or source.text.startswith("]", begin):
            return
        place = Place(file, source.line)
        try:
            value, end = decoder.raw_decode(source.text, begin)
        except (ValueError, RecursionError):
            source.text = source.text[begin:]
            yield _unreadable(place)
            _skip(source)
            at = 0
            continue
        yield place, value
        source.line += source.text.count("\n", begin, end)
        at = end


def _skip(source: _Source) -> None:
    """Use up one value that cannot be read: to where its braces close or the next message begins, whichever comes first."""
    following = _NEXT.search(source.text, 1)
    ends = [end for end in (_closing(source.text), following.start() if following else None) if end is not None]
    while not ends and source.text:
        source.drop(len(source.text))
        source.fill(LARGEST)
        following = _NEXT.search(source.text)
        ends = [following.start()] if following else []
    source.drop(min(ends, default=0))


def _closing(text: str) -> int | None:
    """Return where the value that a text begins with ends, by its braces; its line where it has none."""
    if text[:1] not in ("{", "["):
        return text.find("\n") + 1 or None
    depth, inside, after = 0, False, 0
    for found in _SIGNS.finditer(text):
        sign = found.group()
        if found.start() < after:
            continue
        if sign == "\\":
            after = found.end() + 1
        elif sign == '"':
            inside = not inside
        elif not inside:
            depth += 1 if sign in "{[" else -1
            if depth == 0:
                return found.end()
    return None


def messages_of(parts: Iterator[str], file: str, *, channel: str = "form", received: str = "") -> Iterator[Heard]:
    """Yield the messages of a JSON text: those the form makes, and the issues of an export.

    Args:
        parts: the text, in pieces.
        file: the file, for places.
        channel: the way a message of the form came.
        received: the day it came, where it does not say.
    """
    for found in objects_in(parts, file):
        if isinstance(found, tuple):
            yield from _each(*found, channel, received)
        else:
            yield found


def _each(place: Place, value: Any, channel: str, received: str) -> Iterator[Heard]:
    waiting = [(value, 0)]
    while waiting:
        one, depth = waiting.pop(0)
        inner = _list_in(one)
        if inner is not None and depth < 3:
            waiting += ((item, depth + 1) for item in inner)
        elif isinstance(one, dict) and MARK in one:
            yield from _of_form(place, one, channel, received)
        elif isinstance(one, dict) and isinstance(one.get("title"), str) and ("body" in one or "description" in one):
            yield from _of_issue(place, one)
        else:
            yield _unknown(place)


def _list_in(value: Any) -> list[Any] | None:
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and MARK not in value and "title" not in value:
        return next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
    return None


def _of_form(place: Place, said: Mapping[str, Any], channel: str, received: str) -> Iterator[Heard]:
    if said[MARK] != VERSION or isinstance(said[MARK], bool):
        yield wrong_version(place)
        return
    texts = {name: value for name, value in said.items() if isinstance(value, str)}
    odd = sorted(
        name
        for name in ("kind", "text", "contact", "page", "anchor", "language", "edition")
        if name in said and name not in texts
    )
    if odd:
        yield trouble(
            place,
            "feedback-field",
            f"{'、'.join(odd)} 应是文字。",
            f"A text is expected in {', '.join(odd)}.",
            "核对这一条是怎样得来的；内容可以录入文本文件再导入。",
            "See how this item was made; its words can be typed into a text file and imported.",
        )
    message = message_of(place, channel, texts, texts.get("text", ""), texts.get("contact", ""), received)
    yield from checked(message)


def _of_issue(place: Place, said: Mapping[str, Any]) -> Iterator[Heard]:
    """Yield what an issue of GitHub or GitLab says. Changes to the code are none of it."""
    if said.get("pull_request") or said.get("merge_request_type"):
        return
    title, body = str(said["title"]), str(said.get("body") or said.get("description") or "")
    received = day_in(str(said.get("created_at") or said.get("createdAt") or ""))
    token = str(said.get("html_url") or said.get("web_url") or said.get("url") or said.get("number") or said.get("iid") or "")
    if not has_machine_line(body):
        yield from checked(Message(place, "issue", text=f"{title}\n\n{body}", received=received, token=token))
        return
    for heard in messages_in(iter(body.splitlines(keepends=True)), place.path, "issue", received=received, first_line=place.line):
        yield at(heard, place, token)


def at(heard: Heard, place: Place, token: str) -> Heard:
    """Return what was heard inside an item as standing where the item does."""
    return replace(heard, place=place, token=token) if isinstance(heard, Message) else replace(heard, place=place)


def _unreadable(place: Place) -> Heard:
    return trouble(
        place,
        "feedback-json",
        "从这里开始的一条不是完整的 JSON，或者太长、太深。",
        "The item that begins here is no complete JSON, or is too long or too deep.",
        "核对引号、逗号和括号，或者请对方重新发一次。",
        "Check quotation marks, commas and brackets, or ask for it to be sent again.",
    )


def _unknown(place: Place) -> Heard:
    return trouble(
        place,
        "feedback-object",
        "这一条不是反馈，也不是导出的议题（issue）。",
        "This item is neither a message nor an exported issue.",
        f"反馈要有键 {MARK}；议题要有 title 和 body（GitLab 是 description）。",
        f"A message has the key {MARK}; an issue has title and body (description in GitLab).",
    )
