"""Bytes over a socket, with no HTTP library in between."""

import http.client
import json
import re
import socket
import time


def connect(daemon, timeout=20.0) -> socket.socket:
    host, port = daemon.url.rsplit("/", 1)[1].split(":")
    return socket.create_connection((host, int(port)), timeout=timeout)


def read_to_end(connection: socket.socket) -> bytes:
    """All that comes until the other side closes, or resets."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def exchange(daemon, sent: bytes, half_close=False) -> bytes:
    with connect(daemon) as connection:
        try:
            connection.sendall(sent)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # Refused before all was sent; what was said meanwhile is still to be read.
        return read_to_end(connection)


def statuses(answer: bytes) -> list[int]:
    return [int(code) for code in re.findall(rb"(?:^|\n|\})HTTP/1\.1 (\d{3}) ", answer)]


class Door(http.client.HTTPConnection):
    """The daemon's own socket: no token, and no place in the queue of those who come over TCP."""

    def __init__(self, daemon, timeout=30.0):
        super().__init__("localhost", timeout=timeout)
        self.path = str(daemon.home / "upbeat.sock")
        self.used = time.monotonic()

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

    def ask(self, method: str, path: str, body=None):
        # One that waits for longer than 75 s is closed.
        if time.monotonic() - self.used > 30:
            self.close()
        self.used = time.monotonic()
        self.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        answer = self.getresponse()
        text = answer.read()
        assert answer.status < 300, (answer.status, text)
        return json.loads(text)
