"""Random cron expressions, and starts near the transitions of zones; a seed tells all of them."""

import functools
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

ZONES = [
    "UTC", "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Caracas", "America/Havana", "America/New_York",
    "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Gaza", "Asia/Kathmandu", "Asia/Kolkata",
    "Asia/Pyongyang", "Asia/Tehran", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/Dublin", "Europe/London",
    "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
]
DAYS = "SUN MON TUE WED THU FRI SAT".split()
FULL_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
FULL_MONTHS = "January February March April May June July August September October November December".split()


def offset(zone, second):
    return int(datetime.fromtimestamp(second, ZoneInfo(zone)).utcoffset().total_seconds())


@functools.cache
def transitions(zone):
    """[(second, offset before, offset after)] from 1980 to 2040."""
    found = []
    first, last = 315_532_800, 2_208_988_800
    before = offset(zone, first)
    for second in range(first + 86_400, last, 86_400):
        after = offset(zone, second)
        if after != before:
            low, high = second - 86_400, second
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
            found.append((high, before, after))
            before = after
    return found


class Generator:
    """Makes expressions of the whole grammar; `plain` of the times is what nearly every evaluator takes."""

    def __init__(self, random, plain=0.85):
        self.random = random
        self.plain = plain

    def start(self, zone):
        known = transitions(zone)
        if known and self.random.random() < 0.8:
            second, before, after = self.random.choice(known)
            near = [0, 1, -1, before - after, after - before, self.random.randint(-10_000, 10_000), -86_400, -60, 60, 1800]
            return second + self.random.choice(near)
        return self.random.randint(315_532_800, 2_208_988_800)

    def expression(self):
        random = self.random
        fields = [self.time(60), self.time(24), self.day_of_month(), self.month(), self.day_of_week()]
        if random.random() < 0.25:
            fields.insert(0, self.time(60) if random.random() < 0.5 else "0")
            if random.random() > self.plain:
                fields.append(random.choice(["*", "2031", "2020-2040", "*/2", "1999,2030/3"]))
        return random.choice([" ", " ", " ", "  ", "\t"]).join(fields)

    def one_of(self, plain, fancy):
        return self.random.choice(plain if self.random.random() < self.plain else plain + fancy)

    def time(self, size):
        random = self.random
        a, b = random.randrange(size), random.randrange(size)
        low, high = min(a, b), max(a, b)
        step = random.choice([2, 3, 5, 7, 10, 15, 20])
        wide = random.choice([45, 59, 60, 90]) if size == 60 else random.choice([12, 23, 24, 48])
        few = ",".join(str(random.randrange(size)) for _ in range(random.randint(2, 4)))
        return self.one_of(
            ["*", "*", str(a), str(a), str(a), f"*/{step}", few, f"{low}-{high}", f"{low}-{high}/{step}", f"{a}/{step}", "0"],
            [f"{a}-{b}", f"{a}-{b}/{step}", f"{a}-{a}", f"{a}-{a}/{step}", f"*/{wide}", f"00{a}", f"{a},*/{step}", str(size)])

    def day_of_month(self):
        random = self.random
        a, b = random.randint(1, 31), random.randint(1, 31)
        low, high = min(a, b), max(a, b)
        return self.one_of(
            ["*"] * 12 + [str(a), str(a), f"{low}-{high}", "1,15", f"*/{random.choice([2, 5, 10])}", f"{a}/5", "L", "LW", f"L,{a}", "31"],
            [f"{a}-{b}", f"L-{a}", f"{a}W", f"L-{low}W", "?", "*/100", "*/100,1-7", "0", "32", f"{a}-{a}/2", f"L/{low}"])

    def month(self):
        random = self.random
        a, b = random.randint(1, 12), random.randint(1, 12)
        low, high = min(a, b), max(a, b)
        name = random.choice(MONTHS + [month.lower() for month in MONTHS])
        return self.one_of(
            ["*"] * 12 + [str(a), name, f"{low}-{high}", f"*/{random.choice([2, 3, 4])}", f"{a}/3", f"{low},{high}"],
            [f"{a}-{b}", "NOV-FEB", random.choice(FULL_MONTHS), f"{a}-{b}/2", "*/13", "2", "0"])

    def day_of_week(self):
        random = self.random
        a, b = random.randint(0, 7), random.randint(0, 7)
        low, high = min(a, b), max(a, b)
        nth = random.randint(1, 5)
        name = random.choice(DAYS + [day.capitalize() for day in DAYS])
        return self.one_of(
            ["*"] * 12 + [str(a), name, "1-5", "MON-FRI", f"{low}-{high}", f"{low}-{high}/2", f"{a}#{nth}", f"{name}#{nth}", f"{a}L",
                          f"{a},{b}L", f"*/{random.choice([2, 3])}", f"{a}/{random.choice([2, 3])}"],
            [f"{a}-{b}", "FRI-MON", "FRI-SUN", random.choice(FULL_DAYS), f"+{a}", f"+{name}#{nth}", f"{name}L", f"{a}#L", "?", "L", "8",
             f"{a}#6", f"{a}-{a}/2"])
