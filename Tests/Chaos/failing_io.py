"""Failing I/O: after the first failed write or sync nothing more is acknowledged, and the daemon ends with a clear word.

The shim lets the n-th call on the database's files fail with EIO, once or from then on; n = 1 is at the first start, later ones are
under writers. Each case asks: did the daemon end with an exit code of an error within 5 s, and say why? Was any request acknowledged that
was sent after the failure? Does what it acknowledged lie on the disk, had the power gone at the failure? Does a start on the good disk
find all of it, and is the file whole?

The control hides the failures from the daemon, as a build would that ignores them.
"""

import pathlib
import random
import re
import shutil
import sys
import time

import house
import shim
from database import faults
from images import Disk
from writers import Acknowledged, Writers


def cases(options, at_start: dict[str, int]) -> list[str]:
    """What fails, in the words of the shim."""
    numbers = [*range(1, options.calls + 1), *options.later]
    found = [f"{op}:*:{n}{ever}" for op in ("sync", "write") for n in numbers for ever in ("", "+")]
    # The file itself is written and synced when the log is moved into it, which comes after hundreds of commits.
    return found + [f"{op}:upbeat.db:{at_start[op] + n}{ever}" for op in ("sync", "write") for n in (1, 2) for ever in ("", "+")]


def calls_of_a_start(place: house.Place, library: pathlib.Path) -> dict[str, int]:
    """How often a first start syncs and writes the file itself."""
    home, log = place.path / "first", place.path / "first.calls"
    home.mkdir(mode=0o700)
    daemon = house.Daemon(place, home, **shim.variables(library, home, log))
    if not daemon.is_ready():
        raise SystemExit(f"the daemon did not start: {daemon.complaint()}")
    daemon.kill()
    ops = [op.op for op in shim.read_log(log) if op.name == "upbeat.db"]
    return {"sync": ops.count("S"), "write": ops.count("W")}


class Case:
    """One daemon with one failure."""

    def __init__(self, place: house.Place, library: pathlib.Path, fail: str, options, rng: random.Random):
        self.place, self.library, self.fail, self.options, self.rng = place, library, fail, options, rng
        self.wrong: list[str] = []
        self.acknowledged: list[Acknowledged] = []
        self.had_begun = False
        self.delay: float | None = None
        """From the failure to the end of the daemon, in seconds."""

    @property
    def group(self) -> str:
        op, name, number = self.fail.split(":")
        which = "any file" if name == "*" else name
        return f"{op} of {which}, {'from then on' if number.endswith('+') else 'once'}"

    @property
    def words(self) -> str:
        start = "under writers" if self.had_begun else "at the start"
        return f"{self.fail} ({start}, {len(self.acknowledged)} acknowledged): {'; '.join(self.wrong)}"

    def run(self) -> "Case":
        home = self.place.path / "home"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700)
        log = self.place.path / "calls"
        log.unlink(missing_ok=True)
        lie = "fail" if self.options.control else ""
        daemon = house.Daemon(self.place, home, **shim.variables(self.library, home, log, fail=self.fail, lie=lie))
        writers = None
        code = None
        self.had_begun = daemon.is_ready()
        if self.had_begun:
            writers = Writers(daemon.socket, self.rng).start()
            code = self._watch(daemon, log)
            writers.stop()
            self.acknowledged = writers.acknowledged
        ended = time.monotonic() if not self.had_begun or code is None else self.ended
        code = daemon.ends(0)
        if code is None:
            daemon.kill()
        ops = shim.read_log(log)
        failure = next((index for index, op in enumerate(ops) if op.op == "X"), None)
        if failure is None:
            self.wrong.append("no such call came")
            return self
        moment = ops[failure].offset / 1e9
        self.delay = ended - moment
        self._judge_end(code, daemon.complaint())
        self._judge_answers(moment, ops, failure)
        self._judge_restart(home)
        return self

    def _watch(self, daemon: house.Daemon, log: pathlib.Path) -> int | None:
        """Waits for the failure, and from then on up to the limit for the end."""
        end = time.monotonic() + self.options.patience
        size, reached = 0, False
        while time.monotonic() < end:
            code = daemon.ends(0.02)
            if code is not None:
                self.ended = time.monotonic()
                return code
            if not reached and self._has_failed(log, size):
                reached = True
                end = time.monotonic() + 6
            size = max(0, shim.length(log) - 64)
        return None

    @staticmethod
    def _has_failed(log: pathlib.Path, start: int) -> bool:
        with open(log, "rb") as calls:
            calls.seek(start)
            return re.search(rb"X[\x01-\x20]\0\0[\x04\x05]\0\0\0.{8}upbeat\.db[a-z.-]*(sync|write)", calls.read(), re.DOTALL) is not None

    def _judge_end(self, code: int | None, words: str) -> None:
        if code is None:
            self.wrong.append("it went on")
        elif code <= 0:
            self.wrong.append(f"exit code {code}")
        elif self.delay > 5:
            self.wrong.append(f"it took {self.delay:.1f} s to end")
        last = words.splitlines()[-1] if words else ""
        if code is not None and not ("upbeat" in last and re.search(r"I/O error|cannot|input/output", last, re.IGNORECASE)):
            self.wrong.append(f"its last word is not clear: {last[:200]!r}")

    def _judge_answers(self, moment: float, ops: list[shim.Op], failure: int) -> None:
        late = [ack for ack in self.acknowledged if ack.sent > moment]
        if late:
            self.wrong.append(f"{len(late)} acknowledged that were asked for after the failure")
        self._judge_power_cut(ops[:failure], [ack for ack in self.acknowledged if ack.sent <= moment], "at the failure")
        if late:
            self._judge_power_cut(ops, self.acknowledged, "at the end")

    def _judge_power_cut(self, ops: list[shim.Op], required: list[Acknowledged], when: str) -> None:
        """The disk after a power cut that keeps nothing but what was synced."""
        disk = Disk()
        for op in ops:
            disk.do(op)
        image = self.place.path / "image"
        image.mkdir()
        disk.write_image(image, self.rng, "all dropped")
        damage, lost = faults(image / "upbeat.db", required)
        shutil.rmtree(image)
        if damage or lost:
            self.wrong.append(f"a power cut {when} would lose {len(lost)} acknowledged {damage or lost[:5]}")
        elif when == "at the end":
            self.wrong.append("(a power cut at the end would lose none)")

    def _judge_restart(self, home: pathlib.Path) -> None:
        daemon = house.Daemon(self.place, home)
        if not daemon.is_ready():
            self.wrong.append(f"no start afterwards: {daemon.complaint()[-300:]}")
            return
        code = daemon.stop()
        damage, lost = faults(home / "upbeat.db", self.acknowledged)
        if code or damage or lost:
            self.wrong.append(f"after a restart: exit code {code}, {damage}, lost {lost[:5]}")


def report(verdicts: house.Verdicts, group: str, members: list[Case]) -> None:
    """One line about all cases of a kind."""
    bad = sum(bool(case.wrong) for case in members)
    begun = sum(case.had_begun for case in members)
    acknowledged = sum(len(case.acknowledged) for case in members)
    slowest = max((case.delay for case in members if case.delay is not None), default=0)
    verdicts.say(
        not bad,
        f"failing I/O, {group}: {len(members)} cases, {bad} bad; {len(members) - begun} at the start, {begun} under writers,"
        f" {acknowledged} acknowledged; the slowest end after {slowest:.2f} s",
    )


def main() -> int:
    parser = house.arguments(__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=30, help="the first so many calls fail, each in a case of its own")
    parser.add_argument("--later", type=int, nargs="*", default=[50, 100, 200, 400], help="and these")
    parser.add_argument("--patience", type=float, default=20, help="seconds within which a call has to come")
    parser.add_argument("--only", help="one case alone, such as sync:*:7+")
    options = parser.parse_args()
    rng = house.begin(options, "failing I/O")
    verdicts = house.Verdicts()
    with house.Place(options) as place:
        library = shim.build(place.path)
        groups: dict[str, list[Case]] = {}
        for fail in [options.only] if options.only else cases(options, calls_of_a_start(place, library)):
            case = Case(place, library, fail, options, rng).run()
            groups.setdefault(case.group, []).append(case)
            if case.wrong:
                print(f"      {case.words}", flush=True)
        for group, members in groups.items():
            report(verdicts, group, members)
    return verdicts.summary()


if __name__ == "__main__":
    sys.exit(main())
