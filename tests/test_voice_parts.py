"""The parts of the intake: what is taken for personal data and what is not, how messages are written, quoted and wrapped, what tables call their columns."""

import csv
import io
import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from aeosite.basics.problems import Problem
from aeosite.voice.decoding import text_in_html, tidy
from aeosite.voice.files import heard_in
from aeosite.voice.message import Message, anchor_in, day_in, page_in
from aeosite.voice.personal import KINDS, cleaned
from aeosite.voice.text_form import messages_in
from letters import PIECES, bare, letters, machine_line

# Personal data

PRIVATE = (
    ("电话13800138000", "phone"),
    ("手机：138-0013-8000", "phone"),
    ("１３８００１３８０００", "phone"),
    ("138001\n38000", "phone"),
    ("+86 138 0013 8000", "phone"),
    ("(021) 6234-5678转801", "phone"),
    ("400-800-1234", "phone"),
    ("一三八零零一三八零零零", "phone"),
    ("zhang.san@qq.com", "email"),
    ("zhang＠qq．com", "email"),
    ("zhang [at] qq [dot] com", "email"),
    ("张三@公司.cn", "email"),
    ("身份证11010519491231002X", "number"),
    ("91310000MA1FL0XX12", "number"),
    ("9131 0000 MA1F L0XX 12", "number"),
    ("海关编码3101910001", "number"),
    ("AEOCN3101910001", "number"),
    ("护照号E12345678", "number"),
    ("报关单号222920251234567890", "number"),
    ("车牌沪A·12345", "plate"),
    ("粤BD12345", "plate"),
    ("微信abc_12345", "account"),
    ("QQ：12345678", "account"),
    ("地址：上海市浦东新区张江路88号", "address"),
    ("公司在福田区福中路123号3栋1001室", "address"),
    ("12 Nanjing West Road, Shanghai", "address"),
    ("深圳市某某贸易有限公司", "company"),
    ("Acme Trading Co., Ltd.", "company"),
    ("我是张伟，", "name"),
    ("我是某公司的欧阳娜娜。", "name"),
    ("姓名：阿明", "name"),
    ("联系人李四", "name"),
    ("请转王经理", "name"),
    ("My name is John Smith", "name"),
    ("Dear Ms. Walker", "name"),
    ("日期错了。\n\n谢谢\n张伟", "signature"),
    ("The date is wrong.\n\nKind regards,\nJohn", "signature"),
    ("日期错了\n——王小明", "signature"),
    ("https://www.customs.gov.cn/a.html?uid=zhangsan", "query"),
)


@pytest.mark.parametrize(("text", "kind"), PRIVATE)
def test_personal_data_are_taken_out_and_counted(text: str, kind: str) -> None:
    clean = cleaned(text)
    assert clean.dropped.get(kind), clean
    assert not re.search(r"\d{5}", clean.text), clean
    assert KINDS[kind].en in clean.text


PUBLIC = (
    "海关总署令第282号自2026年4月1日起施行，公告2026年第34号",
    "2026-04-01、2026/4/1、20260401三种写法不一致",
    "比例应为85.5%，不是95%",
    "金额50000000元，折合7,000,000美元；USD 1234567",
    "商品编码8471300000，HS code 84713000",
    "12360打不通，12345也不管",
    "ISO 9001和ISO 28000算不算",
    "2018 2019 2020三年的数字",
    "我是高级认证企业的关务，想问内部审计",
    "我是应届毕业生",
    "企业总经理要不要参加认证",
    "海关关长接待日是哪天",
    "高级认证企业和认证企业有什么区别",
    "申请人：高级认证企业",
    "第12条第3款、附件2、74条",
    "Order No. 282, Announcement No. 34 of 2026, clauses 12-13",
    "I am not sure whether the certified tier counts",
    "见 https://www.customs.gov.cn/customs/302249/2480148/index.html",
    "条款 ace26-13 和 c-12",
)


@pytest.mark.parametrize("text", PUBLIC)
def test_what_is_said_of_the_rules_stays(text: str) -> None:
    assert cleaned(text).text == text
    assert not cleaned(text).dropped


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_cleaning_never_fails_and_a_clean_text_is_clean(text: str) -> None:
    clean = cleaned(text).text
    assert clean == tidy(clean)
    assert cleaned(clean).text == clean
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", clean)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.integers(0, 10**9), st.text(alphabet="，。 \nab日期写错了", max_size=12), st.text(alphabet="，。 \nab请核对", max_size=12)
)
def test_a_detail_is_taken_out_whatever_stands_around_it(seed: int, before: str, after: str) -> None:
    chance = random.Random(seed)
    said, private = chance.choice(PIECES)(chance)
    clean = cleaned(f"{before}\n{said}\n{after}").text
    assert bare(private) not in bare(clean)


@pytest.mark.parametrize(
    "sign", ["a", "1", "王", "A ", "1a", "A1-", "a@", "a.", "-", " ", "我是", "市区路", "谢谢\n", "地址：", "name: "]
)
def test_the_time_grows_with_the_text_and_not_faster(sign: str) -> None:
    assert len(cleaned(sign * (20_000 // len(sign))).text) <= 80_000  # a pattern that went back and forth would take minutes


# The form of the message


def read(text: str, channel: str = "form") -> list[Message | Problem]:
    return list(messages_in(iter(text.splitlines(keepends=True)), "f.txt", channel))


LINE = "aeo-guide-feedback/1 kind=wrong language=en edition=2026-11-23 page=en/criteria/index.html anchor=c-12"
TEXT = f"China Customs AEO Guide\nMatter: wrong\n\n----- 内容 Message -----\nThe date is wrong.\n\nIt is 4 April.\n----- 联系方式 Contact -----\nme@example.com\n----- 位置 Place -----\nPage: Criteria\n{LINE}\n"


def quoted(text: str, mark: str = "> ") -> str:
    return "".join(f"{mark}{line}\n" for line in text.splitlines())


WAYS = {
    "as it is": TEXT,
    "quoted": quoted(TEXT),
    "quoted twice": quoted(quoted(TEXT)),
    "quoted below an answer": f"Thanks, we got this:\n\n{quoted(TEXT)}\n-- \nthe office\n",
    "CRLF": TEXT.replace("\n", "\r\n"),
    "wrapped at a blank": TEXT.replace(" page=", "\npage="),
    "wrapped in the page": TEXT.replace("criteria/index", "criteria/in\ndex"),
    "wrapped and quoted": quoted(TEXT.replace(" edition=", "\nedition=")),
    "full-width": TEXT.replace(LINE, "".join(chr(ord(sign) + 0xFEE0) if sign != " " else "　" for sign in LINE)),
    "other dashes": TEXT.replace("-----", "————"),
    "with a signature after it": f"{TEXT}\n--\nsent from a phone\n",
    "encoded": TEXT.replace("en/criteria/index.html", "en%2Fcriteria%2Findex.html"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_message_is_read_however_a_mail_bends_it(way: str) -> None:
    (found,) = read(WAYS[way], "mail")
    assert isinstance(found, Message)
    assert (found.kind, found.language, found.edition, found.page, found.anchor) == (
        "wrong",
        "en",
        "2026-11-23",
        "en/criteria/index.html",
        "c-12",
    )
    assert found.text == "The date is wrong.\n\nIt is 4 April."
    assert found.contact == "me@example.com"


def test_what_the_form_moved_in_is_the_readers_own() -> None:
    text = TEXT.replace("It is 4 April.", f" ----- 位置 Place -----\n {LINE.replace('wrong', 'helpful')}\nIt is 4 April.")
    (found,) = read(text)
    assert isinstance(found, Message)
    assert (found.kind, found.text.splitlines()[-1]) == ("wrong", "It is 4 April.")


def test_free_words_are_a_message_of_no_kind() -> None:
    (found,) = read("请问什么时候能申请？")
    assert isinstance(found, Message)
    assert (found.kind, found.text, found.page) == ("", "请问什么时候能申请？", "")


def test_several_messages_in_a_file_are_told_apart_with_their_lines() -> None:
    found = read(
        "one\n"
        + machine_line(letters(1)[0])
        + "\ntwo\n"
        + machine_line(letters(1)[0]).replace(" page", "\npage")
        + "\nthree\n"
        + machine_line(letters(1)[0])
    )
    assert [(one.place.line, one.text) for one in found if isinstance(one, Message)] == [(1, "one"), (3, "two"), (6, "three")]


@pytest.mark.parametrize(
    "page",
    [
        "../x.html",
        "/etc/passwd",
        "a/b.HTML",
        "x\n.html",
        "http://x/a.html",
        "a" * 99 + ".html",
        "u/13800138000.html",
        "a.htm",
        "",
    ],
)
def test_what_is_no_page_is_none(page: str) -> None:
    assert page_in(page) == ""


def test_what_is_a_page_an_anchor_a_day() -> None:
    assert page_in("en/criteria/index.html#c-12") == "en/criteria/index.html"
    assert [anchor_in(text) for text in ("#c-12", "n36-15b", "<b>", "13800138000", "x" * 99)] == ["c-12", "n36-15b", "", "", ""]
    assert [day_in(text) for text in ("2026-11-28T10:00Z", "2026/4/1 8:00", "2026年4月1日", "20261128", "31.12.2026", "")] == [
        "2026-11-28",
        "2026-04-01",
        "2026-04-01",
        "",
        "",
        "",
    ]


def test_html_is_what_a_reader_sees() -> None:
    assert (
        tidy(
            text_in_html(
                "<html><head><title>t</title><style>p{}</style></head><p>one <b>two</b></p><script>x</script><div>three<br>four</div>"
            )
        )
        == "one two\nthree\nfour"
    )


# Tables

HEADS = (
    ("类型", "内容", "日期"),
    ("反馈类型*", "反馈内容（必填）", "提交时间："),
    ("Kind", "Message", "Date"),
    ("Category", "Your comment / 内容", "Created at"),
    ("Type 类型", "Text 内容", "日期 Date"),
)


@pytest.mark.parametrize("head", HEADS, ids=range(len(HEADS)))
@pytest.mark.parametrize("form", ["csv", "tsv", "semicolons", "xlsx", "xlsx with a real date"])
def test_columns_are_known_by_their_names_in_both_languages(tmp_path: Path, head: tuple[str, ...], form: str) -> None:
    rows = [("12360热线工单", "", ""), head, ("建议", "请补充材料清单", "2026-11-28 09:30")]
    path = tmp_path / f"table.{form.split()[0] if form.startswith(('xlsx', 'tsv')) else 'csv'}"
    if form.startswith("xlsx"):
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if "real" in form:
                sheet.write_number(2, 2, (date(2026, 11, 28) - date(1899, 12, 30)) / timedelta(days=1) + 0.4)
    else:
        text = io.StringIO()
        csv.writer(text, delimiter={"csv": ",", "tsv": "\t", "semicolons": ";"}[form]).writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8-sig")
    (found,) = heard_in(path)
    assert isinstance(found, Message)
    assert (found.kind, found.text, found.received) == ("suggestion", "请补充材料清单", "2026-11-28")


def test_a_page_may_be_named_by_its_address(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "内容,网址\n错了,https://guide.example/aeo/en/criteria/index.html?x=1#c-12\n", encoding="utf-8"
    )
    (found,) = heard_in(tmp_path / "t.csv")
    assert isinstance(found, Message)
    assert (found.page, found.anchor) == ("en/criteria/index.html", "c-12") or found.page.endswith("criteria/index.html")
