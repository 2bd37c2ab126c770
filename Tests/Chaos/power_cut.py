"""Power cut: nothing that was acknowledged may be lost by it, and no file damaged.

A shim records every call by which the daemon changes its database while writers post. From the record the disk is rebuilt as it may be
after a power cut at thousands of moments (`images.py`), and each such image is opened by SQLite, some by the daemon itself.

The control records the same under `synchronous=NORMAL` (the shim defers the syncs of the log): acknowledged pulses must get lost.
A failure keeps the record; `--recording FOLDER --seed SEED --only IMAGE` looks at one image of it again.
"""

import bisect
import json
import multiprocessing
import os
import pathlib
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict

import house
import shim
from client import Connection, NoAnswer
from database import faults
from images import MANNERS, Disk
from writers import Acknowledged, Writers


class Recording:
    """The calls of one life of the daemon, and what it acknowledged."""

    def __init__(self, folder: pathlib.Path):
        self.ops = shim.read_log(folder / "calls")
        answers = json.loads((folder / "answers.json").read_text())
        self.acknowledged = [Acknowledged(**ack) for ack in answers["acknowledged"]]
        self.calls_of_start = sum(op.end <= answers["ready"] for op in self.ops)
        # A pulse was synced, or so it was believed, by the last sync of the log that had ended when its answer came, or by an earlier
        # one: it must be there after every cut from that sync on.
        syncs = [(op.end, index) for index, op in enumerate(self.ops) if op.op in "Ss" and op.name == "upbeat.db-wal"]
        ends = [end for end, _ in syncs]
        self.needed = sorted(
            ((syncs[bisect.bisect_right(ends, ack.mark) - 1][1] + 1, ack) for ack in self.acknowledged), key=lambda pair: pair[0]
        )
        self.after_syncs = [index + 1 for index, op in enumerate(self.ops) if op.op in "Ss"]

    def cut(self, seed: int, image: int) -> tuple[int, str, random.Random]:
        """How many calls are made before the cut, and in which manner the rest is kept. Half of the cuts follow a sync at once."""
        rng = random.Random(f"{seed}/{image}")
        at = rng.choice(self.after_syncs) if rng.random() < 0.5 else rng.randrange(len(self.ops) + 1)
        return at, rng.choice(MANNERS), rng

    def required(self, cut: int) -> list[Acknowledged]:
        return [ack for _, ack in self.needed[: bisect.bisect_right(self.needed, cut, key=lambda pair: pair[0])]]


def record(place: house.Place, folder: pathlib.Path, rng: random.Random, megabytes: int, sync: str) -> str:
    """Runs the daemon under writers until the record is long enough; what it did, in words."""
    log = folder / "calls"
    home = place.path / "home"
    home.mkdir(mode=0o700)
    daemon = house.Daemon(place, home, **shim.variables(shim.build(place.path), home, log, sync=sync))
    if not daemon.is_ready():
        raise SystemExit(f"the daemon did not start: {daemon.complaint()}")
    ready = shim.length(log)
    begun = time.monotonic()
    writers = Writers(daemon.socket, rng, mark=lambda: shim.length(log)).start()
    over = threading.Event()
    reader = threading.Thread(target=_read, args=(daemon.socket, over), daemon=True)
    reader.start()
    while shim.length(log) < megabytes << 20 and time.monotonic() - begun < 60 and daemon.process.poll() is None:
        time.sleep(0.02)
    seconds = time.monotonic() - begun
    daemon.kill()
    over.set()
    writers.stop()
    reader.join(10)
    answers = {"ready": ready, "acknowledged": [asdict(ack) for ack in writers.acknowledged]}
    (folder / "answers.json").write_text(json.dumps(answers))
    return f"{len(writers.acknowledged)} pulses acknowledged in {seconds:.1f} s"


def _read(socket: str, over: threading.Event) -> None:
    """Lists now and then, so that readers hold the log while it is moved into the file."""
    connection = Connection(socket)
    while not over.wait(0.03):
        try:
            connection.request("GET", "/v1/pulses?limit=100")
        except NoAnswer:
            pass


def look(folder: pathlib.Path, seed: int, images: list[int], scratch: str, answers) -> None:
    """Builds and opens images, in the order of their cuts, so that one pass over the record does; a process of its own."""
    recording = Recording(folder)
    disk, done = Disk(), 0
    place = pathlib.Path(tempfile.mkdtemp(dir=scratch))
    for cut, image in sorted((recording.cut(seed, image)[0], image) for image in images):
        for op in recording.ops[done:cut]:
            disk.do(op)
        done = cut
        _, manner, rng = recording.cut(seed, image)
        disk.write_image(place, rng, manner)
        damage, lost = faults(place / "upbeat.db", recording.required(cut))
        answers.put((image, cut, manner, damage, lost, len(recording.required(cut))))
        for file in place.iterdir():
            file.unlink()
    place.rmdir()


def look_at_all(folder: pathlib.Path, seed: int, images: range, scratch: str, limit: float) -> list[tuple]:
    """The answers about all images that were looked at within the limit, which two processes share."""
    answers: multiprocessing.Queue = multiprocessing.Queue()
    count = min(2, os.cpu_count() or 1)
    workers = [multiprocessing.Process(target=look, args=(folder, seed, list(images[n::count]), scratch, answers)) for n in range(count)]
    for worker in workers:
        worker.start()
    seen: list[tuple] = []
    end = time.monotonic() + limit
    while len(seen) < len(images) and time.monotonic() < end:
        try:
            seen.append(answers.get(timeout=1))
        except multiprocessing.queues.Empty:
            if not any(worker.is_alive() for worker in workers) and answers.empty():
                break
    for worker in workers:
        worker.terminate()
        worker.join()
    return sorted(seen)


def start_on_images(place: house.Place, recording: Recording, seed: int, count: int) -> tuple[int, list[tuple[str, str]]]:
    """Lets the daemon itself start on images: after every call of a first start, in which it makes its file, and some later ones.

    How many there were; which went wrong, and how.
    """
    wrong = []
    cuts = [
        (cut, manner, f"{seed}/{cut}/{manner}")
        for cut in range(recording.calls_of_start + 1)
        for manner in ("all kept", "all dropped", "mixed")
    ]
    cuts += [(*recording.cut(seed, image)[:2], f"{seed}/start {image}") for image in range(count)]
    disk, done = Disk(), 0
    for cut, manner, word in sorted(cuts):
        for op in recording.ops[done:cut]:
            disk.do(op)
        done = cut
        home = place.path / "image"
        home.mkdir(mode=0o700)
        disk.write_image(home, random.Random(word), manner)
        daemon = house.Daemon(place, home)
        what = f"cut after {cut} calls ({manner}, the last {recording.ops[cut - 1].op} {recording.ops[cut - 1].name})" if cut else "nothing"
        if not daemon.is_ready():
            wrong.append((what, f"the daemon refused it: {daemon.complaint()[-300:]}"))
        else:
            code = daemon.stop()
            damage, lost = faults(home / "upbeat.db", recording.required(cut))
            if code or damage or lost:
                wrong.append((what, f"exit {code}, {damage}, lost {lost[:5]}"))
        shutil.rmtree(home)
    return len(cuts), wrong


def check(place: house.Place, options, verdicts: house.Verdicts, rng: random.Random) -> None:
    """Records, or takes an old record, and looks at its images."""
    folder = pathlib.Path(options.recording or place.path / "recording")
    if not options.recording:
        folder.mkdir()
        words = record(place, folder, rng, options.megabytes, "normal" if options.control else "")
        recording = Recording(folder)
        checkpoints = sum(a.op == "S" and a.name == "upbeat.db" for a in recording.ops)
        enough = len(recording.acknowledged) >= 100 and checkpoints >= 3
        size = (folder / "calls").stat().st_size >> 20
        verdicts.say(enough, f"power cut, record: {words}, {len(recording.ops)} calls, {size} MiB, {checkpoints} syncs of the file")
        if not enough:
            return
    recording = Recording(folder)
    images = range(options.images) if options.only is None else range(options.only, options.only + 1)
    begun = time.monotonic()
    seen = look_at_all(folder, options.seed, images, options.scratch, options.limit)
    lost = [answer for answer in seen if answer[4]]
    damaged = [answer for answer in seen if answer[3]]
    for image, cut, manner, damage, missing, _ in (damaged + lost)[:5]:
        print(f"      image {image} ({manner}, cut after {cut} calls): {damage or f'{len(missing)} lost: {missing[:5]}'}", flush=True)
    required = sum(answer[5] for answer in seen)
    good = len(seen) == len(images) and not lost and not damaged
    verdicts.say(
        good,
        f"power cut, images: {len(seen)} of {len(images)} opened in {time.monotonic() - begun:.0f} s, {required} times a pulse was due to be"
        f" there; {len(lost)} images lost some (at most {max((len(answer[4]) for answer in lost), default=0)}), {len(damaged)} damaged",
    )
    if options.only is None and options.starts:
        count, wrong = start_on_images(place, recording, options.seed, options.starts)
        for text, number in Counter(text for _, text in wrong).most_common(5):
            first = next(what for what, words in wrong if words == text)
            print(f"      {number} times, first {first}: {text}", flush=True)
        verdicts.say(
            not wrong,
            f"power cut, starts: the daemon started on {count} images, of which all but {options.starts} were cut in its first start;"
            f" {len(wrong)} went wrong",
        )
        good = good and not wrong
    if not good and not options.control and not options.recording:
        place.keep = True
        print(f"      again: --recording {folder} --seed {options.seed}, and --only IMAGE for one of them", flush=True)


def main() -> int:
    parser = house.arguments(__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=3000, help="how many are rebuilt and opened")
    parser.add_argument("--starts", type=int, default=20, help="on how many of them the daemon is started too; 0: on none, and on none of a first start")
    parser.add_argument("--megabytes", type=int, default=96, help="how long the record gets (at most 60 s of work)")
    parser.add_argument("--scratch", default="/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp", help="where images are written")
    parser.add_argument("--limit", type=float, default=900, help="seconds that opening images may take")
    parser.add_argument("--recording", help="the folder of an earlier record")
    parser.add_argument("--only", type=int, help="look at this image alone")
    options = parser.parse_args()
    rng = house.begin(options, "power cut")
    verdicts = house.Verdicts()
    with tempfile.TemporaryDirectory(prefix="upbeat-chaos-", dir=options.scratch) as options.scratch, house.Place(options) as place:
        check(place, options, verdicts, rng)
    return verdicts.summary()


if __name__ == "__main__":
    sys.exit(main())
