"""The offline zip: what is in it, that it is the same every time, what is refused, and what a failure leaves behind."""

import errno
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from aeosite.basics.problems import Problem
from aeosite.outlets.package import Manifest, PackageFailed, PackageRefused, package

TEXTS = Path(__file__).parents[1] / "overrides" / "offline"
EDITION = date(2026, 8, 1)
CONTENT_DATE = date(2026, 7, 15)
TOP = "aeo-guide-2026-08-01"
ZIP = f"{TOP}.zip"
ENTRY = "打开我-START-HERE.html"


def page(body: str = "", head: str = "") -> str:
    return f'<!DOCTYPE html>\n<html lang="zh"><head><title>t</title>\n{head}</head>\n<body>\n{body}</body></html>\n'


SITE: dict[str, str] = {
    "index.html": page(
        '<a href="en/index.html">English</a> <a href="a/b.html#第一节">b</a> <a href="a/b.html#%E7%AC%AC%E4%B8%80%E8%8A%82">b</a>\n'
        '<a href="https://www.customs.gov.cn/">海关总署</a> <a href="mailto:a@b.example">m</a> <a href="tel:12360">t</a>\n'
        '<a href="#">x</a> <a href="a/b.html#old">o</a> <a href="index.html?q=1#top">q</a>\n'
        '<a href="a/b.html#:~:text=word">w</a> <img src="data:image/gif,AA" alt=""> <img srcset="i.svg 1x,i.svg 2x" alt="">\n',
        '<link rel="canonical" href="https://guide.example/"><link rel="alternate" href="/en/" hreflang="en">\n'
        '<link rel="stylesheet" href="assets/css/aeo.css"><style>b{background:url("i.svg")}</style><script src="s.js"></script>\n',
    ),
    "en/index.html": page(
        '<a href="../index.html">中文</a> <a href="../a/b.html">b</a>\n', '<link rel="next" href="../a/b.html">'
    ),
    "a/b.html": page('<h2 id="第一节">一</h2><a name="old"></a> <a href="../a/b.html#old">self</a>\n'),
    "assets/css/aeo.css": ".extract-first { display: none }\n/* url(http://old.example/) */\nb { background: url(../../i.svg#x) }\n",
    "i.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "s.js": "var u = 'https://www.customs.gov.cn/';",
    "s.js.map": "{}",
    "assets/css/aeo.css.map": "{}",
    "sitemap.xml": "<urlset/>",
    "sitemap.xml.gz": "x",
    "404.html": page('<a href="/">home</a>'),
    "assets/javascripts/lunr/min/lunr.zh.min.js": "x",
    "assets/javascripts/bundle.min.js": "x",
}


def build(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the miniature site with some files changed, added, or (None) left out."""
    for name, content in {**SITE, **(changes or {})}.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def pack(site: Path, out: Path, texts: Path = TEXTS, edition: date = EDITION) -> Manifest:
    return package(site, out, edition=edition, content_date=CONTENT_DATE, texts=texts)


def refused(site: Path, out: Path, texts: Path = TEXTS) -> list[Problem]:
    with pytest.raises(PackageRefused) as caught:
        pack(site, out, texts)
    assert not out.exists()
    return caught.value.problems


def read(archive: Path, name: str) -> bytes:
    with ZipFile(archive) as opened:
        return opened.read(f"{TOP}/{name}")


def everything(folder: Path) -> dict[str, bytes | None]:
    """Return every file and folder below, with the bytes of the files."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


# What is in it


def test_the_zip_holds_what_readers_need_in_one_folder(tmp_path: Path) -> None:
    manifest = pack(build(tmp_path / "site"), tmp_path / "out")
    with ZipFile(manifest.path) as archive:
        assert archive.namelist() == [
            f"{TOP}/{name}"
            for name in (
                "MANIFEST.json", "README.txt", "SHA256SUMS", "a/b.html", "assets/css/aeo.css", "assets/javascripts/bundle.min.js",
                "en/index.html", "i.svg", "index.html", "s.js", "verify.py", ENTRY,
            )
        ]  # fmt: skip
        assert archive.testzip() is None


def test_the_zip_lies_beside_a_checksum_that_sha256sum_reads(tmp_path: Path) -> None:
    manifest = pack(build(tmp_path / "site"), tmp_path / "new" / "out")
    data = manifest.path.read_bytes()
    assert manifest == Manifest(tmp_path / "new" / "out" / ZIP, hashlib.sha256(data).hexdigest(), len(data), 12, EDITION)
    assert everything(tmp_path / "new" / "out") == {ZIP: data, f"{ZIP}.sha256": f"{manifest.sha256}  {ZIP}\n".encode()}


def test_every_entry_has_the_date_of_the_edition_and_a_fixed_mode(tmp_path: Path) -> None:
    manifest = pack(build(tmp_path / "site"), tmp_path / "out")
    with ZipFile(manifest.path) as archive:
        for info in archive.infolist():
            assert info.date_time == (2026, 8, 1, 0, 0, 0)
            assert (info.create_system, info.external_attr >> 16, info.compress_type) == (3, 0o100644, ZIP_DEFLATED)


def test_the_system_it_is_made_on_leaves_no_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = build(tmp_path / "site")
    here = pack(site, tmp_path / "here").sha256
    monkeypatch.setattr("zipfile.sys.platform", "win32")
    assert pack(site, tmp_path / "there").sha256 == here


def test_files_are_packed_as_small_as_deflate_can(tmp_path: Path) -> None:
    words = random.Random(0).choices([f"word{number}" for number in range(300)], k=20_000)
    data = " ".join(words).encode()
    sizes = {level: len(zlib.compress(data, level, -15)) for level in (6, 9)}
    manifest = pack(build(tmp_path / "site", {"words.txt": data}), tmp_path / "out")
    with ZipFile(manifest.path) as archive:
        assert archive.getinfo(f"{TOP}/words.txt").compress_size == sizes[9] < sizes[6]


def test_the_name_of_the_entry_page_is_flagged_utf8(tmp_path: Path) -> None:
    manifest = pack(build(tmp_path / "site"), tmp_path / "out")
    with ZipFile(manifest.path) as archive:
        flagged = [info.filename for info in archive.infolist() if info.flag_bits & 0x800]
    assert flagged == [f"{TOP}/{ENTRY}"]
    assert f"{TOP}/{ENTRY}".encode() in manifest.path.read_bytes()


def test_the_manifest_lists_every_file_but_itself(tmp_path: Path) -> None:
    manifest = pack(build(tmp_path / "site"), tmp_path / "out")
    text = read(manifest.path, "MANIFEST.json").decode()
    listed = json.loads(text)
    assert text == json.dumps(listed, ensure_ascii=False, indent=2) + "\n"
    assert ENTRY in text
    assert (listed["edition"], listed["content_date"]) == ("2026-08-01", "2026-07-15")
    with ZipFile(manifest.path) as archive:
        assert list(listed["files"]) == [name.removeprefix(f"{TOP}/") for name in archive.namelist() if "MANIFEST" not in name]
    for name, row in listed["files"].items():
        data = read(manifest.path, name)
        assert row == {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def test_the_readme_opens_in_notepad_and_says_what_matters(tmp_path: Path) -> None:
    data = read(pack(build(tmp_path / "site"), tmp_path / "out").path, "README.txt")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    assert data.endswith(b"\r\n")
    text = data.decode("utf-8-sig")
    chinese, english = text.split("China Customs AEO Guide (offline copy)")
    for phrase in (
        "先解压",
        f"双击“{ENTRY}”",
        "版次：2026-08-01",
        "内容日期：2026-07-15",
        "不需要网络",
        "以官方文本为准",
        "最新版",
    ):
        assert phrase in chinese
    for phrase in (
        "Extract first",
        f'Double-click "{ENTRY}"',
        "Edition: 2026-08-01",
        "Content date: 2026-07-15",
        "needs no network",
    ):
        assert phrase in english
    for phrase in ("official text prevails", "newest edition"):
        assert phrase in " ".join(english.split())
    assert not re.search(r"\$(edition|content_date|entry|\$)", text)
    assert "http" not in text


def test_the_entry_page_leads_to_both_languages_and_shows_its_dates(tmp_path: Path) -> None:
    text = read(pack(build(tmp_path / "site"), tmp_path / "out").path, ENTRY).decode()
    for part in (
        '<html lang="zh">', '<meta charset="utf-8">', "<main>", "<h1>", '<section lang="en"', '<p class="extract-first">',
        '<a class="go" href="index.html">进入中文版</a>', '<a class="go" href="en/index.html">English</a>',
        '<time datetime="2026-08-01">2026-08-01</time>', '<time datetime="2026-07-15">2026-07-15</time>',
        'var edition = "2026-08-01"', '<p id="age-zh" hidden>', '<p id="age-en" hidden>',
    ):  # fmt: skip
        assert part in text
    assert not re.search(r"\$(edition|content_date|entry|\$)", text)
    assert not re.search(r"https?:|//", text)
    # An inline rule on ``display`` would win over the stylesheet and show the message for ever.
    assert not re.search(r"\.extract-first\s*\{[^}]*display", text)


# The same every time


def test_the_same_site_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    first = build(tmp_path / "one")
    second = tmp_path / "elsewhere" / "two"
    build(second, dict.fromkeys(SITE))
    for number, name in enumerate(reversed(SITE)):
        build(second, {**dict.fromkeys(SITE), name: SITE[name]})
        os.utime(second / name, (number * 86400, number * 86400))
        (second / name).chmod(0o755 if number % 2 else 0o600)
    assert pack(first, tmp_path / "a").path.read_bytes() == pack(second, tmp_path / "b").path.read_bytes()


def test_the_same_site_gives_the_same_bytes_in_other_time_zones_and_hash_seeds(tmp_path: Path) -> None:
    site = build(tmp_path / "site")
    script = (
        "import sys; from datetime import date; from pathlib import Path; from aeosite.outlets.package import package\n"
        "site, out, texts = map(Path, sys.argv[1:])\n"
        "print(package(site, out, edition=date(2026, 8, 1), content_date=date(2026, 7, 15), texts=texts).sha256)\n"
    )
    digests = {pack(site, tmp_path / "here").sha256}
    for zone, seed in (("Pacific/Kiritimati", "1"), ("Pacific/Pago_Pago", "2")):
        command = [sys.executable, "-c", script, str(site), str(tmp_path / zone), str(TEXTS)]
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        digests.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip())
    assert len(digests) == 1


def test_another_edition_is_another_zip_and_the_earlier_stays(tmp_path: Path) -> None:
    site = build(tmp_path / "site")
    earlier = pack(site, tmp_path / "out")
    before = everything(tmp_path / "out")
    later = pack(site, tmp_path / "out", edition=date(2026, 9, 1))
    assert later.path.name == "aeo-guide-2026-09-01.zip"
    assert later.sha256 != earlier.sha256
    assert everything(tmp_path / "out").items() > before.items()


# What is refused


def link(body: str = "", head: str = "") -> dict[str, str]:
    return {"a/c.html": page(body, head)}


LINKS = {
    "absolute href": (link('<a href="/en/">x</a>'), "a/c.html:5:1", "The link /en/ starts with /"),
    "absolute src": (link('<p>x</p>\n<img src="/i.svg" alt="">'), "a/c.html:6:1", "The link /i.svg starts with /"),
    "protocol-relative href": (link('<a href="//x.example/">x</a>'), "a/c.html:5:1", "The link //x.example/ starts with /"),
    "remote script": (
        link('<script src="https://x.example/s.js"></script>'),
        "a/c.html:5:1",
        "loads https://x.example/s.js from",
    ),
    "remote script, no protocol": (
        link('<script src="//x.example/s.js"></script>'),
        "a/c.html:5:1",
        "loads //x.example/s.js from",
    ),
    "remote image": (link('<IMG SRC="HTTP://x.example/i.png">'), "a/c.html:5:1", "loads HTTP://x.example/i.png from"),
    "remote image, hidden blanks": (link('<img src=" ht\ntp://x.example/">'), "a/c.html:5:1", "loads http://x.example/ from"),
    "remote srcset": (
        link('<img src="../i.svg" srcset="../i.svg 1x,https://x.example/2 2x">'),
        "a/c.html:5:1",
        "https://x.example/2 from",
    ),
    "remote source": (
        link('<picture><source srcset="https://x.example/w"></picture>'),
        "a/c.html:5:10",
        "https://x.example/w from",
    ),
    "remote frame": (link('<iframe src="https://x.example/f"></iframe>'), "a/c.html:5:1", "https://x.example/f from"),
    "remote poster": (link('<video poster="https://x.example/p"></video>'), "a/c.html:5:1", "https://x.example/p from"),
    "remote object": (link('<object data="https://x.example/o"></object>'), "a/c.html:5:1", "https://x.example/o from"),
    "remote use": (link('<svg><use xlink:href="https://x.example/u#a"/></svg>'), "a/c.html:5:6", "https://x.example/u#a from"),
    "remote in a kept element": (
        link('<div id="d"><img src="https://x.example/n"></div>'),
        "a/c.html:5:13",
        "https://x.example/n from",
    ),
    "remote stylesheet": (
        link(head='<link rel="stylesheet" href="https://x.example/c">'),
        "a/c.html:3:1",
        "https://x.example/c from",
    ),
    "remote icon": (
        link(head='<link rel="shortcut icon" href="https://x.example/c">'),
        "a/c.html:3:1",
        "https://x.example/c from",
    ),
    "remote preload": (link(head='<link rel="preload" href="https://x.example/c">'), "a/c.html:3:1", "https://x.example/c from"),
    "preconnect": (link(head='<link rel="preconnect" href="https://x.example">'), "a/c.html:3:1", "https://x.example from"),
    "alternate stylesheet": (
        link(head='<link rel="alternate stylesheet" href="https://x.example/c">'),
        "a/c.html:3:1",
        "x.example/c from",
    ),
    "remote refresh": (
        link(head='<meta http-equiv="refresh" content="0; url=https://x.example/r">'),
        "a/c.html:3:1",
        "x.example/r from",
    ),
    "remote in style element": (
        link(head="<style>b{}\na{background:url(https://x.example/a)}</style>"),
        "a/c.html:3:1",
        "/a from",
    ),
    "remote in style attribute": (
        link("<b style=\"background:url('https://x.example/a')\">"),
        "a/c.html:5:1",
        "x.example/a from",
    ),
    "remote url in stylesheet": (
        {"a/c.css": '\nb { background: URL( "http://x.example/a)b" ) }'},
        "a/c.css:2:17",
        "x.example/a)b from",
    ),
    "remote import": ({"a/c.css": "@import 'https://x.example/a.css';"}, "a/c.css:1:1", "loads https://x.example/a.css from"),
    "remote import url": ({"a/c.css": "@import url(//x.example/a.css);"}, "a/c.css:1:9", "loads //x.example/a.css from"),
    "missing file in stylesheet": (
        {"a/c.css": "b { background: url(no.png) }"},
        "a/c.css:1:17",
        "a/no.png, which is not in the zip",
    ),
    "missing page": (link('<a href="../no.html">x</a>'), "a/c.html:5:1", "../no.html points to no.html, which is not in the zip"),
    "missing image": (link('<img src="no.png">'), "a/c.html:5:1", "no.png points to a/no.png, which is not in the zip"),
    "wrong case": (link('<a href="B.html">x</a>'), "a/c.html:5:1", "points to a/B.html, which is not in the zip"),
    "page that is left out": (link('<a href="../404.html">x</a>'), "a/c.html:5:1", "404.html, which is not in the zip"),
    "outside the zip": (link('<a href="../../x.html">x</a>'), "a/c.html:5:1", "points to ../x.html, which is not in the zip"),
    "folder": (link('<a href="../en/">x</a>'), "a/c.html:5:1", "points to en/, which is not in the zip"),
    "file as folder": (link('<a href="b.html/">x</a>'), "a/c.html:5:1", "points to a/b.html/, which is not in the zip"),
    "missing next page": (link(head='<link rel="next" href="no.html">'), "a/c.html:3:1", "a/no.html, which is not in the zip"),
    "missing anchor": (link('<a href="b.html#%E4%BA%8C">x</a>'), "a/c.html:5:1", "a/b.html has no #二."),
    "missing anchor on the same page": (link('<a href="c.html#no">x</a>'), "a/c.html:5:1", "a/c.html has no #no."),
    "name that is no anchor": (link('<meta name="m"><a href="c.html#m">x</a>'), "a/c.html:5:16", "a/c.html has no #m."),
    "script link": (link('<a href="JavaScript:void(0)">x</a>'), "a/c.html:5:1", "Links with javascript: are not allowed."),
    "local path": (link('<a href="file:///tmp/x">x</a>'), "a/c.html:5:1", "Links with file: are not allowed."),
}


@pytest.mark.parametrize(("changes", "place", "message"), LINKS.values(), ids=LINKS)
def test_a_link_that_fails_offline_is_refused(tmp_path: Path, changes: dict[str, str], place: str, message: str) -> None:
    [problem] = refused(build(tmp_path / "site", changes), tmp_path / "out")
    assert (str(problem.place), problem.code) == (place, "package-link")
    assert message in problem.message.en
    assert problem.message.zh
    assert problem.fix.zh
    assert problem.fix.en


FILES: dict[str, tuple[dict[str, str | bytes | None], str, str, str]] = {
    "Chinese file name": ({"图.svg": "x"}, "图.svg:1:1", "package-path", "The path is not ASCII"),
    "long path": ({"d" * 100: "x"}, f"{'d' * 100}:1:1", "package-path", "The path is 121 characters long in the zip"),
    "colon": ({"a:b.txt": "x"}, "a:b.txt:1:1", "package-path", "Windows does not accept this file name."),
    "backslash": ({"a\\b.txt": "x"}, "a\\b.txt:1:1", "package-path", "Windows does not accept this file name."),
    "question mark": ({"a?.txt": "x"}, "a?.txt:1:1", "package-path", "Windows does not accept this file name."),
    "control character": ({"a\tb.txt": "x"}, "a\tb.txt:1:1", "package-path", "Windows does not accept this file name."),
    "dot at the end of a folder": ({"a./b.txt": "x"}, "a./b.txt:1:1", "package-path", "Windows does not accept this file name."),
    "blank at the end": ({"b ": "x"}, "b :1:1", "package-path", "Windows does not accept this file name."),
    "device": ({"x/Aux.txt": "x"}, "x/Aux.txt:1:1", "package-path", "Windows does not accept this file name."),
    "names that differ in case": ({"I.svg": "x"}, "i.svg:1:1", "package-path", "Same name as “I.svg”"),
    "own README": ({"readme.TXT": "x"}, "readme.TXT:1:1", "package-path", "Same name as “README.txt”"),
    "own verify": ({"Verify.py": "x"}, "Verify.py:1:1", "package-path", "Same name as “verify.py”"),
    "own MANIFEST": ({"MANIFEST.json": "x"}, "MANIFEST.json:1:1", "package-path", "Same name as “MANIFEST.json”"),
    "too large": ({"i.png": random.Random(0).randbytes(5_000_000)}, f"{ZIP}:1:1", "package-size", "; the limit is 5,000,000 (zip_limit in mkdocs.yml)."),
    "no Chinese home page": ({"index.html": None, "en/index.html": page()}, "index.html:1:1", "package-empty", "lacks this home page"),
    "no English home page": ({"en/index.html": None}, "en/index.html:1:1", "package-empty", "lacks this home page"),
    "page not in UTF-8": ({"a/c.html": "\n海关".encode("gbk")}, "a/c.html:2:1", "package-file", "The file is not UTF-8."),
    "stylesheet not in UTF-8": ({"a/c.css": "海关".encode("gbk")}, "a/c.css:1:1", "package-file", "The file is not UTF-8."),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "place", "code", "message"), FILES.values(), ids=FILES)
def test_a_file_that_is_not_fit_is_refused(
    tmp_path: Path, changes: dict[str, str | bytes | None], place: str, code: str, message: str
) -> None:
    [problem] = refused(build(tmp_path / "site", changes), tmp_path / "out")
    assert (str(problem.place), problem.code) == (place, code)
    assert message in problem.message.en
    assert problem.message.zh
    assert problem.fix.zh
    assert problem.fix.en


def test_a_path_of_the_greatest_length_is_packed(tmp_path: Path) -> None:
    assert pack(build(tmp_path / "site", {"d" * 99: "x"}), tmp_path / "out").files == 13


def test_a_name_that_is_not_text_is_refused(tmp_path: Path) -> None:
    site = build(tmp_path / "site")
    try:
        Path(os.fsdecode(os.fsencode(site) + b"/\xff.txt")).write_text("x")
    except OSError:
        pytest.skip("this file system accepts only names that are text")
    [problem] = refused(site, tmp_path / "out")
    assert (problem.place.path, problem.code) == ("\ufffd.txt", "package-path")


@pytest.mark.parametrize("target", ["i.svg", "a", "nowhere"])
def test_a_symbolic_link_is_refused(tmp_path: Path, target: str) -> None:
    site = build(tmp_path / "site")
    (site / "linked").symlink_to(target)
    [problem] = refused(site, tmp_path / "out")
    assert (problem.place.path, problem.code) == ("linked", "package-file")


def test_an_output_folder_inside_the_site_is_refused(tmp_path: Path) -> None:
    site = build(tmp_path / "site")
    [problem] = refused(site, site / "out")
    assert (problem.place.path, problem.code) == ((site / "out").as_posix(), "package-file")


def test_a_site_that_was_not_built_is_refused(tmp_path: Path) -> None:
    codes = [(problem.place.path, problem.code) for problem in refused(tmp_path / "site", tmp_path / "out")]
    assert codes == [("en/index.html", "package-empty"), ("index.html", "package-empty"), (ENTRY, "package-link")]


def test_a_site_without_the_stylesheet_of_the_entry_page_is_refused(tmp_path: Path) -> None:
    [problem] = refused(build(tmp_path / "site", {"assets/css/aeo.css": None, "index.html": page()}), tmp_path / "out")
    assert (problem.place.path, problem.code) == (ENTRY, "package-link")


def test_a_folder_link_is_told_which_page_to_name(tmp_path: Path) -> None:
    [problem] = refused(build(tmp_path / "site", link('<a href="..">x</a>')), tmp_path / "out")
    assert "write ../index.html." in problem.fix.en


@pytest.mark.parametrize(
    ("text", "message"),
    [("$editon", "unknown $ placeholder"), ("$5", "unknown $ placeholder"), ("海关".encode("gbk"), "not UTF-8")],
)
@pytest.mark.parametrize("name", ["start-here.html", "README.txt"])
def test_a_template_with_a_fault_is_refused(tmp_path: Path, name: str, text: str | bytes, message: str) -> None:
    texts = Path(shutil.copytree(TEXTS, tmp_path / "texts"))
    (texts / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    [problem] = refused(build(tmp_path / "site"), tmp_path / "out", texts)
    assert (problem.place.path, problem.code) == ((texts / name).as_posix(), "package-file")
    assert message in problem.message.en


def test_all_problems_are_reported_at_once_in_order(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        "en/index.html": None,
        "a/c.html": page(
            '<a href="/">x</a>\n<a href="no.html">x</a> <a href="b.html#no">x</a>\n<img src="https://x.example/i">\n'
        ),
        "a/d.css": "b { background: url(https://x.example/d) }",
        "a/e?图.svg": "x",
        "big.png": random.Random(0).randbytes(5_000_000),
        "z.html": b"\xff",
    }
    site = build(tmp_path / "site", changes)
    (site / "linked").symlink_to("i.svg")
    problems = refused(site, tmp_path / "out")
    assert [(str(problem.place), problem.code) for problem in problems] == [
        ("a/c.html:5:1", "package-link"),
        ("a/c.html:6:1", "package-link"),
        ("a/c.html:6:25", "package-link"),
        ("a/c.html:7:1", "package-link"),
        ("a/d.css:1:17", "package-link"),
        ("a/e?图.svg:1:1", "package-path"),
        ("a/e?图.svg:1:1", "package-path"),
        (f"{ZIP}:1:1", "package-size"),
        ("en/index.html:1:1", "package-empty"),
        ("linked:1:1", "package-file"),
        ("z.html:1:1", "package-file"),
    ]
    assert "Largest files: big.png (5,00" in problems[7].fix.en


def test_a_refusal_reads_as_a_report(tmp_path: Path) -> None:
    with pytest.raises(PackageRefused) as caught:
        pack(build(tmp_path / "site", link('<a href="/en/">x</a>')), tmp_path / "out")
    assert str(caught.value) == (
        "a/c.html:5:1  链接 /en/ 以 / 开头，离线时指向磁盘根目录。\n"
        "    The link /en/ starts with /: offline that is the disk’s root.\n"
        "    改法 Fix: 改成相对路径；如是语言链接，先补上另一种语言的页面。"
        " Make it relative; for a language link, add the twin page first.  [package-link]\n"
        "\n1 problem in 1 file. Nothing was published. / 1 个文件中有 1 处问题，未发布。\n"
    )


def test_a_refusal_leaves_the_earlier_zip(tmp_path: Path) -> None:
    pack(build(tmp_path / "site"), tmp_path / "out")
    before = everything(tmp_path / "out")
    with pytest.raises(PackageRefused):
        pack(build(tmp_path / "site", link('<a href="/en/">x</a>')), tmp_path / "out")
    assert everything(tmp_path / "out") == before


# What a failure leaves behind

STEPS = {
    "compress": ("zipfile.ZipFile.writestr", 3),
    "write the zip": ("pathlib.Path.write_bytes", 1),
    "write the checksum": ("pathlib.Path.write_bytes", 2),
    "keep the old checksum": ("aeosite.outlets.package.copyfile", 1),
    "move the zip": ("os.replace", 1),
    "move the checksum": ("os.replace", 2),
}


def failing(original: Callable[..., Any], at: int, error: BaseException) -> Callable[..., Any]:
    """Return ``original``, but raising ``error`` in call number ``at`` after doing half of the work."""
    calls = iter(range(1, 1000))

    def stand_in(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == at:
            if original is Path.write_bytes:
                original(args[0], args[1][:10])
            raise error
        return original(*args, **kwargs)

    return stand_in


def break_step(monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException) -> None:
    originals: dict[str, Callable[..., Any]] = {
        "zipfile.ZipFile.writestr": ZipFile.writestr, "pathlib.Path.write_bytes": Path.write_bytes,
        "aeosite.outlets.package.copyfile": shutil.copyfile, "os.replace": os.replace,
    }  # fmt: skip
    target, at = STEPS[step]
    monkeypatch.setattr(target, failing(originals[target], at, error))


@pytest.mark.parametrize("step", [step for step in STEPS if step != "compress"])
def test_a_full_disk_leaves_the_earlier_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    pack(build(tmp_path / "site"), tmp_path / "out")
    before = everything(tmp_path / "out")
    site = build(tmp_path / "site", {"new.txt": "new"})
    break_step(monkeypatch, step, OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(PackageFailed) as caught:
        pack(site, tmp_path / "out")
    assert everything(tmp_path / "out") == before
    problem = caught.value.problem
    assert (problem.place.path, problem.code) == ((tmp_path / "out" / ZIP).as_posix(), "package-file")
    assert (problem.message.zh, problem.message.en) == ("无法读取或写入：磁盘已满。", "Cannot read or write: the disk is full.")
    assert isinstance(caught.value.__cause__, OSError)


@pytest.mark.parametrize("step", STEPS)
def test_an_interruption_leaves_the_earlier_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    pack(build(tmp_path / "site"), tmp_path / "out")
    before = everything(tmp_path / "out")
    site = build(tmp_path / "site", {"new.txt": "new"})
    break_step(monkeypatch, step, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        pack(site, tmp_path / "out")
    assert everything(tmp_path / "out") == before


@pytest.mark.parametrize("step", ["write the zip", "write the checksum", "move the checksum", "move the zip"])
def test_a_failure_of_the_first_zip_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    site = build(tmp_path / "site")
    break_step(monkeypatch, step, OSError(errno.EIO, "Input/output error"))
    with pytest.raises(PackageFailed, match="the disk failed"):
        pack(site, tmp_path / "out")
    assert everything(tmp_path / "out") == {}


def test_the_zip_can_be_made_again_after_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = build(tmp_path / "site")
    with monkeypatch.context() as broken:
        break_step(broken, "move the zip", OSError(errno.ENOSPC, "No space left on device"))
        with pytest.raises(PackageFailed):
            pack(site, tmp_path / "out")
    assert sorted(everything(tmp_path / "out")) == []
    assert pack(site, tmp_path / "out").path.exists()


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_in_the_place_of_the_output_folder_is_reported(tmp_path: Path, below: str) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(PackageFailed, match="a file stands where a folder should be") as caught:
        pack(build(tmp_path / "site"), tmp_path / "out" / below)
    assert caught.value.problem.place.path == (tmp_path / "out" / below / ZIP).as_posix()
    assert (tmp_path / "out").read_text() == "mine"


def test_a_read_only_disk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = build(tmp_path / "site")
    monkeypatch.setattr(Path, "mkdir", failing(Path.mkdir, 1, OSError(errno.EROFS, "Read-only file system")))
    with pytest.raises(PackageFailed, match="the disk is read-only") as caught:
        pack(site, tmp_path / "out")
    assert "磁盘是只读的" in caught.value.problem.message.zh


def test_a_file_of_the_site_that_cannot_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = build(tmp_path / "site", {**dict.fromkeys(SITE), "index.html": page()})
    monkeypatch.setattr(Path, "read_bytes", failing(Path.read_bytes, 1, PermissionError(errno.EACCES, "Permission denied")))
    with pytest.raises(PackageFailed, match="no permission") as caught:
        pack(site, tmp_path / "out")
    assert caught.value.problem.place.path == (site / "index.html").as_posix()


def test_a_missing_template_is_reported(tmp_path: Path) -> None:
    with pytest.raises(PackageFailed, match="the file or folder is not there") as caught:
        pack(build(tmp_path / "site"), tmp_path / "out", tmp_path)
    assert caught.value.problem.place.path == (tmp_path / "start-here.html").as_posix()
