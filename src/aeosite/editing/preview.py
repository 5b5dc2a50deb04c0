"""Show the site in a browser while it is being edited: each change is built, and pages that are open show it by themselves.

Each build is the command ``aeosite build`` in a process of its own, into a folder of its own; what it kept makes it fast. While something is
wrong the pages stay as they were and show the report; once it is mended they show the new state.
"""

import errno
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from aeosite.basics.cache import FOLDER
from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem

Say = Callable[[str], None]

PREVIEW = "preview"
"""The folder below that of the cache that the preview is built into."""

WATCHED = ("docs", "overrides", "hooks", "src")
"""The folders the site is made of; ``mkdocs.yml`` is watched beside them."""

QUIET = 0.05
"""Seconds without a further change before a build begins: editors write a file in several steps."""

BEAT = 0.5
"""Seconds after which a wait is taken up anew: an interrupt that arrives just before a wait begins is not seen until the wait ends."""

PATIENCE = 25.0
"""Seconds that an open page waits for news before it asks again."""

PORTS = 20
"""How many ports are tried, from the one asked for on."""

NEWS = "/__preview/news"
SCRIPT = "/__preview/preview.js"
CLIENT = Path(__file__).with_name("preview.js")
PAGE = (
    '<!doctype html><html lang="zh"><meta charset="utf-8"><title>预览 Preview</title>'
    '<body><p>还没有可以预览的网站。 There is no site to show yet.</p><script src="{script}" data-state="{state}"></script></body></html>'
)


class CannotServe(Failure):
    """Raised where no port can be had; carries the problem."""


@dataclass(frozen=True)
class State:
    """What the last build came to: its number, and the report where it was refused."""

    number: int
    report: str


class Board:
    """Where the newest state is put up, and where open pages wait for it."""

    def __init__(self) -> None:
        self._state = State(0, "")
        self._changed = threading.Condition()

    @property
    def state(self) -> State:
        """The newest state."""
        with self._changed:
            return self._state

    def put_up(self, report: str) -> State:
        """Put up what a build came to, and wake whoever waits."""
        with self._changed:
            self._state = State(self._state.number + 1, report)
            self._changed.notify_all()
            return self._state

    def after(self, number: int, patience: float) -> State:
        """Return the state once it is another than that of a number, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._state.number != number, patience)
            return self._state


def serve(root: Path, *, port: int, edition: str | None, say: Say, ready: Callable[[str], None] = lambda address: None) -> None:
    """Build and show the site until interrupted.

    Args:
        root: the project folder.
        port: the port to begin with; where it is taken, the next free one is used.
        edition: the date to build for, or None for that of the last content commit.
        say: told what happens, a line at a time.
        ready: told the address once it is served.

    Raises:
        CannotServe: no port can be had.
    """
    board, wake = Board(), threading.Event()
    server = _server(root / FOLDER / PREVIEW, board, port, say)
    observer = Observer()
    for name in WATCHED:
        if (root / name).exists():
            observer.schedule(_Waker(wake), str(root / name), recursive=(root / name).is_dir())
    observer.schedule(_Waker(wake, only=str(root / "mkdocs.yml")), str(root))
    observer.start()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    try:
        _build(root, edition, board, say)
        say(f"▸ 预览 preview  {address}  （按 Ctrl+C 结束 Ctrl+C ends it）")
        ready(address)
        while True:
            until_changed(wake)
            _build(root, edition, board, say)
    finally:
        observer.stop()
        server.shutdown()
        server.server_close()


def until_changed(wake: threading.Event) -> None:
    """Wait until something has changed, and then until nothing more follows at once.

    Raises:
        KeyboardInterrupt: the preview is to end.
    """
    while not wake.wait(BEAT):
        pass
    while wake.is_set():
        wake.clear()
        threading.Event().wait(QUIET)


def _build(root: Path, edition: str | None, board: Board, say: Say) -> None:
    """Build the preview and put up what it came to."""
    command = [sys.executable, "-m", "aeosite.cli", "build", "--root", str(root), "--only", "website,search"]
    command += ["--site", str(root / FOLDER / PREVIEW), *(["--edition", edition] if edition else [])]
    done = subprocess.run(
        command, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    report = "" if done.returncode == 0 else f"{done.stdout}{_without_steps(done.stderr)}".strip()
    state = board.put_up(report)
    say(report or f"✓ {state.number}")


def _without_steps(text: str) -> str:
    return "".join(f"{line}\n" for line in text.splitlines() if not line.startswith(("▸", "✓", "INFO")))


class _Waker(FileSystemEventHandler):
    """Wakes the builder when a file has changed; reading one is no change."""

    def __init__(self, wake: threading.Event, only: str | None = None) -> None:
        self._wake, self._only = wake, only

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = (str(event.src_path), str(event.dest_path))
        if (
            event.event_type not in ("opened", "closed_no_write")
            and not event.is_directory
            and (self._only is None or self._only in paths)
        ):
            self._wake.set()


class Server(ThreadingHTTPServer):
    """A server for browsers, which often leave before an answer is through: that is no error."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what went wrong with a request, unless the reader has left."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _server(site: Path, board: Board, port: int, say: Say) -> Server:
    site.mkdir(parents=True, exist_ok=True)
    for number in range(port, port + PORTS) if port else [0]:
        try:
            server = Server(("127.0.0.1", number), _handler(site, board))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        if number != port:
            say(f"端口 {port} 已被占用，改用 {number}。 Port {port} is taken; using {number}.")
        return server
    raise CannotServe(
        Problem(
            Place("."),
            "port",
            Text(f"端口 {port} 到 {port + PORTS - 1} 都被占用。", f"The ports {port} to {port + PORTS - 1} are all taken."),
            Text("加上 --port 和另一个号码。", "Add --port and another number."),
        )
    )


def _handler(site: Path, board: Board) -> Callable[..., SimpleHTTPRequestHandler]:
    class Handler(SimpleHTTPRequestHandler):
        """Serves the preview, with a script in each page that waits for news."""

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(site))

        def do_GET(self) -> None:
            """Answer a request."""
            address = urlsplit(self.path)
            if address.path == NEWS:
                known = parse_qs(address.query).get("state", ["0"])[0]
                state = board.after(int(known) if known.isdigit() else 0, PATIENCE)
                self._answer("application/json", json.dumps({"state": state.number, "report": state.report}).encode())
            elif address.path == SCRIPT:
                self._answer("text/javascript", CLIENT.read_bytes())
            elif self._page() is not None:
                self._answer("text/html; charset=utf-8", self._with_script(self._page()))
            else:
                super().do_GET()

        def _page(self) -> Path | None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if path.suffix != ".html":
                return None
            return path if path.is_file() else path.parent

        def _with_script(self, page: Path | None) -> bytes:
            state = board.state.number
            tag = f'<script src="{SCRIPT}" data-state="{state}"></script>'
            if page is None or not page.is_file():
                return PAGE.format(script=SCRIPT, state=state).encode()
            return page.read_bytes().replace(b"</body>", f"{tag}</body>".encode())

        def _answer(self, kind: str, data: bytes) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def end_headers(self) -> None:
            """Let nothing be kept: what is shown is what stands."""
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Keep quiet about requests."""

    return Handler
