"""Ask MkDocs for the frame of every page. The hooks of the project do the asking; ``mkdocs build`` alone runs the same hooks."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from aeosite.basics.language import DEFAULT, Language
from aeosite.outlets.website.shell import Slot

Slots = Mapping[tuple[Language, str], Slot]

KEY = "aeosite"
"""Where the hooks find what they need, below ``extra`` in the configuration."""


class GeneratorFailed(Exception):
    """Raised when MkDocs stops; carries what it said."""


def make_shells(
    settings: Path, slots: Slots, folder: Path, epoch: int, site_url: str | None, extra: Mapping[str, object]
) -> list[str]:
    """Write the shell of every page, and every other file of the site, below a folder; return what MkDocs said.

    Runs in a process of its own: MkDocs keeps things in modules.

    Args:
        settings: the project's ``mkdocs.yml``.
        slots: what the frame of each page depends on.
        folder: where the shells go.
        epoch: the date of everything in it, in seconds since 1970.
        site_url: where the site is published; the environment of this process need not be the one the settings were read with.
        extra: settings that the templates of the frame ask for, for the same reason.

    Raises:
        GeneratorFailed: MkDocs stopped.
    """
    os.environ.update({"SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"})
    os.chdir(settings.parent)
    with _heard() as said:
        try:
            config = load_config(config_file=str(settings), site_dir=str(folder), strict=True)
            settle(config, site_url, {**extra, KEY: {"slots": slots}})
            build(config)
        except (MkDocsException, SystemExit) as stopped:
            raise GeneratorFailed("\n".join([*said, str(stopped)])) from None
    return said


def settle(config: MkDocsConfig, site_url: str | None, extra: Mapping[str, object]) -> None:
    """Put into a configuration where the site is published, and what the templates of the frame ask for."""
    config.site_url = site_url or ""
    config.extra.update(extra)
    if "district" in extra:
        _settle_district(config, cast(Mapping[str, Any], extra))
    if not site_url:  # the map of a site is a list of addresses
        config.theme.static_templates.discard("sitemap.xml")


def _settle_district(config: MkDocsConfig, extra: Mapping[str, Any]) -> None:
    """Put the name of a district's edition into a configuration, and its pages into the navigation as one chapter after the home page."""
    names, own = extra["names"], extra["district"]
    chapter = own["names"][DEFAULT]
    nav = list(config.nav or [])
    config.nav = [*nav[:1], {chapter: own["pages"]}, *nav[1:]]
    config.site_name = names[DEFAULT]
    for language in config.plugins["i18n"].config.languages:
        language.site_name = names[language.locale]
        language.nav_translations = {**(language.nav_translations or {}), chapter: own["names"][language.locale]}


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Yield a list that gets what MkDocs and its plugins log."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(f"{record.levelname:<7} -  {record.getMessage()}")

    logger, listener = logging.getLogger("mkdocs"), Listener()
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    try:
        yield said
    finally:
        logger.removeHandler(listener)
