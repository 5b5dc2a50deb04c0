"""What a component is: a part of a page with a life of its own, whole in one folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aeosite.guide.directives.spec import Spec

FOLDERS = {".js": "assets/js", ".css": "assets/css"}
"""Where scripts and styles of components are published, by suffix."""


@dataclass(frozen=True)
class Component:
    """A component.

    Attributes:
        folder: the folder that holds all of it: template, script, style, data function, the same logic written a second time.
        name: the directive that shows it; empty for what other components share.
        spec: what that directive is.
    """

    folder: Path
    name: str = ""
    spec: Spec | None = None


def assets(components: Iterable[Component]) -> Iterator[tuple[Path, str]]:
    """Yield every script and style of some components: where it lies, and where in the site it is published."""
    for component in components:
        for path in sorted(component.folder.iterdir()):
            if path.suffix in FOLDERS:
                yield path, f"{FOLDERS[path.suffix]}/{path.name}"
