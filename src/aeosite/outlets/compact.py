"""Make a PDF small: what Typst writes as a plain object each goes into compressed object streams (ISO 32000-1, 7.5.7), nothing else changes.

A tagged PDF of two hundred pages has twenty thousand small objects that say what each word is; they take two thirds of the file.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

PACKED = 200
"""So many objects go into one stream: readers unpack a stream as a whole."""

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref", re.S)
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.S)
_SIZE = re.compile(rb"/Size\s+\d+")


class NotCompact(ValueError):
    """Raised when a file is not laid out as Typst lays files out."""


def compact(pdf: bytes) -> bytes:
    """Return a PDF with its objects packed; the same bytes for the same PDF.

    Args:
        pdf: a PDF with a cross-reference table, without encryption and without earlier versions of itself.

    Raises:
        NotCompact: it is laid out in another way.
    """
    objects = dict(_objects(pdf))
    loose = sorted(number for number, body in objects.items() if body.endswith(b"endstream"))
    small = sorted(objects.keys() - set(loose))
    out = bytearray(pdf[: pdf.index(b"\n", pdf.index(b"\n") + 1) + 1])
    places: dict[int, tuple[int, int, int]] = {}  # as entries of a cross-reference stream: kind and two fields
    for number in loose:
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    free = max(objects) + 1
    for start in range(0, len(small), PACKED):
        chunk = small[start : start + PACKED]
        places[free] = (1, len(out), 0)
        places.update({number: (2, free, index) for index, number in enumerate(chunk)})
        out += b"%d 0 obj\n%b\nendobj\n" % (free, _stream([(number, objects[number]) for number in chunk]))
        free += 1
    places[free] = (1, len(out), 0)
    return bytes(out + _references(free, places, _trailer(pdf), len(out)))


def _objects(pdf: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the body of every object, by the cross-reference table."""
    start = _START.search(pdf)
    if start is None or not pdf.startswith(b"xref", int(start[1])):
        raise NotCompact("no cross-reference table")
    table = pdf[int(start[1]) : pdf.index(b"trailer", int(start[1]))]
    offsets = sorted(int(entry[1]) for entry in _ENTRY.finditer(table) if entry[3] == b"n")
    for offset, end in zip(offsets, [*offsets[1:], int(start[1])], strict=True):
        found = _OBJECT.fullmatch(pdf[offset:end].strip())
        if found is None:
            raise NotCompact(f"no object at {offset}")
        yield int(found[1]), found[2]


def _trailer(pdf: bytes) -> bytes:
    found = _TRAILER.search(pdf, pdf.rindex(b"trailer"))
    if found is None:
        raise NotCompact("no trailer")
    return _SIZE.sub(b"", found[1]).strip()


def _stream(objects: Sequence[tuple[int, bytes]]) -> bytes:
    """Return an object stream: the number and place of each object, then the objects."""
    head, body = [], bytearray()
    for number, data in objects:
        head.append(b"%d %d" % (number, len(body)))
        body += data + b"\n"
    first = b" ".join(head) + b"\n"
    packed = zlib.compress(first + bytes(body))
    return b"<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (
        len(objects),
        len(first),
        len(packed),
        packed,
    )


def _references(number: int, places: dict[int, tuple[int, int, int]], trailer: bytes, at: int) -> bytes:
    """Return the cross-reference stream, which stands in the place of the table and the trailer."""
    rows = [places.get(one, (0, 0, 65535)) for one in range(number + 1)]
    data = zlib.compress(b"".join(bytes((kind,)) + a.to_bytes(4, "big") + b.to_bytes(2, "big") for kind, a, b in rows))
    head = b"<</Type/XRef/Size %d/W[1 4 2]/Length %d/Filter/FlateDecode %b>>" % (number + 1, len(data), trailer)
    return b"%d 0 obj\n%bstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, head, data, at)
