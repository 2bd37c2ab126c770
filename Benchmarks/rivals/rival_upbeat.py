"""Upbeat itself: a daemon of its own, asked over its Unix socket."""

import json
import os
import socket
import subprocess
import time
from datetime import datetime, timezone

import base

FAR = "2099-01-01T00:00:00Z"


def iso(moment):
    return datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class Connection:
    """One keep-alive HTTP connection, as thin as can be: the rivals pay for no HTTP library either."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.file = self.socket.makefile("rb")

    def ask(self, method, path, body=b""):
        head = f"{method} {path} HTTP/1.1\r\nHost: upbeat\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.socket.sendall(head.encode() + body)
        status = int(self.file.readline().split()[1])
        length = 0
        while (line := self.file.readline()) not in (b"\r\n", b""):
            if line[:15].lower() == b"content-length:":
                length = int(line[15:])
        answer = self.file.read(length)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {answer.decode()}")
        return answer

    def close(self):
        self.file.close()
        self.socket.close()


class UpbeatProducer:
    def __init__(self, path, spec, at=None):
        self.connection = Connection(path)
        self.body = json.dumps({**spec, **({"at": at} if at else {})}).encode()

    def put(self, job):
        self.connection.ask("POST", "/v1/pulses", self.body)

    def close(self):
        self.connection.close()


class Upbeat(base.Rival):
    name = "**Upbeat**, no-op (`echo` runner)"
    durability = "SQLite WAL, synchronous=FULL, answered after the commit"
    workers = "4 slots (default); HTTP over a Unix socket"
    spec = {"prompt": "a no-op", "runner": "echo"}
    slow_spec = None  # what takes 1 ms
    _daemon = None

    @property
    def binary(self):
        return os.environ["UPBEAT_BINARY"]

    def version(self):
        return subprocess.run([self.binary, "version"], capture_output=True, text=True, check=True).stdout.split()[-1]

    def setup(self, number):
        self.teardown()
        home = os.path.join(self.folder, f"upbeat-{number}")
        os.mkdir(home, 0o700)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("UPBEAT_")}
        self._daemon = subprocess.Popen(
            [self.binary, "run", "--port", "0", "--home", home], env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.socket = home + "/upbeat.sock"
        for _ in range(200):
            try:
                Connection(self.socket).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the daemon does not listen")

    def connect(self):
        return UpbeatProducer(self.socket, self.spec, at=FAR)

    def status(self, connection):
        return json.loads(connection.ask("GET", "/v1/status"))

    def drain(self, job):
        """All are due at one moment, by which they have been enqueued; the rate counts from that moment."""
        spec = self.spec if job == "no-op" else self.slow_spec
        if spec is None:
            return None
        due = time.time() + 4.0
        plain, self.connect = self.connect, lambda: UpbeatProducer(self.socket, spec, at=iso(due))
        made, _ = self.produce(job, 8, count=self.jobs, seconds=3.9)
        self.connect = plain
        connection = Connection(self.socket)
        time.sleep(max(0, due - time.time()))
        while True:
            pulses = self.status(connection)["pulses"]
            done, now = pulses["completed"], time.time()
            if done >= made or now - due > base.DRAIN_LIMIT:
                break
            time.sleep(0.02)
        connection.close()
        if pulses["failed"]:
            raise RuntimeError(f"{pulses['failed']} pulses failed")
        return done / (now - due)

    def finished(self, connection, number, limit=base.WAIT_LIMIT):
        """The pulse once it has ended, polled every 0.2 ms."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            answer = json.loads(connection.ask("GET", f"/v1/pulses/{number}"))
            if answer["pulse"]["status"] not in ("pending", "processing"):
                return answer
            time.sleep(0.0002)
        raise RuntimeError(f"pulse {number} does not end")

    def pickup(self):
        """What the client sees, from before the request until the pulse has ended; and the daemon's own words of it."""
        connection = Connection(self.socket)
        body = json.dumps(self.spec).encode()
        values, starts, own = [], [], []
        begun = time.monotonic()
        while len(values) <= base.PICKUPS and time.monotonic() - begun < base.WAIT_LIMIT:
            time.sleep(0.01)
            start, wall = time.monotonic(), time.time()
            made = json.loads(connection.ask("POST", "/v1/pulses", body))["pulse"]
            answer = self.finished(connection, made["id"])
            values.append((time.monotonic() - start) * 1000)
            started = seconds(answer["attempts"][0]["started_at"])
            starts.append((started - wall) * 1000)
            own.append((started - seconds(answer["pulse"]["created_at"])) * 1000)
        connection.close()
        start, own = base.percentiles(starts[1:]), base.percentiles(own[1:])
        self.note = (
            "pickup is request to *ended* as the client sees it; "
            f"request to started_at (ms, cut off) {start['p50']:.1f} / {start['p99']:.1f}, "
            f"created_at to started_at {own['p50']:.0f} / {own['p99']:.0f}")
        return base.percentiles(values[1:])

    def lateness(self):
        connection = Connection(self.socket)
        due = {}
        for _ in range(base.LATE_JOBS):
            time.sleep(0.05)
            moment = round(time.time() + self.ahead, 3)
            body = json.dumps({**self.spec, "at": iso(moment)}).encode()
            due[json.loads(connection.ask("POST", "/v1/pulses", body))["pulse"]["id"]] = moment
        values = []
        for number, moment in due.items():
            attempt = self.finished(connection, number)["attempts"][0]
            values.append((seconds(attempt["started_at"]) - moment) * 1000)
        connection.close()
        return base.percentiles(values)

    def teardown(self):
        if self._daemon is not None:
            self._daemon.terminate()
            try:
                self._daemon.wait(10)
            except subprocess.TimeoutExpired:
                self._daemon.kill()
                self._daemon.wait()
            self._daemon = None


class UpbeatCommand(Upbeat):
    name = "**Upbeat**, a real process (`/bin/true`)"
    spec = {"command": ["/bin/true"]}
    slow_spec = {"command": ["/bin/sleep", "0.001"]}
    jobs = 2000
