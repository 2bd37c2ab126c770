"""The shim of `shim.c`: compiled, put before a daemon, and its log read."""

import os
import pathlib
import shutil
import struct
import subprocess
from dataclasses import dataclass

SOURCE = pathlib.Path(__file__).with_name("shim.c")
HEAD = struct.Struct("<cBHIQ")


def build(folder: pathlib.Path) -> pathlib.Path:
    """Compiles the shim into a folder."""
    if not shutil.which("cc"):
        raise SystemExit("a C compiler is needed: apt-get install gcc libc6-dev")
    library = folder / "shim.so"
    subprocess.run(["cc", "-O2", "-Wall", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl", "-lpthread"], check=True)
    return library


def variables(library: pathlib.Path, home: pathlib.Path, log: pathlib.Path, **options: str) -> dict[str, str]:
    """What a daemon's environment needs; options are `sync`, `fail` and `lie`, as `shim.c` says."""
    return {"LD_PRELOAD": str(library), "CHAOS_HOME": str(home), "CHAOS_LOG": str(log)} | {
        f"CHAOS_{name.upper()}": value for name, value in options.items() if value
    }


@dataclass(slots=True)
class Op:
    """One call that changed a file; `end` is the length of the log with it."""

    op: str
    name: str
    offset: int
    data: memoryview
    end: int


def read_log(path: pathlib.Path) -> list[Op]:
    """All records of a log; a last one that was cut off is left out."""
    raw = memoryview(path.read_bytes())
    ops: list[Op] = []
    at = 0
    while at + HEAD.size <= len(raw):
        op, name_length, _, length, offset = HEAD.unpack_from(raw, at)
        name_end = at + HEAD.size + name_length
        end = name_end + length
        if end > len(raw):
            break
        ops.append(Op(op.decode(), bytes(raw[at + HEAD.size : name_end]).decode(), offset, raw[name_end:end], end))
        at = end
    return ops


def length(path: pathlib.Path) -> int:
    """How long the log is now; all that was synced before an answer came is before that."""
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0
