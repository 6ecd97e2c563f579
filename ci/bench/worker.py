"""A reader in a process of its own, and what the process and its children cost."""

import json
import os
import select
import subprocess
import tempfile
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 180


class Failed(Exception):
    """The reader cannot be measured, and why."""


class Worker:
    def __init__(self, python, reader, cores, pinned, environment, seconds_at_most):
        self.seconds_at_most = seconds_at_most
        self.errors = tempfile.TemporaryFile()
        command = [python, str(Path(__file__).with_name("reader.py")), reader, str(cores)]
        if pinned:
            command = ["taskset", "-c", ",".join(map(str, pinned)), *command]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, env=environment, start_new_session=True
        )
        self._answer(START_SECONDS)

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        return self._answer(self.seconds_at_most)

    def read(self, variant, paths):
        """Frames, wall clock as the reader measures it, and CPU seconds of all its processes unless it knows better."""
        before = self.cpu_seconds()
        told = self.ask(do="read", variant=variant, paths=paths)
        return {"cpu": self.cpu_seconds() - before, **told}

    def cpu_seconds(self):
        """User and system time of the process and all below it, those that have ended included."""
        return sum(_ticks(pid) for pid in tree(self.process.pid)) / TICKS

    def close(self):
        """Ends the reader and what it started."""
        self.process.stdin.close()
        pids = tree(self.process.pid)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            pass
        for pid in pids:
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                pass
        self.process.wait()

    def _answer(self, seconds):
        line = _line(self.process.stdout, time.monotonic() + seconds)
        if line is None:
            raise Failed(f"no answer within {seconds} s")
        if not line:
            raise Failed(self._last_words())
        told = json.loads(line)
        if "error" in told:
            raise Failed(told["error"])
        return told

    def _last_words(self):
        self.errors.seek(0)
        lines = self.errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:300] if lines else "ended without a word"


class Started(Worker):
    """A worker with another program than that of ci/bench/read, asked and ended in the same way."""

    def __init__(self, program, python, words, pinned, seconds_at_most):
        if not Path(python).exists():
            raise Failed("its packages are not installed")
        self.seconds_at_most = seconds_at_most
        self.errors = tempfile.TemporaryFile()
        command = [str(python), str(Path(__file__).with_name(program)), *map(str, words)]
        if pinned:
            command = ["taskset", "-c", ",".join(map(str, pinned)), *command]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, start_new_session=True
        )
        self._answer(START_SECONDS)


def _line(stream, deadline):
    """The next line, nothing at the end of the stream, None if it does not come in time."""
    line = b""
    while not line.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([stream], [], [], left)[0]:
            return None
        piece = os.read(stream.fileno(), 1 << 20)
        if not piece:
            return b""
        line += piece
    return line


def tree(root):
    """A process and all its descendants."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _fields(entry.name)):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def _ticks(pid):
    fields = _fields(pid)
    return sum(map(int, fields[11:15])) if fields else 0


def _fields(pid):
    """What /proc/PID/stat says behind the name, from the state on; nothing if the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
