"""Crash images: what a disk may hold after a power cut, rebuilt from the recorded calls.

All that was synced is there. Of what came after the last sync of a file, each write is there, is not, is there in part (in sectors of
512 bytes) or was made in another order; a write that is not there may have made the file longer all the same. Names that were made,
changed or removed after the last sync of the folder are there up to some point: file systems keep the order of those.
"""

import os
import pathlib
import random

from shim import Op

SECTOR = 512
MANNERS = ("all dropped", "all kept", "some kept", "torn", "reordered", "mixed")


class File:
    """The bytes that are safe, and the calls since."""

    def __init__(self) -> None:
        self.safe = bytearray()
        self.unsafe: list[Op] = []

    def sync(self) -> None:
        for op in self.unsafe:
            if op.op == "T":
                del self.safe[op.offset :]
                self.safe.extend(bytes(op.offset - len(self.safe)))
            else:
                if op.offset > len(self.safe):
                    self.safe.extend(bytes(op.offset - len(self.safe)))
                self.safe[op.offset : op.offset + len(op.data)] = op.data
        self.unsafe.clear()


class Disk:
    """The files as recorded calls made them."""

    def __init__(self) -> None:
        self.now: dict[str, File] = {}
        self.safe: dict[str, File] = {}
        self.unsafe: list[dict[str, File]] = []
        """The names after each change since the folder was synced."""

    def do(self, op: Op) -> None:
        match op.op:
            case "W" | "T":
                self.now.setdefault(op.name, File()).unsafe.append(op)
            case "S" if op.name == ".":
                self.safe, self.unsafe = dict(self.now), []
            case "S":
                self.now[op.name].sync()
            case "X" if bytes(op.data) == b"sync" and op.name in self.now:
                # Linux takes the pages of a failed sync for clean: no later one writes them (LWN 752063). Here they are gone.
                self.now[op.name].unsafe.clear()
            case "C":
                self.now[op.name] = File()
            case "R":
                self.now[bytes(op.data).decode()] = self.now.pop(op.name)
            case "U":
                self.now.pop(op.name, None)
        if op.op in "CRU":
            self.unsafe.append(dict(self.now))

    def write_image(self, folder: pathlib.Path, rng: random.Random, manner: str) -> None:
        """Writes what a power cut at this moment may leave."""
        names = rng.choice([self.safe, *self.unsafe]) if manner != "all dropped" else self.safe
        for name, file in names.items():
            descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                if file.safe:
                    os.pwrite(descriptor, file.safe, 0)
                _write_unsafe(descriptor, file.unsafe, rng, manner)
            finally:
                os.close(descriptor)


def _write_unsafe(descriptor: int, ops: list[Op], rng: random.Random, manner: str) -> None:
    if manner == "all dropped":
        return
    ops = list(ops)
    if manner in ("reordered", "mixed"):
        rng.shuffle(ops)
    for op in ops:
        fate = {"all kept": "kept", "reordered": "kept"}.get(manner) or rng.choice(
            ("kept", "dropped", "torn") if manner != "some kept" else ("kept", "dropped")
        )
        if fate == "dropped":
            if op.op == "W" and rng.random() < 0.25:
                size = max(os.fstat(descriptor).st_size, op.offset + len(op.data))
                os.ftruncate(descriptor, size)
        elif op.op == "T":
            os.ftruncate(descriptor, op.offset)
        elif fate == "kept":
            os.pwrite(descriptor, op.data, op.offset)
        else:
            for at in range(0, len(op.data), SECTOR):
                if rng.random() < 0.5:
                    os.pwrite(descriptor, op.data[at : at + SECTOR], op.offset + at)
