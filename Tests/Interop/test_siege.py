"""The schedule keeps time, and nothing acknowledged is lost, whatever comes in over TCP.

Small sizes in every run; `make siege` (UPBEAT_SIEGE=full) takes those that the promises name. How late runs began is read afterwards from
the attempts on record, over the daemon's own socket, which those who come over TCP cannot fill.
"""

import contextlib
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta, timezone

import pytest
from conftest import Daemon
from raw import Door, connect, exchange, read_to_end, statuses

FULL = os.environ.get("UPBEAT_SIEGE") == "full"
CONNECTIONS = 1000 if FULL else 400
CHUNKED_BYTES = (10 << 30) if FULL else (64 << 20)
POSTS = 100_000 if FULL else 3000
WRITERS = 16
# Of a run beside its due time, in milliseconds.
BOUND = 1000


class Beat:
    """Runs that are due each 200 ms, made before the siege, and a schedule of every second."""

    def __init__(self, daemon, seconds: float):
        self.door = Door(daemon)
        self.door.ask("POST", "/v1/schedules", {"name": "beat", "every": "1s", "command": ["true"]})
        begin = datetime.now(timezone.utc) + timedelta(seconds=1)
        self.pulses = [
            self.door.ask("POST", "/v1/pulses", {"command": ["true"], "at": (begin + timedelta(seconds=n / 5)).isoformat()})["pulse"]["id"]
            for n in range(int(seconds * 5))
        ]
        self.begin = begin

    def lateness(self, until: datetime) -> list[int]:
        """Of every run that was due until then, once all of them have ended."""
        self.door.ask("POST", "/v1/schedules/beat/pause", {})
        late = [
            self.of(pulse) for number, pulse in enumerate(self.pulses) if self.begin + timedelta(seconds=number / 5) <= until
        ]
        fired = [o["pulse"] for o in self.door.ask("GET", "/v1/schedules/beat/occurrences?limit=500")["occurrences"] if o["pulse"]]
        assert fired
        return sorted(late + [self.of(pulse) for pulse in fired])

    def of(self, pulse: int) -> int:
        while True:
            attempts = self.door.ask("GET", f"/v1/pulses/{pulse}")["attempts"]
            if attempts and attempts[0]["outcome"]:
                assert attempts[0]["outcome"] == "succeeded", attempts
                return attempts[0]["lateness_ms"]
            time.sleep(0.02)


def verdict(name: str, late: list[int], **more):
    p99 = late[int(len(late) * 0.99)]
    facts = ", ".join(f"{key} {value}" for key, value in more.items())
    print(f"\n{name}: {len(late)} runs, lateness p50 {late[len(late) // 2]} ms, p99 {p99} ms, max {late[-1]} ms; {facts}")
    assert p99 < BOUND


@contextlib.contextmanager
def besieged(tmp_path, seconds, files=None, **variables):
    limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))) if files else None
    daemon = Daemon(tmp_path, UPBEAT_HTTP_AGENT_RATE="0", preexec_fn=limit, **variables)
    try:
        yield daemon, Beat(daemon, seconds)
        assert daemon.process.poll() is None
    finally:
        daemon.stop()


def memory(daemon) -> int:
    """Resident, in MiB."""
    with open(f"/proc/{daemon.process.pid}/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


class Dribblers:
    """Connections that send a byte of a head now and then, and come again when they are closed."""

    def __init__(self, daemon, count: int):
        self.daemon, self.count, self.came, self.refused = daemon, count, 0, 0
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(count // 8,)) for _ in range(8)]
        for thread in self.threads:
            thread.start()

    def run(self, count):
        lines: list[socket.socket | None] = [None] * count
        while not self.over.is_set():
            for index, line in enumerate(lines):
                try:
                    if line is None:
                        line = lines[index] = connect(self.daemon, timeout=2)
                        line.setblocking(False)
                        self.came += 1
                        line.send(b"GET /healthz HTTP/1.1\r\nX-A: ")
                    else:
                        line.send(b"a")
                        with contextlib.suppress(BlockingIOError):
                            if not line.recv(4096):
                                raise ConnectionResetError
                except OSError:
                    self.refused += 1
                    if line is not None:
                        line.close()
                    lines[index] = None
                if self.over.is_set():
                    break
            self.over.wait(0.2)
        for line in lines:
            if line is not None:
                line.close()

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join()


def test_dribbling_connections(tmp_path):
    seconds = 30 if FULL else 6
    with besieged(tmp_path, seconds) as (daemon, beat):
        dribblers = Dribblers(daemon, CONNECTIONS)
        try:
            answered = 0
            while datetime.now(timezone.utc) < beat.begin + timedelta(seconds=seconds):
                request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                with contextlib.suppress(OSError):
                    answered += statuses(exchange(daemon, request)) == [200]
        finally:
            dribblers.stop()
        late = beat.lateness(datetime.now(timezone.utc))
        verdict("dribbling", late, connections=dribblers.count, came=dribblers.came, others_answered=answered, rss=memory(daemon))
        assert answered > 0


def test_a_chunked_body_without_end(tmp_path):
    """It is cut off; whoever sends it comes again until all is sent."""
    seconds = 30 if FULL else 5
    with besieged(tmp_path, seconds) as (daemon, beat):
        before, sent, rounds = memory(daemon), 0, 0
        chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
        end = time.monotonic() + (120 if FULL else 30)
        head = f"POST /v1/pulses HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {daemon.token}\r\n"
        fields = b"Content-Type: application/json\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        least = beat.begin + timedelta(seconds=seconds)
        while (sent < CHUNKED_BYTES or datetime.now(timezone.utc) < least) and time.monotonic() < end:
            rounds += 1
            with connect(daemon) as connection:
                connection.sendall(head.encode() + fields)
                with contextlib.suppress(ConnectionError):
                    for _ in range(64):
                        connection.sendall(chunk)
                        sent += len(chunk)
                    connection.sendall(b"0\r\n\r\n")
                assert statuses(read_to_end(connection)) in ([413], [])
        late = beat.lateness(datetime.now(timezone.utc))
        verdict("endless body", late, sent=f"{sent >> 20} MiB", rounds=rounds, rss=f"{before} -> {memory(daemon)} MiB")
        assert sent >= CHUNKED_BYTES and memory(daemon) - before < 64


WRITER = """
import http.client, json, sys
host, port, token, count, name = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5]
connection, done = http.client.HTTPConnection(host, port, timeout=30), 0
while done < count:
    body = json.dumps({"command": ["true"], "at": "in 2 days", "tags": [name]})
    fields = {"Authorization": "Bearer " + token, "Content-Type": "application/json", "Idempotency-Key": f"{name}-{done}"}
    try:
        connection.request("POST", "/v1/pulses", body, fields)
        answer = connection.getresponse()
        text = answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        continue
    if answer.status in (200, 201):
        print(json.loads(text)["pulse"]["id"])
        done += 1
    elif answer.status not in (429, 503):
        sys.exit(f"{answer.status} {text}")
"""


def write(daemon, count: int) -> set[int]:
    """POSTs from programs of their own; the ids that were acknowledged."""
    host, port = daemon.url.rsplit("/", 1)[1].split(":")
    token = daemon.token
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, host, port, token, str(count // WRITERS), f"w{n}"], stdout=subprocess.PIPE, text=True
        )
        for n in range(WRITERS)
    ]
    texts: list[str] = [""] * WRITERS

    def collect(n):
        texts[n] = writers[n].communicate(timeout=600)[0]

    threads = [threading.Thread(target=collect, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(writer.returncode == 0 for writer in writers)
    return {int(line) for text in texts for line in text.split()}


def kept(door) -> set[int]:
    """All pulses that wait."""
    found: set[int] = set()
    before = ""
    while True:
        page = door.ask("GET", f"/v1/pulses?status=pending&limit=500{before}")["pulses"]
        found |= {pulse["id"] for pulse in page}
        if len(page) < 500:
            return found
        before = f"&before={page[-1]['id']}"


def test_many_posts(tmp_path):
    with besieged(tmp_path, 120 if FULL else 20) as (daemon, beat):
        start = time.monotonic()
        acknowledged = write(daemon, POSTS)
        took = time.monotonic() - start
        late = beat.lateness(datetime.now(timezone.utc))
        assert len(acknowledged) == POSTS // WRITERS * WRITERS
        assert not acknowledged - kept(beat.door)
        verdict("posts", late, acknowledged=len(acknowledged), each_second=int(len(acknowledged) / took), rss=memory(daemon))


@pytest.mark.parametrize("files", [64])
def test_few_files(tmp_path, files):
    """Dribblers and writers at once, where hardly a file may be open."""
    with besieged(tmp_path, 60 if FULL else 12, files=files) as (daemon, beat):
        dribblers = Dribblers(daemon, 200)
        try:
            acknowledged = write(daemon, 800)
        finally:
            dribblers.stop()
        late = beat.lateness(datetime.now(timezone.utc))
        assert len(acknowledged) == 800 and not acknowledged - kept(beat.door)
        verdict(f"ulimit -n {files}", late, acknowledged=len(acknowledged), came=dribblers.came, rss=memory(daemon))
        # When it is over, everybody is let in again.
        request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        while statuses(exchange(daemon, request)) != [200]:
            pass
    assert "ERROR" not in (daemon.home / "upbeat.log").read_text()


def test_a_listener_outlives_the_last_file(tmp_path):
    """Where none is left for a connection it waits, and is answered once there is one."""
    daemon = Daemon(tmp_path)
    try:
        pid = daemon.process.pid
        soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        # Numbers are given out from below: none under this one is free.
        used = {int(name) for name in os.listdir(f"/proc/{pid}/fd")}
        first_free = next(number for number in range(soft) if number not in used)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (first_free, hard))
        with connect(daemon) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            connection.settimeout(0.5)
            with pytest.raises(TimeoutError):
                connection.recv(1)
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
            connection.settimeout(10)
            assert statuses(read_to_end(connection)) == [200]
        assert daemon.command("status").returncode == 0
    finally:
        daemon.stop()


def test_too_few_files_are_told(tmp_path):
    daemon = Daemon(tmp_path, starts=False)
    refused = daemon.command("run", check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (48, 48)))
    assert refused.returncode == 1 and "only 48 files may be open at once, and Upbeat needs 64" in refused.stderr, refused.stderr
