#!/usr/bin/env python3
"""Say whether an offline copy of the guide is whole. 核对离线副本是否完整。

This one file needs Python 3.8 or newer and nothing else, and lies in every copy: python3 verify.py [PATH] [--json] [--signers FILE]
It changes nothing and uses no network. Exit status: 0 whole, 1 not whole or not safe, 2 it could not be looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

LISTING = "MANIFEST.json"
"""The file of a copy that lists every other file with its size and SHA-256."""
NAMESPACE = "aeo-guide"
"""What signatures of the guide are made for (``ssh-keygen -Y sign -n``)."""
WHOLE, FAULTY, UNKNOWN = 0, 1, 2
MAX_ZIP, MAX_LISTING, MAX_UNPACKED, MAX_FILES = 500_000_000, 20_000_000, 1_000_000_000, 50_000
"""Bytes of a zip, of its list, and unpacked, and how many files: far more than the guide has, and little enough for any machine."""

_OF_THE_SYSTEM = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_EDITION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_GOOD = re.compile(r'Good "[^"]*" signature for (.+) with \S+ key (SHA256:\S+)')
_FETCH = ("请从发布本指南的网站重新下载。", "Fetch it again from the website that publishes the guide.")


class Fault(NamedTuple):
    """What is wrong, where, in both languages, and how to mend it. ``code`` is stable."""

    place: str
    code: str
    zh: str
    en: str
    fix_zh: str = ""
    fix_en: str = ""


class Signature(NamedTuple):
    """Who signed a zip, by the publisher's list, and the fingerprint of the key."""

    signer: str
    fingerprint: str


class Verdict(NamedTuple):
    """What was found.

    Attributes:
        place: the file or folder that was looked at.
        status: ``WHOLE``, ``FAULTY`` or ``UNKNOWN``.
        faults: what is wrong, by place.
        edition: the date that names the edition; None where the copy does not say.
        files: how many files the copy lists.
        sha256: the digest of the zip, or of the list of a folder; None where neither could be read.
        signature: who signed it; None where that was not asked for, or is not so.
    """

    place: str
    status: int
    faults: tuple[Fault, ...]
    edition: str | None = None
    files: int = 0
    sha256: str | None = None
    signature: Signature | None = None


class Stopped(Exception):
    """Raised when a copy cannot be looked at any further; carries the fault and the exit status."""

    def __init__(self, status: int, fault: Fault) -> None:
        super().__init__(fault.en)
        self.status = status
        self.fault = fault


class Entry(NamedTuple):
    """A file as the list of a copy has it: its digest and its bytes."""

    sha256: str
    bytes: int


class Listing(NamedTuple):
    """What the list of a copy says: the edition, and every file by name."""

    edition: str
    files: dict[str, Entry]


def verify(path: str, signers: str | None = None) -> Verdict:
    """Return what is to be said of a copy.

    Args:
        path: the zip, or the folder it was unpacked into.
        signers: the publisher's list of keys (the ``allowed_signers`` of OpenSSH); None asks for no signature.
    """
    try:
        return _of_folder(path, signers) if os.path.isdir(path) else _of_zip(path, signers)
    except Stopped as stopped:
        return Verdict(path, stopped.status, (stopped.fault,))
    except OSError as error:
        reason = error.strerror or str(error)
        return Verdict(path, UNKNOWN, (Fault(path, "copy-unreadable", f"不能读取：{reason}。", f"It cannot be read: {reason}."),))


def to_text(verdict: Verdict) -> str:
    """Return the report for a person: each fault with its place first, Chinese and English, then what it comes to."""
    faults = "".join(f"{_paragraph(fault)}\n" for fault in verdict.faults)
    return f"{faults}{_closing(verdict)}"


def to_json(verdict: Verdict) -> str:
    """Return the report as a JSON object, in ASCII so that no console garbles it."""
    document = {
        "path": verdict.place,
        "whole": verdict.status == WHOLE,
        "status": verdict.status,
        "edition": verdict.edition,
        "files": verdict.files,
        "sha256": verdict.sha256,
        "signature": verdict.signature._asdict() if verdict.signature else None,
        "faults": [
            {
                "path": fault.place,
                "code": fault.code,
                "message": {"zh": fault.zh, "en": fault.en},
                "fix": {"zh": fault.fix_zh, "en": fault.fix_en},
            }
            for fault in verdict.faults
        ],
    }
    return f"{json.dumps(document, indent=2)}\n"


def main(arguments: Iterable[str] | None = None) -> int:
    """Look at the copy that this file lies in, or at the one named, and say what was found; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("path", nargs="?", default=here, metavar="PATH|ZIP", help="another copy than the one this file lies in")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument(
        "--signers", metavar="FILE", help="ask for a signature by a key of this list (allowed_signers of OpenSSH)"
    )
    options = parser.parse_args(None if arguments is None else list(arguments))
    verdict = verify(options.path, options.signers)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # a console of another language still gets the English
    sys.stdout.write(to_json(verdict) if options.json else to_text(verdict))
    return verdict.status


# A folder


def _of_folder(path: str, signers: str | None) -> Verdict:
    if signers is not None:
        raise Stopped(UNKNOWN, _unsigned_folder(path))
    folder = _unpacked(path)
    with open(os.path.join(folder, LISTING), "rb") as file:
        data = file.read(MAX_LISTING + 1)
    listing = _listing(data)

    def opened(name: str) -> Any:
        return open(os.path.join(folder, *name.split("/")), "rb")

    found = dict(_in_folder(folder))
    faults = _differences(listing, found, opened, folder=True)
    return _verdict(path, faults, listing, hashlib.sha256(data).hexdigest(), None)


def _unpacked(path: str) -> str:
    """Return the folder with the list: this one, or the only one in it, as programs that unpack like to make two."""
    below = [os.path.join(path, name) for name in sorted(os.listdir(path))]
    found = [folder for folder in [path, *below] if os.path.isfile(os.path.join(folder, LISTING))]
    if found and (found[0] == path or len(found) == 1):
        return found[0]
    raise Stopped(UNKNOWN, _no_copy(path))


def _in_folder(folder: str) -> Iterator[tuple[str, int | None]]:
    """Yield every file by name with its bytes; None in their place for what is no plain file."""
    for base, folders, files in os.walk(folder, onerror=_stop):
        linked = [name for name in folders if os.path.islink(os.path.join(base, name))]
        for path in (os.path.join(base, name) for name in [*files, *linked]):
            kind = os.lstat(path)
            name = os.path.relpath(path, folder).replace(os.sep, "/")
            if name.rpartition("/")[2].lower() not in _OF_THE_SYSTEM:
                yield name, kind.st_size if stat.S_ISREG(kind.st_mode) else None


def _stop(error: OSError) -> None:
    raise error


# A zip


def _of_zip(path: str, signers: str | None) -> Verdict:
    with open(path, "rb") as file:
        data = file.read(MAX_ZIP + 1)
    if len(data) > MAX_ZIP:
        raise Stopped(FAULTY, _too_large(path))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found, top = _in_zip(archive)
            if LISTING not in found:
                raise Stopped(UNKNOWN, _no_copy(path))
            with archive.open(f"{top}/{LISTING}") as file:
                listing = _listing(file.read(MAX_LISTING + 1))
            faults = _differences(listing, found, lambda name: archive.open(f"{top}/{name}"), folder=False)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Stopped(FAULTY, _damaged(path, str(error))) from error
    digest = hashlib.sha256(data).hexdigest()
    faults += _checksum(path, digest)
    signature = None
    if signers is not None:
        signature, unsigned = _signature(path, data, signers)
        faults += unsigned
    return _verdict(path, faults, listing, digest, signature)


def _in_zip(archive: zipfile.ZipFile) -> tuple[dict[str, int | None], str]:
    """Return the files of a zip by name with their bytes, and the folder that all of them lie in.

    Raises:
        Stopped: the zip holds what no copy of the guide does and what may harm whoever unpacks it.
    """
    infos = archive.infolist()
    for place, zh, en in _tricks(infos, archive.comment):
        raise Stopped(FAULTY, Fault(place, "copy-unsafe", zh, f"{en} Do not unpack it.", *_FETCH))
    top = infos[0].filename.partition("/")[0] if infos else ""
    return {info.filename.partition("/")[2]: info.file_size for info in infos if not info.is_dir()}, top


def _tricks(infos: list[zipfile.ZipInfo], comment: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield what makes a zip unsafe: place, Chinese, English."""
    seen: set[str] = set()
    tops = {info.filename.partition("/")[0] for info in infos}
    if len(infos) > MAX_FILES or sum(info.file_size for info in infos) > MAX_UNPACKED:
        yield "", "解压后会大得不合常理。", "It would become unreasonably large when unpacked."
    if comment or (infos and min(info.header_offset for info in infos)):
        yield "", "压缩包前后夹带了别的内容。", "Something else is attached to the zip."
    for info in infos:
        name = info.orig_filename
        if _leads_out(name) or name != info.filename:
            yield (
                name,
                "文件名会写到文件夹以外，或者含有不允许的字符。",
                "The name leads out of the folder or has forbidden characters.",
            )
        if name.rstrip("/").lower() in seen:
            yield name, "有两个文件同名。", "Two files have the same name."
        seen.add(name.rstrip("/").lower())
        if stat.S_ISLNK(info.external_attr >> 16):
            yield name, "这是符号链接。", "It is a symbolic link."
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield name, "加了密，或者压缩方式不认识。", "It is encrypted, or compressed in an unknown way."
    if len(tops) > 1 or any("/" not in info.filename for info in infos):
        yield "", "文件不都在同一个文件夹里。", "Not all files lie in one folder."


def _leads_out(name: str) -> bool:
    steps = name[:-1].split("/") if name.endswith("/") else name.split("/")
    return "\\" in name or ":" in name or not name.isprintable() or any(step in ("", ".", "..") for step in steps)


# What a copy says of itself


def _listing(data: bytes) -> Listing:
    """Return what the list of a copy says.

    Raises:
        Stopped: it is no list that the guide would make.
    """
    try:
        read = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
        files = {name: Entry(str(one["sha256"]), one["bytes"]) for name, one in read["files"].items()}
        edition = str(read["edition"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Stopped(FAULTY, _bad_listing()) from error
    right = _EDITION.fullmatch(edition) and len(data) <= MAX_LISTING and len(files) <= MAX_FILES and LISTING not in files
    if not right or not all(_is_listed_well(name, entry) for name, entry in files.items()):
        raise Stopped(FAULTY, _bad_listing())
    return Listing(edition, files)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _is_listed_well(name: str, entry: Entry) -> bool:
    size = isinstance(entry.bytes, int) and not isinstance(entry.bytes, bool) and 0 <= entry.bytes <= MAX_UNPACKED
    return size and not _leads_out(name) and bool(_SHA256.fullmatch(entry.sha256))


def _differences(listing: Listing, found: dict[str, int | None], opened: Callable[[str], Any], folder: bool) -> list[Fault]:
    """Return what is missing, has changed or is more than listed, by name."""
    faults = [fault for name, entry in listing.files.items() for fault in _difference(name, entry, found, opened)]
    faults += [_extra(name, folder) for name in found if name not in listing.files and name != LISTING]
    return sorted(faults)


def _difference(name: str, entry: Entry, found: dict[str, int | None], opened: Callable[[str], Any]) -> Iterator[Fault]:
    if name not in found:
        yield Fault(name, "copy-missing", "缺少这个文件。", "This file is missing.", *_FETCH)
    elif found[name] is None:
        yield Fault(name, "copy-changed", "这不是普通文件。", "This is no plain file.", *_FETCH)
    elif found[name] != entry.bytes or _digest(name, entry.bytes, opened) != entry.sha256:
        yield Fault(name, "copy-changed", "内容与发布时不同。", "It is not what was published.", *_FETCH)


def _digest(name: str, size: int, opened: Callable[[str], Any]) -> str | None:
    """Return the SHA-256 of a file of a copy; None where it is damaged or goes on beyond its size."""
    digest, left = hashlib.sha256(), size + 1
    try:
        with opened(name) as file:
            while left > 0:
                block = file.read(min(left, 1 << 20))
                if not block:
                    break
                digest.update(block)
                left -= len(block)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return None
    return digest.hexdigest() if left > 0 else None


# What lies beside a zip


def _checksum(path: str, digest: str) -> list[Fault]:
    """Return the fault of a checksum beside the zip that is another one's; where there is none, nothing is said."""
    try:
        with open(f"{path}.sha256", "rb") as file:
            said = file.read(200).split(b" ")[0].decode("ascii", "replace")
    except OSError:
        return []
    if said == digest:
        return []
    zh, en = "旁边的校验值不是这个压缩包的。", "The checksum beside it is not that of this zip."
    return [Fault(f"{path}.sha256", "copy-checksum", zh, en, *_FETCH)]


def _signature(path: str, data: bytes, signers: str) -> tuple[Signature | None, list[Fault]]:
    """Return who signed the zip, or why nobody did."""
    beside = f"{path}.sig"
    for needed in (beside, signers):
        if not os.path.isfile(needed):
            zh, en = "没有这个文件，不能核对签名。", "The file is not there; the signature cannot be checked."
            return None, [Fault(needed, "copy-signature", zh, en, *_FETCH)]
    names = _asked(path, ["find-principals", "-s", os.path.abspath(beside), "-f", os.path.abspath(signers)], data)
    for name in names.split("\n") if names else ():
        said = _asked(
            path,
            ["verify", "-n", NAMESPACE, "-I", name, "-s", os.path.abspath(beside), "-f", os.path.abspath(signers)],
            data,
        )
        good = _GOOD.match(said or "")
        if good:
            return Signature(good.group(1), good.group(2)), []
    zh, en = "签名与压缩包不符，或者不是名单上的密钥签的。", "The signature does not fit the zip, or no key of the list made it."
    return None, [Fault(beside, "copy-signature", zh, en, *_FETCH)]


def _asked(path: str, arguments: list[str], data: bytes) -> str | None:
    """Return what OpenSSH says, or None where it refuses."""
    try:
        # a file, not a pipe: OpenSSH may stop reading before the end
        with tempfile.TemporaryFile() as file:
            file.write(data)
            file.seek(0)
            done = subprocess.run(["ssh-keygen", "-Y", *arguments], stdin=file, capture_output=True)
    except FileNotFoundError as error:
        zh, en = "核对签名需要 ssh-keygen，这台机器上没有。", "Checking a signature takes ssh-keygen, which this machine lacks."
        fault = Fault(path, "copy-signature", zh, en, "安装 OpenSSH（8.2 或更新）。", "Install OpenSSH, 8.2 or newer.")
        raise Stopped(UNKNOWN, fault) from error
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


# What is said


def _verdict(path: str, faults: list[Fault], listing: Listing, digest: str, signature: Signature | None) -> Verdict:
    status = FAULTY if faults else WHOLE
    return Verdict(path, status, tuple(faults), listing.edition, len(listing.files), digest, signature)


def _extra(name: str, folder: bool) -> Fault:
    zh, en = "发布时没有这个文件。", "This file was not published."
    if not folder:
        return Fault(name, "copy-extra", zh, en, *_FETCH)
    return Fault(name, "copy-extra", zh, en, "不是您自己放的，不要打开它。", "Unless you put it there yourself, do not open it.")


def _no_copy(path: str) -> Fault:
    zh, en = f"这里没有 {LISTING}，不是本指南的离线副本。", f"There is no {LISTING}; this is no offline copy of the guide."
    fix = ("写出压缩包或者解压后的文件夹。", "Name the zip or the folder it was unpacked into.")
    return Fault(path, "copy-none", zh, en, *fix)


def _bad_listing() -> Fault:
    return Fault(
        LISTING, "copy-changed", "这份清单不是本指南的程序写的样子。", "The list is not as the guide writes it.", *_FETCH
    )


def _damaged(path: str, reason: str) -> Fault:
    zh, en = f"不是压缩包，或者已经损坏（{reason}）。", f"It is no zip, or it is damaged ({reason})."
    return Fault(path, "copy-damaged", zh, en, *_FETCH)


def _too_large(path: str) -> Fault:
    zh, en = f"超过 {MAX_ZIP:,} 字节，不会是本指南。", f"It is larger than {MAX_ZIP:,} bytes and cannot be the guide."
    return Fault(path, "copy-unsafe", zh, en, *_FETCH)


def _unsigned_folder(path: str) -> Fault:
    zh, en = "签名是压缩包的，解压以后不能核对。", "The signature is of the zip; it says nothing of a folder."
    return Fault(path, "copy-signature", zh, en, "写出压缩包，旁边要有 .sig。", "Name the zip, with its .sig beside it.")


def _paragraph(fault: Fault) -> str:
    lines = [f"{_shown(fault.place) or '.'}  {fault.zh}", f"    {fault.en}"]
    if fault.fix_en:
        lines.append(f"    改法 Fix: {fault.fix_zh} {fault.fix_en}")
    return _shown("\n".join(lines), keep="\n") + f"  [{fault.code}]\n"


def _closing(verdict: Verdict) -> str:
    count = len(verdict.faults)
    place, edition = _shown(verdict.place), verdict.edition or "?"
    if verdict.status == UNKNOWN:
        return f"{place}  不能核对。 It could not be verified.\n"
    digest = f"    SHA-256 {verdict.sha256}\n" if verdict.sha256 else ""
    signed = f"    签名 Signed: {_shown(verdict.signature.signer)} {verdict.signature.fingerprint}\n" if verdict.signature else ""
    if count:
        said = f"不完整：{count} 处不符，版本 {edition}。 Not whole: {count} difference{'s' * (count != 1)}; edition {edition}."
    else:
        said = f"完整：{verdict.files} 个文件，版本 {edition}。 Whole: {verdict.files} files, edition {edition}."
    return f"{place}  {said}\n{digest}{signed}"


def _shown(text: str, keep: str = "") -> str:
    """Return a name from a copy as it may be shown: what no one sees or what moves a cursor is written out."""
    return "".join(
        one if one.isprintable() or one in keep else one.encode("unicode_escape", "surrogatepass").decode() for one in text
    )


if __name__ == "__main__":
    sys.exit(main())
