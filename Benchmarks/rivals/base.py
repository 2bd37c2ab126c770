"""What every rival has in common: the workloads, the worker process, and how a job reports that it ran."""

import asyncio
import importlib.metadata
import multiprocessing
import statistics
import threading
import time
from datetime import datetime, timedelta, timezone

ENQUEUE_SECONDS = 1.5  # how long producers enqueue, for each number of producers
DRAIN_LIMIT = 10.0  # a drain that takes longer is cut off; its rate is that of the jobs done until then
FILL_LIMIT = 8.0  # so long may enqueueing the jobs of a drain take
PICKUPS = 200
LATE_JOBS = 20
WAIT_LIMIT = 8.0  # a job that has not started after this long is given up; nothing more is asked of that workload


class Report:
    """Where jobs write that they ran. Counters lie in shared memory, single starts go through a pipe."""

    def __init__(self):
        self.numbers = multiprocessing.get_context("spawn").RawArray("q", 3)  # first start, done, last end
        self.receiver, self.sender = multiprocessing.get_context("spawn").Pipe(duplex=False)
        self.lock = threading.Lock()

    def __getstate__(self):
        return {"numbers": self.numbers, "sender": self.sender}

    def __setstate__(self, state):
        self.__dict__.update(state, lock=threading.Lock())

    def started(self, job):
        if job.startswith("single:"):
            moment = (int(job[7:]), time.monotonic(), time.time())
            with self.lock:
                self.sender.send(moment)
        elif not self.numbers[0]:
            self.numbers[0] = time.monotonic_ns()

    def ended(self, job):
        if not job.startswith("single:"):
            with self.lock:
                self.numbers[1] += 1
                self.numbers[2] = time.monotonic_ns()

    def next_start(self, limit):
        """(number, monotonic, wall clock) of the next single job that started, or None."""
        return self.receiver.recv() if self.receiver.poll(max(0, limit)) else None


REPORT = None  # set in whichever process runs the jobs


def perform(job):
    """The job of rivals that run plain functions: `no-op`, `1 ms`, or `single:<number>`."""
    REPORT.started(job)
    if job == "1 ms":
        time.sleep(0.001)
    REPORT.ended(job)


async def perform_async(job):
    """The same job for rivals that run coroutines."""
    REPORT.started(job)
    if job == "1 ms":
        await asyncio.sleep(0.001)
    REPORT.ended(job)


def _worker_process(rival, report):
    global REPORT
    REPORT = report
    rival.work()


def percentiles(values):
    """{p50, p99, count} of milliseconds; None where nothing was measured."""
    if not values:
        return None
    ordered = sorted(values)
    last = ordered[min(len(ordered) - 1, round(0.99 * (len(ordered) - 1)))]
    return {"p50": statistics.median(ordered), "p99": last, "count": len(ordered)}


class Rival:
    """One queue to measure. A subclass says how to set it up, how to enqueue and how to work; the workloads are here.

    Attributes that begin with an underscore stay in this process; the others travel to the worker process.
    """

    name = ""
    package = ""
    durability = ""
    workers = ""  # what runs the jobs, in words
    jobs = 5000  # in a drain; 1000 for slow ones
    ahead = 0.3  # seconds that scheduled jobs lie ahead; None where it cannot schedule
    server = None  # "postgres" where it needs one
    note = ""

    def __init__(self, folder, dsn=None):
        self.folder = folder
        self.dsn = dsn
        self._worker = None
        self._report = None

    def __getstate__(self):
        return {key: value for key, value in self.__dict__.items() if not key.startswith("_")}

    def version(self):
        return importlib.metadata.version(self.package)

    # What a subclass fills in.

    def setup(self, number):
        """Makes an empty queue. `number` differs at each call; what was there before is no longer needed."""

    def connect(self):
        """What one producer holds. It has `put(job)`, `put_at(job, moment)` and `close()`."""
        raise NotImplementedError

    def work(self):
        """Runs jobs for ever, in the worker process."""
        raise NotImplementedError

    def wait_until_stored(self):
        """Where ends are stored later than they happen: waits for that. True if it was worth waiting."""
        return False

    def teardown(self):
        """Ends what `setup` started."""
        self.stop_working()

    # How work is begun and ended.

    def start_working(self):
        self._report = Report()
        self._worker = multiprocessing.get_context("spawn").Process(target=_worker_process, args=(self, self._report), daemon=True)
        self._worker.start()

    def stop_working(self):
        if self._worker is not None:
            self._worker.kill()
            self._worker.join()
            self._worker = None

    # The workloads.

    def produce(self, job, producers, count=None, seconds=FILL_LIMIT):
        """Enqueues from so many threads until `count` or the time is reached. (jobs, seconds)"""
        turn = threading.Lock()
        left = [count if count is not None else 1 << 60]
        made = [0] * producers
        faults = []
        start = deadline = 0.0

        def begin():  # run by the last thread that arrives, before any goes on
            nonlocal start, deadline
            start = time.monotonic()
            deadline = start + seconds

        gate = threading.Barrier(producers, action=begin)

        def produce(index):
            producer = None
            try:
                producer = self.connect()
                gate.wait(20)
                while time.monotonic() < deadline:
                    with turn:
                        if left[0] <= 0:
                            break
                        left[0] -= 1
                    producer.put(job)
                    made[index] += 1
            except Exception as fault:  # reported below: one thread's fault is the workload's
                gate.abort()
                faults.append(fault)
            finally:
                if producer is not None:
                    producer.close()

        threads = [threading.Thread(target=produce, args=(index,), daemon=True) for index in range(producers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:  # the first; the others only found the gate broken
            raise faults[0]
        return sum(made), time.monotonic() - start

    def enqueue(self, producers):
        """Jobs per second."""
        made, took = self.produce("no-op", producers, seconds=ENQUEUE_SECONDS)
        return made / took

    def drain(self, job):
        """Jobs per second, from the first start until the last end is stored; the jobs were enqueued before the worker began."""
        made, _ = self.produce(job, 8, count=self.jobs)
        self.start_working()
        numbers = self._report.numbers
        begun = time.monotonic()
        while numbers[1] < made and time.monotonic() - begun < DRAIN_LIMIT:
            time.sleep(0.02)
        done, first, last = numbers[1], numbers[0], numbers[2]
        if done >= made and self.wait_until_stored():
            last = time.monotonic_ns()
        self.stop_working()
        return done / ((last - first) / 1e9) if done > 1 else None

    def pickup(self):
        """Milliseconds from just before the call that enqueues to the start of the job, one by one, idle in between."""
        self.start_working()
        producer = self.connect()
        producer.put("single:0")
        self._report.next_start(WAIT_LIMIT)  # the worker is up
        values = []
        begun = time.monotonic()
        for number in range(1, PICKUPS + 1):
            if time.monotonic() - begun > WAIT_LIMIT:
                break
            time.sleep(0.01)
            start = time.monotonic()
            producer.put(f"single:{number}")
            seen = self._report.next_start(WAIT_LIMIT)
            if seen is None:
                break
            values.append((seen[1] - start) * 1000)
        producer.close()
        self.stop_working()
        return percentiles(values)

    def lateness(self):
        """Milliseconds from the moment a job was scheduled for to its start; one is scheduled every 50 ms."""
        if self.ahead is None:
            return None
        self.start_working()
        producer = self.connect()
        producer.put("single:0")
        self._report.next_start(WAIT_LIMIT)
        due = {}
        for number in range(1, LATE_JOBS + 1):
            time.sleep(0.05)
            due[number] = time.time() + self.ahead
            producer.put_at(f"single:{number}", due[number])
        values = []
        deadline = time.monotonic() + WAIT_LIMIT
        while len(values) < LATE_JOBS and (seen := self._report.next_start(deadline - time.monotonic())):
            values.append((seen[2] - due[seen[0]]) * 1000)
        producer.close()
        self.stop_working()
        return percentiles(values)


class LoopProducer:
    """A producer of a rival that speaks asyncio, for callers that do not."""

    def __init__(self, rival):
        self.rival = rival
        self.loop = asyncio.new_event_loop()
        self.handle = self.loop.run_until_complete(rival.open(1))

    def put(self, job):
        self.loop.run_until_complete(self.rival.put(self.handle, job))

    def put_at(self, job, moment):
        at = datetime.fromtimestamp(moment, timezone.utc)
        self.loop.run_until_complete(self.rival.put_at(self.handle, job, at))

    def close(self):
        self.loop.run_until_complete(self.rival.close(self.handle))
        self.loop.close()


class AsyncRival(Rival):
    """A rival that speaks asyncio: producers are tasks of one loop, with a connection each."""

    async def open(self, connections):
        """What the producers of one loop share."""
        raise NotImplementedError

    async def put(self, handle, job):
        raise NotImplementedError

    async def put_at(self, handle, job, at):
        raise NotImplementedError

    async def close(self, handle):
        raise NotImplementedError

    def connect(self):
        return LoopProducer(self)

    def produce(self, job, producers, count=None, seconds=FILL_LIMIT):
        return asyncio.run(self._produce(job, producers, count if count is not None else 1 << 60, seconds))

    async def _produce(self, job, producers, count, seconds):
        handle = await self.open(producers)
        made = 0
        taken = 0

        async def produce():
            nonlocal made, taken
            while taken < count and time.monotonic() < deadline:
                taken += 1
                await self.put(handle, job)
                made += 1

        start = time.monotonic()
        deadline = start + seconds
        await asyncio.gather(*(produce() for _ in range(producers)))
        took = time.monotonic() - start
        await self.close(handle)
        return made, took


def in_future(at):
    """How far ahead a moment lies."""
    return max(timedelta(0), at - datetime.now(timezone.utc))
