"""A copy that proves itself: what verify.py says of zips and folders, whole, changed, and made to do harm; and signatures."""

import ast
import hashlib
import json
import os
import stat
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from aeosite.cli import main
from aeosite.outlets import verify as module
from aeosite.outlets.verify import FAULTY, UNKNOWN, WHOLE, to_json, to_text, verify
from test_package import ENTRY, TOP, build, pack

Contents = dict[str, bytes]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The miniature zip."""
    return pack(build(tmp_path / "site"), tmp_path / "out").path


@pytest.fixture
def folder(copy: Path, tmp_path: Path) -> Path:
    """The miniature zip, unpacked."""
    with zipfile.ZipFile(copy) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked" / TOP


def contents(copy: Path) -> Contents:
    with zipfile.ZipFile(copy) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def found(path: Path) -> tuple[int, list[tuple[str, str]]]:
    verdict = verify(str(path))
    return verdict.status, [(fault.place, fault.code) for fault in verdict.faults]


def alone(program: Path, *arguments: str, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    """Run verify.py as a stranger would: isolated, without packages, in a console that knows no Chinese."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict"}
    return subprocess.run([python, "-S", str(program), *arguments], capture_output=True, text=True, env=environment, check=False)


# Whole copies


def test_a_zip_as_it_was_packed_is_whole(copy: Path) -> None:
    verdict = verify(str(copy))
    assert (verdict.status, verdict.faults, verdict.edition, verdict.files) == (WHOLE, (), "2026-08-01", 11)
    assert verdict.sha256 == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert "完整：11 个文件，版本 2026-08-01。 Whole: 11 files, edition 2026-08-01." in to_text(verdict)


@pytest.mark.parametrize("up", [False, True], ids=["its folder", "the folder above it"])
def test_a_folder_as_it_was_unpacked_is_whole(up: bool, folder: Path) -> None:
    assert found(folder.parent if up else folder) == (WHOLE, [])


def test_what_the_system_puts_into_folders_is_no_difference(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "a" / "Thumbs.db").write_bytes(b"x")
    assert found(folder) == (WHOLE, [])


def test_the_file_in_the_copy_says_the_same_on_a_machine_of_a_stranger(folder: Path) -> None:
    done = alone(folder / "verify.py")
    assert (done.returncode, done.stderr) == (WHOLE, "")
    assert "Whole: 11 files, edition 2026-08-01." in done.stdout
    (folder / ENTRY).write_bytes(b"changed")
    done = alone(folder / "verify.py", "--json")
    assert done.returncode == FAULTY
    assert [(fault["path"], fault["code"]) for fault in json.loads(done.stdout)["faults"]] == [(ENTRY, "copy-changed")]
    assert not list(folder.rglob("__pycache__"))


def test_the_file_in_the_copy_is_this_program_and_needs_nothing_but_python_3_8(folder: Path) -> None:
    source = (folder / "verify.py").read_text(encoding="utf-8")
    assert source == Path(str(module.__file__)).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    names = {alias.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module).partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names
    later = {"removeprefix", "removesuffix", "is_relative_to", "pairwise", "file_digest", "to_thread", "unparse"}
    assert not later & {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_the_standard_command_agrees(folder: Path) -> None:
    command = ["sha256sum", "-c", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    listed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert listed == present - {"SHA256SUMS", "MANIFEST.json"}
    (folder / "i.svg").write_bytes(b"changed")
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 1


# What differs


def changed(files: Contents) -> None:
    files[f"{TOP}/i.svg"] = files[f"{TOP}/i.svg"].replace(b"svg", b"gvs", 1)


def longer(files: Contents) -> None:
    files[f"{TOP}/a/b.html"] += b" "


def missing(files: Contents) -> None:
    del files[f"{TOP}/en/index.html"]


def extra(files: Contents) -> None:
    files[f"{TOP}/a/more.js"] = b"x"


DIFFERENCES: dict[Callable[[Contents], None], tuple[str, str]] = {
    changed: ("i.svg", "copy-changed"),
    longer: ("a/b.html", "copy-changed"),
    missing: ("en/index.html", "copy-missing"),
    extra: ("a/more.js", "copy-extra"),
}


@pytest.mark.parametrize("change", DIFFERENCES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("unpacked", [False, True], ids=["zip", "folder"])
def test_each_difference_is_named_with_its_place(
    change: Callable[[Contents], None], unpacked: bool, copy: Path, tmp_path: Path
) -> None:
    files = contents(copy)
    change(files)
    path = zipped(tmp_path / "changed.zip", files)
    if unpacked:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(tmp_path / "changed")
        path = tmp_path / "changed"
    assert found(path) == (FAULTY, [DIFFERENCES[change]])
    text = to_text(verify(str(path)))
    assert text.startswith(f"{DIFFERENCES[change][0]}  ")
    assert "Not whole: 1 difference; edition 2026-08-01." in text


def test_a_link_in_the_place_of_a_file_is_a_difference(folder: Path) -> None:
    outside = folder.parent / "outside.svg"
    outside.write_bytes((folder / "i.svg").read_bytes())
    (folder / "i.svg").unlink()
    (folder / "i.svg").symlink_to(outside)
    assert found(folder) == (FAULTY, [("i.svg", "copy-changed")])


def test_a_byte_that_changed_on_the_way_is_seen_wherever_it_is(copy: Path, tmp_path: Path) -> None:
    data = copy.read_bytes()
    (tmp_path / f"{copy.name}.sha256").write_bytes(copy.with_name(f"{copy.name}.sha256").read_bytes())
    for place in range(0, len(data), 211):
        broken = tmp_path / copy.name
        broken.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        assert verify(str(broken)).status != WHOLE, place


@pytest.mark.parametrize("share", [0, 0.3, 0.9, 0.999])
def test_a_download_that_stopped_is_not_whole(share: float, copy: Path, tmp_path: Path) -> None:
    data = copy.read_bytes()
    (tmp_path / "part.zip").write_bytes(data[: int(len(data) * share)])
    assert found(tmp_path / "part.zip") == (FAULTY, [(str(tmp_path / "part.zip"), "copy-damaged")])


def test_the_checksum_beside_a_zip_must_be_its_own(copy: Path) -> None:
    beside = copy.with_name(f"{copy.name}.sha256")
    beside.write_text(f"{'0' * 64}  {copy.name}\n")
    assert found(copy) == (FAULTY, [(str(beside), "copy-checksum")])


# What is no copy, or does harm


def test_what_is_no_copy_could_not_be_looked_at(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert found(tmp_path / "empty") == (UNKNOWN, [(str(tmp_path / "empty"), "copy-none")])
    assert found(tmp_path / "nowhere.zip") == (UNKNOWN, [(str(tmp_path / "nowhere.zip"), "copy-unreadable")])
    other = zipped(tmp_path / "other.zip", {"x/y": b""})
    assert found(other) == (UNKNOWN, [(str(other), "copy-none")])


def entry(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


TRICKS: dict[str, list[tuple[zipfile.ZipInfo, bytes]]] = {
    "up": [(entry(f"{TOP}/../../evil"), b"x")],
    "absolute": [(entry("/etc/evil"), b"x")],
    "drive": [(entry(f"{TOP}/C:evil"), b"x")],
    "back slash": [(entry(f"{TOP}/..\\evil"), b"x")],
    "control": [(entry(f"{TOP}/\x1b[2Jevil"), b"x")],
    "bidi": [(entry(f"{TOP}/\u202egnp.exe"), b"x")],
    "nothing between": [(entry(f"{TOP}//evil"), b"x")],
    "dot": [(entry(f"{TOP}/./evil"), b"x")],
    "twice": [(entry(f"{TOP}/index.html"), b"x")],
    "twice on Windows": [(entry(f"{TOP}/INDEX.html"), b"x")],
    "file and folder": [(entry(f"{TOP}/index.html/"), b"")],
    "another folder": [(entry("elsewhere/evil"), b"x")],
    "beside the folder": [(entry("evil"), b"x")],
    "symbolic link": [(entry(f"{TOP}/link", stat.S_IFLNK | 0o777), b"/etc/passwd")],
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", TRICKS)
def test_a_zip_that_does_harm_is_refused_with_a_sentence(name: str, copy: Path) -> None:
    copy.with_name(f"{copy.name}.sha256").unlink()
    with zipfile.ZipFile(copy, "a") as archive:
        for info, data in TRICKS[name]:
            archive.writestr(info, data)
    status, faults = found(copy)
    assert (status, [code for _, code in faults]) == (FAULTY, ["copy-unsafe"])
    text = to_text(verify(str(copy)))
    assert "Do not unpack it." in text
    assert all(one.isprintable() or one == "\n" for one in text)


def test_a_method_that_is_not_known_is_refused(copy: Path) -> None:
    with zipfile.ZipFile(copy, "a") as archive:
        archive.writestr(entry(f"{TOP}/x"), b"x", zipfile.ZIP_LZMA)
    assert found(copy)[1] == [(f"{TOP}/x", "copy-unsafe")]


@pytest.mark.parametrize("where", ["before", "comment"])
def test_what_is_attached_to_a_zip_is_refused(where: str, copy: Path) -> None:
    if where == "before":
        copy.write_bytes(b"#!/bin/sh\nexit\n" + copy.read_bytes())
    else:
        with zipfile.ZipFile(copy, "a") as archive:
            archive.comment = b"x"
    assert [code for _, code in found(copy)[1]] == ["copy-unsafe"]


def test_a_bomb_is_refused_before_it_is_unpacked(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(copy, "a") as archive:
        archive.writestr(entry(f"{TOP}/bomb"), b"\0" * 3_000_000, zipfile.ZIP_DEFLATED)
    monkeypatch.setattr(module, "MAX_UNPACKED", 2_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *given: pytest.fail("it was opened"))
    assert [code for _, code in found(copy)[1]] == ["copy-unsafe"]


def test_a_file_that_says_it_is_smaller_than_it_is_is_a_difference(copy: Path, tmp_path: Path) -> None:
    files = contents(copy)
    files[f"{TOP}/i.svg"] += b"\0" * 5_000_000
    data = bytearray(zipped(tmp_path / "lies.zip", files).read_bytes())
    listed = json.loads(files[f"{TOP}/MANIFEST.json"])["files"]["i.svg"]["bytes"]
    size = struct.pack("<L", listed + 5_000_000)
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = struct.pack("<L", listed)
    (tmp_path / "lies.zip").write_bytes(data)
    assert found(tmp_path / "lies.zip") == (FAULTY, [("i.svg", "copy-changed")])


LISTS: dict[str, bytes] = {
    "no JSON": b"{",
    "not UTF-8": b"\xff",
    "nested": b"[" * 100_000,
    "a list": b"[]",
    "no files": b'{"edition": "2026-08-01"}',
    "no edition": b'{"files": {}}',
    "an edition that moves the cursor": b'{"edition": "\\u001b[2J", "files": {}}',
    "a name that leads out": b'{"edition": "2026-08-01", "files": {"../x": {"sha256": "%s", "bytes": 1}}}' % (b"0" * 64),
    "a size that is none": b'{"edition": "2026-08-01", "files": {"x": {"sha256": "%s", "bytes": true}}}' % (b"0" * 64),
    "a name twice": b'{"edition": "2026-08-01", "files": {}, "files": {}}',
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_the_guide_never_makes_is_a_fault(name: str, folder: Path) -> None:
    (folder / "MANIFEST.json").write_bytes(LISTS[name])
    assert found(folder) == (FAULTY, [("MANIFEST.json", "copy-changed")])


def test_a_list_that_names_nothing_leaves_everything_to_be_told(folder: Path) -> None:
    (folder / "MANIFEST.json").write_bytes(b'{"edition": "2026-08-01", "files": {}}')
    status, faults = found(folder)
    assert (status, len(faults), {code for _, code in faults}) == (FAULTY, 11, {"copy-extra"})


# The command


def test_the_command_says_what_the_file_in_the_copy_says(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(copy)]) == WHOLE
    assert capsys.readouterr().out == to_text(verify(str(copy)))
    assert main(["verify", str(copy), "--json"]) == WHOLE
    document = json.loads(capsys.readouterr().out)
    assert (document["whole"], document["edition"], document["faults"]) == (True, "2026-08-01", [])
    assert main(["verify", "nowhere.zip"]) == UNKNOWN


def test_the_report_for_machines_is_plain_letters(folder: Path) -> None:
    (folder / ENTRY).unlink()
    text = to_json(verify(str(folder)))
    assert text.isascii()
    fault: dict[str, Any] = json.loads(text)["faults"][0]
    assert (fault["path"], fault["code"], fault["message"]["en"]) == (ENTRY, "copy-missing", "This file is missing.")
