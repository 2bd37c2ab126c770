"""The built daemon, as a program of another language meets it."""

import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("UPBEAT_BINARY", str(ROOT / ".build" / "debug" / "upbeat"))

RECORDER = """#!/usr/bin/env python3
import json, os, sys
with open(os.environ["HOME"] + "/calls.jsonl", "a") as log:
    log.write(json.dumps({"argv": sys.argv[1:], "cwd": os.getcwd()}) + "\\n")
print("the agent says hello")
"""


class Daemon:
    binary = BINARY

    def __init__(self, folder: pathlib.Path, preexec_fn=None, starts=True, **variables: str):
        self.folder = folder
        self.home = folder / "upbeat"
        (folder / "my_reeve").mkdir()
        agents = folder / "bin"
        agents.mkdir()
        (agents / "hapi").write_text(RECORDER)
        (agents / "hapi").chmod(0o755)
        self.environment = {
            "PATH": f"{agents}:{os.environ['PATH']}",
            "HOME": str(folder),
            "UPBEAT_HOME": str(self.home),
            "UPBEAT_HTTP_PORT": "0",
            "UPBEAT_ENGINE_DRAIN_LIMIT": "1s",
            "UPBEAT_RUN_GRACE": "300ms",
            **variables,
        }
        self.preexec_fn = preexec_fn
        if starts:
            self.start()

    def start(self):
        self.process = subprocess.Popen(
            [BINARY, "run"], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            preexec_fn=self.preexec_fn,
        )
        self.banner = []
        for line in self.process.stdout:
            self.banner.append(line)
            if "curl" in line:
                break
        words = " ".join(self.banner).split()
        self.url = next(word for word in words if word.startswith(("http://127.", "https://127.")) and "/v1" not in word)

    def command(self, *arguments, check=True, **options):
        return subprocess.run(
            [BINARY, *arguments], env=self.environment, capture_output=True, text=True, check=check, timeout=60, **options
        )

    @property
    def token(self):
        return self.command("token", "show").stdout.strip()

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=40)


@pytest.fixture
def daemon(tmp_path):
    daemon = Daemon(tmp_path)
    yield daemon
    if daemon.process.poll() is None:
        daemon.stop()
