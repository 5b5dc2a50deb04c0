"""The same project gives the same bytes wherever, whenever and by whomever it is built: every outlet, in processes of their own."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from aeosite.outlets.every import OUTLETS
from aeosite.outlets.notices import BILL, LOCK, NOTICES
from aeosite.outlets.verify import WHOLE, verify
from project import AS_OF, ROOT, project_in, tree

HERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "USER": "alice"}
THERE = {"TZ": "Pacific/Pago_Pago", "LC_ALL": "C", "PYTHONHASHSEED": "2", "USER": "bob", "PYTHONUTF8": "0"}


def started(project: Path, umask: int, **variables: str) -> "subprocess.Popen[bytes]":
    """Start the command that builds everything in a folder."""
    home = project.parent / "home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "HOME": str(home), **variables}
    command = [sys.executable, "-m", "aeosite.cli", "build", "--root", str(project), "--edition", AS_OF.isoformat()]
    return subprocess.Popen(command, cwd=home, env=environment, umask=umask, stderr=subprocess.PIPE, stdout=subprocess.PIPE)


def test_two_machines_give_the_same_bytes_of_every_outlet(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b" / "某 处 #1%").mkdir(parents=True)
    here, there = project_in(tmp_path / "a" / "mini"), project_in(tmp_path / "b" / "某 处 #1%" / "again")
    for project in (here, there):
        shutil.copy(ROOT / LOCK, project)
    running = [started(here, 0o022, **HERE), started(there, 0o077, **THERE)]
    for process in running:
        out, said = process.communicate()
        assert process.returncode == 0, (out + said).decode()
    for folder in ("site", "dist"):
        first, second = tree(here / folder), tree(there / folder)
        assert first.keys() == second.keys()
        assert [path for path in first if first[path] != second[path]] == []
        modes = [
            {path.relative_to(root / folder): path.stat().st_mode for path in (root / folder).rglob("*")}
            for root in (here, there)
        ]
        assert modes[0] == modes[1], "whoever builds, the web server may read it"
    written = {*tree(here / "site"), *tree(here / "dist")}
    marks = {
        "data": "data/v1/index.json", "feeds": "feeds/zh/updates.xml", "calendar": "calendar/zh/events.ics", "website": "index.html",
        "search": "search/zh.js", "scorm": "download/aeo-quiz-zh.zip", "notices": BILL, "package": f"aeo-guide-{AS_OF}.zip",
    }  # fmt: skip
    assert {outlet.name for outlet in OUTLETS} - {*marks} <= {"handbook", "leaflets"}
    assert {*marks.values()} <= written
    with zipfile.ZipFile(here / "dist" / marks["package"]) as archive:
        assert {BILL, NOTICES} <= {name.partition("/")[2] for name in archive.namelist()}
    verdict = verify(str(there / "dist" / marks["package"]))
    assert (verdict.status, verdict.edition) == (WHOLE, AS_OF.isoformat())
    assert any(path.endswith(".pdf") for path in written)
