"""A second opinion on schedules: Python's zoneinfo and plain lists of windows.

schedule_oracle.py transitions [SEED]   near every change of every zone, 2024..2037
schedule_oracle.py appointments         local times near the same changes, as zone|local|instant|gap, repeated or plain
schedule_oracle.py golden               the rows of tests/engine/decide/schedule_golden.txt

Rows: zone|schedule|instant|open or closed|next opening|closing ("-": not open; "?": beyond what is looked at)
"""

import random
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

UTC = timezone.utc
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
LOOK_BACK, LOOK_AHEAD = 4, 10  # days


# ---- what the text says ----

def minutes(text):
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def windows_of(words):
    if words == ["closed"]:
        return []
    found = []
    for word in words:
        start, end = (minutes(part) for part in word.split("-"))
        found.append((start, end if end > start else end + 1440))
    return found


def parse(text):
    week, dates = {}, {}
    for entry in text.split(","):
        words = entry.split()
        key, windows = words[0], windows_of(words[1:])
        if key[0].isdigit():
            dates[date.fromisoformat(key)] = windows
            continue
        first, _, last = ("mon-sun" if key == "daily" else key).partition("-")
        day = DAYS.index(first)
        while True:
            week[day] = windows
            if DAYS[day] == (last or first):
                break
            day = (day + 1) % 7
    return week, dates


def local_windows(week, dates, around):
    """Maximal windows as naive local times, around a date."""
    found = []
    for offset in range(-LOOK_BACK, LOOK_AHEAD + 1):
        day = around + timedelta(days=offset)
        midnight = datetime(day.year, day.month, day.day)
        for start, end in dates.get(day, week.get(day.weekday(), [])):
            if day + timedelta(days=1) in dates:
                end = min(end, 1440)
            found.append((midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)))
    found.sort()
    merged = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


# ---- what the clock does ----

def offset_at(zone, at):
    return at.astimezone(zone).utcoffset()


def first_of(zone, low, high):
    """The instant in (low, high] at which the offset changes."""
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if offset_at(zone, middle) == offset_at(zone, low):
            low = middle
        else:
            high = middle
    return high


def readings(zone, local):
    """Every instant at which the zone's clock shows `local`, or the end of the gap."""
    folds = [local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = sorted({at for at in folds if at.astimezone(zone).replace(tzinfo=None) == local})
    if real:
        return real, False
    low, high = min(folds), max(folds)
    return [first_of(zone, low - timedelta(seconds=1), high)], True


def same_repeat(zone, start, end):
    """Do two repeated local times lie in one repeated stretch?"""
    return (len(start) == len(end) == 2 and offset_at(zone, start[0]) == offset_at(zone, end[0])
            and offset_at(zone, start[1]) == offset_at(zone, end[1]) and abs(end[0] - start[0]) < timedelta(days=2))


def instants(zone, windows):
    found = []
    for start, end in windows:
        starts, _ = readings(zone, start)
        ends, _ = readings(zone, end)
        opens = starts[0] if same_repeat(zone, starts, ends) else starts[-1]
        closes = ends[0]
        if opens >= closes:
            continue
        if found and found[-1][1] == opens:
            found[-1][1] = closes
        else:
            found.append([opens, closes])
    return found


def answer(zone, week, dates, at):
    local = at.astimezone(zone)
    open_spans = instants(zone, local_windows(week, dates, local.date()))
    horizon = at + timedelta(days=LOOK_AHEAD - 2)
    for opens, closes in open_spans:
        if closes <= at:
            continue
        if opens > horizon:
            break
        if opens <= at:
            return "open", at, closes if closes <= horizon else "?"
        return "closed", opens, "-"
    return "closed", "?", "-"


def show(value):
    return value if isinstance(value, str) else value.strftime("%Y-%m-%dT%H:%M:%SZ")


def row(name, text, at):
    week, dates = parse(text)
    return "|".join([name, text, show(at), *map(show, answer(ZoneInfo(name), week, dates, at))])


# ---- near every change ----

def changes(name):
    zone, found = ZoneInfo(name), []
    at, end = datetime(2024, 1, 1, tzinfo=UTC), datetime(2037, 9, 20, tzinfo=UTC)
    while at < end:
        after = at + timedelta(days=7)
        if offset_at(zone, at) != offset_at(zone, after):
            middle = [at + timedelta(days=n) for n in range(8)]
            for low, high in zip(middle, middle[1:]):
                if offset_at(zone, low) != offset_at(zone, high):
                    found.append(first_of(zone, low, high))
        at = after
    return found


def clock(minute):
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def random_windows(rng, near):
    """One or two windows with edges that like to be near the local minutes `near`."""
    def edge():
        if rng.random() < 0.75:
            return (rng.choice(near) + rng.choice([0, 0, 0, 15, 30, -15, -30, 59, 60, -60, 1, -1, 90])) % 1440
        return rng.randrange(0, 1440, 5)
    start, end = edge(), edge()
    if start == end:
        return "00:00-24:00"
    if start < end and rng.random() < 0.4:
        third, fourth = sorted((edge(), edge()))
        if end <= third < fourth:
            return f"{clock(start)}-{clock(end)} {clock(third)}-{clock(fourth)}"
    return f"{clock(start)}-{clock(end)}"


def random_schedule(rng, near, day):
    text = f"daily {random_windows(rng, near)}"
    if rng.random() < 0.3:
        text = f"mon-fri {random_windows(rng, near)}, sat-sun {random_windows(rng, near)}"
    if rng.random() < 0.2:
        special = day + timedelta(days=rng.choice([-1, 0, 0, 1]))
        text += f", {special} " + ("closed" if rng.random() < 0.4 else random_windows(rng, near))
    return text


def transitions(seed="1"):
    rng = random.Random(int(seed))
    for name in sorted(available_timezones() - {"localtime", "posixrules"}):
        for at in changes(name):
            zone = ZoneInfo(name)
            before, after = ((at + step).astimezone(zone) for step in (timedelta(seconds=-1), timedelta()))
            near = [before.hour * 60 + before.minute + 1, after.hour * 60 + after.minute]
            text = random_schedule(rng, [n % 1440 for n in near], before.date())
            for _ in range(2):
                away = rng.choice([0, -1, 1, rng.randint(-7200, 7200), rng.randint(-200_000, 200_000)])
                print(row(name, text, at + timedelta(seconds=away)))


def appointments():
    """Edges of each gap and of each repeated hour, one second to either side, and the middle."""
    for name in sorted(available_timezones() - {"localtime", "posixrules"}):
        zone = ZoneInfo(name)
        for at in changes(name):
            before, after = ((at + step).astimezone(zone).replace(tzinfo=None) for step in (timedelta(seconds=-1), timedelta()))
            edges = sorted((before + timedelta(seconds=1), after))
            middle = edges[0] + timedelta(seconds=int((edges[1] - edges[0]).total_seconds()) // 2)
            for local in (edges[0] - timedelta(seconds=1), edges[0], middle, edges[1] - timedelta(seconds=1), edges[1]):
                found, is_gap = readings(zone, local)
                kind = "gap" if is_gap else "repeated" if len(found) > 1 else "plain"
                print("|".join([name, local.strftime("%Y-%m-%dT%H:%M:%S"), show(found[0]), kind]))


# ---- golden rows ----

def golden():
    kinds = [
        ("windows", "UTC", "mon-fri 09:00-21:00, sat 10:00-16:00", "2026-06-05"),
        ("two windows", "UTC", "mon-fri 09:00-13:00 14:00-18:00", "2026-06-08"),
        ("touching windows", "UTC", "daily 09:00-12:00 12:00-15:00", "2026-06-08"),
        ("over midnight", "UTC", "fri-sat 22:00-06:00", "2026-06-05"),
        ("over midnight into a window", "UTC", "fri 22:00-06:00, sat 05:00-10:00", "2026-06-05"),
        ("to midnight and from midnight", "UTC", "mon-tue 20:00-24:00, wed 00:00-04:00", "2026-06-08"),
        ("whole days", "UTC", "sat-sun 00:00-24:00", "2026-06-06"),
        ("one minute", "UTC", "wed 23:59-24:00", "2026-06-10"),
        ("whole day by two windows", "UTC", "wed 00:00-12:00 12:00-24:00", "2026-06-10"),
        ("nearly a day over midnight", "UTC", "tue 12:00-11:59", "2026-06-09"),
        ("closed date", "UTC", "daily 09:00-21:00, 2026-06-10 closed", "2026-06-10"),
        ("two closed dates", "UTC", "daily 09:00-21:00, 2026-06-10 closed, 2026-06-11 closed", "2026-06-10"),
        ("date with other windows", "UTC", "daily 09:00-21:00, 2026-06-10 12:00-14:00", "2026-06-10"),
        ("date that opens a closed day", "UTC", "mon-fri 09:00-21:00, 2026-06-13 10:00-14:00", "2026-06-13"),
        ("closed date ends a night", "UTC", "daily 22:00-06:00, 2026-06-10 closed", "2026-06-09"),
        ("date's own night", "UTC", "mon-fri 09:00-17:00, 2026-06-10 22:00-06:00", "2026-06-10"),
        ("new year", "UTC", "daily 09:00-21:00, 2026-12-31 closed, 2027-01-01 10:00-14:00", "2026-12-31"),
        ("leap day", "UTC", "mon 09:00-21:00, 2028-02-29 10:00-14:00", "2028-02-28"),
        ("Kyiv spring", "Europe/Kyiv", "daily 03:15-03:45", "2026-03-28"),
        ("Kyiv spring edge", "Europe/Kyiv", "daily 02:00-03:30", "2026-03-28"),
        ("Kyiv autumn starts there", "Europe/Kyiv", "daily 03:30-09:00", "2026-10-24"),
        ("Kyiv autumn ends there", "Europe/Kyiv", "daily 01:00-03:30", "2026-10-24"),
        ("Kyiv autumn both", "Europe/Kyiv", "daily 03:15-03:45", "2026-10-24"),
        ("New York spring", "America/New_York", "daily 02:30-09:00", "2026-03-07"),
        ("New York autumn", "America/New_York", "daily 01:00-02:00", "2026-10-31"),
        ("New York autumn over it", "America/New_York", "sat 20:00-06:00", "2026-10-31"),
    ]
    for kind, name, text, day in kinds:
        print(f"# {kind}")
        zone, (week, dates) = ZoneInfo(name), parse(text)
        start = datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(UTC)
        spans = instants(zone, local_windows(week, dates, date.fromisoformat(day)))
        edges = [edge for span in spans for edge in span if start - timedelta(hours=1) <= edge <= start + timedelta(days=3)]
        chosen = {start, start + timedelta(days=1), start + timedelta(days=3)}
        for edge in edges[:5]:
            chosen |= {edge - timedelta(seconds=1), edge}
        for at in sorted(chosen):
            print(row(name, text, at))


if __name__ == "__main__":
    {"transitions": transitions, "appointments": appointments, "golden": golden}[sys.argv[1]](*sys.argv[2:])
