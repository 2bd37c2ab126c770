"""Prints the changes of offset of every zone of the system, as Python's zoneinfo has them, for `make zones`.

A line a zone: name, first and last second that were looked at, the first offset, then `second:offset` for each change. Days are
compared with the day before and halved where they differ.
"""

import os
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

ROOT = "/usr/share/zoneinfo"
FIRST, LAST, STEP = -2_208_988_800, 7_258_118_400, 86_400  # 1900 to 2200, days


def names():
    for folder, folders, files in os.walk(ROOT):
        folders.sort()
        for file in files:
            path = os.path.join(folder, file)
            name = os.path.relpath(path, ROOT)
            if name[0].isupper() and name != "Factory" and open(path, "rb").read(4) == b"TZif":
                yield name, path


def changes(zone):
    fromtimestamp, utc = datetime.fromtimestamp, timezone.utc

    def offset(second):
        return int(fromtimestamp(second, utc).astimezone(zone).utcoffset().total_seconds())

    before = offset(FIRST)
    yield str(before)
    for second in range(FIRST + STEP, LAST + 1, STEP):
        after = offset(second)
        if after == before:
            continue
        low, high = second - STEP, second
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle) == before:
                low = middle
            else:
                high = middle
        yield f"{high}:{offset(high)}"
        before = after


known = {}
for name, path in sorted(names()):
    data = open(path, "rb").read()
    if data not in known:
        with open(path, "rb") as file:
            known[data] = " ".join(changes(ZoneInfo.from_file(file)))
    sys.stdout.write(f"{name} {FIRST} {LAST} {known[data]}\n")
