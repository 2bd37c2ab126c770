"""Writers that ask for pulses at the same time and note what was answered."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from client import Connection, NoAnswer


@dataclass(slots=True)
class Acknowledged:
    """A pulse whose request was answered with 201."""

    id: int
    label: str
    """A word of its spec that no other pulse has."""
    sent: float
    """Moments of the monotonic clock."""
    answered: float
    mark: int
    """What `mark()` said when the answer had come."""


Shape = Callable[[random.Random, str], dict]


def far_and_near(rng: random.Random, label: str) -> dict:
    """Mostly pulses of tomorrow, some that run at once; specs of several sizes, so that pages split and overflow."""
    padding = "x" * rng.choice((0, 50, 200, 400, 1500, 5000))
    return {"prompt": f"{label} {padding}", "runner": "echo", "at": "now" if rng.random() < 0.3 else "in 1 day"}


class Writers:
    """Threads that post until they are told to stop."""

    def __init__(self, socket: str, rng: random.Random, *, count: int = 4, shape: Shape = far_and_near,
                 mark: Callable[[], int] = lambda: 0, pause: float = 0):  # fmt: skip
        self.acknowledged: list[Acknowledged] = []
        self.statuses: Counter[int | str] = Counter()
        self.oddities: list[str] = []
        self._shape, self._mark, self._pause, self._socket = shape, mark, pause, socket
        self._over = threading.Event()
        seeds = [rng.randrange(1 << 32) for _ in range(count)]
        self._threads = [threading.Thread(target=self._write, args=(n, seed), daemon=True) for n, seed in enumerate(seeds)]

    def start(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(15)

    def _write(self, number: int, seed: int) -> None:
        rng = random.Random(seed)
        connection = Connection(self._socket, timeout=8)
        made = 0
        while not self._over.is_set():
            made += 1
            label = f"w{number}-{made}-"
            sent = time.monotonic()
            try:
                status, answer = connection.request("POST", "/v1/pulses", self._shape(rng, label))
            except NoAnswer:
                self.statuses["none"] += 1
                time.sleep(0.02)
                continue
            answered, mark = time.monotonic(), self._mark()
            self.statuses[status] += 1
            if status == 201:
                self.acknowledged.append(Acknowledged(answer["pulse"]["id"], label, sent, answered, mark))
            else:
                if len(self.oddities) < 20 and status not in (503, 507):
                    self.oddities.append(f"{status}: {answer.get('detail', answer)}")
                time.sleep(0.02)
            if self._pause:
                time.sleep(rng.uniform(0, 2 * self._pause))
        connection.close()
