"""Sign the offline zip with a key of the publisher's; OpenSSH does it, and the key never passes through this program."""

import os
import re
import subprocess
from pathlib import Path

from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem
from aeosite.outlets.download import FOLDER
from aeosite.outlets.files import put
from aeosite.outlets.verify import NAMESPACE

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")


class NotSigned(Failure):
    """Raised when the zip could not be signed; carries the problem. A signature that stood is untouched."""


def sign(archive: Path, key: Path, fingerprint: str | None = None) -> Path:
    """Write the detached signature of a zip beside it, and return its path.

    Args:
        archive: the zip.
        key: a private key of OpenSSH, or the public one of a key that the agent or a device holds.
        fingerprint: the one that readers are told, ``SHA256:…``; a key with another is refused.

    Raises:
        NotSigned: OpenSSH is not there or refuses, or the key is not the one readers are told of.
    """
    found = _FINGERPRINT.search(_asked(key, ["-l", "-f", os.path.abspath(key)]).decode("utf-8", "replace"))
    if fingerprint and (found is None or found[0] != fingerprint):
        raise NotSigned(_another_key(key, fingerprint, found[0] if found else "?"))
    signature = _asked(key, ["-Y", "sign", "-n", NAMESPACE, "-f", os.path.abspath(key)], archive)
    beside = signature_of(archive)
    fresh = beside.with_name(f".{beside.name}.{os.getpid()}")
    try:
        fresh.write_bytes(signature)
        os.replace(fresh, beside)
    finally:
        fresh.unlink(missing_ok=True)
    return beside


def signature_of(archive: Path) -> Path:
    """Return where the signature of a zip lies."""
    return archive.with_name(f"{archive.name}.sig")


def offer(signature: Path, archive: Path, site: Path) -> list[Path]:
    """Put a signature beside the zip in a site, if the zip there is the one that was signed; return what was written."""
    published = site / FOLDER / archive.name
    if not published.is_file() or published.read_bytes() != archive.read_bytes():
        return []
    return [put(signature_of(published), signature.read_bytes())]


def _asked(key: Path, arguments: list[str], archive: Path | None = None) -> bytes:
    """Return what OpenSSH says; it asks for a passphrase by itself."""
    try:
        with open(archive or os.devnull, "rb") as file:
            done = subprocess.run(["ssh-keygen", *arguments], stdin=file, capture_output=True, check=False)
    except FileNotFoundError as error:
        zh, en = "这台机器上没有 ssh-keygen。", "This machine has no ssh-keygen."
        raise NotSigned(
            _problem(key, Text(zh, en), Text("安装 OpenSSH（8.2 或更新）。", "Install OpenSSH, 8.2 or newer."))
        ) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().replace("\r", "").replace("\n", "; ")
        message = Text(f"没有签名：OpenSSH 说“{said}”。", f"Not signed: OpenSSH says “{said}”.")
        raise NotSigned(_problem(key, message, Text("核对密钥的路径和权限。", "Check the path of the key and who may read it.")))
    return done.stdout


def _another_key(key: Path, told: str, found: str) -> Problem:
    return _problem(
        key,
        Text(
            f"这个密钥的指纹是 {found}，设置里写的是 {told}。", f"The key has the fingerprint {found}; the settings say {told}."
        ),
        Text("用原来的密钥，或者改 extra.signing_fingerprint。", "Use that key, or change extra.signing_fingerprint."),
    )


def _problem(key: Path, message: Text, fix: Text) -> Problem:
    return Problem(Place(key.as_posix()), "package-signature", message, fix)
