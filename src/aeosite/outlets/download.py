"""Put the offline zip beside the site, and its size and checksum into the pages that lead to it.

The zip holds those pages too, so it is packed first, from pages that say neither (outlets/offline.py); what is put in afterwards goes into the
website alone. Its own name is left out of the next one.
"""

import hashlib
import re
from pathlib import Path

from aeosite.compose.book import Book
from aeosite.guide.guide import address_of
from aeosite.outlets.files import put
from aeosite.outlets.website.shell import boxes_of
from aeosite.outlets.website.site import with_sizes

FOLDER = "download"
"""The folder of the site with the zip."""

_SHA256 = re.compile(r'<code data-sha256-of="[^"]*"></code>')


def offer(book: Book, site: Path, archive: Path) -> list[Path]:
    """Put a zip and its checksum into the site, and tell of them on the pages that lead there; return the paths of both.

    Args:
        book: the articles.
        site: the site that was packed.
        archive: the zip; its checksum lies beside it.
    """
    data = archive.read_bytes()
    for outline in book.guide.outlines():
        if "copy" in boxes_of(outline):
            _tell(site / address_of((outline.language, outline.path)), f"{FOLDER}/{archive.name}", data)
    checksum = archive.with_name(f"{archive.name}.sha256")
    return [put(site / FOLDER / archive.name, data), put(site / FOLDER / checksum.name, checksum.read_bytes())]


def _tell(page: Path, path: str, data: bytes) -> None:
    html = with_sizes(page.read_text(encoding="utf-8"), {path: len(data)})
    page.unlink()  # it may be the same file as in the site that stands, which nobody may change before the new one is whole
    put(page, _SHA256.sub(f"<code>{hashlib.sha256(data).hexdigest()}</code>", html).encode())
