"""Mail: one message a file (.eml) or many (mbox). Only words are read; what is attached is opened where it is itself a message of the form."""

import email.policy
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Part
from email.utils import parsedate_to_datetime
from pathlib import Path

from aeosite.basics.problems import Place
from aeosite.voice.decoding import CHUNK, text_in_html, text_of, tidy
from aeosite.voice.message import MARK, Heard, Message, trouble
from aeosite.voice.objects import at, messages_of
from aeosite.voice.text_form import checked, has_machine_line, messages_in

LARGEST = 8_000_000
"""Bytes of one mail that are looked at. Words come first; what lies beyond is an attachment."""

PARTS = 200
"""Parts of one mail that are looked at."""

ATTACHED = 1 << 20
"""Bytes of an attachment that may be a message."""

_OUR_NAMES = re.compile(r".*\.(?:json|txt)", re.I | re.S)
_REPLY = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|回复|答复|转发|回覆)\s*[:：])+\s*", re.I)


def mails_in(path: Path, file: str) -> Iterator[Heard]:
    """Yield the messages of an mbox file; only one mail at a time is in memory.

    Args:
        path: the file.
        file: how it is called in places.
    """
    for line, data in _split(path):
        yield from mail_in(data, Place(file, line))


def _split(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield each mail of an mbox with the line it begins on, cut to what is looked at."""
    begin, number, blank, kept, size = 1, 0, True, list[bytes](), 0
    with path.open("rb") as file:
        while line := file.readline(CHUNK):
            number += line.endswith(b"\n")
            if blank and line.startswith(b"From ") and (size or number == 1):
                if size:
                    yield begin, b"".join(kept)
                kept, size, begin = [], 0, number
            elif size < LARGEST:
                kept.append(line[1:] if line.startswith((b">From ", b">>From ")) else line)
            size += len(line)
            blank = line in (b"\n", b"\r\n")
    if size:
        yield begin, b"".join(kept)


def mail_in(data: bytes, place: Place) -> Iterator[Heard]:
    """Yield the messages of one mail.

    Args:
        data: the mail as it was sent.
        place: where it stands.
    """
    try:
        mail = message_from_bytes(data[:LARGEST], policy=email.policy.default)
        yield from _heard(mail, place)
    except Exception:  # the library raises what it will on a broken mail
        yield _broken(place)


def _heard(mail: Part, place: Place) -> Iterator[Heard]:
    received, token = _day(mail), str(mail.get("Message-ID", "") or "").strip()
    texts, pages, attached = _read(mail)
    inside = [heard for name, text in attached for heard in _attached(name, text, place, received)]
    body = "\n".join(texts) if any(map(tidy, texts)) else "\n".join(map(text_in_html, pages))
    if inside and not has_machine_line(body):
        yield from (at(heard, place, f"{token} {index}") for index, heard in enumerate(inside))
    elif has_machine_line(body):
        lines = iter(body.splitlines(keepends=True))
        yield from (at(heard, place, token) for heard in messages_in(lines, place.path, "mail", received=received))
    else:
        subject = _REPLY.sub("", tidy(str(mail.get("Subject", "") or "")))
        words = [
            heard.text
            for heard in messages_in(iter(body.splitlines(keepends=True)), place.path, "mail")
            if isinstance(heard, Message)
        ]
        text = "\n\n".join(filter(None, (subject if words else "", *words)))
        yield from checked(Message(place, "mail", text=text, received=received, token=token), voted=False)


def _read(mail: Part) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Return the words of a mail, its pages of HTML, and what may be messages of the form among its attachments."""
    texts: list[str] = []
    pages: list[str] = []
    attached: list[tuple[str, str]] = []
    for number, part in enumerate(mail.walk()):
        if number >= PARTS:
            break
        if part.is_multipart():
            continue
        kind, name = part.get_content_type(), _name(part)
        if part.get_content_disposition() == "attachment" or name:
            if _OUR_NAMES.fullmatch(name) and MARK in (text := _text(part)):
                attached.append((name, text))
        elif kind == "text/plain":
            texts.append(_unfolded(part, _text(part)))
        elif kind == "text/html":
            pages.append(_text(part))
    return texts, pages, attached


def _name(part: Part) -> str:
    try:
        return str(part.get_filename() or "")
    except Exception:  # a name that cannot be read is none
        return "unnamed"


def _text(part: Part) -> str:
    data = part.get_payload(decode=True)
    said = part.get_content_charset() or ""
    return text_of(data[:ATTACHED], said) if isinstance(data, bytes) else ""


def _unfolded(part: Part, text: str) -> str:
    """Return a text whose lines were broken to be joined again (RFC 3676)."""
    if str(part.get_param("format", "") or "").lower() != "flowed":
        return text
    gap = "" if str(part.get_param("delsp", "") or "").lower() == "yes" else " "
    return re.sub(r"(?<!^--)(?<!\n--) \r?\n(?!>)", gap, text)


def _day(mail: Part) -> str:
    try:
        return parsedate_to_datetime(str(mail.get("Date", ""))).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _attached(name: str, text: str, place: Place, received: str) -> Iterator[Heard]:
    if name.lower().endswith(".json"):
        yield from messages_of(iter([text]), place.path, channel="mail", received=received)
    else:
        yield from messages_in(iter(text.splitlines(keepends=True)), place.path, "mail", received=received)


def _broken(place: Place) -> Heard:
    return trouble(
        place,
        "feedback-mail",
        "这封邮件的结构读不懂。",
        "The structure of this mail cannot be read.",
        "用邮件程序打开它，把正文另存为文本文件再导入。",
        "Open it in a mail program, save its words as a text file and import that.",
    )
