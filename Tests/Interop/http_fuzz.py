"""Holds a real daemon against its own description: every operation, by example, by corner, at random, and by its links.

`python http_fuzz.py CASES [SEED]` makes about so many requests against a daemon of its own, and ends with the verdict of schemathesis.
"""

import json
import pathlib
import re
import secrets
import subprocess
import sys
import tempfile

from conftest import Daemon

HERE = pathlib.Path(__file__).parent


def daemon_for_fuzzing(folder: pathlib.Path) -> Daemon:
    """A daemon that finds no program: what is asked of it at random is stored, tried, and fails."""
    (folder / "nothing").mkdir()
    return Daemon(folder, PATH=str(folder / "nothing"), UPBEAT_HTTP_TOKEN=secrets.token_urlsafe(32))


def token(daemon: Daemon) -> str:
    """One that no request can revoke, as random ones do sooner or later with those on record."""
    return daemon.environment["UPBEAT_HTTP_TOKEN"]


def operations(daemon: Daemon) -> int:
    import requests

    document = requests.get(f"{daemon.url}/openapi.json", timeout=5).json()
    return sum(len(methods) for methods in document["paths"].values())


def fuzz(daemon: Daemon, examples: int, *options: str, timeout: float | None = None) -> subprocess.CompletedProcess:
    """Runs schemathesis with so many random cases for each operation; its output is text."""
    return subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"),
            "run", f"{daemon.url}/openapi.json", "--header", f"Authorization: Bearer {token(daemon)}",
            "--max-examples", str(examples), "--request-timeout", "30", "--no-color",
            "--suppress-health-check", "all", "--warnings", "off", "--no-shrink", "--continue-on-failure", *options,
        ],
        cwd=daemon.folder, capture_output=True, text=True, timeout=timeout,
    )  # fmt: skip


def cases(output: str) -> int:
    """How many requests were made; 0 where that is not told."""
    found = re.search(r"^\s*(\d+) generated", output, re.MULTILINE)
    return int(found[1]) if found else 0


def main() -> int:
    wanted = int(sys.argv[1])
    seed = ["--seed", sys.argv[2]] if len(sys.argv) > 2 else []
    with tempfile.TemporaryDirectory() as folder:
        daemon = daemon_for_fuzzing(pathlib.Path(folder))
        try:
            result = fuzz(daemon, max(1, wanted // operations(daemon)), *seed)
            print(result.stdout, result.stderr, sep="\n")
            alive = daemon.process.poll() is None
            status = json.loads(daemon.command("status", "--json").stdout)
            print(f"the daemon {'lives' if alive else 'is gone'}; pulses: {status['pulses']}")
            return result.returncode or (0 if alive else 1)
        finally:
            daemon.stop()


if __name__ == "__main__":
    sys.exit(main())
