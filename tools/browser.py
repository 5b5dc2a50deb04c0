"""Find a Chromium for the browser tests, or get one, or say the one command that does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """Return the path of a Chromium on this machine: on the PATH, in the usual macOS folder, or playwright's own; else None."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return found or (str(mac) if mac.exists() else None) or playwrights_own()


def playwrights_own() -> str | None:
    """Return the browser playwright downloaded earlier, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install(run: Callable[[list[str]], bool]) -> bool:
    """Install a Chromium: Debian's package when root, else playwright's. Return whether one of them worked."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None
    package = ["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"]
    if root and run(["apt-get", "update", "-qq"]) and run(package):
        return True
    return run([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    """Make sure there is a browser; exit status 0 when there is."""
    if installed():
        return 0
    print("▸ 安装 Chromium  installing Chromium …", flush=True)
    if install(lambda command: subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0) and installed():
        return 0
    print("没有 Chromium。请运行：sudo apt install chromium（macOS：brew install --cask google-chrome），再运行 make test。")
    print(
        "There is no Chromium. Run: sudo apt install chromium (macOS: brew install --cask google-chrome), then make test again."
    )
    return 2


if __name__ == "__main__":
    sys.exit(main())
