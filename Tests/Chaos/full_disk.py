"""Full disk: an honest 507 while it lasts, work goes on by itself within 5 s after room is made, nothing acknowledged is lost.

The daemon's folder lies on a small tmpfs. Writers post pulses that run `/bin/true`; a file fills the disk and is removed again, over and
over. A cycle stays full until a writer was told so. Only 201 and 507 may be answered; the daemon must live throughout.

The control hides the full disk from the daemon (the shim says that writes went well): acknowledged pulses must get lost.
"""

import ctypes
import os
import pathlib
import random
import sys
import time

import house
import shim
from client import Connection, NoAnswer
from database import faults
from writers import Writers

MNT_DETACH = 2


def command(rng: random.Random, label: str) -> dict:
    """A pulse that runs at once and does nothing."""
    return {"command": ["/bin/true", label + "x" * rng.choice((0, 100, 1000))]}


class SmallDisk:
    """A tmpfs that is there as long as this is."""

    def __init__(self, path: pathlib.Path, mebibytes: int):
        self.path, self.mebibytes = path, mebibytes
        self._library = ctypes.CDLL(None, use_errno=True)

    def __enter__(self) -> "SmallDisk":
        self.path.mkdir(mode=0o700)
        options = f"size={self.mebibytes}m,mode=700".encode()
        if self._library.mount(b"chaos", os.fsencode(self.path), b"tmpfs", 0, options):
            raise SystemExit(f"a tmpfs cannot be mounted here ({os.strerror(ctypes.get_errno())}): this check needs root")
        return self

    def __exit__(self, *_: object) -> None:
        house.end_children()
        self._library.umount2(os.fsencode(self.path), MNT_DETACH)

    def fill(self) -> None:
        """Takes all room that is left, to the last page."""
        with open(self.path / "ballast", "ab", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(1 << 16))
            except OSError:
                pass
            try:
                while True:
                    ballast.write(bytes(4096))
            except OSError:
                pass

    def free(self) -> None:
        (self.path / "ballast").unlink(missing_ok=True)

    def room(self) -> int:
        facts = os.statvfs(self.path)
        return facts.f_bavail * facts.f_frsize


class Check:
    """The cycles, and what is judged after them."""

    def __init__(self, place: house.Place, disk: SmallDisk, options, rng: random.Random):
        self.disk, self.options, self.rng = disk, options, rng
        variables: dict[str, str] = {}
        if options.control:
            variables = shim.variables(shim.build(place.path), disk.path, place.path / "calls", lie="space")
        self.daemon = house.Daemon(place, disk.path, **variables)
        self.heals: list[float] = []
        self.unheard = 0
        """Cycles in which no writer was told."""
        self.runs = 0

    def run(self, verdicts: house.Verdicts) -> None:
        daemon, options = self.daemon, self.options
        if not daemon.is_ready():
            raise SystemExit(f"the daemon did not start: {daemon.complaint()}")
        self.writers = writers = Writers(daemon.socket, self.rng, shape=command, pause=0.008).start()
        begun = time.monotonic()
        done = 0
        for done in range(1, options.cycles + 1):
            if not self._cycle():
                break
        time.sleep(0.5)
        writers.stop()
        code = daemon.ends(0)
        verdicts.say(
            code is None and done == options.cycles,
            f"full disk, alive: {done} of {options.cycles} cycles in {time.monotonic() - begun:.0f} s"
            + ("" if code is None else f"; it ended with {code}: {daemon.complaint()[-300:]}"),
        )
        odd = {status: count for status, count in writers.statuses.items() if status not in (201, 507)}
        verdicts.say(
            not odd and writers.statuses[507] > 0,
            f"full disk, answers: {writers.statuses[201]} times 201, {writers.statuses[507]} times 507, others {odd or 'none'};"
            f" {self.unheard} cycles without a 507{''.join('; ' + text for text in writers.oddities[:3])}",
        )
        slowest = max(self.heals, default=float("inf"))
        verdicts.say(
            len(self.heals) == options.cycles and slowest <= 5,
            f"full disk, healed: {len(self.heals)} of {options.cycles} times, the slowest after {slowest:.2f} s",
        )
        self._judge_end(verdicts, code)

    def _cycle(self) -> bool:
        """Fills and frees once; false when the daemon is gone."""
        told = self.writers.statuses[507]
        end = time.monotonic() + self.options.patience
        while self.writers.statuses[507] == told and time.monotonic() < end:
            self.disk.fill()
            if self.daemon.ends(0.05) is not None:
                return False
        self.unheard += self.writers.statuses[507] == told
        hold = time.monotonic() + self.rng.uniform(0.05, 0.8)
        while time.monotonic() < hold:
            self.disk.fill()
            time.sleep(0.02)
        freed = time.monotonic()
        self.disk.free()
        while not any(ack.sent > freed for ack in self.writers.acknowledged[-8:]):
            if time.monotonic() > freed + 10 or self.daemon.ends(0.01) is not None:
                return self.daemon.ends(0) is None
        self.heals.append(time.monotonic() - freed)
        time.sleep(self.rng.uniform(0.1, 0.5))
        return True

    def _judge_end(self, verdicts: house.Verdicts, code: int | None) -> None:
        """Waits until all has run, stops the daemon, and counts."""
        acknowledged = self.writers.acknowledged
        counts = self._wait_for_runs() if code is None else None
        verdicts.say(
            counts is not None and counts["completed"] == sum(counts.values()) >= len(acknowledged),
            f"full disk, runs: 30 s later at most, of {len(acknowledged)} acknowledged {counts and {k: v for k, v in counts.items() if v}}",
        )
        if code is None:
            verdicts.say(self.daemon.stop() == 0, "full disk, stop: the daemon ends in order")
        damage, lost = faults(self.disk.path / "upbeat.db", acknowledged)
        verdicts.say(
            not damage and not lost,
            f"full disk, kept: {len(acknowledged)} acknowledged, {len(lost)} lost, {len(damage)} damaged{''.join('; ' + text for text in damage)}",
        )

    def _wait_for_runs(self) -> dict[str, int] | None:
        """How many pulses there are by status, when none is open any more."""
        connection = Connection(self.daemon.socket)
        end = time.monotonic() + 30
        while True:
            try:
                _, answer = connection.request("GET", "/v1/status")
            except NoAnswer:
                return None
            if not open_pulses(answer) or time.monotonic() > end:
                return answer["pulses"]
            time.sleep(0.1)


def open_pulses(status: dict) -> int:
    """How many wait or run, as `/v1/status` says."""
    counts = status["pulses"]
    return counts["pending"] + counts["processing"]


def main() -> int:
    parser = house.arguments(__doc__.splitlines()[0])
    parser.add_argument("--cycles", type=int, default=20, help="how often the disk is filled and freed")
    parser.add_argument("--mebibytes", type=int, default=32, help="the size of the disk")
    parser.add_argument("--patience", type=float, default=15, help="seconds that a full disk may go unnoticed, while old room is used again")
    options = parser.parse_args()
    rng = house.begin(options, "full disk")
    verdicts = house.Verdicts()
    with house.Place(options) as place, SmallDisk(place.path / "home", options.mebibytes) as disk:
        Check(place, disk, options, rng).run(verdicts)
    return verdicts.summary()


if __name__ == "__main__":
    sys.exit(main())
