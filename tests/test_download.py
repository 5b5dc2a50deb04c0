"""The way to the offline zip: beside the site, named with its size and checksum, and never within itself; and where the guide is published."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from aeosite.basics.cache import cache_of, saved
from aeosite.basics.language import REQUIRED
from aeosite.guide.offers import scorm_of
from aeosite.outlets import publish
from aeosite.outlets.offline import as_offline
from aeosite.outlets.publish import build
from aeosite.read.settings import NO_ADDRESS, BadSettings, read_settings
from project import AS_OF, MINI, SITE, project_in, tree

ZIP = f"download/aeo-guide-{AS_OF}.zip"
LEADING = ("index.html", "en/index.html")
"""The pages of the miniature project with the directive."""

NOWHERE: Mapping[str, str] = {"AEO_GUIDE_URL": ""}


def built(root: Path, *, only: tuple[str, ...] | None = None, kept: bool = False, **environment: str) -> list[str]:
    said: list[str] = []
    variables = {**os.environ, **environment}
    with saved(cache_of(root) if kept else cache_of(root / "nowhere" / "at" / "all")) as cache:
        build(root, root / "site", edition=AS_OF, environment=variables, say=said.append, only=only, cache=cache)
    return said


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature project, built with everything."""
    root = project_in(tmp_path_factory.mktemp("download") / "mini")
    built(root)
    return root


def packed(root: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(root / "site" / ZIP) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def html(data: bytes) -> BeautifulSoup:
    return BeautifulSoup(data, "html.parser")


def test_the_zip_beside_the_site_is_the_one_to_hand_out_with_its_checksum(project: Path) -> None:
    data = (project / "site" / ZIP).read_bytes()
    name = ZIP.rpartition("/")[2]
    assert data == (project / "dist" / name).read_bytes()
    assert (project / "site" / f"{ZIP}.sha256").read_text() == f"{hashlib.sha256(data).hexdigest()}  {name}\n"


@pytest.mark.parametrize("path", LEADING)
def test_a_page_leads_to_the_zip_and_says_its_size_date_and_checksum(path: str, project: Path) -> None:
    data = (project / "site" / ZIP).read_bytes()
    box = html((project / "site" / path).read_bytes()).select_one(".offline-copy")
    assert box is not None
    up = "../" * path.count("/")
    assert [link["href"] for link in box.select("a")] == [f"{up}{ZIP}", f"{up}{ZIP}.sha256"]
    assert f"{len(data) / 1e6:.1f}\xa0MB" in box.get_text() or f"{round(len(data) / 1000)}\xa0kB" in box.get_text()
    assert AS_OF.isoformat() in box.get_text()
    assert hashlib.sha256(data).hexdigest() in box.get_text()


def test_the_footer_of_every_page_leads_to_the_zip(project: Path) -> None:
    pages = [path for path in tree(project / "site") if path.endswith(".html") and path != "404.html"]
    for path in pages:
        links = html((project / "site" / path).read_bytes()).select(".aeo-footer a[download]")
        assert [os.path.normpath(f"{path}/../{link['href']}") for link in links] == [ZIP], path


def test_the_zip_does_not_hold_itself_and_no_way_to_itself(project: Path) -> None:
    found = packed(project)
    assert {name for name in found if name.startswith("download/")} == {scorm_of(language) for language in REQUIRED}
    own = (b"download/aeo-guide", b"<!--o")
    assert not [name for name, data in found.items() if name.endswith(".html") and any(one in data for one in own)]


def test_every_page_of_the_copy_says_which_edition_it_is(project: Path) -> None:
    pages = {name: html(data) for name, data in packed(project).items() if name.endswith(".html") and "START" not in name}
    assert len(pages) > 10
    for name, page in pages.items():
        words = ("Offline copy", "edition") if name.startswith("en/") else ("离线副本", "版本")
        assert f"{words[0]} · {words[1]} {AS_OF}" in page.select_one(".aeo-footer").get_text(), name  # type: ignore[union-attr]
        assert page.select_one(".extract-first"), name


def test_the_site_does_not_call_itself_a_copy(project: Path) -> None:
    for path in LEADING:
        text = html((project / "site" / path).read_bytes()).get_text()
        assert "离线副本 ·" not in text
        assert "Offline copy ·" not in text


@pytest.mark.parametrize("before", [None, SITE], ids=["nothing", "a site without a zip"])
def test_the_bytes_are_those_of_a_clean_build_whatever_was_built_before(
    before: tuple[str, ...] | None, project: Path, tmp_path: Path
) -> None:
    root = project_in(tmp_path / "mini")
    if before:
        built(root, only=before, kept=True)
    for _ in range(2):
        built(root, kept=True)
        assert tree(root / "site") == tree(project / "site")
        assert tree(root / "dist") == tree(project / "dist")


def test_packing_a_site_that_stands_gives_the_same_zip(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "aeosite.cli", "package", "--root", str(project), "--out", str(tmp_path)]
    done = subprocess.run([*command, "--edition", str(AS_OF)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path) == tree(project / "dist")


def test_a_page_that_gets_its_checksum_is_not_changed_in_the_site_that_stands(project: Path, tmp_path: Path) -> None:
    root = project_in(tmp_path / "mini")
    built(root, only=SITE, kept=True)
    shutil.copytree(root / "site", tmp_path / "linked", copy_function=os.link)
    before = tree(tmp_path / "linked")
    built(root, kept=True)
    assert tree(tmp_path / "linked") == before


def test_a_site_without_a_zip_says_so_and_links_none(tmp_path: Path) -> None:
    root = project_in(tmp_path / "mini")
    built(root, only=SITE)
    for path in LEADING:
        page = html((root / "site" / path).read_bytes())
        words = "without the offline zip" if path.startswith("en/") else "没有附离线压缩包"
        assert words in page.select_one(".offline-copy").get_text()  # type: ignore[union-attr]
        assert not page.select("a[download]")


@pytest.mark.parametrize(
    ("page", "offline"),
    [
        ("a<!--online-->b<!--offlinec-->d", "acd"),
        ("a<!--online-->b<!--offline-->d", "ad"),
        ("<!--online-->\n1\n<!--offline<p>2</p>\n-->,<!--online--><!--offline3-->", "<p>2</p>\n,3"),
        ("nothing <!-- to --> choose", "nothing <!-- to --> choose"),
    ],
)
def test_of_two_things_a_page_says_the_copy_has_the_second(page: str, offline: str) -> None:
    assert as_offline(page.encode()) == offline.encode()


# Where it is published


@pytest.fixture(scope="module")
def unset(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The miniature project with the reserved address, built."""
    root = project_in(tmp_path_factory.mktemp("unset") / "mini")
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("https://guide.example/", "https://aeo-guide.example/"), encoding="utf-8")
    return root, built(root)


def test_without_an_address_the_build_says_so_once(unset: tuple[Path, list[str]]) -> None:
    assert [line for line in unset[1] if "AEO_GUIDE_URL" in line] == [f"{NO_ADDRESS.zh} {NO_ADDRESS.en}"]


def test_without_an_address_no_page_speaks_of_one(unset: tuple[Path, list[str]]) -> None:
    site = tree(unset[0] / "site")
    assert not [path for path, data in site.items() if b"://aeo-guide.example" in data and not path.endswith((".js", ".zip"))]
    assert not [path for path in site if path.startswith("sitemap")]
    for path in LEADING:
        page = html(site[path])
        assert not page.select("link[rel=canonical], link[hreflang], .print-address")


def test_mkdocs_alone_says_and_does_the_same(unset: tuple[Path, list[str]], tmp_path: Path) -> None:
    root = unset[0]
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "alone")]
    variables = {**os.environ, "AEOSITE_EDITION": AS_OF.isoformat(), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=root, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("AEO_GUIDE_URL") == 2  # once in each language of the sentence
    built(root, only=SITE)
    assert tree(tmp_path / "alone") == tree(root / "site")


def test_the_lost_reader_below_a_path_is_led_within_it(tmp_path: Path) -> None:
    root = project_in(tmp_path / "mini")
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("https://guide.example/", "https://guide.example/a/b/"), encoding="utf-8")
    built(root, only=SITE)
    page = html((root / "site" / "404.html").read_bytes())
    addresses = [str(tag[name]) for name in ("href", "src") for tag in page.find_all(attrs={name: True})]
    own = [address for address in addresses if not address.startswith("tel:")]
    assert len(own) > 5
    assert [address for address in own if not re.match(r"/a/b/[a-z]", address)] == []


def settings_with(folder: Path, extra: str) -> Path:
    (folder / "mkdocs.yml").write_text(
        f"site_name: 甲\nextra:\n  contact: !ENV [AEO_GUIDE_CONTACT, '']\n{extra}", encoding="utf-8"
    )
    return folder


def test_who_is_written_to_is_a_setting(tmp_path: Path) -> None:
    root = settings_with(tmp_path, "  code: https://code.example/aeo/guide\n")
    read = read_settings(root, {"AEO_GUIDE_CONTACT": "aeo@guide.example"})
    assert (read.contact, read.code) == ("aeo@guide.example", "https://code.example/aeo/guide")
    assert read_settings(root, {}).contact is None


@pytest.mark.parametrize("value", ['"><script>', "http://code.example/", "javascript:alert(1)", "https://code.example/?a=<b>"])
def test_an_address_that_is_none_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"extra\.code"):
        read_settings(settings_with(tmp_path, f"  code: '{value}'\n"), {})


def test_pages_say_where_their_writers_are_reached(tmp_path: Path) -> None:
    root = project_in(tmp_path / "mini")
    settings = root / "mkdocs.yml"
    more = "extra:\n  contact: aeo@guide.example\n  code: https://code.example/aeo\n"
    assert "\nextra:" not in settings.read_text()
    settings.write_text(settings.read_text() + more, encoding="utf-8")
    built(root, only=SITE)
    links = html((root / "site" / "index.html").read_bytes()).select(".contact a")
    assert [link["href"] for link in links] == ["https://code.example/aeo", "mailto:aeo@guide.example"]


def test_without_one_they_say_that_none_is_named(project: Path) -> None:
    assert "\nextra:" not in (MINI / "mkdocs.yml").read_text()
    box = html((project / "site" / "index.html").read_bytes()).select_one(".contact")
    assert box is not None
    assert "没有写明" in box.get_text()
    assert not box.select("a")


def test_the_site_tells_the_fingerprint_where_one_is_set_and_the_copy_does_not(project: Path, tmp_path: Path) -> None:
    fingerprint = f"SHA256:{'Ab+/' * 10}xyz"
    root = project_in(tmp_path / "mini")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(f"{settings}\nextra: {{signing_fingerprint: {fingerprint}}}\n")
    built(root)
    for path in LEADING:
        assert fingerprint in (root / "site" / path).read_text(encoding="utf-8")
        assert b"SHA256:" not in packed(root)[path]
        assert b"SHA256:" not in (project / "site" / path).read_bytes()


def test_a_zip_that_becomes_another_loses_its_signature_and_one_that_stays_keeps_it(tmp_path: Path) -> None:
    signature = tmp_path / "dist" / "a.zip.sig"
    for data, stays in ((b"1", False), (b"1", True), (b"2", False)):
        (tmp_path / "fresh").mkdir(exist_ok=True)
        (tmp_path / "fresh" / "a.zip").write_bytes(data)
        publish._move_in(tmp_path / "fresh", tmp_path / "dist")
        assert signature.exists() == stays
        signature.write_bytes(b"signed")
