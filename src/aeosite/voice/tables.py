"""Tables of a hotline or a survey: CSV and XLSX, by the names of their columns in Chinese or English."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from aeosite.basics.problems import Place
from aeosite.voice.decoding import encoding_of, lines_of, tidy, wide_to_narrow
from aeosite.voice.message import Heard, Message, anchor_in, day_in, kind_in, language_in, page_in, trouble
from aeosite.voice.survey import Answers, answers_of, is_sheet
from aeosite.voice.text_form import checked
from aeosite.voice.workbook import BadWorkbook, rows_in

NAMES: Mapping[str, str] = {
    "text": "内容 反馈内容 留言内容 诉求内容 问题描述 问题 意见 意见建议 诉求 反馈 留言 描述 正文 事项 咨询内容 来电内容 text message content question comment comments feedback description body issue",
    "title": "标题 主题 诉求标题 title subject summary",
    "kind": "类型 类别 分类 反馈类型 诉求类型 kind type category",
    "contact": "联系方式 电话 手机 手机号 手机号码 联系电话 来电号码 主叫号码 邮箱 电子邮箱 微信 QQ contact phone mobile telephone tel email e-mail mail wechat",
    "name": "姓名 联系人 来电人 反映人 提问人 称呼 name caller person contact-name respondent",
    "company": "企业 企业名称 公司 公司名称 单位 单位名称 海关编码 企业编码 统一社会信用代码 信用代码 company company-name enterprise organisation organization customs-code credit-code",
    "address": "地址 联系地址 通讯地址 身份证号 证件号码 车牌号 许可证号 address id-number licence license plate",
    "page": "页面 网页 网址 链接 页面地址 page url link address-of-page",
    "anchor": "小节 位置 锚点 条款 section anchor",
    "language": "语言 语种 language lang",
    "edition": "版本 版本日期 edition version",
    "received": "日期 时间 来电时间 来电日期 提交时间 提交日期 答题时间 受理时间 创建时间 收到日期 date time received created created-at timestamp submitted",
    "district": "海关 关区 直属海关 所属海关 注册地海关 地区 district customs region",
    "audience": "企业类型 读者 对象 身份 audience role type-of-enterprise",
    "token": "编号 序号 工单号 工单编号 流水号 no id number ticket case ref reference",
}
"""How the columns may be called, by what they hold."""

PRIVATE = ("contact", "name", "company", "address")
"""What is dropped, column and all."""

_COLUMN = {name: field for field, names in NAMES.items() for name in names.lower().split()}
_KINDS = {
    "wrong": "错误 有误 纠错 报错 写错 内容错误 勘误 error mistake correction incorrect",
    "unclear": "不清楚 看不懂 不明白 不清晰 confusing",
    "missing": "缺少 缺失 没有写 缺内容 补充 omission incomplete",
    "question": "问题 咨询 提问 疑问 求助 enquiry inquiry ask query",
    "suggestion": "建议 意见 意见建议 改进 idea proposal improvement",
    "helpful": "有帮助 有用 满意 yes useful",
    "not-helpful": "没有帮助 没帮助 没用 没有用 不满意 no useless",
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_DELIMITERS = ",;\t|"

LONGEST_ROW = 100_000
"""Characters that a row of CSV may span before its quotation marks are held to be broken."""

FIRST_ROWS = 20
"""Rows in which the names of the columns may stand: hotlines put titles above them."""

BROKEN_ROWS = 200
"""Rows with broken quotation marks after which the lines they took in are not looked at again."""

Row = tuple[int, list[str]]


class _Lines:
    """The lines of a file, which may be put back, as far as a row may span."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: list[str] = []
        self.taken: list[str] = []
        self._size = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._size > LONGEST_ROW:
            raise StopIteration
        line = self._again.pop() if self._again else next(self._lines)
        self.taken.append(line)
        self._size += len(line)
        self.number += 1
        return line

    def begin(self) -> None:
        """Begin a row."""
        self.taken, self._size = [], 0

    def put_back(self) -> None:
        """Put back every line of the row but the first."""
        self._again += reversed(self.taken[1:])
        self.number -= len(self.taken) - 1


def csv_in(path: Path, file: str) -> Iterator[Heard | Answers]:
    """Yield what the rows of a CSV file say, row by row.

    Args:
        path: the file.
        file: how it is called in places.
    """
    encoding = encoding_of(path)
    start = [line for line, _ in zip(lines_of(path, encoding), range(FIRST_ROWS), strict=False)]
    yield from _told(_csv_rows(lines_of(path, encoding), file, _delimiter(start)), file)


def workbook_in(path: Path, file: str) -> Iterator[Heard | Answers]:
    """Yield what the rows of a workbook's first sheet say, row by row.

    Args:
        path: the file.
        file: how it is called in places.
    """
    try:
        yield from _told(rows_in(path), file)
    except BadWorkbook as bad:
        yield _bad_workbook(Place(file), str(bad))


def _delimiter(lines: Sequence[str]) -> str:
    """Return what separates the columns: the sign that makes most known names of a line."""

    def known(delimiter: str) -> int:
        return max((len(_columns(line.strip().lstrip("\ufeff").split(delimiter))) for line in lines), default=0)

    return max(_DELIMITERS, key=known)


def _csv_rows(lines: Iterator[str], file: str, delimiter: str) -> Iterator[Row | Heard]:
    source, broken = _Lines(lines), 0
    while True:
        source.begin()
        begin = source.number + 1
        try:
            row = next(csv.reader(source, delimiter=delimiter, strict=True))
        except StopIteration:
            return
        except csv.Error:
            broken += 1
            if broken <= BROKEN_ROWS:
                source.put_back()
            yield _bad_row(Place(file, begin), source.number)
            continue
        if any(cell.strip() for cell in row):
            yield begin, row


def _told(rows: Iterator[Row | Heard], file: str) -> Iterator[Heard | Answers]:
    """Yield what rows say: the names of the columns stand in one of the first."""
    columns: Mapping[str, list[int]] = {}
    sheet: Sequence[str] | None = None
    above = 0
    for row in rows:
        if not isinstance(row, tuple):
            yield row
            continue
        number, cells = row[0], [wide_to_narrow(cell) if above < FIRST_ROWS and not columns else cell for cell in row[1]]
        if sheet is not None:
            yield from answers_of(sheet, cells, Place(file, number))
        elif columns:
            yield from _message(columns, row[1], Place(file, number))
        elif is_sheet(cells):
            sheet = cells
        elif _has_words(found := _columns(cells)):
            columns = found
        elif (above := above + 1) >= FIRST_ROWS:
            break
    if not columns and sheet is None:
        yield _no_columns(Place(file))


def _columns(cells: Sequence[str]) -> dict[str, list[int]]:
    """Return where each known column stands."""
    found: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        if field := _field(cell):
            found.setdefault(field, []).append(index)
    return found


def _field(cell: str) -> str | None:
    """Return what a column holds, by its name: both languages may stand in it, and remarks in brackets."""
    plain = re.sub(r"[(（\[【].*|[*:：？?\"“”]", "", wide_to_narrow(tidy(cell)).lower()).strip()
    words = [
        plain,
        plain.replace(" ", "-"),
        plain.replace("_", "-"),
        *re.split(r"\s*[/|]\s*|\s+(?=[a-z])|(?<=[a-z])\s+(?=[\u4e00-\u9fff])", plain),
    ]
    return next((_COLUMN[word] for word in words if word in _COLUMN), None)


def _has_words(columns: Mapping[str, list[int]]) -> bool:
    return "text" in columns or ("title" in columns and len(columns) > 1)


def _message(columns: Mapping[str, list[int]], cells: Sequence[str], place: Place) -> Iterator[Heard]:
    def cell(field: str) -> str:
        return "\n".join(filter(None, (tidy(cells[at]) for at in columns.get(field, ()) if at < len(cells))))

    page, anchor = _page(cell("page"))
    message = Message(
        place,
        "table",
        _kind_of(cell("kind")),
        "\n\n".join(filter(None, (cell("title"), cell("text")))),
        "\n".join(filter(None, map(cell, PRIVATE))),
        page,
        anchor_in(cell("anchor")) or anchor,
        language_in(cell("language")) or {"中文": "zh", "英文": "en", "Chinese": "zh", "English": "en"}.get(cell("language"), ""),
        day_in(cell("edition")),
        _day(cell("received")),
        cell("token"),
        cell("district")[:60],
        cell("audience")[:60],
    )
    if any(map(cell, columns)):
        yield from checked(message)


def _page(text: str) -> tuple[str, str]:
    """Return the page and the place on it that an address or a path names; of an address the end that can be a page of the site."""
    path, _, anchor = text.strip().partition("#")
    steps = re.sub(r"^https?://[^/]*", "", path.split("?")[0]).strip("/").split("/")
    found = (page_in("/".join(steps[start:])) for start in range(len(steps)))
    return next(filter(None, found), ""), anchor_in(anchor)


def _kind_of(text: str) -> str:
    word = text.strip().lower()
    return (
        kind_in(word)
        or _KIND.get(word, "")
        or next((kind for name, kind in _KIND.items() if len(name) > 1 and word.startswith(name)), "")
    )


def _day(text: str) -> str:
    """Return a day as a table writes it: a date, or the number of days that a workbook counts from the end of 1899."""
    if re.fullmatch(r"[3-6]\d{4}(\.\d+)?", text.strip()):
        return (date(1899, 12, 30) + timedelta(days=int(float(text)))).isoformat()
    return day_in(text)


def _bad_row(place: Place, last: int) -> Heard:
    return trouble(
        place,
        "feedback-row",
        f"这一行的引号没有成对（读到第 {max(last, place.line)} 行）。",
        f"The quotation marks of this row do not pair (read to line {max(last, place.line)}).",
        "在表格软件里打开，另存为 UTF-8 的 CSV，再导入一次：已收入的不会重复。",
        "Open it in a spreadsheet, save it as CSV in UTF-8 and import it again: what is in already is not taken twice.",
    )


def _no_columns(place: Place) -> Heard:
    return trouble(
        place,
        "feedback-columns",
        "没有找到写反馈内容的一列，整个表没有读。",
        "No column holds what people said; nothing of this table was read.",
        "把那一列的列名改成“内容”或者“text”，列名放在前 20 行之内。",
        "Name that column “内容” or “text”, within the first 20 rows.",
    )


_WHY: Mapping[str, Callable[[Place], Heard]] = {
    "format": lambda place: trouble(
        place,
        "feedback-format",
        "这不是能读的 XLSX 工作簿，可能已损坏或者有密码。",
        "This is no XLSX workbook that can be read; it may be damaged or locked.",
        "打开它，另存为没有密码的 XLSX 或者 CSV。",
        "Open it and save it as XLSX without a password, or as CSV.",
    ),
    "size": lambda place: trouble(
        place,
        "feedback-size",
        "这个工作簿解开以后太大，从超出的地方起没有读。",
        "This workbook unpacks to too much; from the limit on it was not read.",
        "另存为 CSV 再导入；来路不明的不要打开。",
        "Save it as CSV and import that; do not open it if you do not know where it comes from.",
    ),
    "xml": lambda place: trouble(
        place,
        "feedback-format",
        "这个工作簿里有读不懂或者不允许的内容，从那里起没有读。",
        "This workbook holds what cannot be read or is not allowed; from there on it was not read.",
        "用表格软件打开，另存为 CSV 再导入。",
        "Open it in a spreadsheet, save it as CSV and import that.",
    ),
}


def _bad_workbook(place: Place, why: str) -> Heard:
    return _WHY[why](place)
