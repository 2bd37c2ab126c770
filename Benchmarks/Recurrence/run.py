#!/usr/bin/env python3
"""Upbeat's evaluator beside cronsim and croniter, on this machine, in one run.

    python3 Benchmarks/Recurrence/run.py --bench .build/bench/release/upbeat-recurrence-bench [--json]

Needs the packages of requirements.txt. Prints one Markdown table; nanoseconds for each next fire, and for each parse.
"""

import argparse
import importlib.metadata
import json
import subprocess
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from croniter import croniter
from cronsim import CronSim

LIMIT = 0.5  # seconds for one figure
BEGIN = 1_767_225_600


def best(measure, rounds=3):
    """The best of some rounds: other work on the machine only ever makes one slower."""
    return min(measure() for _ in range(rounds))


def each(step):
    """Nanoseconds for one call, of as many as fit into the limit."""
    count = 0
    start = now = time.perf_counter()
    while now - start < LIMIT and count < 100_000:
        for _ in range(10):
            step()
        count += 10
        now = time.perf_counter()
    return (now - start) / count * 1e9


def fires(make):
    """Nanoseconds from one fire to the next; begins anew before the years that a datetime cannot hold."""

    def measure():
        walk = make()
        left = 20

        def step():
            nonlocal walk, left
            if left == 0:
                walk, left = make(), 20
            left -= 1
            walk()

        return each(step)

    return best(measure)


def rivals(row):
    """What cronsim and croniter take for the same; None where they do not have it."""
    expression = row["expression"]
    if row["what"] not in ("next fire", "parse") or expression.startswith("CRON_TZ="):
        return None, None
    begin = datetime.fromtimestamp(BEGIN, ZoneInfo(row["zone"] or "UTC"))
    if row["what"] == "parse":
        return best(lambda: each(lambda: CronSim(expression, begin))), best(lambda: each(lambda: croniter(expression, begin)))
    # `5L` is `L5` in croniter's words.
    words = expression.replace("5L", "L5")
    return (
        fires(lambda: CronSim(expression, begin).__next__),
        fires(lambda: (lambda walk: lambda: walk.get_next(datetime))(croniter(words, begin))),
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bench", required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = json.loads(subprocess.run([options.bench, "--json"], capture_output=True, text=True, check=True).stdout)["rows"]
    for row in rows:
        row["cronsim"], row["croniter"] = rivals(row)
    if options.json:
        print(json.dumps({"rows": rows}, indent=2))
        return
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("cronsim", "croniter")]
    print("ns for each, best of some rounds; the bare limit is a round trip between seconds and civil time, for a parse one pass over "
          "its bytes.\n")
    columns = ["what", "expression", "zone", "from fire to fire", "batch", "scattered", "bare limit", "may take", *versions]
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    for row in rows:
        numbers = [row.get(key) for key in ("chained", "batch", "scattered", "bare", "limit", "cronsim", "croniter")]
        cells = [row["what"], f"`{row['expression']}`", row["zone"]] + ["" if number is None else f"{number:,.0f}" for number in numbers]
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
