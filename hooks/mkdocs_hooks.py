"""Hand finished articles to MkDocs, which adds the frame. Asked by ``aeosite build``, the frame is made with holes, and what pages say is put in later; run by MkDocs alone, the holes are filled here."""

import os
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from aeosite.basics.problems import Failure, Refusal
from aeosite.compose.finish import is_unused
from aeosite.outlets.website.alone import Alone, open_alone, phrases_of
from aeosite.outlets.website.generator import KEY
from aeosite.outlets.website.shell import HOLES, Slot, day_hole, hole
from aeosite.outlets.website.site import MAP


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Open the guide, unless ``aeosite build`` has; stop with the whole report where it is not fit. Runs once per language."""
    config.markdown_extensions, config.mdx_configs = [], {}  # pages come finished
    if KEY not in config.extra:
        try:
            alone = open_alone(Path(config.config_file_path).resolve().parent, os.environ)
        except (Failure, Refusal) as stopped:
            raise PluginError(f"\n{stopped}") from stopped
        alone.settle(config)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out what is not published and what no page uses; add the pages for which those of the default language stand in."""
    kept = [file for file in files if not (is_unused(file.src_uri) or file.src_uri.startswith(("records/", "local/", MAP)))]
    missing = sorted({"/".join(page) for page in config.extra[KEY]["slots"]} - set(files.src_uris))
    return Files([*kept, *(File(path, config.docs_dir, config.site_dir, config.use_directory_urls) for path in missing)])


@event_priority(-200)  # after static-i18n, which translates the titles of sections
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Name pages that ``nav`` gives no title by their own; list the addresses that there are."""
    for page in nav.pages:
        page.title = page.title or _slot(page, config).title
    config.extra[KEY]["urls"] = frozenset(page.url for page in nav.pages)
    return nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Give templates the phrases of the language that is being built."""
    env.globals.update(phrases_of(Path(config.config_file_path).resolve().parent, str(config.theme["language"])))


def on_page_read_source(page: Page, config: MkDocsConfig) -> str:
    """Give MkDocs nothing to read: the article goes in at the end."""
    return ""


@event_priority(-200)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Leave holes for what the page says."""
    slot, (language, path) = _slot(page, config), _identity(page)
    page.meta = {name: hole(name) for name in HOLES}
    page.meta |= {"hide": slot.hide, "boxes": slot.boxes, "day": day_hole(language, path)}
    return hole("content")


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Fill the holes, where MkDocs runs alone."""
    alone: Alone | None = config.extra[KEY].get("alone")
    return alone.page(*_identity(page), shell=output) if alone else output


@event_priority(-200)  # after static-i18n, which builds the other languages inside this event
def on_post_build(config: MkDocsConfig) -> None:
    """Write what is not a page, where MkDocs runs alone and every language is built."""
    alone: Alone | None = config.extra[KEY].get("alone")
    if alone and not config.plugins["i18n"].building:
        alone.finish(Path(config.site_dir))


def _identity(page: Page) -> tuple[str, str]:
    language, _, path = page.file.src_uri.partition("/")
    return language, path


def _slot(page: Page, config: MkDocsConfig) -> Slot:
    return config.extra[KEY]["slots"][_identity(page)]
