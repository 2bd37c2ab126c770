"""beanstalkd with its binlog: an in-memory queue server that also writes to disk."""

import os
import socket
import subprocess
import threading
import time

import greenstalk

import base


class BeanProducer:
    def __init__(self, port):
        self.client = greenstalk.Client(("127.0.0.1", port))

    def put(self, job):
        self.client.put(job)

    def put_at(self, job, moment):
        self.client.put(job, delay=round(moment - time.time()))

    def close(self):
        self.client.close()


class Beanstalkd(base.Rival):
    name = "beanstalkd"
    durability = "binlog, fsync at every write (-f 0)"
    workers = "4 threads, a connection each: reserve, run, delete"
    threads = 4
    ahead = 1.0
    note = "delays are whole seconds: lateness of jobs 1 s ahead"
    _server = None

    def version(self):
        return subprocess.run([self.binary, "-v"], capture_output=True, text=True, check=True).stdout.split()[-1]

    @property
    def binary(self):
        return os.environ.get("BEANSTALKD", "beanstalkd")

    def setup(self, number):
        self.teardown()
        log = os.path.join(self.folder, f"binlog-{number}")
        os.mkdir(log)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._server = subprocess.Popen([self.binary, "-l", "127.0.0.1", "-p", str(self.port), "-b", log, "-f", "0"])
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.02)
        raise RuntimeError("beanstalkd does not listen")

    def connect(self):
        return BeanProducer(self.port)

    def work(self):
        def loop():
            client = greenstalk.Client(("127.0.0.1", self.port))
            while True:
                job = client.reserve()
                base.perform(job.body)
                client.delete(job)

        threads = [threading.Thread(target=loop) for _ in range(self.threads)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def teardown(self):
        self.stop_working()
        if self._server is not None:
            self._server.terminate()
            self._server.wait()
            self._server = None
