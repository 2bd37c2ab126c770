"""cronsim, another evaluator of the same rules, agrees wherever the specification says that it should.

Where it may differ, a reason below says so from the expression, the zone and the start alone, with the row of the
specification. What no reason covers has to be equal.
"""

import collections
import json
import os
import random
import re
import signal
import subprocess
from datetime import datetime
from zoneinfo import ZoneInfo

from conftest import BINARY
from cron_cases import DAYS, FULL_DAYS, FULL_MONTHS, MONTHS, ZONES, Generator, transitions
from cronsim import CronSim, CronSimError

COUNT = int(os.environ.get("UPBEAT_CRONSIM", "6000"))
SEED = int(os.environ.get("UPBEAT_SEED", "4"))
FIRES = 5
TOPS = [59, 59, 23, 31, 12, 6]  # second, minute, hour, day of month, month, day of week


class Case:
    """An expression as written, its six fields, and a start in a zone."""

    def __init__(self, expression, zone, start):
        self.expression, self.zone, self.start = expression, zone, start
        words = expression.upper().split()
        self.count = len(words)
        self.fields = (["0"] if self.count == 5 else []) + words[:6]
        self.items = [field.split(",") for field in self.fields]
        self.is_fixed = not any(field.startswith("*") for field in self.fields[:3])

    def any_item(self, fields, pattern):
        return any(re.fullmatch(pattern, item) for field in fields for item in self.items[field])

    def changes(self, fires):
        """Changes of offset less than a day away from the start or a fire."""
        seconds = [self.start, *fires]
        return [change for change in transitions(self.zone) if any(abs(change[0] - second) < 86_400 for second in seconds)]


def value(text):
    for names in (DAYS, [day.upper() for day in FULL_DAYS]):
        if text in names:
            return names.index(text)
    for names in (MONTHS, [month.upper() for month in FULL_MONTHS]):
        if text in names:
            return names.index(text) + 1
    return int(text) if text.isdigit() else None


# Reasons that lie in the expression: (row of section 1, what, predicate).


def steps(case, field):
    """(begin, end or None, step) of the items with a step whose begin is no star."""
    for item in case.items[field]:
        if found := re.fullmatch(r"(\w+)(?:-(\w+))?/(\d+)", item):
            yield value(found[1]), value(found[2]) if found[2] else None, int(found[3])


def winds(case):
    return any(
        (found := re.fullmatch(r"(\w+)-(\w+)(/\d+)?", item)) and None not in (value(found[1]), value(found[2]))
        and value(found[1]) > value(found[2])
        for field in case.items for item in field)


EXPRESSION_REASONS = [
    ("row 1: cronsim knows no year field", lambda case: case.count == 7),
    ("row 3: full names", lambda case: case.any_item([4, 5], r"\+?[A-Z]{4,}.*")),
    ("row 4: cronsim counts `a/n` in the weekday field to 7", lambda case: any(
        end is None and begin is not None and (begin == 7 or (7 - begin) % step == 0) for begin, end, step in steps(case, 5) if step)),
    ("row 5: wraparound", winds),
    ("row 5: `X-X/n` is X; cronsim reads `X/n`", lambda case: any(begin == end for field in range(6) for begin, end, _ in steps(case, field))),
    ("row 6: a step longer than the field", lambda case: any(
        int(found[1]) > TOPS[field] for field in (0, 1, 2, 4) for item in case.items[field] if (found := re.search(r"/(\d+)$", item)))),
    ("row 7: `?`", lambda case: case.any_item([3, 5], r"\+?\?")),
    ("row 8: `+`", lambda case: case.fields[5].startswith("+")),
    ("row 9: `L-n`, `nW`, `L-nW`", lambda case: case.any_item([3], r"L-\d+W?|\d+W")),
    ("row 9: a step of `L`, which the grammar does not have", lambda case: case.any_item([3], r"LW?/\d+")),
    ("row 10: `d#L`, and names before `L`", lambda case: case.any_item([5], r"\w+#L|[A-Z]{3,}L")),
]


# Reasons that lie in the zone, the start and where fires are: a case and the fires that either found.


def second_pass(case, _):
    return case.is_fixed and datetime.fromtimestamp(case.start, ZoneInfo(case.zone)).fold == 1


def is_awkward(second, before, after):
    low, high = sorted((second + before, second + after))
    return low % 3600 != 0 or high % 3600 != 0 or (low - 1) // 86_400 != high // 86_400


ZONE_REASONS = [
    ("section 2: the same rule for 5 and 6 fields", lambda case, fires: case.count == 6 and case.is_fixed and case.changes(fires)),
    ("section 2: first pass only, even if the start lies in the second", second_pass),
    ("section 2: gaps of 3 hours or more are skipped", lambda case, fires: any(
        after - before >= 10_800 for _, before, after in case.changes(fires))),
    # Not a choice of the specification but a mistake: it moves by whole hours and to midnights on the clock of the zone.
    ("cronsim loses its place, or loops for ever, where a change touches midnight or is not of whole hours on the hour", lambda case, fires: (
        case.count == 6 or not case.is_fixed) and any(is_awkward(*change) for change in case.changes(fires))),
]


def cronsim(case):
    """The fires; a text where cronsim refuses, or has not ended after a second (it loops for ever at some gaps)."""
    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        search = CronSim(case.expression, datetime.fromtimestamp(case.start, ZoneInfo(case.zone)))
        fires = []
        for moment in search:
            fires.append(int(moment.timestamp()))
            if len(fires) == FIRES:
                break
        return fires
    except CronSimError as error:
        return str(error)
    except TimeoutError as error:
        return str(error)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def give_up(*_):
    raise TimeoutError("endless")


def upbeat(cases):
    lines = "".join(
        json.dumps({"id": number, "expr": case.expression, "tz": case.zone, "start": case.start, "n": FIRES}) + "\n"
        for number, case in enumerate(cases))
    answer = subprocess.run([BINARY, "explain", "--batch"], input=lines, capture_output=True, text=True, check=True, timeout=300)
    for number, line in enumerate(answer.stdout.splitlines()):
        result = json.loads(line)
        assert result["id"] == number
        yield result["next"] if "next" in result else result["error"]["code"]


def reasons(case, fires):
    return [what for what, holds in EXPRESSION_REASONS if holds(case)] + [what for what, holds in ZONE_REASONS if holds(case, fires)]


def agree(ours, theirs):
    """Refusals agree whatever they say; what never fires, cronsim refuses or looks for in vain."""
    if isinstance(ours, str) or isinstance(theirs, str):
        return isinstance(ours, str) and (isinstance(theirs, str) or (ours == "never_fires" and theirs == []))
    return ours == theirs


def test_cronsim_agrees_wherever_the_specification_says_so():
    generator = Generator(random.Random(SEED))
    places = [generator.random.choice(ZONES) for _ in range(COUNT)]
    cases = [Case(generator.expression(), zone, generator.start(zone)) for zone in places]
    faults, needed, sure = [], collections.Counter(), 0
    for case, ours in zip(cases, upbeat(cases), strict=True):
        theirs = cronsim(case)
        found = reasons(case, [fire for fires in (ours, theirs) if isinstance(fires, list) for fire in fires])
        sure += not found
        if not agree(ours, theirs):
            needed.update(found)
            if not found:
                faults.append(f"{case.expression!r} in {case.zone} from {case.start}: ours {ours}, cronsim {theirs}")
    print(f"{sure} of {COUNT} had to agree; differences by reason:", *sorted(needed.items()), sep="\n  ")
    assert faults == []
    assert sure > COUNT * 0.5
    # A reason that explains nothing is not one.
    assert set(needed) == {reason[0] for reason in EXPRESSION_REASONS + ZONE_REASONS}
