"""The quiz for learning platforms: packages that are what SCORM 1.2 asks, hold all they need, and come out the same every time."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from bs4 import BeautifulSoup

from aeosite.basics.language import REQUIRED
from aeosite.components.quiz.data import posed
from aeosite.guide.offers import offered, scorm_of
from aeosite.outlets import scorm as outlet
from aeosite.outlets.scorm.manifest import ADL, CONTENT, manifest
from project import ROOT, book_of, guide_of, project_in, tree

A_DAY = date(2026, 11, 28)
C, L = f"{{{CONTENT}}}", f"{{{ADL}}}"
LARGEST = 60_000
"""Bytes that a package may weigh: it is in the offline copy."""

Package = Mapping[str, bytes]

CHILDREN = {
    "manifest": ["metadata", "organizations", "resources"],
    "metadata": ["schema", "schemaversion"],
    "organizations": ["organization"],
    "organization": ["title", "item"],
    "item": ["title"],
    "resources": ["resource"],
    "resource": ["file"],
}
"""What each element of the manifest must hold, in order (IMS Content Packaging 1.1.2 with the rules of SCORM 1.2); the last may repeat."""

ATTRIBUTES = {
    "manifest": {"identifier", "version"},
    "organizations": {"default"},
    "organization": {"identifier"},
    "item": {"identifier", "identifierref", "isvisible"},
    "resource": {"identifier", "type", "href", f"{L}scormtype"},
    "file": {"href"},
}


def packages(root: Path, folder: Path) -> Mapping[str, bytes]:
    outlet.write(book_of(root, A_DAY), folder, lambda line: None)
    return tree(folder / "site")


def opened(data: bytes) -> Package:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The packages of the real guide, which has no public address."""
    return packages(ROOT, tmp_path_factory.mktemp("scorm"))


@pytest.fixture(scope="module", params=REQUIRED)
def package(request: pytest.FixtureRequest, real: Mapping[str, bytes]) -> Package:
    """What is in the package of a language."""
    return opened(real[scorm_of(request.param)])


def test_what_pages_may_link_is_what_is_written(real: Mapping[str, bytes]) -> None:
    assert set(real) == {path for path in offered(guide_of(ROOT)) if path.startswith("download/")}
    assert all(len(data) <= LARGEST for data in real.values())


def test_a_guide_without_a_quiz_promises_and_writes_none(tmp_path: Path) -> None:
    root = project_in(tmp_path / "mini")
    for language in REQUIRED:
        page = root / "docs" / language / "answers.md"
        page.write_text(page.read_text(encoding="utf-8").replace("{{ quiz }}\n", "").replace("{{ course-packages }}\n", ""))
    assert packages(root, tmp_path / "out") == {}
    assert not [path for path in offered(guide_of(root)) if path.startswith("download/")]


def test_the_same_guide_gives_the_same_bytes(real: Mapping[str, bytes], tmp_path: Path) -> None:
    assert packages(ROOT, tmp_path) == real


def faults(element: Element) -> list[str]:
    """Return what of a manifest is not as it must be."""
    name = element.tag.removeprefix(C)
    children = [child.tag.removeprefix(C) for child in element]
    wanted = CHILDREN.get(name, [])
    repeated = wanted + wanted[-1:] * (len(children) - len(wanted))
    found = [] if children == repeated else [f"{name}: {children}"]
    found += [f"{name}: {one}" for one in ATTRIBUTES.get(name, set()) - set(element.attrib)]
    found += [] if wanted or name == "file" or (element.text or "").strip() else [f"{name}: empty"]
    return found + [fault for child in element for fault in faults(child)]


def test_the_manifest_is_what_scorm_asks(package: Package) -> None:
    root = ElementTree.fromstring(package["imsmanifest.xml"])
    assert root.tag == f"{C}manifest"
    assert faults(root) == []
    assert [root.findtext(f"{C}metadata/{C}{name}") for name in ("schema", "schemaversion")] == ["ADL SCORM", "1.2"]
    identifiers = [element.attrib["identifier"] for element in root.iter() if "identifier" in element.attrib]
    assert len(set(identifiers)) == len(identifiers) == 4
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", one) for one in identifiers)
    organizations, organization = root.find(f"{C}organizations"), root.find(f"{C}organizations/{C}organization")
    item, resource = root.find(f".//{C}item"), root.find(f".//{C}resource")
    assert organizations is not None
    assert organization is not None
    assert item is not None
    assert resource is not None
    assert organizations.attrib["default"] == organization.attrib["identifier"]
    assert item.attrib["identifierref"] == resource.attrib["identifier"]
    assert (resource.attrib["type"], resource.attrib[f"{L}scormtype"]) == ("webcontent", "sco")
    listed = [file.attrib["href"] for file in resource]
    assert sorted(listed) == sorted(set(package) - {"imsmanifest.xml"})
    assert resource.attrib["href"] in listed


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (("<schema>ADL SCORM</schema>", ""), "metadata: ['schemaversion']"),
        (('adlcp:scormtype="sco" ', ""), f"resource: {L}scormtype"),
        (("<title>T</title>", "<title />"), "title: empty"),
        (('default="', 'first="'), "organizations: default"),
    ],
)
def test_a_manifest_that_is_not_is_found(broken: tuple[str, str], fault: str) -> None:
    text = manifest("en", "T", "2026-11-28", "index.html", ["index.html"]).decode()
    assert faults(ElementTree.fromstring(text)) == []
    assert broken[0] in text
    assert fault in faults(ElementTree.fromstring(text.replace(*broken)))


def test_a_package_needs_nothing_from_elsewhere_and_asks_every_question(package: Package) -> None:
    page = BeautifulSoup(package["index.html"].decode(), "html.parser")
    loaded = [str(tag.get("src") or tag.get("href")) for tag in page.select("script[src], link[href]")]
    loaded += [str(tag["data-script"]) for tag in page.select("[data-script]")]
    assert set(loaded) == set(package) - {"imsmanifest.xml", "index.html"}
    assert not page.select("a[href]"), "without a public address there is nowhere to go to"
    assert len(page.select(".quiz-item")) == len(posed(guide_of(ROOT, A_DAY)))
    styles = "".join(data.decode() for name, data in package.items() if name.endswith(".css"))
    assert not re.search(r"@import|url\(", styles)
    assert set(re.findall(r"var\((--[a-z-]+)", styles)) - {"--md-code-font-family"} <= set(re.findall(r"(--[a-z-]+):", styles))


def test_with_a_public_address_a_package_leads_to_the_guide(tmp_path: Path) -> None:
    data = packages(project_in(tmp_path / "mini"), tmp_path / "out")[scorm_of("en")]
    page = BeautifulSoup(opened(data)["index.html"].decode(), "html.parser")
    links = {str(link["href"]) for link in page.select("a[href]")}
    assert links >= {"https://guide.example/en/library.html#order-2", "https://guide.example/en/partners.html"}
    assert all(link.startswith("https://guide.example/en/") for link in links)
    assert {(link["target"], link["rel"][0]) for link in page.select("a[href]")} == {("_blank", "noopener")}
