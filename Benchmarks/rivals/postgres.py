"""A PostgreSQL cluster of our own in a temporary folder, and empty databases in it."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

BIN = "/usr/lib/postgresql/15/bin"


class Cluster:
    """Runs as an unprivileged user, listens on a Unix socket alone, and is ended by its pid."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="rivals-pg-", dir="/var/tmp")
        user = "postgres" if os.getuid() == 0 else None
        if user:
            entry = pwd.getpwnam(user)
            os.chown(self.folder, entry.pw_uid, entry.pw_gid)
        who = {"user": user, "group": user, "extra_groups": []} if user else {}
        data = self.folder + "/data"
        subprocess.run(
            [BIN + "/initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **who)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {
            "listen_addresses": "", "unix_socket_directories": self.folder, "port": port,
            "synchronous_commit": "on", "fsync": "on", "log_min_messages": "fatal",
        }
        arguments = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        self.server = subprocess.Popen(
            [BIN + "/postgres", "-D", data, *arguments], cwd=self.folder, stderr=subprocess.DEVNULL, **who)
        self.dsn = f"host={self.folder} port={port} user=bench"
        ready = [BIN + "/pg_isready", "-q", "-h", self.folder, "-p", str(port)]
        for _ in range(200):
            if subprocess.run(ready).returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL does not answer")

    def end(self):
        self.server.send_signal(signal.SIGINT)  # a fast shutdown
        try:
            self.server.wait(20)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def version():
    text = subprocess.run([BIN + "/postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return text.split()[2]


def fresh_database(dsn, name):
    """An empty database; its connection string."""
    import psycopg

    with psycopg.connect(dsn + " dbname=postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{dsn} dbname={name}"


def wait_until_empty(database, query):
    """Until the query counts nothing; at most 5 s."""
    import psycopg

    with psycopg.connect(database, autocommit=True) as connection:
        for _ in range(500):
            if connection.execute(query).fetchone()[0] == 0:
                return True
            time.sleep(0.01)
    raise RuntimeError("ends are not stored after 5 s")
