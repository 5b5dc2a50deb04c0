"""Check every built page with the Nu HTML checker (the jar of the npm package vnu-jar; needs Java 17 and npm).

Faults that are not ours to mend stand in KNOWN; a fault that is not there fails, and so does an entry that is no longer needed.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
CHECKER = "vnu-jar@26.9.27"
FOLDER = ROOT / ".venv" / "html"
JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

KNOWN: Mapping[str, str] = {
    "Attribute “autocomplete” is only allowed when the input type is “color”, “date”, “datetime-local”, “email”, “hidden”, “month”, "
    "“number”, “password”, “range”, “search”, “tel”, “text”, “time”, “url”, or “week”.": (
        "browsers heed it on boxes too: without it they put back a choice that the script of the page has not seen"
    ),
}
"""Message of the checker, exactly → why it stays."""


@dataclass(frozen=True, order=True)
class Fault:
    """One message of the checker: the page below the site, the line, what it says and the markup it says it of."""

    page: str
    line: int
    message: str
    extract: str = ""

    def __str__(self) -> str:
        """Say the place first, as a compiler does."""
        return f"{self.page}:{self.line}  {self.message}" + (f"  [{self.extract}]" if self.extract else "")


def faults_in(report: str, site: Path) -> list[Fault]:
    """Return the faults in a report of the checker, sorted by page.

    Args:
        report: what it wrote with ``--format json``.
        site: the folder it checked.

    Raises:
        ValueError: the report is not one, or says that the checker could not do its work.
    """
    messages = json.loads(report)["messages"]
    broken = [one["message"] for one in messages if one["type"] == "non-document-error"]
    if broken:
        raise ValueError("; ".join(broken))
    return sorted(
        Fault(
            Path(unquote(urlsplit(one["url"]).path)).relative_to(site.resolve()).as_posix(),
            one.get("lastLine", 1),
            one["message"],
            " ".join(one.get("extract", "").split()),
        )
        for one in messages
    )


def judge(faults: Iterable[Fault], known: Mapping[str, str]) -> list[str]:
    """Return what is to be done: a line for each fault that is not known, and for each known one that no longer occurs."""
    found = list(faults)
    said = {fault.message for fault in found}
    unused = [f"KNOWN in tools/html.py no longer occurs, take it out: {message}" for message in known if message not in said]
    return [str(fault) for fault in found if fault.message not in known] + unused


def pages_of(site: Path) -> list[Path]:
    """Return every page of a site."""
    return sorted(site.rglob("*.html"))


def prepare() -> str | None:
    """Make sure Java and the checker are there. Return what is missing and how to get it, or None."""
    if not shutil.which("java"):
        return "没有 Java。请运行：sudo apt install default-jre-headless  There is no Java; run the command before."
    if JAR.exists():
        return None
    if not shutil.which("npm"):
        return "没有 npm。请运行：sudo apt install npm  There is no npm; run the command before."
    print("▸ 下载 HTML 检查器 fetching the HTML checker …", flush=True)
    # Its install script would download a Java; this machine has one.
    command = ["npm", "install", "--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund", "--silent", CHECKER]
    FOLDER.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, check=False)
    return None if done.returncode == 0 and JAR.exists() else f"npm install {CHECKER} 没有成功。 did not succeed."


def check(site: Path) -> str:
    """Run the checker over the pages of a site and return its report."""
    command = ["java", "-Xss8m", "-jar", str(JAR), "--format", "json", "--skip-non-html", str(site.resolve())]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8").stderr


def main(arguments: list[str]) -> int:
    """Check the site; exit status 0 when every page is valid, 1 when one is not, 2 when it cannot be checked."""
    site = Path(arguments[0]) if arguments else ROOT / "site"
    if not pages_of(site):
        print(f"{site} 里没有网页。请先运行 make build。 has no pages; run make build first.")
        return 2
    if missing := prepare():
        print(missing)
        return 2
    print(f"▸ 检查 HTML checking {len(pages_of(site))} pages …", flush=True)
    try:
        wrong = judge(faults_in(check(site), site), KNOWN)
    except (ValueError, KeyError) as error:
        print(f"检查器没有完成。 The checker did not finish: {error}")
        return 2
    print("\n".join(wrong) if wrong else "✓ 所有网页都是有效的 HTML  every page is valid HTML")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
