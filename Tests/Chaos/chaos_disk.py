"""All checks of what the disk may do to the daemon, one after the other: power cut, failing I/O, full disk, memory.

Exit code 0 when all passed, 1 otherwise. With `--controls` each is run broken on purpose as well, in short, and has to fail.
"""

import argparse
import pathlib
import random
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CHECKS = ("power_cut", "failing_io", "full_disk", "memory")
CONTROLS = {
    "power_cut": ["--images", "300", "--starts", "0"],
    "failing_io": ["--only", "sync:*:25"],
    "full_disk": ["--cycles", "2"],
    "memory": ["--runs", "6000", "--batch", "200"],
}


def run(check: str, *words: str) -> bool:
    """Whether the check passed."""
    return subprocess.run([sys.executable, "-B", HERE / f"{check}.py", *words]).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", help="the daemon; .build/release/upbeat where none is named")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--skip", nargs="*", default=[], choices=CHECKS)
    parser.add_argument("--runs", default="200000", help="how many runs the check of memory takes")
    parser.add_argument("--controls", action="store_true", help="show also that each check can fail")
    options = parser.parse_args()
    shared = ["--seed", str(options.seed)] + (["--binary", options.binary] if options.binary else [])
    outcomes: dict[str, bool] = {}
    for check in CHECKS:
        if check in options.skip:
            continue
        more = ["--runs", options.runs] if check == "memory" else []
        outcomes[check] = run(check, *shared, *more)
        if options.controls:
            outcomes[f"{check}, control"] = not run(check, *shared, "--control", *CONTROLS[check])
        print(flush=True)
    failed = [name for name, passed in outcomes.items() if not passed]
    print(f"chaos-disk, seed {options.seed}: {len(outcomes) - len(failed)} passed, {len(failed)} failed {failed or ''}".rstrip())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
