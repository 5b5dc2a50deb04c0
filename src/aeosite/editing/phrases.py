"""Bring the catalogues of the site's phrases up to date with the templates and the code, and say what each lacks."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

import aeosite
from aeosite.basics.phrases import FOLDER

_TEMPLATES = ("*.html", "*.jinja")
_KEYWORDS = {name: DEFAULT_KEYWORDS[name] for name in ("_", "gettext", "ngettext", "pgettext")}


def update_catalogues(root: Path) -> list[Path]:
    """Write every catalogue below the project folder anew where it would change: new phrases without a text, none that is no longer said.

    Returns:
        the catalogues that changed.
    """
    changed = []
    for path in sorted((root / FOLDER).glob("*.po")):
        data = updated(root, path)
        if data != path.read_bytes():
            path.write_bytes(data)
            changed.append(path)
    return changed


def updated(root: Path, path: Path) -> bytes:
    """Return a catalogue as it should be: the texts it has, in the order in which the phrases are said."""
    known = read_po(BytesIO(path.read_bytes()), locale=path.stem)
    fresh = Catalog(locale=path.stem, charset="utf-8", header_comment=_HEADER, fuzzy=False)
    for message in said(root):
        kept = known.get(message.id, context=message.context)
        fresh.add(message.id, kept.string if kept else "", locations=message.locations, context=message.context)
    out = BytesIO()
    write_po(out, fresh, width=0, omit_header=False, include_lineno=False)
    return b"".join(line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(_DATES))


def lacking(root: Path, path: Path) -> list[str]:
    """Return the phrases that a catalogue has no text for, in the order in which they are said; every one where there is no catalogue."""
    known = read_po(BytesIO(path.read_bytes() if path.is_file() else b""))
    found = ((message, known.get(message.id, context=message.context)) for message in said(root))
    return [str(message.id) for message, text in found if not (text and text.string)]


def said(root: Path) -> list[Message]:
    """Return every phrase that templates and code say, with the files it stands in."""
    catalogue = Catalog()
    for file, text, context in _found(root):
        catalogue.add(text, locations=[(file, 0)], context=context)
    return [message for message in catalogue if message.id]


def _found(root: Path) -> Iterator[tuple[str, str, str | None]]:
    package = Path(aeosite.__file__).parent
    templates = [path for folder in (root / "overrides", package) for kind in _TEMPLATES for path in sorted(folder.rglob(kind))]
    for path in [*templates, *sorted(package.rglob("*.py"))]:
        name = path.relative_to(root if path.is_relative_to(root / "overrides") else package).as_posix()
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {"encoding": "utf-8", "extensions": "jinja2.ext.i18n"}
        with path.open("rb") as file:
            for _, message, _, context in extract(method, file, keywords=_KEYWORDS, options=options):
                yield name, message if isinstance(message, str) else message[0], context


_HEADER = "# The site's phrases. The source is Chinese; aeosite phrases brings this file up to date."
_DATES = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Generated-By',
    b'"Project-Id',
    b'"Report-',
)
