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
from aeosite.outlets.sign import NotSigned, offer, sign
from aeosite.outlets.verify import FAULTY, UNKNOWN, WHOLE, Signature, to_json, to_text, verify
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


# Signatures


def key_in(folder: Path, name: str) -> Path:
    """Make a key, and the list of those who may sign, which names it alone."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    public = (folder / f"{name}.pub").read_text()
    (folder / f"{name}.signers").write_text(f'{name}@aeo.example namespaces="aeo-guide" {public}')
    return folder / name


def fingerprint_of(key: Path) -> str:
    return subprocess.run(["ssh-keygen", "-l", "-f", str(key)], check=True, capture_output=True, text=True).stdout.split()[1]


def test_a_signed_zip_names_who_signed_it_and_the_fingerprint(copy: Path, tmp_path: Path) -> None:
    key = key_in(tmp_path, "publisher")
    assert sign(copy, key, fingerprint_of(key)) == copy.with_name(f"{copy.name}.sig")
    verdict = verify(str(copy), f"{key}.signers")
    assert (verdict.status, verdict.signature) == (WHOLE, Signature("publisher@aeo.example", fingerprint_of(key)))
    assert f"签名 Signed: publisher@aeo.example {fingerprint_of(key)}" in to_text(verdict)
    assert json.loads(to_json(verdict))["signature"]["fingerprint"] == fingerprint_of(key)


def test_a_signature_of_another_key_another_zip_or_none_is_a_fault(copy: Path, tmp_path: Path) -> None:
    key, other = key_in(tmp_path, "publisher"), key_in(tmp_path, "other")
    beside = copy.with_name(f"{copy.name}.sig")
    signers = f"{key}.signers"
    wrong = (FAULTY, [(str(beside), "copy-signature")])

    def said() -> tuple[int, list[tuple[str, str]]]:
        verdict = verify(str(copy), signers)
        assert verdict.signature is None
        return verdict.status, [(fault.place, fault.code) for fault in verdict.faults]

    assert said() == wrong  # there is none
    sign(copy, other)
    assert said() == wrong
    sign(copy, key)
    signature = beside.read_bytes()
    with zipfile.ZipFile(copy) as archive:
        again = zipped(tmp_path / "again.zip", {name: archive.read(name) for name in archive.namelist()})
    copy.write_bytes(again.read_bytes())  # as whole as before, and not what was signed
    copy.with_name(f"{copy.name}.sha256").unlink()
    beside.write_bytes(signature)
    assert said() == wrong
    beside.write_bytes(b"x")
    assert said() == wrong


def test_a_signature_made_for_something_else_is_none(copy: Path, tmp_path: Path) -> None:
    key = key_in(tmp_path, "publisher")
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", str(key), str(copy)]
    subprocess.run(command, check=True, capture_output=True)
    assert [fault.code for fault in verify(str(copy), f"{key}.signers").faults] == ["copy-signature"]


def test_a_folder_has_no_signature(folder: Path) -> None:
    verdict = verify(str(folder), "allowed_signers")
    assert (verdict.status, [fault.code for fault in verdict.faults]) == (UNKNOWN, ["copy-signature"])


def test_a_key_that_readers_are_not_told_of_or_that_is_none_signs_nothing(copy: Path, tmp_path: Path) -> None:
    key = key_in(tmp_path, "publisher")
    with pytest.raises(NotSigned, match="the settings say SHA256:x"):
        sign(copy, key, "SHA256:x")
    with pytest.raises(NotSigned, match="OpenSSH says"):
        sign(copy, tmp_path / "nowhere")
    assert not copy.with_name(f"{copy.name}.sig").exists()


def test_without_openssh_a_signature_could_not_be_looked_at(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = key_in(tmp_path, "publisher")
    sign(copy, key)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert verify(str(copy), f"{key}.signers").status == UNKNOWN
    with pytest.raises(NotSigned, match="no ssh-keygen"):
        sign(copy, key)


def test_the_signature_lies_beside_the_zip_of_the_site_if_that_is_the_one_signed(copy: Path, tmp_path: Path) -> None:
    signature = sign(copy, key_in(tmp_path, "publisher"))
    site = tmp_path / "site"
    published = site / "download" / copy.name
    assert offer(signature, copy, site) == []
    published.parent.mkdir()
    published.write_bytes(copy.read_bytes())
    assert offer(signature, copy, site) == [published.with_name(f"{copy.name}.sig")]
    published.write_bytes(b"another")
    assert offer(signature, copy, site) == []
