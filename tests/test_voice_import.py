"""Taking messages in: a thousand in five formats without loss or a leaked detail, twice without a change, and hostile ones without effect."""

import io
import json
import os
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from aeosite.basics.problems import Problem
from aeosite.voice.answers import Desk
from aeosite.voice.command import report
from aeosite.voice.files import heard_in
from aeosite.voice.intake import Taken, take_in
from aeosite.voice.matter import Matter, matters_in
from aeosite.voice.message import LONGEST, Message
from aeosite.voice.propose import Finder
from letters import (
    WRITERS,
    Letter,
    as_json,
    as_text,
    bare,
    counted,
    leaks,
    letters,
    read_again,
    write_csv,
    write_issues,
    write_json,
    write_text,
)
from project import guide_of

TODAY = date(2026, 11, 28)
GUIDE = guide_of()
FINDER = Finder(GUIDE)


def taken_from(folder: Path, *files: Path) -> Taken:
    return take_in(chain.from_iterable(map(heard_in, files)), folder, folder.parent, TODAY, FINDER.proposals)


def matters_of(folder: Path) -> list[Matter]:
    found = list(matters_in(folder, folder.parent))
    assert not [one for one in found if isinstance(one, Problem)]
    return [one for one in found if isinstance(one, Matter)]


def codes(taken: Taken) -> list[str]:
    return [problem.code for problem in taken.problems]


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# A thousand


@pytest.fixture(scope="module")
def thousand() -> list[Letter]:
    return letters(1_000)


@pytest.fixture(scope="module")
def mail_bag(thousand: list[Letter], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path], Taken]:
    folder = tmp_path_factory.mktemp("bag")
    files = [folder / name for name in WRITERS]
    for number, path in enumerate(files):
        WRITERS[path.name](path, thousand[number::5])
    return folder / "feedback", files, taken_from(folder / "feedback", *files)


def test_no_message_is_lost_as_a_second_reading_counts(mail_bag: tuple[Path, list[Path], Taken]) -> None:
    folder, files, taken = mail_bag
    assert taken.problems == []
    assert [counted(path) for path in files] == [200] * 5
    assert taken.messages == taken.new == read_again(folder).count == 1_000


def test_every_message_says_what_its_reader_said(mail_bag: tuple[Path, list[Path], Taken], thousand: list[Letter]) -> None:
    words = "\n".join(read_again(mail_bag[0]).words)
    assert [letter.serial for letter in thousand if words.count(letter.serial) != 1] == []
    kinds = {serial: matter.kind for matter in matters_of(mail_bag[0]) for serial in matter.text.split() if len(serial) == 5}
    assert {letter.serial: kinds.get(letter.serial) for letter in thousand} == {letter.serial: letter.kind for letter in thousand}


def test_no_personal_detail_is_kept_or_told(mail_bag: tuple[Path, list[Path], Taken], thousand: list[Letter]) -> None:
    folder, _, taken = mail_bag
    told = report(taken, Desk(folder.parent, folder, GUIDE, TODAY))
    kept = "\n".join(text for path, data in tree(folder).items() if path != "taken.txt" for text in [data.decode()])
    assert leaks(iter({piece for letter in thousand for piece in letter.private}), kept + told) == []
    assert leaks(iter({letter.contact for letter in thousand if letter.contact}), kept + told) == []
    assert "zhangsan" not in kept
    assert "@" not in kept


def test_what_was_dropped_is_counted(mail_bag: tuple[Path, list[Path], Taken], thousand: list[Letter]) -> None:
    dropped = mail_bag[2].dropped
    assert dropped["contact"] >= sum(bool(letter.contact) for letter in thousand)
    assert sum(dropped.values()) >= sum(len(letter.private) for letter in thousand) * 0.8
    assert set(dropped) >= {"name", "phone", "email", "address", "number", "plate", "company", "account", "signature"}


def test_the_detector_of_leaks_sees_one(thousand: list[Letter]) -> None:
    text = "".join(letter.text for letter in thousand)
    private = {piece for letter in thousand for piece in letter.private}
    assert len(leaks(iter(private), text)) == len([piece for piece in private if len(bare(piece)) > 1])


def test_importing_again_adds_nothing(mail_bag: tuple[Path, list[Path], Taken]) -> None:
    folder, files, _ = mail_bag
    before = tree(folder)
    again = taken_from(folder, *files)
    assert (again.messages, again.new, again.matters, again.more) == (1_000, 0, [], 0)
    assert tree(folder) == before


def test_the_order_of_files_changes_no_matter(mail_bag: tuple[Path, list[Path], Taken], tmp_path: Path) -> None:
    folder, files, _ = mail_bag
    taken_from(tmp_path / "other", *reversed(files))

    def plain(root: Path) -> dict[str, Matter]:
        return {str(one.id): one.model_copy(update={"like": []}) for one in matters_of(root)}

    assert plain(tmp_path / "other") == plain(folder)


def test_an_import_broken_off_before_its_ledger_counts_the_same_when_done_again(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", letters(20))
    taken_from(tmp_path / "feedback", tmp_path / "a.json")
    whole = tree(tmp_path / "feedback")
    (tmp_path / "feedback" / "taken.txt").unlink()
    taken_from(tmp_path / "feedback", tmp_path / "a.json")
    assert tree(tmp_path / "feedback") == whole


# Issues, counts, nearness, proposals


def test_issues_of_an_export_are_messages_and_changes_to_code_are_not(tmp_path: Path) -> None:
    path = tmp_path / "issues.json"
    write_issues(path, letters(30))
    some = json.loads(path.read_text(encoding="utf-8"))
    some.append({"number": 99, "title": "Fix", "body": "code", "pull_request": {"url": "x"}})
    some.append({"iid": 7, "title": "日期有误", "description": "应为4月1日", "web_url": "https://code.example/7"})
    path.write_text(json.dumps(some), encoding="utf-8")
    taken = taken_from(tmp_path / "feedback", path)
    assert (taken.messages, taken.problems) == (31, [])
    assert any(matter.text == "日期有误\n\n应为4月1日" for matter in matters_of(tmp_path / "feedback"))


def test_the_same_words_are_one_matter_however_they_came_and_count_each_time(tmp_path: Path) -> None:
    letter = letters(1)[0]
    write_json(tmp_path / "a.json", [letter, letter, letter])
    write_text(tmp_path / "b.txt", [letter])
    (tmp_path / "c.eml").write_bytes(f"Subject: x\nMessage-ID: <1@x>\n\n{as_text(letter)}".encode())
    taken = taken_from(tmp_path / "feedback", tmp_path / "a.json", tmp_path / "b.txt", tmp_path / "c.eml")
    (matter,) = matters_of(tmp_path / "feedback")
    assert (taken.new, matter.count, dict(matter.by)) == (5, 5, {"form": 4, "mail": 1})
    assert taken_from(tmp_path / "feedback", tmp_path / "a.json", tmp_path / "b.txt").new == 0


def test_votes_without_words_are_counted_by_page(tmp_path: Path) -> None:
    votes = [
        as_json(Letter("", kind, "", page, "", ()))
        for kind, page in [("helpful", "index.html")] * 3 + [("not-helpful", "index.html"), ("helpful", "en/index.html")]
    ]
    (tmp_path / "v.json").write_text(json.dumps(votes), encoding="utf-8")
    taken_from(tmp_path / "feedback", tmp_path / "v.json")
    assert sorted((one.kind, one.page, one.count) for one in matters_of(tmp_path / "feedback")) == [
        ("helpful", "en/index.html", 1),
        ("helpful", "index.html", 3),
        ("not-helpful", "index.html", 1),
    ]


def test_texts_that_say_nearly_the_same_are_pointed_out_and_others_are_not(tmp_path: Path) -> None:
    texts = [
        "出口到新加坡的报关单怎么填AEO编码？",
        "出口到新加坡的报关单怎样填AEO编码呢",
        "出口到新加坡的报关单由谁签字盖章，企业还要不要另外准备公证的文件？",
        "How is the AEO code declared for goods exported to Singapore?",
        "How is an AEO code declared for goods exported to Singapore",
    ]
    (tmp_path / "t.json").write_text(
        json.dumps([as_json(Letter("", "question", text, "", "", ())) for text in texts]), encoding="utf-8"
    )
    taken_from(tmp_path / "feedback", tmp_path / "t.json")
    found = {one.text: one for one in matters_of(tmp_path / "feedback")}
    assert [[texts.index(other.text) for other in found.values() if other.id in found[text].like] for text in texts] == [
        [],
        [0],
        [],
        [],
        [3],
    ]


def test_a_matter_is_about_what_its_reader_named_else_what_its_words_suggest() -> None:
    assert [(one.page, one.record, one.why) for one in FINDER.proposals("en/partners.html", "sg", "x")] == [
        ("partners.md", "sg", "said")
    ]
    assert [(one.page, one.record) for one in FINDER.proposals("zh/partners.html", "nowhere", "x")] == [("partners.md", "")]
    assert FINDER.proposals("", "", "新加坡")[0].record == "sg"
    assert FINDER.proposals("../../etc/passwd.html", "", "zzz") == []


# What cannot be read


BAD = (
    {"aeo-guide-feedback": 2, "text": "later"},
    {"aeo-guide-feedback": 1, "kind": "wrong", "text": "  "},
    {"aeo-guide-feedback": 1, "kind": "wrong", "text": ["x"]},
    {"hello": "world"},
    "a text",
    None,
)


def test_a_bad_item_is_named_with_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = [json.dumps(as_json(letter), ensure_ascii=False) for letter in letters(4)]
    bad = [json.dumps(item) for item in BAD]
    path = tmp_path / "mixed.json"
    path.write_text(
        "[\n"
        + ",\n".join([good[0], *bad, good[1], '{"aeo-guide-feedback": 1, "kind": "wrong, "text": "x"}', good[2], good[3]])
        + "\n]",
        encoding="utf-8",
    )
    taken = taken_from(tmp_path / "feedback", path)
    assert taken.new == 4
    assert {(problem.place.line, problem.code) for problem in taken.problems} == {
        (3, "feedback-version"),
        (4, "feedback-empty"),
        (5, "feedback-field"),
        (5, "feedback-empty"),
        (6, "feedback-object"),
        (7, "feedback-object"),
        (8, "feedback-object"),
        (10, "feedback-json"),
    }
    assert all(problem.message.zh and problem.message.en and problem.fix.zh and problem.fix.en for problem in taken.problems)


def test_a_row_with_broken_quotation_marks_takes_no_other_with_it(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('类型,内容\nwrong,第一\nwrong,"第二\nwrong,第三\nwrong,"第四"x\nwrong,第五\n', encoding="utf-8")
    taken = taken_from(tmp_path / "feedback", path)
    assert sorted(one.text for one in matters_of(tmp_path / "feedback")) == ["第一", "第三", "第五"]
    assert [(problem.place.line, problem.code) for problem in taken.problems] == [(3, "feedback-row"), (5, "feedback-row")]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b"", "feedback-empty"),
        ("table.csv", "甲,乙\n1,2\n".encode(), "feedback-columns"),
        ("book.xlsx", b"PK\x03\x04 nothing", "feedback-format"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "feedback-format"),
        ("picture.txt", b"\x89PNG\r\n", "feedback-format"),
        ("broken.json", b'{"aeo-guide-feedback": 1', "feedback-json"),
        ("deep.json", b"[" * 100_000, "feedback-json"),
        ("empty.eml", b"Subject: \n\n", "feedback-empty"),
        ("signs.txt", "日期不对\ufffd".encode(), "feedback-encoding"),
        ("tail.txt", b"aeo-guide-feedback/1 kind=helpful page=index.html\nsome words after it\n", "feedback-outside"),
    ],
)
def test_what_cannot_be_read_is_said_of_each_file(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert codes(taken_from(tmp_path / "feedback", tmp_path / name)) == [code]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert codes(taken_from(tmp_path / "feedback", tmp_path / "none.csv")) == ["feedback-file"]
    assert not (tmp_path / "feedback").exists()


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert codes(taken_from(tmp_path / "feedback", tmp_path / "pipe.csv", tmp_path)) == ["feedback-format"] * 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["a.csv", "a.json", "a.txt"])
def test_every_encoding_says_the_same(tmp_path: Path, encoding: str, form: str) -> None:
    text = {
        "a.csv": "类型,内容\r\n纠错,申请表的日期写错了，应当是四月\r\n",
        "a.json": '{"aeo-guide-feedback": 1, "kind": "wrong", "text": "申请表的日期写错了，应当是四月"}',
        "a.txt": "申请表的日期写错了，应当是四月\r\naeo-guide-feedback/1 kind=wrong\r\n",
    }[form]
    (tmp_path / form).write_bytes(text.encode(encoding))
    assert taken_from(tmp_path / "feedback", tmp_path / form).problems == []
    assert [(one.kind, one.text) for one in matters_of(tmp_path / "feedback")] == [("wrong", "申请表的日期写错了，应当是四月")]


# Hostile messages


HOSTILE = (
    '<script>alert(1)</script><img src=x onerror="alert(1)">',
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x1b[0m",
    "!!python/object/apply:os.system ['true']",
    "&a *a : - ? | > % ` {{ directive }} {% raw %}",
    "---\nid: other\n...\ntext: |2-\n  x",
    "\u202eright to left\u202c \u200bhidden\ufeff",
    "../../../etc/passwd\x00",
    "a" * 5_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_a_text_and_nothing_else(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = [
        {
            **as_json(Letter("", "wrong", f"{text} end", "", "", ())),
            "page": text,
            "anchor": text,
            "language": text,
            "kind": text,
            "edition": text,
        }
    ]
    (tmp_path / "x.json").write_text(json.dumps(said), encoding="utf-8")
    taken = taken_from(tmp_path / "feedback", tmp_path / "x.json")
    (matter,) = matters_of(tmp_path / "feedback")
    assert matter.text.endswith("end")
    assert not re.search(r"owned|\[31m|\[2J", matter.text)
    assert (matter.page, matter.anchor, matter.language, matter.kind, matter.edition) == (
        "",
        "" if len(text) < 5_000 else matter.anchor,
        "",
        "",
        "",
    )
    assert sorted(tree(tmp_path / "feedback")) == [f"inbox/{matter.id}.yml", "taken.txt"]
    written = (tmp_path / "feedback" / "inbox" / f"{matter.id}.yml").read_text(encoding="utf-8")
    assert not set(written) & {chr(code) for code in (*range(10), *range(11, 32), 127, 0x202E, 0x200B, 0xFEFF)}
    assert "\x1b" not in report(taken, Desk(tmp_path, tmp_path / "feedback", GUIDE, TODAY))


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def test_a_zip_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    bomb = b"<worksheet><sheetData>" + b" " * 60_000_000
    (tmp_path / "bomb.xlsx").write_bytes(packed(xl__worksheets__sheet1_xml=bomb))
    tracemalloc.start()
    assert codes(taken_from(tmp_path / "feedback", tmp_path / "bomb.xlsx")) == ["feedback-size"]
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_workbook_may_name_no_entities(tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    (tmp_path / "laughs.xlsx").write_bytes(packed(xl__worksheets__sheet1_xml=laughs))
    assert codes(taken_from(tmp_path / "feedback", tmp_path / "laughs.xlsx")) == ["feedback-format"]


def test_a_formula_is_its_value(tmp_path: Path) -> None:
    def cell(text: str) -> str:
        return f'<c t="inlineStr"><is><t>{text}</t></is></c>'

    rows = f'<row>{cell("内容")}</row><row><c t="str"><f>CMD("x")</f><v>写错了日期</v></c></row>'
    (tmp_path / "f.xlsx").write_bytes(packed(xl__worksheets__sheet1_xml=SHEET.format(rows).encode()))
    assert taken_from(tmp_path / "feedback", tmp_path / "f.xlsx").problems == []
    assert [one.text for one in matters_of(tmp_path / "feedback")] == ["写错了日期"]


def test_attachments_are_not_opened_and_mails_in_mails_end(tmp_path: Path) -> None:
    bomb = packed(x=b" " * 1_000_000)
    inner = b"Content-Type: message/rfc822\n\n" * 400 + b"Subject: x\n\nin the depth"
    mails = [
        b'From a\nSubject: bomb\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset="x-unknown"\n\nlook at it\n'
        b'--b\nContent-Type: application/zip\nContent-Disposition: attachment; filename="../../x.json"\nContent-Transfer-Encoding: 8bit\n\n'
        + bomb
        + b"\n--b--\n",
        b"From b\nSubject: deep\n" + inner + b"\n",
        b"From c\nSubject: =?bad?q?=ff?= \nContent-Type: text/plain; charset=utf-7\n\n+ADw-script+AD4- words\n",
        b"From d\nContent-Type: text/html\n\n<p onclick=x>plain <b>words</b></p><script>no</script><style>no</style>\n",
    ]
    (tmp_path / "m.mbox").write_bytes(b"\n".join(mails))
    taken = taken_from(tmp_path / "feedback", tmp_path / "m.mbox")
    texts = [one.text for one in matters_of(tmp_path / "feedback")]
    assert any("look at it" in text for text in texts)
    assert "plain words" in texts
    assert not any(text == "no" or "<script>" in text for text in texts)
    assert len(texts) + len(taken.problems) >= 4


def test_a_text_too_long_is_cut_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("这里有误。" * 20_000, encoding="utf-8")
    assert "feedback-long" in codes(taken_from(tmp_path / "feedback", tmp_path / "long.txt"))
    (matter,) = matters_of(tmp_path / "feedback")
    assert len(matter.text) <= LONGEST


# Many


def rows(count: int) -> Iterator[str]:
    yield "类型,内容,电话\n"
    for number in range(count):
        yield f"纠错,第{number % 20}号表的日期与公告不一致，请核对,1380013{number % 10_000:04}\n"


def peak_of(tmp_path: Path, count: int) -> int:
    path = tmp_path / f"{count}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(rows(count))
    tracemalloc.start()
    taken = taken_from(tmp_path / f"feedback-{count}", path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (taken.new, len(taken.matters)) == (count, 20)
    return peak


def test_memory_does_not_grow_with_the_number_of_lines(tmp_path: Path) -> None:
    few, many = peak_of(tmp_path, 500), peak_of(tmp_path, 5_000)
    assert many < few + 500_000


def test_lines_are_asked_for_one_by_one(tmp_path: Path) -> None:
    asked = []

    def endless() -> Iterator[Message]:
        for heard in heard_in(path):
            assert isinstance(heard, Message)
            asked.append(heard)
            yield heard
            if len(asked) == 3:
                return

    path = tmp_path / "big.csv"
    write_csv(path, letters(50))
    assert take_in(endless(), tmp_path / "feedback", tmp_path, TODAY, FINDER.proposals).new == 3
