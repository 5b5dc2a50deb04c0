"""Images as content: pictures of dots (PNG) and of lines (SVG), and nothing else in the same file.

An image comes from anyone and is published as it lies. So its whole structure is on a list: no scripts, links, remote parts or words beside
the picture, nothing after its end, and no more dots than a page can use.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from aeosite.basics.language import Text
from aeosite.basics.problems import Place, Problem

WIDEST = 4000
"""Dots across or down: twice what the widest screen shows of a page."""

MOST_ELEMENTS = 5000
"""Elements that a drawing may have."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"})
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    f"{_SVG} {name}"
    for name in (
        *("svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("id", "class", "lang", "role", "aria-label", "aria-labelledby", "aria-hidden", "version"),
        *("viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy"),
        *("d", "points", "pathLength", "transform", "preserveAspectRatio", "offset", "rotate", "textLength", "lengthAdjust"),
        *("gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "clip-path", "clip-rule"),
        *("fill", "fill-opacity", "fill-rule", "opacity", "color", "stop-color", "stop-opacity", "visibility", "display"),
        *("stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray"),
        *("stroke-dashoffset", "stroke-opacity", "vector-effect", "shape-rendering", "text-rendering", "paint-order"),
        *("font-family", "font-size", "font-style", "font-weight", "letter-spacing", "text-anchor", "dominant-baseline"),
    )
)
_DOTS_ALONE = Text(
    "用画图一类的程序打开，另存为 PNG，不带拍摄信息和其他附加内容。",
    "Open it in a program for pictures and save it as PNG again, without information about the camera or anything else.",
)
_SHAPES_ALONE = Text(
    "另存为“纯SVG”，只留图形和文字，去掉脚本、样式、链接和外部内容；不会改的，换成 PNG。",
    "Save it as plain SVG with shapes and words only, without scripts, styles, links or parts from elsewhere; or use a PNG.",
)
_ELSEWHERE = re.compile(r"url\s*\(\s*(?!#[\w-]+\s*\))|:\s*//|javascript|\\|@import", re.I)


class _Wrong(Exception):
    """Raised where an image holds what it may not; carries the message, line and column."""

    def __init__(self, zh: str, en: str, line: int = 1, column: int = 1) -> None:
        super().__init__(en)
        self.message, self.line, self.column = Text(zh, en), line, column


def image_faults(data: bytes, file: str) -> Iterator[Problem]:
    """Yield what is wrong with an image, if anything.

    Args:
        data: the bytes of the file.
        file: its path, which says of which kind it is.
    """
    try:
        (_png if file.endswith(".png") else _svg)(data)
    except _Wrong as wrong:
        place = Place(file, wrong.line, wrong.column)
        if file.endswith(".png"):
            yield Problem(place, "image-png", wrong.message, _DOTS_ALONE)
        else:
            yield Problem(place, "image-svg", wrong.message, _SHAPES_ALONE)


def _png(data: bytes) -> None:
    if not data.startswith(_SIGNATURE):
        raise _Wrong("这不是 PNG 图片。", "This is no PNG.")
    packed, size, last = [], 0, b""
    for name, body in _chunks(data):
        if name not in _CHUNKS:
            shown = name.decode("ascii", "backslashreplace")
            raise _Wrong(f"图片里夹有别的内容（{shown}）。", f"The picture carries something else ({shown}).")
        if (not last) != (name == b"IHDR"):
            raise _Wrong("图片的开头不对。", "The picture does not begin as it should.")
        size = _size(body) if name == b"IHDR" else size
        packed += [body] if name == b"IDAT" else []
        last = name
    if last != b"IEND":
        raise _Wrong("图片不完整。", "The picture is cut off.")
    _unpacks_to(b"".join(packed), size)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG up to its end, which must be the end of the file."""
    at, name = len(_SIGNATURE), b""
    while name != b"IEND":
        if at + 12 > len(data):
            raise _Wrong("图片不完整。", "The picture is cut off.")
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise _Wrong("图片已损坏。", "The picture is damaged.")
        yield name, data[at + 8 : end - 4]
        at = end
    if at != len(data):
        raise _Wrong("图片后面夹有别的内容。", "Something else follows the end of the picture.")


def _size(head: bytes) -> int:
    """Return how many bytes the lines of a picture are, by its head."""
    if len(head) != 13:
        raise _Wrong("图片的开头不对。", "The picture does not begin as it should.")
    width, height, depth, colour, packing, filtering, interlaced = struct.unpack(">IIBBBBB", head)
    if not (0 < width <= WIDEST and 0 < height <= WIDEST):
        raise _Wrong(
            f"图片是 {width}×{height} 像素，宽和高最多 {WIDEST}。",
            f"The picture has {width} by {height} dots; at most {WIDEST} across and down.",
        )
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlaced > 1:
        raise _Wrong("图片的开头不对。", "The picture does not begin as it should.")
    bits = depth * _SAMPLES[colour]
    lines = [(width - x + dx - 1, height - y + dy - 1, dx, dy) for x, y, dx, dy in (_PASSES if interlaced else ((0, 0, 1, 1),))]
    return sum(_lines(across // dx, down // dy, bits) for across, down, dx, dy in lines)


def _lines(width: int, height: int, bits: int) -> int:
    return height * (1 + (width * bits + 7) // 8) if width > 0 and height > 0 else 0


def _unpacks_to(packed: bytes, size: int) -> None:
    """Refuse packed lines that do not unpack to just so many bytes; no more than these are ever unpacked."""
    unpacking = zlib.decompressobj()
    try:
        lines = unpacking.decompress(packed, size + 1)
    except zlib.error as error:
        raise _Wrong("图片已损坏。", "The picture is damaged.") from error
    if len(lines) != size or not unpacking.eof or unpacking.unused_data:
        raise _Wrong("图片的内容与它的大小不符。", "What the picture holds does not fit its size.")


def _svg(data: bytes) -> None:
    parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
    depth = count = 0

    def wrong(zh: str, en: str) -> _Wrong:
        return _Wrong(zh, en, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def refuse(*_: object) -> None:
        raise wrong("图片里不能有声明或指令。", "An image holds no declarations or instructions.")

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").lower() != "utf-8":
            raise wrong("图片不是 UTF-8 编码。", "The image is not UTF-8.")

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        short = name.rpartition(" ")[2]
        if name not in _ELEMENTS or (depth == 1) != (short == "svg"):
            raise wrong(f"图片里不能有 <{short}>。", f"An image may not hold <{short}>.")
        if count > MOST_ELEMENTS or depth > 50:
            raise wrong("图片太复杂。", "The image has too many parts.")
        for key, value in attributes.items():
            if key not in _ATTRIBUTES:
                shown = key.rpartition(" ")[2]
                raise wrong(f"图片里不能有属性 {shown}。", f"An image may not have the attribute {shown}.")
            if _ELSEWHERE.search(value):
                raise wrong(f"图片的 {key} 指向别处。", f"{key} in the image leads elsewhere.")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = parser.ProcessingInstructionHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _Wrong(
            f"图片读不懂（{error}）。", f"The image cannot be read ({error}).", error.lineno, error.offset + 1
        ) from error
