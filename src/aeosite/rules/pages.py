"""Rules over pages: headings, links and directives, and a twin that says the same in the other language."""

import posixpath
import re
from collections.abc import Collection, Iterator

from aeosite.basics.addresses import is_call, is_plain, split
from aeosite.basics.language import REQUIRED, Language, Text, twin_of
from aeosite.basics.problems import Place, Problem, did_you_mean
from aeosite.components import DIRECTIVES
from aeosite.guide.directives import Allowed
from aeosite.guide.directives.spec import on_any_date
from aeosite.guide.guide import Guide
from aeosite.guide.offers import offered
from aeosite.model.records import Instrument
from aeosite.read.content import Where
from aeosite.read.pages import Directive, FrontMatter, Link, Page
from aeosite.read.yaml_text import place_at
from aeosite.rules.finding import Problems
from aeosite.rules.instruments import is_official

_PATH = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*\.md")


_CODE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_CONFLICT = re.compile(r"(?:<{7}|>{7}|={7}|\|{7})(?:\s|$)")

_SENTENCE = re.compile(r"^.{12,}[。！？；.!?;]$")
"""A line long enough, and ended like a sentence, that a second one is a slip of the hand."""

_NOT_PROSE = re.compile(r"\{\{.*?\}\}|\{#.*?\}|\]\(.*?\)|`[^`]*`")

_HAN, _WORD = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]+")


def page_path(guide: Guide) -> Problems:
    """页面文件名只用小写字母、数字和连字符。
    A page is named in lower-case letters, digits and hyphens."""
    for page in guide.pages():
        if not _PATH.fullmatch(page.path):
            yield Problem(
                page.place(),
                "",
                Text(f"文件名 {page.path} 不合要求。", f"{page.path} is not a good page name."),
                Text("例如 criteria/advanced.md。", "Name it like criteria/advanced.md."),
            )


def page_has_a_twin(guide: Guide) -> Problems:
    """每页都有另一种语言的同名页面。
    Every page has its twin in the other language, at the same path."""
    for page in guide.pages():
        if page.path not in guide.content.pages[twin_of(page.language)]:
            twin = f"docs/{twin_of(page.language)}/{page.path}"
            yield Problem(
                page.place(),
                "",
                Text(f"没有对应的 {twin}。", f"There is no {twin}."),
                Text("补上另一种语言的页面。", "Add the page in the other language."),
            )


def twin_has_the_same_shape(guide: Guide) -> Problems:
    """两种语言的页面，标题、指令和站内链接相同，顺序相同。
    A page and its twin have the same headings, directives and internal links, in the same order."""
    for page, twin in _twins(guide):
        for what, ours, theirs in (
            (Text("标题", "headings"), _headings(page), _headings(twin)),
            (Text("指令", "directives"), _directives(page), _directives(twin)),
            (Text("站内链接", "internal links"), _internal_links(page), _internal_links(twin)),
            (Text("页首信息", "front matter"), _front(page), _front(twin)),
        ):
            if difference := _first_difference(ours, theirs):
                place, mine, yours = difference
                yield Problem(
                    place or page.place(),
                    "",
                    Text(
                        f"{what.zh}与 {twin.file} 不同：这里是 {mine or '（没有）'}，那里是 {yours or '（没有）'}。",
                        f"The {what.en} differ from {twin.file}: here {mine or '(none)'}, there {yours or '(none)'}.",
                    ),
                    Text("两页改成一致。", "Make both pages agree."),
                )


def page_is_in_its_language(guide: Guide) -> Problems:
    """中文页面写中文，英文页面写英文；没有译出的行、贴错的页面，在第一处报告。
    A page is written in its own language; a page pasted into the other's place is reported at its first such line."""
    for page in guide.pages():
        wrong = next((number for number, line in _prose(page) if _in_another_language(page.language, line)), None)
        if wrong is not None:
            yield Problem(
                page.place(wrong),
                "",
                Text("这一行不是本页的语言。", "This line is not in the language of the page."),
                Text(
                    "译成本页的语言，或者核对是否贴错了页面。", "Translate it, or check whether the wrong page was pasted here."
                ),
            )


def _prose(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the lines of a page that are not code, with their numbers."""
    fence = ""
    for number, line in enumerate(page.body.split("\n"), page.body_line):
        mark = _CODE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            yield number, line


def no_marks_of_a_conflict(guide: Guide) -> Problems:
    """合并冲突的标记（<<<<<<<、=======、>>>>>>>）不能留在页面上。
    The marks of a merge conflict do not stay on a page."""
    for page in guide.pages():
        for number, line in enumerate(page.body.split("\n"), page.body_line):
            if _CONFLICT.match(line):
                yield Problem(
                    page.place(number),
                    "",
                    Text("这里留有合并冲突的标记。", "A mark of a merge conflict was left here."),
                    Text("选定一种写法，删去三行标记。", "Choose one wording and delete the three marks."),
                )


def nothing_is_said_twice(guide: Guide) -> Problems:
    """同一页上没有两行完全相同的句子。
    No sentence stands twice on a page, word for word."""
    for page in guide.pages():
        first: dict[str, int] = {}
        for number, line in enumerate(page.body.split("\n"), page.body_line):
            said = line.strip()
            if not _SENTENCE.search(said) or said.startswith("|"):
                continue
            if said in first:
                yield Problem(
                    page.place(number),
                    "",
                    Text(f"这一行与第 {first[said]} 行完全相同。", f"This line is the same as line {first[said]}."),
                    Text("删去其中一行。", "Delete one of them."),
                )
            first.setdefault(said, number)


def heading_has_an_id(guide: Guide) -> Problems:
    """每个标题都写明 {#id}，同一页不重复；一页一个一级标题，级别不跳。
    Every heading has an explicit {#id}, unique on the page; a page has one top heading, and levels are not skipped."""
    for page in guide.pages():
        level = 0
        seen = set(guide.made[page.file])
        for heading in page.headings:
            if heading.id is None:
                yield Problem(
                    heading.place,
                    "",
                    Text(f"标题“{heading.text}”没有 {{#id}}。", f"The heading {heading.text!r} has no {{#id}}."),
                    Text("在标题后写 {#英文-短语}，两种语言相同。", "Add {#short-english-words}, the same in both languages."),
                )
            elif heading.id in seen:
                yield Problem(
                    heading.place, "", Text(f"id {heading.id} 在本页重复。", f"The id {heading.id} stands twice on this page.")
                )
            if heading.level > level + 1 or (heading.level == 1) != (level == 0):
                yield Problem(
                    heading.place,
                    "",
                    Text(
                        f"标题级别从 {level} 到 {heading.level}，不对。",
                        f"The heading level goes from {level} to {heading.level}.",
                    ),
                    Text("每页一个 #，之后逐级用 ## 和 ###。", "One # a page, then ## and ###, a level at a time."),
                )
            level = heading.level
            seen.add(heading.id or "")


def known_directive(guide: Guide) -> Problems:
    """指令的名称、参数和选项都在说明之内；成表的指令独占一行，其余写在句中。
    A directive's name, words and options are those documented; a table stands alone on its line, the rest in a sentence."""
    for page in guide.pages():
        for call in page.directives:
            for message, fix in directive_faults(guide, call):
                yield Problem(call.place, "", message, fix)


def link_resolves(guide: Guide) -> Problems:
    """站内链接、文件和图片都存在，指向的标题或记录也存在。
    Every internal link, its anchor, and every file and image exists."""
    for page in guide.pages():
        for link in page.links:
            if (target := _internal(page, link)) and (fault := _link_fault(guide, page, link, *target)):
                yield Problem(link.place, "", *fault)


def link_is_allowed(guide: Guide) -> Problems:
    """外部链接只指向官方网站；不写绝对路径、脚本和远程图片。
    An external link goes to an official host; no absolute paths, scripts or remote images."""
    for page in guide.pages():
        for link in page.links:
            parts = split(link.target)
            local = parts and not parts.scheme and not parts.netloc and not link.target.startswith("/")
            official = not link.image and is_plain(link.target) and is_official(guide.content, link.target)
            if not (local or official or is_call(link.target)):
                yield Problem(
                    link.place,
                    "",
                    Text(f"不能链接 {link.target}。", f"{link.target} may not be linked."),
                    Text(
                        "站内用相对路径；站外只链接官方网站；图片放进 docs/assets/。",
                        "Use relative paths inside the guide, official hosts outside; put images into docs/assets/.",
                    ),
                )


def instrument_is_listed(guide: Guide) -> Problems:
    """每份文件都列在某个页面上，引用才有去处。
    Every instrument is listed on a page, so that citations lead somewhere."""
    for record in guide.content.all(Instrument):
        if record.id not in guide.shown_ever:
            yield record.problem(
                ("id",),
                Text("没有页面列出这份文件。", "No page lists this instrument."),
                Text(
                    "在文件库页面的 instruments 指令中包括它的类型。",
                    "Include its type in an instruments directive of the library page.",
                ),
            )


def table_is_not_empty(guide: Guide) -> Problems:
    """给记录安家的指令，总有一天找得到记录。
    A directive that is the home of records finds one on some date."""
    for page in guide.pages():
        for call in page.directives:
            spec = DIRECTIVES.get(call.name)
            if spec is None or spec.anchors is None or any(True for _ in directive_faults(guide, call)):
                continue
            if not spec.may_be_empty and not spec.anchors(guide, on_any_date(call)):
                yield Problem(
                    call.place,
                    "",
                    Text("没有符合条件的记录。", "No record fits."),
                    Text("核对选项，或删去这个指令。", "Check the options, or delete the directive."),
                )


def one_home_a_record(guide: Guide) -> Problems:
    """每条记录只在一个页面上有自己的锚点。
    A record is anchored on one page only."""
    for anchor, paths in guide.shown_on.items():
        if len(paths) > 1:
            place = Place(f"docs/zh/{paths[1]}")
            yield Problem(
                place,
                "",
                Text(f"{anchor} 已在 {paths[0]} 有锚点。", f"{anchor} is already anchored on {paths[0]}."),
                Text("这里改用一览表指令，或加选项区分。", "Use a table directive here, or options that keep them apart."),
            )


def front_matter_resolves(guide: Guide) -> Problems:
    """页首写的文件、读者、标准类别和下一页都存在。
    The sources, audiences, categories of criteria and next page in the front matter exist."""
    for page in guide.pages():
        if not page.front or not page.front_node:
            continue
        for where, word, words in _named(guide, page, page.front):
            if word not in words:
                yield Problem(
                    place_at(page.front_node, where),
                    "",
                    Text(f"没有 {word}。", f"There is no {word}."),
                    did_you_mean(word, words),
                )


def _named(guide: Guide, page: Page, front: FrontMatter) -> Iterator[tuple[Where, str, Collection[str]]]:
    audiences = guide.content.vocabularies.get("audiences", {})
    yield from ((("sources", i), id_, guide.content.ids("instruments")) for i, id_ in enumerate(front.sources))
    yield from ((("audiences", i), key, audiences) for i, key in enumerate(front.audiences))
    yield from ((("card", key), key, audiences) for key in front.card)
    categories = guide.content.vocabularies.get("categories", {})
    yield from ((("explains", i), key, categories) for i, key in enumerate(front.explains))
    if front.next:
        yield ("next",), front.next, frozenset(guide.content.pages[page.language])


def directive_faults(guide: Guide, call: Directive) -> Iterator[tuple[Text, Text]]:
    """Yield what is wrong with a call, and how to mend it."""
    spec = DIRECTIVES.get(call.name)
    if spec is None:
        yield Text(f"没有 {call.name} 这个指令。", f"There is no directive {call.name}."), did_you_mean(call.name, DIRECTIVES)
        return
    example = Text(f"例如 {spec.example}。", f"For example {spec.example}.")
    if len(call.words) != len(spec.words):
        yield (
            Text(
                f"{call.name} 要写 {len(spec.words)} 个参数，这里有 {len(call.words)} 个。",
                f"{call.name} takes {len(spec.words)} words; here are {len(call.words)}.",
            ),
            example,
        )
    for word, allowed in zip(call.words, spec.words, strict=False):
        yield from _unknown_word(guide, word, allowed)
    for name in sorted(spec.required - {name for name, _ in call.options}):
        yield Text(f"{call.name} 要写选项 {name}=。", f"{call.name} needs the option {name}=."), example
    for name, value in call.options:
        if name not in spec.options:
            yield Text(f"{call.name} 没有选项 {name}。", f"{call.name} has no option {name}."), did_you_mean(name, spec.options)
        else:
            for word in value.split(","):
                yield from _unknown_word(guide, word, spec.options[name])
    if spec.block and not call.block:
        yield Text(f"{call.name} 要独占一行，前后不写别的。", f"{call.name} stands alone on its line."), example


def _unknown_word(guide: Guide, word: str, allowed: Allowed) -> Iterator[tuple[Text, Text]]:
    known = allowed(guide.content)
    if word not in known:
        yield Text(f"没有 {word}。", f"There is no {word}."), did_you_mean(word, known)


def _internal(page: Page, link: Link) -> tuple[str, str] | None:
    """Return the path (from the language folder) and anchor an internal link goes to, or None for another kind of link."""
    parts = split(link.target)
    if parts is None or parts.scheme or parts.netloc or link.target.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), parts.path)) if parts.path else page.path
    return path, parts.fragment


def _link_fault(guide: Guide, page: Page, link: Link, path: str, anchor: str) -> tuple[Text, Text] | None:
    pages = guide.content.pages[page.language]
    if link.image:
        asset = path.removeprefix("../") if path.startswith("../") else f"{page.language}/{path}"
        return (
            None
            if asset in guide.content.assets
            else (
                Text(f"没有图片 {link.target}。", f"There is no image {link.target}."),
                did_you_mean(asset, guide.content.assets),
            )
        )
    if path.startswith("../"):
        files = offered(guide)
        file = path.removeprefix("../")
        return None if file in files else (Text(f"没有文件 {file}。", f"There is no file {file}."), did_you_mean(file, files))
    if path not in pages:
        return Text(f"没有页面 {path}。", f"There is no page {path}."), did_you_mean(path, pages)
    anchors = guide.ever[guide.content.outline(page.language, path).file] if anchor else frozenset()
    if anchor and anchor not in anchors and not guide.content.is_broken(anchor):
        return Text(f"{path} 中没有 #{anchor}。", f"There is no #{anchor} on {path}."), did_you_mean(anchor, anchors)
    return None


def _in_another_language(language: Language, line: str) -> bool:
    """Whether a line is plainly Chinese on an English page, or English on a Chinese one; names quoted in a sentence are neither."""
    prose = _NOT_PROSE.sub("", line)
    han, words = len(_HAN.findall(prose)), len(_WORD.findall(prose))
    return {"zh": words > 4 and not han, "en": han > 2 * words + 4}.get(language, False)


Shape = list[tuple[Place | None, str]]


def _twins(guide: Guide) -> Iterator[tuple[Page, Page]]:
    for page in guide.pages():
        twins = guide.content.pages[twin_of(page.language)]
        if page.language not in REQUIRED[1:] and page.path in twins:
            yield page, twins[page.path]


def _headings(page: Page) -> Shape:
    return [(heading.place, f"{'#' * heading.level} {heading.id}") for heading in page.headings]


def _directives(page: Page) -> Shape:
    return [(call.place, call.signature) for call in page.directives]


def _internal_links(page: Page) -> Shape:
    return [(link.place, link.target) for link in page.links if (parts := split(link.target)) and not parts.scheme]


def _front(page: Page) -> Shape:
    front = page.front
    if front is None:
        return []
    shared = front.model_dump(mode="json", exclude={"title", "description", "also", "task", "promise", "made_from"})
    return [(None, f"{name}: {value}") for name, value in shared.items() if value]


def _first_difference(ours: Shape, theirs: Shape) -> tuple[Place | None, str, str] | None:
    for index in range(max(len(ours), len(theirs))):
        place, mine = ours[index] if index < len(ours) else (ours[-1][0] if ours else None, "")
        yours = theirs[index][1] if index < len(theirs) else ""
        if mine != yours:
            return place, mine, yours
    return None
