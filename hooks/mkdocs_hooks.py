"""The gate and the directives inside MkDocs. Everything that matters is in ``aeosite``; this file only hands it over."""

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from aeosite.basics.problems import Failure, Refusal
from aeosite.compose.expand import expand
from aeosite.compose.finish import finish, is_unused
from aeosite.compose.render import environment
from aeosite.gate import open_guide
from aeosite.guide.edition import edition_of
from aeosite.outlets.search import language_of, write_indexes


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Open the guide, or stop with the whole report. Runs once per language; the work is done once per state of the content."""
    root = Path(config.config_file_path).resolve().parent
    try:
        config.extra["guide"] = open_guide(root, edition_of(root, os.environ))
    except (Failure, Refusal) as stopped:
        raise PluginError(f"\n{stopped}") from stopped
    config.extra["templates"] = environment(root / "overrides" / "records")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out what no page uses."""
    return Files([file for file in files if not is_unused(file.src_uri)])


@event_priority(100)  # before static-i18n, whose work on the text must see what directives make
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Expand the directives of a page."""
    source = Path(str(page.file.abs_src_path)).relative_to(config.docs_dir)
    language, path = source.parts[0], "/".join(source.parts[1:])
    ours = config.extra["guide"].content.pages[language][path]
    page.update_date = ours.front.reviewed_on.isoformat()  # the sitemap must not say that every page changed today
    if ours.front.history:
        page.meta["search"] = {"boost": 0.2}  # history must not come before current rules in the results
    return expand(ours, guide=config.extra["guide"], templates=config.extra["templates"], site_url=config.site_url)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Finish the tables and heading links of a page."""
    return finish(html, language_of(page.url))


@event_priority(-200)  # after static-i18n, which builds the other language inside this event
def on_post_build(config: MkDocsConfig) -> None:
    """Replace the search index of both languages by one per language, once both are built."""
    if not config.plugins["i18n"].building:
        write_indexes(Path(config.site_dir))
