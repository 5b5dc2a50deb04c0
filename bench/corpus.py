"""Projects to measure: ours with as many pages as wanted, and the same pages for stock MkDocs and for Hugo."""

import re
import shutil
from pathlib import Path

from expand import expand

from aeosite.components import DIRECTIVES
from aeosite.compose.render import environment
from aeosite.gate import open_guide
from aeosite.guide.edition import edition_of
from aeosite.guide.guide import Guide
from aeosite.read.pages import Outline

ROOT = Path(__file__).resolve().parent.parent
A_SECTION = 40
"""So many copies are one section of the navigation."""

STOCK = """site_name: stock
docs_dir: docs
site_url: https://aeo-guide.example/
theme: {name: material, font: false, language: zh}
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
        - {locale: zh, name: 中文, default: true, build: true}
        - {locale: en, name: English, build: true}
  - offline
extra: {polyfills: [iframe-worker.js]}
markdown_extensions: [admonition, attr_list, def_list, footnotes, tables, toc, pymdownx.details, pymdownx.superfences]
"""

HUGO = """baseURL = "https://aeo-guide.example/"
defaultContentLanguage = "zh"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.parser.attribute]
title = true
[languages.zh]
contentDir = "content/zh"
[languages.en]
contentDir = "content/en"
"""
LAYOUT = """<!doctype html><html lang="{{ .Site.Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><nav><ul>{{ range first 80 .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav>
<main>{{ .Content }}</main><nav>{{ .TableOfContents }}</nav></body></html>
"""


def ours(folder: Path, pages: int) -> Guide:
    """Make a project with at least so many pages a language, the real prose pages copied, and return its guide as of the real edition."""
    for name in ("docs", "overrides", "hooks"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").rstrip().replace("zip_limit: 5_000_000", "zip_limit: 50_000_000")
    guide = open_guide(ROOT, edition_of(ROOT, {}))
    prose = [outline for outline in guide.outlines() if outline.language == "zh" and _is_prose(outline)]
    copies = []
    for number in range(pages - len(guide.content.pages["zh"])):
        outline, times = prose[number % len(prose)], number // len(prose)
        copies.append(outline.path.replace(".md", f"-copy{times}.md"))
        for language in guide.content.pages:
            text = (ROOT / "docs" / language / outline.path).read_text(encoding="utf-8")
            (folder / "docs" / language / copies[-1]).write_text(_copied(text, times), encoding="utf-8")
    sections = [copies[start : start + A_SECTION] for start in range(0, len(copies), A_SECTION)]
    nav = "".join(
        f"  - 副本{number}:\n" + "".join(f"      - {path}\n" for path in section) for number, section in enumerate(sections)
    )
    (folder / "mkdocs.yml").write_text(f"{settings}\n{nav}", encoding="utf-8")
    return open_guide(folder, guide.as_of)


def _is_prose(outline: Outline) -> bool:
    """Whether a page may be copied: no record has its home on it, and no tool stands on it."""
    return not any(DIRECTIVES[call.name].anchors or DIRECTIVES[call.name].block for call in outline.directives)


def _copied(text: str, times: int) -> str:
    text = re.sub(r"^title: (.*)$", rf"title: \1 {times}", text, count=1, flags=re.M)
    return re.sub(r"^(?:card|also):.*\n(?:  .*\n)*", "", text, flags=re.M)


def stock(guide: Guide, folder: Path) -> Path:
    """Write the pages of a guide, directives expanded, as a project of stock MkDocs, and return its configuration file."""
    for path, _, text in _expanded(guide):
        target = folder / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    return folder / "mkdocs.yml"


def hugo(guide: Guide, folder: Path) -> Path:
    """Write the same pages as a project of Hugo with a plain layout, and return its folder."""
    for path, title, text in _expanded(guide):
        target = folder / "content" / re.sub(r"(^|/)index\.md$", r"\1_index.md", path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f'---\ntitle: "{title}"\n---\n{text.replace("{{", "{ {")}', encoding="utf-8")
    for name in ("_default/single.html", "_default/list.html", "index.html"):
        (folder / "layouts" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "layouts" / name).write_text(LAYOUT, encoding="utf-8")
    (folder / "config.toml").write_text(HUGO, encoding="utf-8")
    return folder


def _expanded(guide: Guide) -> list[tuple[str, str, str]]:
    templates = environment(ROOT / "overrides" / "records")
    return [
        (f"{page.language}/{page.path}", page.front.title if page.front else "", expand(page, guide=guide, templates=templates))
        for page in guide.pages()
    ]
