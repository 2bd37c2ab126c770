"""Builds that are broken on purpose, and the checks that have to see it: a test that cannot fail is none.

Each break is a small edit in a copy of the tree. The copy is built, the checks that guard the promise run on it, and every one of them
has to fail. Exit code 0 when all failed, 1 when a break went unseen or an edit no longer fits the sources.
"""

import argparse
import dataclasses
import os
import pathlib
import re
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
class Check:
    """A command that has to fail, and what it has to say then: one that fails for another reason has seen nothing."""

    command: list[str]
    evidence: str
    """A regular expression that some line of its output has to match."""

    @property
    def name(self) -> str:
        return next(word for word in self.command if "Tests" in word)


def chaos(*kinds: str) -> Check:
    """The kill harness, with a verdict of one of these kinds."""
    return Check(CHAOS, rf"^  ({'|'.join(kinds)}): ")


@dataclasses.dataclass
class Break:
    what: str
    edits: list[tuple[str, str, str]]
    checks: list[Check]


BREAKS = {
    "ack-before-commit": Break(
        "the writer answers its callers before the transaction is durable",
        [
            (
                "Sources/SQLiteStore/Writer.swift",
                "try session.commit()\n            measures.commit",
                "for answer in answers { answer() }\n            Thread.sleep(forTimeInterval: 0.02)\n            try session.commit()\n            measures.commit",
            ),
            ("Sources/SQLiteStore/Writer.swift", "for answer in answers { answer() }\n            checkpoint(session)", "checkpoint(session)"),
            ("Sources/SQLiteStore/Writer.swift", "for job in batch { job.fail(failure) }\n                breakDown(failure)", "breakDown(failure)"),
            ("Sources/SQLiteStore/Writer.swift", "for job in batch { job.fail(error.isOfOneWrite ? .malformed(error.message) : failure) }", "_ = failure"),
        ],
        [chaos("lost"), Check(POWER_CUT, r"\d lost"), Check(FAILING_IO, "^FAIL"), Check(FULL_DISK, "^FAIL")],
    ),
    "normal": Break(
        "synchronous=NORMAL: a commit is acknowledged before it is on the disk",
        [
            ("Sources/SQLiteStore/DatabaseFile.swift", '"PRAGMA synchronous = FULL; PRAGMA wal_auto', '"PRAGMA synchronous = NORMAL; PRAGMA wal_auto'),
            ("Sources/SQLiteStore/DatabaseFile.swift", "journal_mode=wal synchronous=2", "journal_mode=wal synchronous=1"),
        ],
        [Check(POWER_CUT, r"\d lost")],
    ),
    "no-group-kill": Break(
        "only the leader of a run is ended, neither its group nor what carries its mark",
        [
            ("Sources/Processes/RunTree.swift", "return hasMembers || !marked.isEmpty ? marked : nil", "return hasMembers && marked.count > 9999 ? marked : nil"),
            ("Sources/Processes/RunTree.swift", "kill(-leader, number)\n            kill(leader, number)", "kill(leader, number)"),
            ("Sources/Processes/RunTree.swift", "isGroupTerminated = true\n            kill(-leader, number)", "isGroupTerminated = true\n            kill(leader, number)"),
        ],
        [chaos("double", "overlap", "phantom")],
    ),
    "endless-retries": Break(
        "a pulse that fails is tried again, however often its policy says",
        [("Sources/Pulses/RetryPolicy.swift", "guard failures < attempts else", "guard failures < attempts + 97 else")],
        [chaos("retry")],
    ),
    "forgotten-cancel": Break(
        "a daemon knows nothing of the wishes to call a run off that a dead one left",
        [
            ("Sources/Engine/EngineCore.swift", "if orphan.isCancelled && isConfirmed {", "if orphan.isCancelled && isConfirmed && key.attempt > 9999 {"),
            ("Sources/SQLiteStore/SQLiteStore+Claiming.swift", "if case .again = disposition, running.isCancelled {", "if case .again = disposition, running.isCancelled, key.attempt > 9999 {"),
        ],
        [chaos("cancel")],
    ),
    "no-capacity": Break(
        "a pool lets more begin than it has places",
        [("Sources/SQLiteStore/PoolGauge.swift", "room = capacity - running }", "room = capacity + 9 - running }")],
        [chaos("pool over capacity")],
    ),
    "no-rate": Break(
        "what began before a restart does not count against the rate of a pool",
        [("Sources/SQLiteStore/StoreStatement.swift", "SELECT at FROM pool_start WHERE pool = ?1 ORDER BY at DESC", "SELECT at FROM pool_start WHERE pool = ?1 AND at < 0 ORDER BY at DESC")],
        [chaos("pool over rate")],
    ),
    "forgotten-runs": Break(
        "what a dead daemon left running takes no place in its pools",
        [("Sources/SQLiteStore/StoreStatement.swift", "SELECT lane, count(*) FROM running GROUP BY lane", "SELECT lane, count(*) FROM running WHERE lane < 0 GROUP BY lane")],
        [chaos("pool over capacity")],
    ),
    "blocking-pool": Break(
        "a pool that is full holds up all the rest",
        [
            (
                "Sources/SQLiteStore/Session+Lanes.swift",
                "for lane in lanes.lanes.indices where lanes.room(lane, at: now) > 0 {",
                "for lane in lanes.lanes.indices where lanes.lanes.indices.allSatisfy({ lanes.room($0, at: now) > 0 }) {",
            )
        ],
        [chaos("held up")],
    ),
    "released-by-failure": Break(
        "a step runs though what it needs has failed",
        [("Sources/SQLiteStore/Session+Dependencies.swift", "if dependent.condition.isMet(by: status) {", "if dependent.condition.isMet(by: status) || status == .failed {")],
        [chaos("disorder")],
    ),
    "no-guard": Break(
        "the end of a run is written whatever attempt it belongs to",
        [("Sources/SQLiteStore/StoreStatement.swift", "DELETE FROM running WHERE id = ?1 AND attempt = ?2 AND owner", "DELETE FROM running WHERE id = ?1 AND ?2 > 0 AND owner")],
        [Check(CONTRACT, r"✘ Test .*(stale end|walk)")],
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


def misfits(tree: pathlib.Path, names: list[str]) -> list[str]:
    """The edits whose place is not there, or not just once."""
    found = []
    for name in names:
        for file, old, _ in BREAKS[name].edits:
            places = (tree / file).read_text().count(old) if (tree / file).exists() else 0
            if places != 1:
                found.append(f"{name}: {file} has {places} places with {old!r}")
    return found


def build(tree: pathlib.Path) -> None:
    subprocess.run(["swift", "build", "--build-tests"], cwd=tree, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"out of {', '.join(BREAKS)}; all where none is named")
    parser.add_argument("--tree", type=pathlib.Path, help="a copy of the sources to use; one is made where none is named")
    parser.add_argument("--cycles", default="60", help="cycles of the kill harness")
    parser.add_argument("--dry-run", action="store_true", help="only see whether every edit fits the sources")
    options = parser.parse_args()
    names = options.names or list(BREAKS)
    wrong = misfits(options.tree or ROOT, names)
    if options.dry_run or wrong:
        print("\n".join(wrong) or f"all edits of {len(names)} broken builds fit")
        return 1 if wrong else 0
    tree = options.tree or pathlib.Path(tempfile.mkdtemp(prefix="upbeat-broken-"))
    if not options.tree:
        shutil.copytree(ROOT, tree, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".build", ".venv*", ".git"))
    surroundings = {**os.environ, "UPBEAT_KILL_CYCLES": options.cycles, "UPBEAT_KILL_BLOWS": "kill,early,term,stop,clock"}
    unseen: list[str] = []
    for name in names:
        broken = BREAKS[name]
        print(f"== {name}: {broken.what}", flush=True)
        before = edit(tree, broken)
        try:
            build(tree)
            for check in broken.checks:
                end = subprocess.run(check.command, cwd=tree, env=surroundings, capture_output=True, text=True)
                lines = (end.stdout + end.stderr).splitlines()
                seen = next((line.strip() for line in lines if re.search(check.evidence, line)), None)
                if end.returncode and seen:
                    print(f"   {check.name}: failed, as it has to\n      {seen[:200]}", flush=True)
                    continue
                why = "PASSED" if end.returncode == 0 else f"failed, but not with {check.evidence!r}"
                print(f"   {check.name}: {why}, the break went unseen", flush=True)
                for line in lines[-20:]:
                    print(f"      {line[:200]}", flush=True)
                unseen.append(f"{name} by {check.name}")
        finally:
            for path, text in before.items():
                path.write_text(text)
    if not options.tree:
        shutil.rmtree(tree)
    print(f"broken builds: {'all seen' if not unseen else 'unseen: ' + ', '.join(unseen)}")
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
