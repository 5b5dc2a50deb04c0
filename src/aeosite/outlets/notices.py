"""What the guide is made with and what of it is handed on: a bill of materials (CycloneDX 1.5) and the licences of what readers get.

Both come from ``requirements.lock``, from what is installed, and from the heads of scripts of others, and hold no time: the same
versions give the same bytes. A project without a lock file has neither.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from aeosite import __version__
from aeosite.compose.book import Book
from aeosite.outlets.files import put
from aeosite.outlets.outlet import Say

BILL = "sbom.cdx.json"
NOTICES = "THIRD-PARTY-NOTICES.txt"
LOCK = "requirements.lock"

HANDED_ON = {
    "mkdocs-material": "样式表和其中的图标 its stylesheet, with the icons in it",
    "manimgx-fonts-cjk": "PDF里的字体 the font in the PDFs",
}
"""The packages of which readers get a part, and which; all others only make the guide."""

_PIN = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.M)
_VIA = re.compile(r"^    # (?:via (\S+)|  (\S+))", re.M)
_SCRIPT = re.compile(
    r"/\*\s*(?P<name>[a-z][a-z0-9-]*) (?P<version>\d[\d.]*\d),[^\n]*\n(?P<url>https://\S+)\n\s*(?P<licence>.*?)\*/", re.S
)
_LICENCE = re.compile(r"(licen[cs]e|copying|notice|ofl)", re.I)


@dataclass(frozen=True)
class Part:
    """A piece of software by others.

    Attributes:
        name: what it is called.
        version: its version.
        licence: as its makers name it; None where they do not.
        reference: its address in the way of package-url.
        texts: its licences in full, only of what is handed on.
        use: what readers get of it; None where it only makes the guide.
        needed_by: the names of the parts that need it; ``aeosite`` is the guide's own program.
    """

    name: str
    version: str
    licence: str | None
    reference: str
    texts: tuple[str, ...] = ()
    use: str | None = None
    needed_by: tuple[str, ...] = ()


def write(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write the bill of materials and the notices below ``folder/site``; return their paths.

    Args:
        book: the articles.
        folder: the folder of everything that is being published.
        say: told nothing.
    """
    return [put(folder / "site" / name, data) for name, data in documents(book.settings.root).items()]


def documents(root: Path) -> dict[str, bytes]:
    """Return both files by name; none where the project has no lock file."""
    lock = root / LOCK
    if not lock.is_file():
        return {}
    parts = [*pinned(lock.read_text(encoding="utf-8")), *scripts(root / "overrides" / "assets" / "js")]
    parts.sort(key=lambda part: part.reference)
    return {BILL: _bill(parts), NOTICES: _notices(parts)}


def pinned(lock: str) -> Iterator[Part]:
    """Yield the packages that a lock file pins: of several versions of one, the one that is installed here."""
    places = [*_PIN.finditer(lock)]
    versions: dict[str, list[str]] = {}
    needed: dict[str, tuple[str, ...]] = {}
    for pin, after in zip(places, [*places[1:], None], strict=True):
        block = lock[pin.end() : after.start() if after else len(lock)]
        versions.setdefault(pin[1], []).append(pin[2])
        needed[pin[1]] = tuple(sorted({name for found in _VIA.findall(block) if (name := "".join(found))}))
    for name, listed in versions.items():
        yield _package(name, listed, needed[name])


def _package(name: str, versions: Sequence[str], needed_by: tuple[str, ...]) -> Part:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return Part(name, versions[0], None, f"pkg:pypi/{name}@{versions[0]}", needed_by=needed_by)
    use = HANDED_ON.get(name)
    texts = tuple(_texts(found)) if use else ()
    return Part(name, found.version, _licence(found), f"pkg:pypi/{name}@{found.version}", texts, use, needed_by)


def _licence(found: Distribution) -> str | None:
    """Return what a package calls its licence: the expression, the short text, or the classifier."""
    named = [one for field in ("License-Expression", "License") for one in found.metadata.get_all(field) or []]
    named += [one.rpartition(" :: ")[2] for one in found.metadata.get_all("Classifier") or [] if one.startswith("License ::")]
    return next((one for one in named if one and "\n" not in one and len(one) < 80), None)


def _texts(found: Distribution) -> Iterator[str]:
    for path in sorted(found.files or [], key=str):
        pure = PurePosixPath(path.as_posix())
        if _LICENCE.match(pure.name) and pure.suffix.lower() in ("", ".txt", ".md"):
            yield f"[{pure.name if 'licenses' in pure.parts else pure}]\n\n{path.read_text(encoding='utf-8').strip()}"


def scripts(folder: Path) -> Iterator[Part]:
    """Yield the scripts of others that are published as they are; their heads say name, version, address and licence."""
    for path in sorted(folder.glob("*.js")):
        if found := _SCRIPT.match(path.read_text(encoding="utf-8")):
            text = found["licence"].strip()
            reference = f"pkg:npm/{found['name']}@{found['version']}"
            named = text.partition("\n")[0].removesuffix(" License")
            yield Part(found["name"], found["version"], named, reference, (text,), f"assets/js/{path.name}", ("aeosite",))


def _bill(parts: Sequence[Part]) -> bytes:
    own = f"aeosite@{__version__}"
    references = {"aeosite": own, **{part.name: part.reference for part in parts}}
    needs: dict[str, list[str]] = {own: [], **{part.reference: [] for part in parts}}
    for part in parts:
        for name in part.needed_by:
            if name in references:
                needs[references[name]].append(part.reference)
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": own, "name": "aeosite", "version": __version__}},
        "components": [_component(part) for part in parts],
        "dependencies": [{"ref": reference, "dependsOn": sorted(others)} for reference, others in sorted(needs.items())],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def _component(part: Part) -> dict[str, object]:
    row: dict[str, object] = {
        "type": "library",
        "bom-ref": part.reference,
        "name": part.name,
        "version": part.version,
        "purl": part.reference,
        "scope": "required" if part.use else "excluded",
    }
    if part.licence:
        row["licenses"] = [{"license": {"name": part.licence}}]
    return row


def _notices(parts: Sequence[Part]) -> bytes:
    handed_on = [part for part in parts if part.use]
    made_with = [part for part in parts if not part.use]
    lines = [
        "第三方软件声明 Third-party notices",
        "",
        "本指南的网页、PDF和离线副本含有下列各项的一部分，附许可全文。",
        "The pages, PDFs and offline copies of this guide hold parts of the following; their licences are given in full.",
    ]
    for part in handed_on:
        lines += ["", "=" * 72, f"{part.name} {part.version} ({part.licence or '?'}): {part.use}", "=" * 72, ""]
        lines.append("\n\n".join(part.texts))
    lines += ["", "=" * 72, "生成本指南用到、不含在其中的软件 Software that makes the guide and is no part of it", "=" * 72, ""]
    lines += [f"{part.name} {part.version} ({part.licence or '未写明 not stated'})" for part in made_with]
    text = "\n".join(lines).replace("\r\n", "\n").replace("\r", "\n")
    return f"{text}\n".encode()
