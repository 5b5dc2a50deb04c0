"""Rules over a district's edition: it may add, narrow with conditions of its own, and fill the places kept for it; no more."""

import re
from collections.abc import Iterator

from aeosite.basics.language import DEFAULT, REQUIRED, Text
from aeosite.basics.problems import Place, Problem, did_you_mean
from aeosite.guide.guide import Guide
from aeosite.model.base import RecordModel
from aeosite.model.edition import Edition
from aeosite.model.fields import Pair
from aeosite.model.help import District, Event, Question, Statistic, TrainingBase, Update
from aeosite.model.records import Instrument, Measure
from aeosite.read.content import Record, Where, pairs
from aeosite.read.local import EDITION, FOLDER, PAGES, is_local
from aeosite.read.pages import Page
from aeosite.rules.every_record import every_record
from aeosite.rules.finding import Problems
from aeosite.rules.instruments import is_official
from aeosite.rules.provenance import RANKS

OWN_KINDS = (Event, TrainingBase, Measure, Question, Instrument, Statistic, Update)
"""The kinds of record that a district may add. Law, criteria, partners and words are national."""

UNFILLED = ("〔待填〕", "[to fill in]")
"""What the template of an edition holds where the district has to write, by language."""

_UNFILLED = (
    Text("这里还没有填写。", "This is not filled in yet."),
    Text("填写；查不到的写 unknown，或者删去这一项。", "Fill it in; where it is not known write unknown, or delete the entry."),
)

_MAIL = re.compile(r"[A-Za-z0-9._+-]+@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_CARRIED = ("ended", "unconfirmed", "confirmed")


def local_edition_is_whole(guide: Guide) -> Problems:
    """关区文件夹以名录中的直属海关命名，有 edition.yml（id 与文件夹同名）和首页 zh/index.md。
    A district's folder is called after a customs district of the directory; it has an edition.yml with that id, and a first page zh/index.md."""
    district, edition = guide.content.district, guide.content.edition
    if district is None:
        return
    place, known = Place(f"{FOLDER}/{district}/{EDITION}"), _districts(guide)
    if edition and edition.id != district:
        message = Text(f"id 是 {edition.id}，文件夹是 {district}。", f"The id is {edition.id}, the folder {district}.")
        yield edition.problem(("id",), message, Text("改成一样。", "Make them the same."))
    elif district not in known:
        message = Text(f"名录中没有直属海关 {district}。", f"The directory has no customs district {district}.")
        yield Problem(place, "", message, did_you_mean(district, known))
    elif f"{PAGES}/index.md" not in guide.content.pages[DEFAULT] or (edition is None and not guide.content.problems):
        message = Text(f"缺少 {EDITION} 或者 zh/index.md。", f"{EDITION} or zh/index.md is missing.")
        fix = Text(
            f"从模板补上：aeosite new district {district}。", f"Take it from the template: aeosite new district {district}."
        )
        yield Problem(place, "", message, fix)


def local_record_is_new(guide: Guide) -> Problems:
    """关区的记录不用全国记录的 id：全国内容不能替换。
    A district's record does not have the id of a national one: what is national is not replaced."""
    for record in guide.content.clashes:
        message = Text(
            f"全国内容已有记录 {record.id}，不能替换。", f"There is a national record {record.id}, which cannot be replaced."
        )
        fix = Text("换一个 id；要加条件的，写 narrows。", "Take another id; to add conditions, write narrows.")
        yield record.problem(("id",), message, fix)


def local_page_is_new(guide: Guide) -> Problems:
    """关区的页面不与全国页面同名，全国页面不放进 local/：哪一页是谁的，一看就知道。
    A district's page does not have the path of a national one, and no national page lies in local/: whose a page is shows at once."""
    for page in guide.pages():
        own = page.path.removeprefix(f"{PAGES}/")
        if is_local(page.file) and own != "index.md" and own in guide.content.pages[page.language]:
            message = Text(f"已有全国页面 {own}，不能替换。", f"There is a national page {own}, which cannot be replaced.")
            yield Problem(
                page.place(), "", message, Text("换一个文件名，只写本地的。", "Take another name, and write what is local only.")
            )
        elif not is_local(page.file) and page.path.startswith(f"{PAGES}/"):
            message = Text(f"{PAGES}/ 留给关区版。", f"{PAGES}/ is kept for district editions.")
            yield Problem(page.place(), "", message, Text("换一个文件夹。", "Take another folder."))


def local_kind_may_be_added(guide: Guide) -> Problems:
    """关区只能增加活动、培训基地、措施、问答、文件、数字和更新；标准、互认伙伴、术语等是全国的。
    A district adds events, training bases, measures, questions, documents, figures and updates only; criteria, partners, words and the rest are national."""
    for record in _own_records(guide):
        if not isinstance(record.data, (*OWN_KINDS, Edition)):
            kind = type(record.data)
            message = Text(f"关区不能增加“{kind.kind_name.zh}”。", f"A district cannot add a {kind.kind_name.en}.")
            yield record.problem(
                (), message, Text("需要修改的，向全国编辑提出。", "Ask the national editors for what has to change.")
            )


def narrowing_is_of_a_national_measure(guide: Guide) -> Problems:
    """narrows 只写在关区的措施里，指向一项全国措施。
    Only a district's measure says narrows, and it names a national measure."""
    for record in guide.content.all(Measure):
        if (named := record.data.narrows) is None:
            continue
        base = guide.content.find(Measure, named)
        if not is_local(record.path) or (base and is_local(base.path)):
            message = Text("这里不能写 narrows。", "narrows cannot stand here.")
            fix = Text("由关区的措施指向全国措施。", "Let a district's measure name a national one.")
            yield record.problem(("narrows",), message, fix)


def narrowing_has_conditions_and_basis(guide: Guide) -> Problems:
    """收窄全国措施的，写明本地的条件，并有全国措施所没有的依据。
    What narrows a national measure states local conditions, and rests on a document that the national measure does not."""
    for record, base in _narrowings(guide):
        theirs = {one.instrument for one in base.data.basis}
        if not record.data.conditions or all(one.instrument in theirs for one in record.data.basis):
            message = Text(
                "收窄全国措施，要有本地的条件和依据。",
                "Narrowing a national measure takes local conditions and a basis of its own.",
            )
            fix = Text(
                "在 conditions 写条件，在 basis 写本地文件。", "State conditions, and name the local document below basis."
            )
            yield record.problem(("narrows",), message, fix)


def narrowing_raises_no_mark(guide: Guide) -> Problems:
    """收窄的措施，依据程度和延续状态不高于全国措施：没有确认的，关区不能改成确认。
    What narrows a measure is marked no higher than it: a district does not turn what is not confirmed into what is."""
    for record, base in _narrowings(guide):
        for name, order in (("evidence", RANKS), ("carry_over", _CARRIED)):
            mine, theirs = str(getattr(record.data, name)), str(getattr(base.data, name))
            if mine in order and theirs in order and order.index(mine) > order.index(theirs):
                message = Text(f"全国措施是 {theirs}，这里是 {mine}。", f"The national measure says {theirs}, here it is {mine}.")
                yield record.problem((name,), message, Text(f"改为 {theirs}。", f"Change it to {theirs}."))


def local_name_is_its_own(guide: Guide) -> Problems:
    """关区版的名称、联系点和隶属海关，用自己的名称：关区名称与名录相同，不用海关总署或者别的关区的。
    The names in an edition are the district's own: its name as in the directory, and none of GACC or of another district."""
    edition = guide.content.edition
    own = guide.content.find(District, edition.id) if edition else None
    if not edition or not own:
        return
    if (edition.data.name.zh, edition.data.name.en) != (own.data.name.zh, own.data.name.en):
        message = Text(f"名录中的名称是“{own.data.name.zh}”。", f"In the directory it is called “{own.data.name.en}”.")
        yield edition.problem(("name",), message, Text("照名录写。", "Write it as in the directory."))
    others = [one.data.name for one in guide.content.all(District) if one.id != own.id]
    for where, name in _names(edition.data):
        for other in (*others, Pair(zh="海关总署", en="General Administration of Customs")):
            if other.zh in name.zh or other.en in name.en:
                message = Text(f"“{other.zh}”不是本关区。", f"“{other.en}” is not this district.")
                yield edition.problem(where, message, Text("用本关区的名称。", "Use a name of this district."))


def local_address_is_official(guide: Guide) -> Problems:
    """关区的邮箱和留言地址在官方域名上；没有的写 unknown。
    The e-mail address and the form of a district are on official hosts; where there is none, it says unknown."""
    edition = guide.content.edition
    for name, url in _addresses(edition.data) if edition else ():
        if edition and not is_official(guide.content, url):
            message = Text("这个地址不在官方域名上。", "This address is not on an official host.")
            fix = Text("写官方邮箱或网址，没有的写 unknown。", "Give an official address, or write unknown.")
            yield edition.problem((name,), message, fix)


def first_page_is_national(guide: Guide) -> Problems:
    """first 列出的是有的全国页面。
    What an edition puts first are national pages that there are."""
    edition = guide.content.edition
    for number, path in enumerate(edition.data.first if edition else ()):
        if path not in guide.content.pages[DEFAULT] or path.startswith(f"{PAGES}/"):
            known = [one for one in guide.content.pages[DEFAULT] if not one.startswith(f"{PAGES}/")]
            message = Text(f"没有全国页面 {path}。", f"There is no national page {path}.")
            if edition:
                yield edition.problem(("first", number), message, did_you_mean(path, known))


def local_page_names_its_source(guide: Guide) -> Problems:
    """关区的页面写明依据的文件（首页除外）。
    A district's page names the documents it rests on, its first page aside."""
    for page in _own_pages(guide):
        if page.front and not page.front.sources and page.path != f"{PAGES}/index.md":
            message = Text("没有写依据的文件。", "It names no document it rests on.")
            yield Problem(page.place(), "", message, Text("在页首写 sources。", "List them as sources in the front matter."))


def local_record_is_filled_in(guide: Guide) -> Problems:
    """关区的 edition.yml 和记录里，模板待填的地方都已填写。
    In the edition.yml and the records of a district, nothing that the template leaves to fill in is left."""
    for record in _own_records(guide):
        for where, pair in pairs(record.data):
            for language in REQUIRED:
                if _is_unfilled(pair.in_(language)):
                    yield record.problem((*where, language), *_UNFILLED)


def local_page_is_filled_in(guide: Guide) -> Problems:
    """关区的页面上，模板待填的地方都已填写。
    On the pages of a district, nothing that the template leaves to fill in is left."""
    for page in _own_pages(guide):
        if page.front and _is_unfilled(f"{page.front.title}{page.front.description}"):
            yield Problem(page.place(), "", *_UNFILLED)
        for number, line in enumerate(page.body.split("\n"), page.body_line):
            if _is_unfilled(line):
                yield Problem(page.place(number), "", *_UNFILLED)


def _is_unfilled(text: str) -> bool:
    return any(mark in text for mark in UNFILLED)


def _districts(guide: Guide) -> list[str]:
    return [record.id for record in guide.content.all(District) if record.data.level == "district"]


def _own_records(guide: Guide) -> Iterator[Record[RecordModel]]:
    return (record for record in every_record(guide) if is_local(record.path))


def _own_pages(guide: Guide) -> Iterator[Page]:
    return (page for page in guide.pages() if is_local(page.file))


def _narrowings(guide: Guide) -> Iterator[tuple[Record[Measure], Record[Measure]]]:
    """Yield each measure of a district that narrows a national one, with that one."""
    for record in guide.content.all(Measure):
        base = guide.content.find(Measure, record.data.narrows) if record.data.narrows else None
        if base and is_local(record.path) and not is_local(base.path):
            yield record, base


def _names(edition: Edition) -> Iterator[tuple[Where, Pair]]:
    """Yield every name in an edition but its own."""
    yield from ((("contacts", number, "name"), one.name) for number, one in enumerate(edition.contacts))
    yield from ((("houses", number, "name"), one.name) for number, one in enumerate(edition.houses))


def _addresses(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the addresses a district is written to, as web addresses."""
    if edition.mail:
        found = _MAIL.fullmatch(edition.mail)
        yield "mail", f"https://{found[1]}/" if found else ""
    if edition.form:
        yield "form", edition.form
