"""huey with SqliteHuey: a thread pool that polls a table."""

import os

from huey import SqliteHuey

import base


class HueyProducer:
    def __init__(self, task):
        self.task = task

    def put(self, job):
        self.task(job)

    def put_at(self, job, moment):
        self.task.schedule(args=(job,), delay=max(0, moment - base.time.time()))

    def close(self):
        self.task.huey.storage.close()


class Huey(base.Rival):
    name = "huey (SqliteHuey), defaults"
    package = "huey"
    durability = "SQLite WAL, synchronous=FULL (fsync=True)"
    workers = "1 thread (default), poll 100 ms and longer"
    threads = 1
    polling = {}
    note = "the scheduler looks once a second (its least); a job leaves the table before it runs (a crash loses it)"

    def queue(self):
        huey = SqliteHuey(name="bench", filename=self.path, fsync=True, timeout=60)
        return huey, huey.task(name="perform")(base.perform)

    def setup(self, number):
        self.path = os.path.join(self.folder, f"huey-{number}.db")
        self.queue()[0].storage.close()

    def connect(self):
        return HueyProducer(self.queue()[1])

    def work(self):
        huey, _ = self.queue()
        huey.create_consumer(workers=self.threads, periodic=False, **self.polling).run()


class HueyFast(Huey):
    name = "huey (SqliteHuey), 1 ms poll"
    workers = "4 threads, poll 1 ms"
    threads = 4
    polling = {"initial_delay": 0.001, "max_delay": 0.001, "backoff": 1.0}
