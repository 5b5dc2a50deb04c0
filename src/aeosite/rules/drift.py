"""Rules over stamps: each belongs to a section or a text that is there. Whether it is out of date is no fault: readers are told."""

from aeosite.basics.language import DEFAULT, Text
from aeosite.basics.problems import Place, Problem, did_you_mean
from aeosite.guide.drift import translated
from aeosite.guide.guide import Guide
from aeosite.model.records import MODELS
from aeosite.read.stamps import Stamps
from aeosite.read.validate import key_place
from aeosite.rules.finding import Problems

_FIX = Text("运行 aeosite stamp，多余的会删去。", "Run aeosite stamp; it takes out what is left over.")


def stamp_names_a_section(guide: Guide) -> Problems:
    """页首的核对记号（made_from）属于本页有的一节；中文页面不写。
    A stamp in the front matter (made_from) is for a section that the page has; a Chinese page carries none."""
    for page in guide.pages():
        ids = {heading.id for heading in page.headings if heading.id} if page.language != DEFAULT else set()
        for id_ in page.front.made_from if page.front else ():
            if id_ not in ids and page.front_node:
                yield Problem(key_place(page.front_node, ("made_from", id_)), "", *_fault(id_, ids))


def _fault(id_: str, ids: set[str]) -> tuple[Text, Text]:
    """Return what is wrong with the stamp of a section and how to mend it; only a Chinese page has no section to stamp."""
    if ids:
        return Text(f"本页没有 #{id_} 这一节。", f"The page has no section #{id_}."), did_you_mean(id_, ids)
    message = Text("中文页面不译自别的页面，没有核对记号。", "A Chinese page is made from no other and carries no stamps.")
    return message, Text("删去 made_from 和它下面的行。", "Delete made_from and the lines below it.")


def stamp_names_a_text(guide: Guide) -> Problems:
    """_stamps.yml 中的核对记号，属于存在的记录和文字。
    A stamp in _stamps.yml is for a record and a text that exist."""
    stamps = guide.content.stamps
    for model in MODELS:
        if model.folder in stamps:
            yield from _left_over(guide, model.folder, stamps[model.folder])


def _left_over(guide: Guide, folder: str, stamps: Stamps) -> Problems:
    model = next(model for model in MODELS if model.folder == folder)
    known = {record.id: record.data for record in guide.content.all(model)}
    for id_, texts in stamps.records.items():
        if id_ in known:
            names = {text.name for language in guide.content.languages for text in translated(known[id_], language)}
            for name, stamped in texts.items():
                if name not in names:
                    message = Text(f"记录 {id_} 没有 {name} 这段文字。", f"The record {id_} has no text {name}.")
                    yield Problem(Place(stamps.file, stamped.line, 3), "", message, _FIX)
        elif not guide.content.is_broken(id_):
            message = Text(f"{folder} 中没有 {id_}。", f"There is no {id_} in {folder}.")
            yield Problem(Place(stamps.file, stamps.lines[id_]), "", message, _FIX)
