"""What all checks share: the daemon under test, its folder, the verdicts, and the care to leave no process behind."""

import argparse
import ctypes
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from client import Connection, NoAnswer

ROOT = pathlib.Path(__file__).resolve().parents[2]
PR_SET_CHILD_SUBREAPER = 36


class Verdicts:
    """One line for each check, and a summary."""

    def __init__(self) -> None:
        self.passed = self.failed = 0

    def say(self, is_good: bool, text: str) -> bool:
        self.passed += is_good
        self.failed += not is_good
        print(f"{'pass' if is_good else 'FAIL'}  {text}", flush=True)
        return is_good

    def summary(self) -> int:
        """Prints it; the exit code."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0


def arguments(description: str) -> argparse.ArgumentParser:
    """A parser with the options that every check has."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--binary", default=os.environ.get("UPBEAT_BINARY", str(ROOT / ".build/release/upbeat")), help="the daemon")
    parser.add_argument("--seed", type=int, default=None, help="of all that is random; none: a new one, which is printed")
    parser.add_argument("--folder", default="/tmp", help="where the daemon's folder is made (keep it short: it holds a socket)")
    parser.add_argument("--control", action="store_true", help="break something on purpose: the check must FAIL")
    return parser


def begin(options: argparse.Namespace, name: str) -> random.Random:
    """Prepares the process and says what runs."""
    if sys.platform != "linux":
        raise SystemExit("these checks need Linux")
    if not os.access(options.binary, os.X_OK):
        raise SystemExit(f"{options.binary} is missing: run `make release` first, or name another one with --binary")
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 32)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"{name}{' (control: must fail)' if options.control else ''}, seed {options.seed}", flush=True)
    return random.Random(options.seed)


class Place:
    """A folder of our own, with a copy of the binary; removed in the end with every process that is left.

    The copy keeps a build that replaces the binary from disturbing the check.
    """

    def __init__(self, options: argparse.Namespace):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="upbeat-chaos-", dir=options.folder))
        self.binary = self.path / "upbeat"
        self.keep = False
        shutil.copy2(options.binary, self.binary)

    def __enter__(self) -> "Place":
        return self

    def __exit__(self, *_: object) -> None:
        end_children()
        if self.keep:
            self.binary.unlink()
            print(f"kept: {self.path}", flush=True)
        else:
            shutil.rmtree(self.path, ignore_errors=True)


class Daemon:
    """`upbeat run` on a state folder."""

    def __init__(self, place: Place, home: pathlib.Path, **variables: str):
        home.mkdir(mode=0o700, exist_ok=True)
        self.home = home
        self.socket = str(home / "upbeat.sock")
        self.errors = place.path / f"{home.name}.stderr"
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(place.path),
            "UPBEAT_HOME": str(home),
            "UPBEAT_DESK": "/",
            "UPBEAT_HTTP_ENABLED": "false",
            "UPBEAT_ENGINE_DRAIN_LIMIT": "2s",
            "UPBEAT_RUN_GRACE": "300ms",
            "UPBEAT_RETRY_BASE": "200ms",
        } | variables
        with open(self.errors, "ab") as errors:
            self.from_byte = errors.tell()
            self.process = subprocess.Popen(
                [place.binary, "run"], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, cwd="/"
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_ready(self, limit: float = 20) -> bool:
        """Waits until it answers; false when it ended instead."""
        connection = Connection(self.socket)
        end = time.monotonic() + limit
        while self.process.poll() is None:
            try:
                status, answer = connection.request("GET", "/v1/status")
                if status == 200 and answer.get("pid") == self.pid:
                    return True
            except NoAnswer:
                pass
            if time.monotonic() > end:
                raise TimeoutError(f"the daemon did not answer within {limit} s: {self.complaint()}")
            time.sleep(0.01)
        return False

    def ends(self, limit: float) -> int | None:
        """Its exit code, where it ends by itself in time; minus the signal's number for a crash."""
        end = time.monotonic() + limit
        while self.process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        return self.process.returncode

    def stop(self) -> int:
        """TERM, then waits; the exit code."""
        self.process.terminate()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def complaint(self) -> str:
        """All that it wrote to its standard error."""
        with open(self.errors, "rb") as errors:
            errors.seek(self.from_byte)
            return errors.read().decode(errors="replace").strip()


def end_children() -> None:
    """Ends what this process started, or what it inherited as its subreaper, each by its pid, until none is left."""
    for _ in range(100):
        children = [int(text) for text in pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
        if not children:
            return
        for pid in children:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
