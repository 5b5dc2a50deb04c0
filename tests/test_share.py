"""Work shared out to processes: answers in order, errors raised here, and nobody left waiting when a process is killed or interrupted."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial

import pytest

from aeosite.basics.share import begun, shared

LARGE = "b'x' * 10_000_000"
"""An answer that does not fit into a pipe, so that whoever sends it waits to be read."""

PATIENCE = 60
"""Seconds after which a process is taken to wait for ever."""

KILLED = {
    "one worker": f"begun(lambda: {LARGE}); os.kill(os.getpid(), signal.SIGKILL)",
    "several workers": f"shared([lambda: os.kill(os.getppid(), signal.SIGKILL) or {LARGE}] * 8, 2)",
}

INTERRUPTED = {
    "one worker": f"begun(lambda: os.kill(os.getppid(), signal.SIGINT) or {LARGE})()",
    "several workers": f"shared([lambda: os.kill(os.getppid(), signal.SIGINT) or {LARGE}] * 8, 2)",
}


def ended(program: str) -> int:
    """Run a program until it and all that it started have ended, and return its exit status.

    What it started has its standard output too, so reading that to the end waits for all.
    """
    command = [sys.executable, "-c", f"import os, signal\nfrom aeosite.basics.share import begun, shared\n{program}"]
    return subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False).returncode


@pytest.mark.parametrize("program", KILLED.values(), ids=KILLED)
def test_workers_end_when_the_process_they_work_for_is_killed(program: str) -> None:
    assert ended(program) == -signal.SIGKILL


@pytest.mark.parametrize("program", INTERRUPTED.values(), ids=INTERRUPTED)
def test_an_interrupt_ends_workers_that_still_have_an_answer(program: str) -> None:
    assert ended(program) == -signal.SIGINT


def failing() -> int:
    raise ValueError("a task")


def killed() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_answers_come_in_the_order_of_the_tasks(workers: int) -> None:
    assert shared([partial(pow, number, 2) for number in range(20)], workers) == [number**2 for number in range(20)]


@pytest.mark.parametrize(("task", "raised"), [(failing, ValueError), (killed, ChildProcessError)], ids=["raises", "is killed"])
def test_what_goes_wrong_in_a_worker_is_raised_here(task: Callable[[], int], raised: type[Exception]) -> None:
    with pytest.raises(raised):
        shared([partial(int, "1"), task, partial(int, "2")], 2)
    with pytest.raises(raised):
        begun(task)()
