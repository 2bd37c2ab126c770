"""Builds that are broken on purpose, and the checks that have to see it: a test that cannot fail is none.

Each break is a small edit in a copy of the tree. The copy is built, the checks that guard the promise run on it, and every one of them
has to fail. Exit code 0 when all failed, 1 when a break went unseen or an edit no longer fits the sources.
"""

import argparse
import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHAOS = ["swift", "test", "--skip-build", "--no-parallel", "--filter", "KillTests/.*nothing acknowledged"]
CONTRACT = ["swift", "test", "--skip-build", "--no-parallel", "--filter", "SQLiteStoreTests"]
BINARY = ["--binary", ".build/debug/upbeat"]
POWER_CUT = [sys.executable, "-B", "Tests/Chaos/power_cut.py", *BINARY, "--images", "600", "--starts", "0"]
FAILING_IO = [sys.executable, "-B", "Tests/Chaos/failing_io.py", *BINARY, "--only", "sync:*:50"]
FULL_DISK = [sys.executable, "-B", "Tests/Chaos/full_disk.py", *BINARY, "--cycles", "4"]


@dataclasses.dataclass
class Break:
    what: str
    edits: list[tuple[str, str, str]]
    checks: list[list[str]]


BREAKS = {
    "ack-before-commit": Break(
        "the writer answers its callers before the transaction is durable",
        [
            (
                "Sources/SQLiteStore/Writer.swift",
                "try session.commit()\n            for answer in answers { answer() }",
                "for answer in answers { answer() }\n            Thread.sleep(forTimeInterval: 0.02)\n            try session.commit()",
            ),
            ("Sources/SQLiteStore/Writer.swift", "for job in batch { job.fail(failure) }\n                breakDown(failure)", "breakDown(failure)"),
            ("Sources/SQLiteStore/Writer.swift", "for job in batch { job.fail(error.isOfOneWrite ? .malformed(error.message) : failure) }", "_ = failure"),
        ],
        [CHAOS, POWER_CUT, FAILING_IO, FULL_DISK],
    ),
    "normal": Break(
        "synchronous=NORMAL: a commit is acknowledged before it is on the disk",
        [
            ("Sources/SQLiteStore/DatabaseFile.swift", '"PRAGMA synchronous = FULL; PRAGMA wal_auto', '"PRAGMA synchronous = NORMAL; PRAGMA wal_auto'),
            ("Sources/SQLiteStore/DatabaseFile.swift", "journal_mode=wal synchronous=2", "journal_mode=wal synchronous=1"),
        ],
        [POWER_CUT],
    ),
    "no-group-kill": Break(
        "only the leader of a run is ended, neither its group nor what carries its mark",
        [
            ("Sources/Processes/RunTree.swift", "return hasMembers || !marked.isEmpty ? marked : nil", "return hasMembers && marked.count > 9999 ? marked : nil"),
            ("Sources/Processes/RunTree.swift", "kill(-leader, number)\n            kill(leader, number)", "kill(leader, number)"),
            ("Sources/Processes/RunTree.swift", "isGroupTerminated = true\n            kill(-leader, number)", "isGroupTerminated = true\n            kill(leader, number)"),
        ],
        [CHAOS],
    ),
    "no-guard": Break(
        "the end of a run is written whatever attempt it belongs to",
        [("Sources/SQLiteStore/StoreStatement.swift", "DELETE FROM running WHERE id = ?1 AND attempt = ?2 RETURNING", "DELETE FROM running WHERE id = ?1 AND ?2 > 0 RETURNING")],
        [CONTRACT],
    ),
}


def edit(tree: pathlib.Path, broken: Break) -> dict[pathlib.Path, str]:
    """Makes the edits; gives back the files as they were."""
    before: dict[pathlib.Path, str] = {}
    for file, old, new in broken.edits:
        path = tree / file
        text = path.read_text()
        before.setdefault(path, text)
        if text.count(old) != 1:
            raise SystemExit(f"{file}: the edit no longer fits, there are {text.count(old)} places with {old!r}")
        path.write_text(text.replace(old, new))
    return before


def build(tree: pathlib.Path) -> None:
    subprocess.run(["swift", "build", "--build-tests"], cwd=tree, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"out of {', '.join(BREAKS)}; all where none is named")
    parser.add_argument("--tree", type=pathlib.Path, help="a copy of the sources to use; one is made where none is named")
    parser.add_argument("--cycles", default="60", help="cycles of the kill harness")
    options = parser.parse_args()
    tree = options.tree or pathlib.Path(tempfile.mkdtemp(prefix="upbeat-broken-"))
    if not options.tree:
        shutil.copytree(ROOT, tree, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".build", ".venv*", ".git"))
    surroundings = {**os.environ, "UPBEAT_KILL_CYCLES": options.cycles, "UPBEAT_KILL_BLOWS": "kill,early,term,stop,clock"}
    unseen: list[str] = []
    for name in options.names or BREAKS:
        broken = BREAKS[name]
        print(f"== {name}: {broken.what}", flush=True)
        before = edit(tree, broken)
        try:
            build(tree)
            for check in broken.checks:
                end = subprocess.run(check, cwd=tree, env=surroundings, capture_output=True, text=True)
                words = [word for word in check if "Tests" in word][0]
                print(f"   {words}: {'PASSED, the break went unseen' if end.returncode == 0 else 'failed, as it has to'}", flush=True)
                for line in (end.stdout + end.stderr).splitlines():
                    if "verdict" in line or "lost" in line or "✘" in line or "FAIL" in line:
                        print(f"      {line.strip()[:200]}", flush=True)
                        if end.returncode:
                            break
                if end.returncode == 0:
                    unseen.append(f"{name} by {words}")
        finally:
            for path, text in before.items():
                path.write_text(text)
    if not options.tree:
        shutil.rmtree(tree)
    print(f"broken builds: {'all seen' if not unseen else 'unseen: ' + ', '.join(unseen)}")
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
