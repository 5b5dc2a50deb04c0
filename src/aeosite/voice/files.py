"""Files of any of these kinds, told apart by what is in them rather than by their names."""

import re
from collections.abc import Iterator
from pathlib import Path

from aeosite.basics.problems import Place
from aeosite.voice.decoding import encoding_of, lines_of, shown, text_of
from aeosite.voice.mail import LARGEST, mail_in, mails_in
from aeosite.voice.message import Heard, trouble
from aeosite.voice.objects import messages_of
from aeosite.voice.survey import Answers
from aeosite.voice.tables import csv_in, workbook_in
from aeosite.voice.text_form import messages_in

_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2}")
_MAIL_HEADERS = re.compile(
    rb"^(?:From|Subject|Message-ID|Received|MIME-Version|Return-Path|Delivered-To|X-Mozilla-Status):", re.I | re.M
)


def heard_in(path: Path) -> Iterator[Heard | Answers]:
    """Yield what a file says, item by item; a file of any size is read in parts.

    Args:
        path: a file: mbox, mail, JSON, text, CSV or XLSX.
    """
    file = shown(path.as_posix())
    if path.exists() and not path.is_file():
        yield _unknown(Place(file))  # a pipe or a device would never end
        return
    try:
        with path.open("rb") as opened:
            first = opened.read(4096)
        yield from _heard(path, file, first)
    except OSError as error:
        yield trouble(
            Place(file),
            "feedback-file",
            f"文件不能读取（{error.strerror or '?'}）。",
            f"The file cannot be read ({error.strerror or '?'}).",
            "核对文件名和权限。",
            "Check its name and who may read it.",
        )


def _heard(path: Path, file: str, first: bytes) -> Iterator[Heard | Answers]:
    suffix = path.suffix.lower()
    text = text_of(first).lstrip("\ufeff \t\r\n")
    if first[:4] == b"PK\x03\x04":
        yield from workbook_in(path, file)
    elif (
        first[:8] in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
        or first[:5] in (b"%PDF-", b"{\\rtf")
        or first[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"Rar!")
    ):
        yield _unknown(Place(file))
    elif suffix == ".mbox" or first.startswith(b"From "):
        yield from mails_in(path, file)
    elif suffix == ".eml" or (_HEADER.match(first) and len(_MAIL_HEADERS.findall(first)) >= 2):
        with path.open("rb") as opened:
            yield from mail_in(opened.read(LARGEST), Place(file))
    elif suffix in (".json", ".jsonl", ".ndjson") or (suffix not in (".csv", ".tsv", ".txt") and text[:1] in ("{", "[")):
        yield from messages_of(lines_of(path, encoding_of(path)), file)
    elif suffix in (".csv", ".tsv"):
        yield from csv_in(path, file)
    else:
        yield from messages_in(lines_of(path, encoding_of(path)), file, "form")


def _unknown(place: Place) -> Heard:
    return trouble(
        place,
        "feedback-format",
        "这种文件不能导入。",
        "This kind of file cannot be imported.",
        "可以导入的有：mbox、eml、JSON、文本、CSV、XLSX；其他的请另存为其中一种。",
        "What can be imported: mbox, eml, JSON, text, CSV, XLSX; save others as one of these.",
    )
