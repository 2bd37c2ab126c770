"""HTTP over the daemon's Unix socket: as little of it as is needed."""

import json
import socket


class NoAnswer(Exception):
    """The daemon is gone, or the request may or may not have been done."""


class Connection:
    """One connection that is kept and made anew when it breaks."""

    def __init__(self, path: str, timeout: float = 10):
        self.path, self.timeout = path, timeout
        self.socket: socket.socket | None = None
        self.rest = b""

    def request(self, method: str, target: str, body: dict | None = None) -> tuple[int, dict]:
        """Status and body of the answer."""
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(content)}\r\n"
        if body is not None:
            head += "Content-Type: application/json\r\n"
        try:
            if self.socket is None:
                self.open()
            self.socket.sendall(head.encode() + b"\r\n" + content)
            return self._answer()
        except (OSError, ValueError, IndexError) as error:
            self.close()
            raise NoAnswer(f"{type(error).__name__}: {error}") from None

    def open(self) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(self.timeout)
        self.socket.connect(self.path)

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket, self.rest = None, b""

    def _answer(self) -> tuple[int, dict]:
        while b"\r\n\r\n" not in self.rest:
            self._more()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(fields.get("content-length", "0"))
        while len(self.rest) < length:
            self._more()
        body, self.rest = self.rest[:length], self.rest[length:]
        if fields.get("connection") == "close":
            self.close()
        return int(lines[0].split(" ")[1]), json.loads(body) if body else {}

    def _more(self) -> None:
        piece = self.socket.recv(65536)
        if not piece:
            raise OSError("the connection ended")
        self.rest += piece
