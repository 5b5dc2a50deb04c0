"""A message of a reader, whatever way it came, and what is said of one that cannot be read."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from aeosite.basics.language import Text
from aeosite.basics.problems import NO_FIX, Place, Problem

MARK = "aeo-guide-feedback"
"""What names the format: the key of the version in JSON, the beginning of the line for the machine in text."""

VERSION = 1

KINDS = ("wrong", "unclear", "missing", "question", "suggestion", "helpful", "not-helpful")
"""What a reader may mean, as the form on the site says it."""

VOTES = frozenset({"helpful", "not-helpful"})
"""Kinds that need no words."""

LONGEST = 20_000
"""Characters of a message that are kept: ten pages. What is longer is cut, and that is said."""

_PAGE = re.compile(r"(?:[a-z]{2,3}/)?[a-z0-9-]{1,60}(?:/[a-z0-9-]{1,60}){0,4}\.html")
_ANCHOR = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_DATE = re.compile(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_LONG_NUMBER = re.compile(r"\d{7}")


@dataclass(frozen=True, slots=True)
class Message:
    """One message, not cleaned yet.

    Attributes:
        place: the file and line it stands in.
        channel: the way it came: ``mail``, ``form``, ``table``, ``issue`` or ``survey``.
        kind: one of ``KINDS``; empty where the reader did not say.
        text: what the reader wrote.
        contact: how to reach the reader; dropped, and only counted.
        page: the page below the root of the site, such as ``en/criteria/index.html``; empty where not said.
        anchor: the place on the page; empty where not said.
        language: the language of the page; empty where not said.
        edition: the edition the reader had, as ``YYYY-MM-DD``; empty where not said.
        received: the day it came, as ``YYYY-MM-DD``; empty where not known.
        token: what tells it from others in its channel, such as a Message-ID; only its digest is kept.
        district: the customs district it is about or came through, as written; empty where not said.
        audience: the kind of enterprise, as written; empty where not said.
    """

    place: Place
    channel: str
    kind: str = ""
    text: str = ""
    contact: str = ""
    page: str = ""
    anchor: str = ""
    language: str = ""
    edition: str = ""
    received: str = ""
    token: str = ""
    district: str = ""
    audience: str = ""


Heard = Message | Problem
"""What a reader of files yields: a message, or why an item is none."""


def trouble(place: Place, code: str, zh: str, en: str, fix_zh: str = "", fix_en: str = "") -> Problem:
    """Return what is wrong with an item. It never repeats what the reader wrote."""
    return Problem(place, code, Text(zh, en), Text(fix_zh, fix_en) if fix_zh else NO_FIX)


def kind_in(text: str) -> str:
    """Return the kind that a code names, or an empty text."""
    word = text.strip().lower().replace("_", "-")
    return word if word in KINDS else ""


def page_in(text: str) -> str:
    """Return the path of a page, or an empty text where it cannot be one: nothing else is let through."""
    path = unquote(text.strip()).split("#")[0].lstrip("/")
    return path if _PAGE.fullmatch(path) and not _LONG_NUMBER.search(path) else ""


def anchor_in(text: str) -> str:
    """Return the name of a place on a page, or an empty text where it cannot be one."""
    anchor = unquote(text.strip()).lstrip("#")
    return anchor if len(anchor) <= 80 and _ANCHOR.fullmatch(anchor) and not _LONG_NUMBER.search(anchor) else ""


def language_in(text: str) -> str:
    """Return a tag of a language, or an empty text."""
    return text.strip() if _LANGUAGE.fullmatch(text.strip()) else ""


def day_in(text: str) -> str:
    """Return the day that a date or a time begins with, as ``YYYY-MM-DD``, or an empty text."""
    found = _DATE.match(re.sub(r"[/.年月]", "-", _padded(text.strip())))
    return found.group() if found else ""


def _padded(text: str) -> str:
    return re.sub(r"(?<=[-/.年月])(\d)(?=\D|$)", r"0\1", text)
