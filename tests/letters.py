"""Letters of readers that nobody wrote: messages by the thousand with personal data in them, in every format, and a second reading of the files."""

import csv
import json
import mailbox
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import xlsxwriter

KINDS = ("wrong", "unclear", "missing", "question", "suggestion")
PLACES = (("criteria/index.html", "advanced"), ("steps/first.html", ""), ("en/partners.html", "sg"), ("en/index.html", ""))
SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚"
BODIES = (
    "这一页写的公告日期和官方网站不一样，请核对{serial}",
    "想问{serial}：认证企业要不要每年交内部审计报告",
    "第三段看不懂，速动比率怎么算，能不能举{serial}的例子",
    "The table lists {serial} twice, and the date in the second row differs from the notice",
    "Please explain how the code {serial} is declared when the goods are returned",
    "建议在步骤里补充{serial}的材料清单，2026年4月1日以后有变化",
)


@dataclass(frozen=True)
class Letter:
    """One message: what it says, and the personal data in it as they were typed."""

    serial: str
    kind: str
    text: str
    page: str
    anchor: str
    private: tuple[str, ...]
    contact: str = ""


def serial_of(number: int) -> str:
    """Return a word of five letters that no other number has."""
    letters = ""
    for _ in range(5):
        number, rest = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[rest]
    return letters


def name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2))))


def digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def mobile(chance: random.Random) -> str:
    return f"1{chance.choice('3456789')}{digits(chance, 9)}"


def credit_code(chance: random.Random) -> str:
    return f"91{digits(chance, 6)}{''.join(chance.choice('0123456789ABCDEFGHJKLMNPQRTUWXY') for _ in range(10))}"


def _spaced(text: str) -> str:
    return f"{text[:3]} {text[3:7]} {text[7:]}"


def _wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


Piece = Callable[[random.Random], tuple[str, str]]
"""Makes a sentence with a piece of personal data in it: the sentence, and the piece."""


def _piece(form: str, make: Callable[[random.Random], str]) -> Piece:
    def made(chance: random.Random) -> tuple[str, str]:
        said = make(chance)
        return form.format(said), said

    return made


PIECES: tuple[Piece, ...] = (
    _piece("我是{}，", name),
    _piece("我叫{}。", name),
    _piece("姓名：{}；", name),
    _piece("联系人：{}，", name),
    _piece("联系人{}，", name),
    _piece("请找{}经理。", lambda chance: name(chance)[:2]),
    _piece("My name is {}. ", lambda chance: chance.choice(("John Smith", "Mary O'Neil", "Li Xiaolong"))),
    _piece("Please ask for Ms {}. ", lambda chance: chance.choice(("Walker", "Jane Cooper"))),
    _piece("电话{}，", mobile),
    _piece("手机号：{}。", lambda chance: _spaced(mobile(chance))),
    _piece("手机 {}；", lambda chance: _wide(mobile(chance))),
    _piece("tel {} ", lambda chance: f"+86 {_spaced(mobile(chance))}"),
    _piece("座机0{}，", lambda chance: f"21-{chance.choice('23456789')}{digits(chance, 7)}"),
    _piece("call +44 {} ", lambda chance: f"20 7{digits(chance, 3)} {digits(chance, 4)}"),
    _piece("回信到{}，", lambda chance: f"user{digits(chance, 3)}@example.com"),
    _piece("mail me at {} ", lambda chance: f"j.{chance.choice(('smith', 'doe'))}@mail.example.org"),
    _piece(
        "身份证号{}，",
        lambda chance: f"310101{chance.randint(1950, 2005)}0{chance.randint(1, 9)}1{chance.randint(1, 9)}{digits(chance, 3)}X",
    ),
    _piece("统一社会信用代码：{}。", credit_code),
    _piece("海关编码{}，", lambda chance: f"31{digits(chance, 8)}"),
    _piece("我们的海关注册编码：{}，", lambda chance: f"4403{digits(chance, 2)}K{digits(chance, 3)}"),
    _piece("编码是AEOCN{}。", lambda chance: digits(chance, 10)),
    _piece("报关单号{}。", lambda chance: digits(chance, 18)),
    _piece("车牌{}，", lambda chance: f"{chance.choice('沪粤京苏')}{chance.choice('ABCDE')}{digits(chance, 5)}"),
    _piece("微信号：{}，", lambda chance: f"wx_{serial_of(chance.randint(0, 9999))}{digits(chance, 3)}"),
    _piece(
        "地址：{}。",
        lambda chance: f"上海市浦东新区张江路{chance.randint(1, 999)}号{chance.randint(1, 20)}栋{chance.randint(101, 999)}室",
    ),
    _piece("公司在深圳市福田区{}，", lambda chance: f"福中路{chance.randint(10, 99)}号"),
    _piece("We are at {}. ", lambda chance: f"{chance.randint(1, 99)} Nanjing West Road"),
    _piece("我公司是{}。", lambda chance: f"上海{chance.choice(('华某', '远某', '新某'))}国际贸易有限公司"),
    _piece("I work for {} ", lambda chance: f"{chance.choice(('Acme', 'Harbour'))} Trading Co., Ltd."),
    _piece("营业执照号：{}，", lambda chance: digits(chance, 15)),
    _piece("Licence number: {} ", lambda chance: f"LC{digits(chance, 8)}"),
    _piece("passport no. {} ", lambda chance: f"E{digits(chance, 8)}"),
)

ENDS: tuple[Piece, ...] = (
    _piece("\n谢谢！\n{}", lambda chance: f"{name(chance)}\n{mobile(chance)}"),
    _piece("\n\nBest regards,\n{}", lambda chance: f"{chance.choice(('Peter Brown', 'Anna Lee'))}\nAcme Forwarding"),
    _piece("\n——{}", name),
    _piece("\n-- \n{}", lambda chance: f"{name(chance)} {mobile(chance)}"),
    _piece("\n此致\n敬礼\n{}", name),
)


def letters(count: int, seed: int = 1) -> list[Letter]:
    """Return so many letters, the same every time."""
    chance = random.Random(seed)
    return [_letter(number, chance) for number in range(count)]


def _letter(number: int, chance: random.Random) -> Letter:
    serial = serial_of(number)
    before = [piece(chance) for piece in chance.sample(PIECES, chance.randint(0, 3))]
    ends = [chance.choice(ENDS)(chance)] if chance.random() < 0.3 else []
    body = chance.choice(BODIES).format(serial=f" {serial} ")
    text = f"{''.join(said for said, _ in before)}{body}。{''.join(said for said, _ in ends)}"
    private = tuple(part for _, piece in (*before, *ends) for part in piece.split("\n"))
    contact = mobile(chance) if chance.random() < 0.4 else ""
    page, anchor = chance.choice(PLACES)
    return Letter(serial, chance.choice(KINDS), text, page, anchor, private, contact)


def machine_line(letter: Letter) -> str:
    language = "en" if letter.page.startswith("en/") else "zh"
    anchor = f" anchor={quote(letter.anchor)}" if letter.anchor else ""
    return f"aeo-guide-feedback/1 kind={letter.kind} language={language} edition=2026-06-01 page={quote(letter.page)}{anchor}"


def as_text(letter: Letter) -> str:
    contact = f"----- 联系方式 Contact -----\n{letter.contact}\n" if letter.contact else ""
    return f"----- 内容 Message -----\n{letter.text}\n{contact}----- 位置 Place -----\n{letter.page}\n{machine_line(letter)}\n"


def as_json(letter: Letter) -> dict[str, object]:
    language = "en" if letter.page.startswith("en/") else "zh"
    said = {"kind": letter.kind, "text": letter.text, "contact": letter.contact, "page": letter.page, "anchor": letter.anchor}
    return {"aeo-guide-feedback": 1, **said, "language": language, "edition": "2026-06-01"}


def write_json(path: Path, some: Sequence[Letter]) -> None:
    path.write_text(json.dumps([as_json(letter) for letter in some], ensure_ascii=False, indent=1), encoding="utf-8")


def write_text(path: Path, some: Sequence[Letter]) -> None:
    path.write_bytes("\n".join(map(as_text, some)).replace("\n", "\r\n").encode("gb18030"))


def write_mbox(path: Path, some: Sequence[Letter]) -> None:
    box = mailbox.mbox(path)
    for number, letter in enumerate(some):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "张三 <zhangsan@example.com>", "guide@example.org", "AEO Guide feedback"
        mail["Date"], mail["Message-ID"] = "Sat, 28 Nov 2026 10:00:00 +0800", f"<{number}@example.com>"
        if number % 3 == 0:
            lines = "".join(f"<p>{line}</p>" for line in as_text(letter).replace("&", "&amp;").replace("<", "&lt;").split("\n"))
            mail.set_content(
                f"<html><head><style>p{{color:red}}</style></head><body>{lines}</body></html>", subtype="html", charset="gb18030"
            )
        elif number % 3 == 1:
            mail.set_content("fyi\n\n" + "".join(f"> {line}\n" for line in as_text(letter).split("\n")))
        else:
            mail.set_content("see what is attached")
            mail.add_attachment(
                json.dumps(as_json(letter)).encode(), maintype="application", subtype="json", filename="feedback.json"
            )
        box.add(mail)
    box.close()


COLUMNS = ("类型", "反馈内容", "联系方式", "姓名", "页面", "小节", "日期", "处理部门")


def _row(letter: Letter, chance: random.Random) -> list[str]:
    return [letter.kind, letter.text, letter.contact, name(chance), letter.page, letter.anchor, "2026/11/28", "企管处"]


def write_csv(path: Path, some: Sequence[Letter]) -> None:
    chance = random.Random(2)
    with path.open("w", encoding="utf-16", newline="") as file:
        written = csv.writer(file, delimiter="\t")
        written.writerows([["12360 热线工单"], COLUMNS, *(_row(letter, chance) for letter in some)])


def write_xlsx(path: Path, some: Sequence[Letter]) -> None:
    chance = random.Random(3)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([COLUMNS, *(_row(letter, chance) for letter in some)]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
        sheet.write_formula(len(some) + 1, 7, '=HYPERLINK("http://example.com")')


def write_issues(path: Path, some: Sequence[Letter]) -> None:
    path.write_text(
        json.dumps(
            [
                {
                    "number": number,
                    "title": "[feedback]",
                    "body": as_text(letter),
                    "created_at": "2026-11-28T02:00:00Z",
                    "html_url": f"https://code.example/{number}",
                    "user": {"login": "zhangsan"},
                }
                for number, letter in enumerate(some)
            ]
        ),
        encoding="utf-8",
    )


WRITERS: dict[str, Callable[[Path, Sequence[Letter]], None]] = {
    "letters.mbox": write_mbox,
    "letters.json": write_json,
    "letters.txt": write_text,
    "hotline.csv": write_csv,
    "survey.xlsx": write_xlsx,
}
"""The five formats."""


def counted(path: Path) -> int:
    """Count the messages of a file in a way of our own: with other libraries, and by the form of the file alone."""
    if path.suffix == ".mbox":
        return len(mailbox.mbox(path))
    if path.suffix == ".json":
        return len(json.loads(path.read_text(encoding="utf-8")))
    if path.suffix == ".txt":
        return path.read_bytes().count(b"aeo-guide-feedback/1")
    if path.suffix == ".csv":
        with path.open(encoding="utf-16", newline="") as file:
            return sum(len(row) > 1 for row in csv.reader(file, delimiter="\t")) - 1
    with zipfile.ZipFile(path) as packed:
        rows = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml")).iter(
            "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row"
        )
        return sum(len(row) > 1 for row in rows) - 1


@dataclass(frozen=True)
class Found:
    """What a second reading finds in an inbox: its files as text, the messages they count, and the words of each matter."""

    text: str
    count: int
    words: Sequence[str] = field(default_factory=list)


def read_again(folder: Path) -> Found:
    """Read an inbox by the form of its lines alone."""
    files = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file()]
    matters = [path.read_text(encoding="utf-8") for path in sorted((folder / "inbox").glob("*.yml"))]
    counts = [int(found[1]) for text in matters if (found := re.search(r'^count: "?(\d+)"?$', text, re.M))]
    return Found("\n".join(files), sum(counts), [text.partition("\ntext: ")[2] for text in matters])


def bare(text: str) -> str:
    """Return a text as letters and digits alone, wide ones narrow."""
    narrow = "".join(chr(ord(sign) - 0xFEE0) if 0xFF01 <= ord(sign) <= 0xFF5E else sign for sign in text)
    return re.sub(r"[\W_]", "", narrow).lower()


def leaks(private: Iterator[str], text: str) -> list[str]:
    """Return the pieces of personal data that stand in a text, however they are spaced: names as words, all else as letters and digits."""
    plain = bare(text)
    return [piece for piece in private if len(bare(piece)) > 1 and bare(piece) in plain]
