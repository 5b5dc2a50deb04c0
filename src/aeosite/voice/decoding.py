"""Bytes to text, whatever program wrote them, and text to what may stand in a file or on a terminal."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from aeosite.model.fields import UNSEEN

CHUNK = 1 << 16
"""Bytes read at once."""

LOST = "\ufffd"
"""Stands for what could not be read."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\|$)|.?)", re.S)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_BLOCKS = "p,div,tr,li,h1,h2,h3,h4,h5,h6,blockquote,pre,table,ul,ol,section,article"


def encoding_of(path: Path) -> str:
    """Return the encoding of a file by its bytes: that of its mark, UTF-8, UTF-16, GB18030, or UTF-8 with signs lost.

    Args:
        path: the file; it is read in parts.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        first = file.read(4096)
    marked = _marked(first)
    if marked:
        return marked
    return next((name for name in ("utf-8", "gb18030") if _fits(path, name)), "utf-8")


def _marked(first: bytes) -> str | None:
    """Return the encoding that a mark, or noughts in every other byte, give away."""
    for mark, name in _BOMS:
        if first.startswith(mark):
            return name
    low, high = first[0::2].count(0), first[1::2].count(0)
    if max(low, high) * 25 > len(first) // 2 and max(low, high) >= 4 * min(low, high):
        return "utf-16-le" if high > low else "utf-16-be"
    return None


def _fits(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while part := file.read(CHUNK):
                decoder.decode(part)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def text_of(data: bytes, said: str = "") -> str:
    """Return the text of some bytes. What cannot be read becomes ``LOST``.

    Args:
        data: the bytes.
        said: the encoding they are said to have; believed only where it fits.
    """
    for name in filter(None, (_marked(data[:4096]), _known(said), "utf-8", "gb18030")):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def _known(name: str) -> str:
    """Return an encoding that may be asked for by name: gb2312 is read as what it grew into, and codecs that are no encodings are not."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if not found._is_text_encoding or found.name in (
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "utf-7",
    ):
        return ""
    return "gb18030" if found.name in ("gb2312", "gbk", "hz") else found.name


def lines_of(path: Path, encoding: str) -> Iterator[str]:
    """Yield the lines of a file with their ends; a line longer than any person types comes in parts.

    Args:
        path: the file.
        encoding: its encoding.
    """
    with path.open("r", encoding=encoding, errors="replace", newline="") as file:
        while line := file.readline(CHUNK):
            yield line


def tidy(text: str) -> str:
    """Return a text without what a terminal obeys or nobody sees; its lines end in ``\\n``, tabs are blanks."""
    text = _BREAKS.sub("\n", _ESCAPE.sub("", text) if "\x1b" in text else text)
    lines = UNSEEN.sub("", _CONTROL.sub(" ", text)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip(" \u3000") for line in lines)).strip()


def shown(text: str, longest: int = 200) -> str:
    """Return a text as one line for a terminal."""
    line = " ".join(tidy(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def wide_to_narrow(text: str) -> str:
    """Return a text with every full-width sign half-width, for lines that machines read."""
    return text.translate(_WIDE)


def narrow(text: str) -> str:
    """Return a text with letters, digits and the signs of addresses in their plain form; Chinese punctuation stays."""
    return re.sub(r"[^\x00-\x7f\u3001-\u303f\u3400-\u9fff\uff01-\uff0a\uff0c\uff1a-\uff1f\uff3b-\uff3d]", _plain, text)


def _plain(found: re.Match[str]) -> str:
    sign = found.group()
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    plain = unicodedata.normalize("NFKC", sign)
    return plain if re.fullmatch(r"[0-9A-Za-z@+._/-]{1,3}", plain) else sign


def text_in_html(source: str) -> str:
    """Return what a reader sees of a piece of HTML: no scripts, no styles, a line for each block."""
    tree = LexborHTMLParser(source)
    for node in tree.css("script,style,template,head,title"):
        node.decompose()
    for node in tree.css("br"):
        node.replace_with("\n")
    for node in tree.css(_BLOCKS):
        node.insert_after("\n")
    body = tree.body
    lines = (body.text(separator="") if body else "").split("\n")
    return "\n".join(line.strip() for line in lines)
