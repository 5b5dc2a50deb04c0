"""Share work out to processes. Results come back in the order of the tasks, so that nothing depends on which was done first."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

T = TypeVar("T")


def processors() -> int:
    """Return how many processes can work at once here."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def begun(task: Callable[[], T]) -> Callable[[], T]:
    """Start a task in a process of its own and return a function that waits for what it returns.

    Args:
        task: a function without arguments; where processes cannot be forked it must be one that can be sent to another process.

    Raises:
        Exception: (by the function returned) whatever the task raised.
        ChildProcessError: (by the function returned) the process ended without an answer.
    """
    methods = multiprocessing.get_all_start_methods()
    child, pipe = _started(multiprocessing.get_context("fork" if "fork" in methods else "spawn"), _answer, task)

    def result() -> T:
        try:
            answer = pipe.recv()
        except EOFError:
            raise ChildProcessError("a worker ended without an answer") from None
        finally:
            pipe.close()  # after an interrupt the process may still be about to answer
            child.join()
        if isinstance(answer, BaseException):
            raise answer
        return answer  # type: ignore[no-any-return]

    return result


def _answer(task: Callable[[], T], pipe: Connection) -> None:
    try:
        answer: T | BaseException = task()
    except BaseException as error:  # the parent raises it
        answer = error
    with suppress(BrokenPipeError):
        pipe.send(answer)


def _started(
    context: Any, work: Callable[..., None], *given: object, others: Sequence[Connection] = ()
) -> tuple[Any, Connection]:
    """Start a process whose work gets a pipe after what it is given; return it and the end where its answers arrive.

    A process that holds the reading end of its own pipe is never told that nobody reads any more: if this process were killed, it would wait
    for ever. So it closes the reading ends it was given a copy of, also those of the others.
    """
    arriving, leaving = context.Pipe(duplex=False)
    child = context.Process(target=_begin, args=(work, given, leaving, (arriving, *others)), daemon=True)
    child.start()
    leaving.close()
    return child, arriving


def _begin(work: Callable[..., None], given: tuple[object, ...], pipe: Connection, not_ours: Sequence[Connection]) -> None:
    for end in not_ours:
        end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent deals with interrupts
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    work(*given, pipe)


def shared(tasks: Sequence[Callable[[], T]], workers: int) -> list[T]:
    """Return what each task returns, in order.

    Workers are forks of this process, so tasks may use anything in memory; what they return is sent back. Where processes cannot be forked,
    or one worker is asked for, the tasks are done here.

    Args:
        tasks: functions without arguments.
        workers: how many processes work at once.

    Raises:
        Exception: whatever a task raised; the first by order of arrival.
        ChildProcessError: a worker ended without an answer, for example because it was killed.
    """
    if workers < 2 or len(tasks) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [task() for task in tasks]
    fork = multiprocessing.get_context("fork")
    turn = fork.Value("l", 0)
    pipes: list[Connection] = []
    children = []
    done: dict[int, T] = {}
    try:
        for _ in range(min(workers, len(tasks))):
            child, pipe = _started(fork, _work, tasks, turn, others=pipes)
            children.append(child)
            pipes.append(pipe)
        done.update(_gathered(pipes))
    finally:
        for child in children:
            if child.is_alive() and len(done) < len(tasks):
                child.terminate()
            child.join()
    if len(done) < len(tasks):
        raise ChildProcessError("a worker ended without an answer")
    return [done[number] for number in range(len(tasks))]


def _gathered(pipes: list[Connection]) -> Iterator[tuple[int, T]]:
    waiting = list(pipes)
    while waiting:
        for pipe in wait(waiting):
            assert isinstance(pipe, Connection)
            try:
                number, answer = pipe.recv()
            except EOFError:
                waiting.remove(pipe)
                continue
            if isinstance(answer, BaseException):
                raise answer
            yield number, answer


def _work(tasks: Sequence[Callable[[], T]], turn: "multiprocessing.sharedctypes.Synchronized[int]", pipe: Connection) -> None:
    while True:
        with turn.get_lock():
            number = turn.value
            turn.value += 1
        if number >= len(tasks):
            pipe.close()
            return
        try:
            answer: T | BaseException = tasks[number]()
        except BaseException as error:  # the parent raises it
            answer = error
        try:
            pipe.send((number, answer))
        except BrokenPipeError:  # the parent is gone
            return
