"""Memory: over very many runs the daemon's memory, open files, write-ahead log and log files stay as they are.

No-op pulses (the `echo` runner says the prompt back) go through the daemon in batches, from insert to end. After a warm-up, memory is
sampled after each batch; the slope is the median of the slopes between all pairs of samples (Theil and Sen), which an odd sample or a
step of the allocator does not move.

The control opens a connection with each batch and keeps it: open files, and so memory, must be seen to grow.
"""

import pathlib
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import house
from client import Connection
from database import faults
from full_disk import open_pulses
from writers import Writers

KIB = 1024


@dataclass
class Sample:
    """What the daemon holds after so many runs; sizes in KiB."""

    runs: int
    resident: int
    anonymous: int
    files: int
    wal: int
    logs: int


def sample(daemon: house.Daemon, runs: int) -> Sample:
    """Looks at /proc and at the files."""
    process = pathlib.Path(f"/proc/{daemon.pid}")
    fields = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
    return Sample(
        runs,
        int(fields["VmRSS"].split()[0]),
        int(fields["RssAnon"].split()[0]),
        len(list((process / "fd").iterdir())),
        (daemon.home / "upbeat.db-wal").stat().st_size // KIB,
        sum(file.stat().st_size for file in daemon.home.glob("upbeat.log*")) // KIB,
    )


def slope(samples: list[Sample], value: Callable[[Sample], float]) -> float:
    """Growth per 1000 runs, by Theil and Sen."""
    pairs = [(a, b) for index, a in enumerate(samples) for b in samples[index + 1 :] if b.runs > a.runs]
    return statistics.median((value(b) - value(a)) / (b.runs - a.runs) for a, b in pairs) * 1000


def run(daemon: house.Daemon, options, rng: random.Random) -> tuple[list[Sample], int]:
    """Puts all runs through; the samples, and how many pulses were made."""
    status = Connection(daemon.socket)
    samples: list[Sample] = []
    leaks: list[Connection] = []
    made = 0
    begun = time.monotonic()
    while made < options.runs and time.monotonic() - begun < options.limit:
        batch = min(options.batch, options.runs - made)
        made += post(daemon, rng, batch)
        while open_pulses(status.request("GET", "/v1/status")[1]):
            time.sleep(0.02)
        remove_old_output(daemon.home / "output")
        if options.control:
            leaks.append(Connection(daemon.socket))
            leaks[-1].open()
        samples.append(sample(daemon, made))
        if len(samples) % 20 == 1:
            now = samples[-1]
            print(
                f"      {now.runs} runs, {time.monotonic() - begun:.0f} s: RSS {now.resident} KiB, {now.files} files,"
                f" wal {now.wal} KiB, logs {now.logs} KiB",
                flush=True,
            )
    for leak in leaks:
        leak.close()
    return samples, made


def remove_old_output(folder: pathlib.Path) -> None:
    """Removes what ended runs wrote (nothing prunes it yet): a million runs would leave as many files."""
    for old in sorted(folder.iterdir(), key=lambda path: int(path.name))[:-2]:
        shutil.rmtree(old, ignore_errors=True)


def post(daemon: house.Daemon, rng: random.Random, batch: int) -> int:
    """Posts one batch with 8 writers; how many were made, which may be some more."""
    writers = Writers(daemon.socket, rng, count=8, shape=lambda _, label: {"prompt": f"{label} no-op", "runner": "echo"}).start()
    while len(writers.acknowledged) < batch and daemon.process.poll() is None:
        time.sleep(0.005)
    writers.stop()
    if daemon.process.poll() is not None:
        raise SystemExit(f"the daemon ended: {daemon.complaint()}")
    if writers.oddities:
        raise SystemExit(f"a pulse was refused: {writers.oddities[0]}")
    return len(writers.acknowledged)


def main() -> int:
    parser = house.arguments(__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200_000, help="how many pulses")
    parser.add_argument("--batch", type=int, default=2000, help="how many at a time")
    parser.add_argument("--warm-up", type=float, default=0.3, help="the part of the samples that is not judged")
    parser.add_argument("--limit", type=float, default=1800, help="seconds after which it ends early")
    parser.add_argument("--samples", type=pathlib.Path, help="a file to write all samples to, comma-separated")
    parser.add_argument("--slope", type=float, default=1.0, help="KiB that the memory may grow per 1000 runs")
    options = parser.parse_args()
    rng = house.begin(options, "memory")
    verdicts = house.Verdicts()
    with house.Place(options) as place:
        daemon = house.Daemon(place, place.path / "home", UPBEAT_ENGINE_SLOTS="32")
        if not daemon.is_ready():
            raise SystemExit(f"the daemon did not start: {daemon.complaint()}")
        begun = time.monotonic()
        samples, made = run(daemon, options, rng)
        seconds = time.monotonic() - begun
        if options.samples:
            rows = [",".join(asdict(samples[0])), *(",".join(map(str, asdict(s).values())) for s in samples)]
            options.samples.write_text("\n".join(rows) + "\n")
        judged = samples[int(len(samples) * options.warm_up) :]
        verdicts.say(made >= options.runs, f"memory, runs: {made} of {options.runs} in {seconds:.0f} s, {made / seconds:.0f} a second")
        if len(judged) < 5:
            raise SystemExit("too few samples: take more --runs or a smaller --batch")
        first, last = judged[0], judged[-1]
        growth = slope(judged, lambda s: s.resident)
        verdicts.say(
            growth <= options.slope,
            f"memory, RSS: {growth:+.3f} KiB per 1000 runs (anonymous {slope(judged, lambda s: s.anonymous):+.3f});"
            f" {first.resident} KiB at {first.runs} runs, {last.resident} at {last.runs}, at most {max(s.resident for s in samples)}",
        )
        files = slope(judged, lambda s: s.files)
        verdicts.say(
            files * judged[-1].runs / 1000 < 1 and last.files <= max(s.files for s in judged[:5]) + 4,
            f"memory, open files: {files:+.4f} per 1000 runs; {first.files} to {last.files}, at most {max(s.files for s in samples)}",
        )
        wal = max(s.wal for s in samples)
        verdicts.say(wal <= 64 * KIB, f"memory, wal: {slope(judged, lambda s: s.wal):+.2f} KiB per 1000 runs, at most {wal / KIB:.1f} MiB")
        logs = max(s.logs for s in samples)
        verdicts.say(logs <= 31 * KIB, f"memory, logs: {slope(judged, lambda s: s.logs):+.2f} KiB per 1000 runs, at most {logs / KIB:.1f} of 30 MiB")
        verdicts.say(daemon.stop() == 0, "memory, stop: the daemon ends in order")
        damage, _ = faults(place.path / "home" / "upbeat.db", [])
        verdicts.say(not damage, f"memory, file: {'whole' if not damage else damage[0]}")
    return verdicts.summary()


if __name__ == "__main__":
    sys.exit(main())
