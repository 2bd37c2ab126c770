"""litequeue: a table and a pop; the worker's loop is the user's."""

import os
import threading
import time

from litequeue import LiteQueue

import base


class LiteProducer:
    def __init__(self, path):
        self.queue = LiteQueue(path, timeout=60)
        self.queue.conn.execute("PRAGMA synchronous=FULL")

    def put(self, job):
        self.queue.put(job)

    def close(self):
        self.queue.close()


class Lite(base.Rival):
    name = "litequeue"
    package = "litequeue"
    durability = "SQLite WAL, synchronous=FULL (set by us; its own is NORMAL)"
    workers = "4 threads, our loop: pop, run, done; poll 1 ms"
    threads = 4
    ahead = None
    note = "has no worker, no retries and no schedule"

    def setup(self, number):
        self.path = os.path.join(self.folder, f"litequeue-{number}.db")
        LiteProducer(self.path).close()

    def connect(self):
        return LiteProducer(self.path)

    def work(self):
        def loop():
            queue = LiteProducer(self.path).queue
            while True:
                message = queue.pop()
                if message is None:
                    time.sleep(0.001)
                    continue
                base.perform(message.data)
                queue.done(message.message_id)

        threads = [threading.Thread(target=loop) for _ in range(self.threads)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
