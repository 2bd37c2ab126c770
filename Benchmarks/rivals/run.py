#!/usr/bin/env python3
"""Measures Upbeat beside what a user would pick instead, on this machine, in one run.

    python3 Benchmarks/rivals/run.py [--upbeat PATH] [--only huey,upbeat] [--json FILE] [--python PYTHON]

Makes its own environment (.venv-rivals in the repository), takes PostgreSQL and beanstalkd from Debian where they are
missing, and prints one Markdown table. Each rival is measured in a process of its own and has 60 s.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
VENV = os.path.join(ROOT, ".venv-rivals")
RIVALS = {  # module, class; in the order of the table
    "upbeat": ("rival_upbeat", "Upbeat"),
    "upbeat-process": ("rival_upbeat", "UpbeatCommand"),
    "huey": ("rival_huey", "Huey"),
    "huey-fast": ("rival_huey", "HueyFast"),
    "litequeue": ("rival_litequeue", "Lite"),
    "apscheduler": ("rival_apscheduler", "APS"),
    "procrastinate": ("rival_procrastinate", "Procrastinate"),
    "pgqueuer": ("rival_pgqueuer", "PGQueuer"),
    "oban": ("rival_oban", "ObanPy"),
    "beanstalkd": ("rival_beanstalkd", "Beanstalkd"),
}
RIVAL_SECONDS = 60
QUIET_SECONDS = 15  # so long each rival waits for a quiet machine
WORKLOADS = {  # key: (column, arguments of the method, method)
    "enqueue_1": ("enqueue/s, 1 producer", "enqueue", (1,)),
    "enqueue_32": ("enqueue/s, 32 producers", "enqueue", (32,)),
    "drain_noop": ("drain/s, no-op", "drain", ("no-op",)),
    "drain_1ms": ("drain/s, 1 ms", "drain", ("1 ms",)),
    "pickup": ("pickup p50 / p99, ms", "pickup", ()),
    "lateness": ("lateness p50 / p99, ms", "lateness", ()),
}


def say(text):
    print(text, file=sys.stderr, flush=True)


# What the run needs.


def make_environment(python):
    """The virtual environment, made anew where the pins or the interpreter changed; its interpreter."""
    pins = open(os.path.join(HERE, "requirements.txt")).read()
    interpreter = subprocess.run([python, "-VV"], capture_output=True, text=True, check=True).stdout
    stamp, path = interpreter + pins, os.path.join(VENV, "stamp")
    inside = os.path.join(VENV, "bin", "python")
    if not (os.path.exists(path) and open(path).read() == stamp):
        say("installing the rivals into .venv-rivals")
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([python, "-m", "venv", VENV], check=True)
        subprocess.run([inside, "-m", "pip", "install", "-q", "-r", os.path.join(HERE, "requirements.txt")], check=True, stdout=sys.stderr)
        open(path, "w").write(stamp)
    return inside


def apt(*words):
    sudo = [] if os.getuid() == 0 else ["sudo"]
    # RUNLEVEL=1: the packages' own services are not to start.
    subprocess.run([*sudo, "env", "RUNLEVEL=1", "DEBIAN_FRONTEND=noninteractive", "apt-get", *words], check=True, stdout=sys.stderr)


def debian_packages(wanted):
    """PostgreSQL 15 is installed where it is missing; beanstalkd is unpacked beside the environment (no service starts)."""
    if "beanstalkd" in wanted:
        unpacked = os.path.join(VENV, "debian")
        found = shutil.which("beanstalkd") or os.path.join(unpacked, "usr/bin/beanstalkd")
        if not os.path.exists(found):
            with tempfile.TemporaryDirectory() as folder:
                fetch = ["apt-get", "download", "-q", "beanstalkd"]
                if subprocess.run(fetch, cwd=folder, stdout=sys.stderr).returncode != 0:
                    apt("update", "-q")
                    subprocess.run(fetch, cwd=folder, check=True, stdout=sys.stderr)
                subprocess.run(["dpkg", "-x", os.path.join(folder, os.listdir(folder)[0]), unpacked], check=True)
        os.environ["BEANSTALKD"] = found
    if {"procrastinate", "pgqueuer", "oban"} & set(wanted) and not os.path.exists("/usr/lib/postgresql/15/bin/postgres"):
        apt("update", "-q")
        apt("install", "-yq", "--no-install-recommends", "postgresql-15")


def median_fdatasync(folder):
    """Milliseconds of a bare fdatasync after a write of 4 KiB, median of 300."""
    took = []
    file = os.open(os.path.join(folder, "sync"), os.O_CREAT | os.O_RDWR)
    for number in range(300):
        os.pwrite(file, b"x" * 4096, number * 4096)
        start = time.perf_counter()
        os.fdatasync(file)
        took.append((time.perf_counter() - start) * 1000)
    os.close(file)
    return statistics.median(took)


def cores_busy(seconds=1.0):
    """How many cores others keep busy, while nothing of ours runs."""

    def idle():
        fields = open("/proc/stat").readline().split()
        return (int(fields[4]) + int(fields[5])) / os.sysconf("SC_CLK_TCK")

    before = idle()
    time.sleep(seconds)
    return max(0.0, os.cpu_count() - (idle() - before) / seconds)


def wait_for_quiet(limit):
    """Waits until others keep less than half a core busy, at most so long. What they keep busy then."""
    deadline = time.monotonic() + limit
    while (busy := cores_busy()) > 0.5 and time.monotonic() < deadline:
        pass
    return round(busy, 2)


# One rival, in a process of its own.


def measure(key, folder, dsn, result_path):
    """Runs the workloads and writes what is known after each, so that a rival that is cut off keeps its figures."""
    module, name = RIVALS[key]
    rival = getattr(__import__(module), name)(folder, dsn)
    result = {"rival": key, "faults": {}}

    def save():
        result.update(name=rival.name, durability=rival.durability, workers=rival.workers, jobs=rival.jobs, note=rival.note)
        with open(result_path + ".new", "w") as file:
            json.dump(result, file)
        os.replace(result_path + ".new", result_path)

    save()
    result["version"] = rival.version()
    try:
        for number, (workload, (_, method, arguments)) in enumerate(WORKLOADS.items()):
            try:
                rival.setup(number)
                result[workload] = getattr(rival, method)(*arguments)
            except Exception as fault:  # one workload that fails leaves the others their figures
                result["faults"][workload] = f"{type(fault).__name__}: {fault}"[:300]
                rival.stop_working()
            save()
    finally:
        rival.teardown()


def measure_in_process(python, key, dsn, parent):
    """`measure` in its own session, ended by its pid when its time is over. The result, whole or in part."""
    folder = tempfile.mkdtemp(prefix=key + "-", dir=parent)
    path = os.path.join(parent, key + ".json")
    start = time.monotonic()
    command = [python, os.path.join(HERE, "run.py"), "--measure", key, "--folder", folder, "--result", path]
    with open(os.path.join(parent, key + ".log"), "w") as log:
        child = subprocess.Popen(command + (["--dsn", dsn] if dsn else []), start_new_session=True, stdout=log, stderr=log)
    fault = None
    try:
        if child.wait(RIVAL_SECONDS) != 0:
            fault = f"ended with {child.returncode}: {open(log.name).read()[-300:]}"
    except subprocess.TimeoutExpired:
        fault = f"cut off after {RIVAL_SECONDS} s"
    finally:
        try:
            os.killpg(child.pid, signal.SIGKILL)  # its servers and workers, if it left any; the group is ours
        except ProcessLookupError:
            pass
        child.wait()
        shutil.rmtree(folder, ignore_errors=True)
    result = json.load(open(path)) if os.path.exists(path) else {"rival": key, "name": key, "faults": {}}
    if fault:
        result["faults"]["run"] = fault
    result["seconds"] = round(time.monotonic() - start, 1)
    return result


# The table.


def cell(result, workload):
    value = result.get(workload)
    if value is None:
        return "failed" if workload in result["faults"] else "–"
    if isinstance(value, dict):
        return f"{value['p50']:.1f} / {value['p99']:.1f}"
    return f"{value:,.0f}"


def table(results):
    columns = ["what", "version", "durability", "runs jobs with", "jobs", *(column for column, _, _ in WORKLOADS.values())]
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * 4 + "--:|" * (len(columns) - 4)]
    for result in results:
        words = [result.get(key, "?") for key in ("name", "version", "durability", "workers")]
        lines.append("| " + " | ".join([*words, f"{result.get('jobs', 0):,}", *(cell(result, key) for key in WORKLOADS)]) + " |")
    lines.append("")
    for result in results:
        words = [result["note"]] if result.get("note") else []
        if max(result["busy_before"], result["busy_after"]) > 0.5:
            words.append(f"**others kept {result['busy_before']} cores busy before it and {result['busy_after']} after it**")
        words += [f"{workload}: {fault}" for workload, fault in result["faults"].items()]
        if words:
            lines.append(f"- {result.get('name')}: " + "; ".join(words).replace("\n", " "))
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--upbeat", default=os.path.join(ROOT, ".build/release/upbeat"), help="the binary to measure")
    parser.add_argument("--only", help="some of: " + ", ".join(RIVALS))
    parser.add_argument("--json", metavar="FILE", help="write all figures there as well (- for standard output instead of the table)")
    parser.add_argument("--python", default=sys.executable, help="the Python of the rivals; oban needs 3.12")
    parser.add_argument("--parent", default="/var/tmp", help="a folder on the disk to measure")
    for name in ("--measure", "--folder", "--result", "--dsn"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return measure(options.measure, options.folder, options.dsn, options.result)

    wanted = options.only.split(",") if options.only else list(RIVALS)
    if unknown := set(wanted) - set(RIVALS):
        parser.error(f"no such rival: {', '.join(sorted(unknown))}")
    if any(key.startswith("upbeat") for key in wanted) and not os.access(options.upbeat, os.X_OK):
        parser.error(f"{options.upbeat} is not there; `make release` builds it, --upbeat names another")
    python = make_environment(os.path.abspath(shutil.which(options.python) or options.python))
    minor = subprocess.run([python, "-c", "import sys; print(sys.version_info[1])"], capture_output=True, text=True, check=True)
    skipped = []
    if "oban" in wanted and int(minor.stdout) < 12:
        skipped.append(f"oban-py is skipped: it needs Python 3.12, this one is 3.{minor.stdout.strip()} (--python names another)")
        say(skipped[-1])
        wanted.remove("oban")
    debian_packages(wanted)

    folder = tempfile.mkdtemp(prefix="rivals-", dir=options.parent)
    cluster = None
    try:
        if any(key.startswith("upbeat") for key in wanted):
            os.environ["UPBEAT_BINARY"] = shutil.copy(options.upbeat, folder)  # a build may replace the other meanwhile
        load = os.getloadavg()[0]
        if load > os.cpu_count():
            say(f"the load is {load:.1f} already: these figures are of a busy machine")
        syncs = [median_fdatasync(folder)]
        results = []
        for key in wanted:
            if key in ("procrastinate", "pgqueuer", "oban") and cluster is None:
                import postgres

                cluster = postgres.Cluster()
            busy = wait_for_quiet(QUIET_SECONDS)
            say(f"{key} (others keep {busy} cores busy, load {os.getloadavg()[0]:.1f})")
            result = measure_in_process(python, key, cluster.dsn if cluster else None, folder)
            results.append({**result, "busy_before": busy, "busy_after": round(cores_busy(0.5), 2)})
            syncs.append(median_fdatasync(folder))
    finally:
        if cluster is not None:
            cluster.end()
        shutil.rmtree(folder, ignore_errors=True)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Linux {platform.release()}, rivals on Python 3.{minor.stdout.strip()}"
    facts = {"machine": machine, "load_before": round(load, 2), "fdatasync_ms": [round(value, 3) for value in syncs],
             "fdatasync_median_ms": round(statistics.median(syncs), 3), "skipped": skipped, "results": results}
    if options.json == "-":
        print(json.dumps(facts, indent=2))
        return
    if options.json:
        with open(options.json, "w") as file:
            json.dump(facts, file, indent=2)
    print(f"{machine}; load before {load:.1f}; a bare fdatasync takes {statistics.median(syncs):.3f} ms "
          f"(medians between the rivals: {min(syncs):.3f} to {max(syncs):.3f})\n")
    print(table(results))
    for line in skipped:
        print(f"- {line}")


if __name__ == "__main__":
    main()
