"""What really happened, by the phone server's own journal, and what dialctl's store says of it."""

import collections
import csv
import datetime
import json
import sqlite3

from bed import INTERVAL_SECONDS

Call = collections.namedtuple("Call", "attempt number start end")
TOLERANCE_SECONDS = 0.05  # both times are the phone server's, in milliseconds
LIVE_FOR_EVER = float("inf")


def seconds_of(instant):
    """Of "2026-11-21T23:49:58.804Z" or without the fraction, since 1970."""
    return datetime.datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp()


Leg = collections.namedtuple("Leg", "channel number kind start answered end bridges")


def legs_of(simulator):
    """Every leg of customers and operators, in order; an answer that never came is LIVE_FOR_EVER."""
    legs = []
    up = {}
    with open(simulator.journal, newline="") as rows:
        for row in csv.reader(rows):
            if len(row) < 8 or row[6] not in ("customers", "operators") or row[2].endswith(";2"):
                continue
            epoch, event, channel = float(row[0]), row[1], row[2]
            if event == "CHAN_START":
                up[channel] = len(legs)
                legs.append(Leg(channel, row[5], row[6], epoch, LIVE_FOR_EVER, LIVE_FOR_EVER, []))
            elif channel in up:
                leg = legs[up[channel]]
                if event == "ANSWER":
                    legs[up[channel]] = leg._replace(answered=min(leg.answered, epoch))
                elif event == "CHAN_END":
                    legs[up.pop(channel)] = leg._replace(end=epoch)
                elif event == "BRIDGE_ENTER":
                    leg.bridges.append((epoch, json.loads(row[7])["bridge_id"]))
    return legs


def without_operator(simulator, attempts, phone_of):
    """Agent-first calls that began while their operator was not on the line; operators in two conversations at once."""
    breaches = []
    legs = legs_of(simulator)
    by_attempt = {leg.channel.rpartition(".c-")[2]: leg for leg in legs if leg.kind == "customers"}
    by_phone = collections.defaultdict(list)
    for leg in legs:
        if leg.kind == "operators":
            by_phone[leg.number].append(leg)
    for attempt in attempts:
        call = by_attempt.get(attempt["attempt"])
        if call is None or not attempt["agent"]:
            continue
        own = by_phone[phone_of(attempt["agent"])]
        if not any(leg.answered <= call.start and leg.end >= call.start - TOLERANCE_SECONDS for leg in own):
            breaches.append("attempt %s was a call while %s was not on the line" % (attempt["attempt"], attempt["agent"]))
    for phone, own in by_phone.items():
        talks = sorted((leg.bridges[0][0], leg.end) for leg in own if leg.bridges)
        breaches += ["phone %s talked to two at once, at %.3f" % (phone, after[0])
                     for before, after in zip(talks, talks[1:]) if after[0] < before[1] - TOLERANCE_SECONDS]
    return breaches


def calls_of(simulator, installation=""):
    """Every customer leg that the phone server began, in order; of one installation, where several call there."""
    begun, ended = [], {}
    with open(simulator.journal, newline="") as rows:
        for row in csv.reader(rows):
            if len(row) < 8 or row[6] != "customers" or row[2].endswith(";2"):
                continue
            if installation and not row[2].startswith(installation + "."):
                continue
            epoch, event, channel, number = float(row[0]), row[1], row[2], row[5]
            if event == "CHAN_START":
                begun.append((channel, number, epoch))
            elif event == "CHAN_END":
                ended.setdefault(channel, []).append(epoch)
    calls = []
    for channel, number, start in begun:
        ends = [end for end in ended.get(channel, ()) if end >= start]
        calls.append(Call(channel.rpartition(".c-")[2], number, start, min(ends, default=LIVE_FOR_EVER)))
    return calls


def called_twice(calls, interval=INTERVAL_SECONDS):
    """Numbers that were called while a call of theirs was up, or before their interval was over."""
    breaches, last, seen = [], {}, set()
    for call in sorted(calls, key=lambda one: one.start):
        if call.attempt in seen:
            breaches.append("attempt %s went out twice, to %s" % (call.attempt, call.number))
        seen.add(call.attempt)
        before = last.get(call.number)
        if before is not None:
            if before.end > call.start:
                breaches.append("%s was called by %s while %s was up" % (call.number, call.attempt, before.attempt))
            elif call.start - before.start < interval - TOLERANCE_SECONDS:
                breaches.append("%s was called by %s %.3f s after %s" % (
                    call.number, call.attempt, call.start - before.start, before.attempt))
        last[call.number] = call
    return breaches


def lost(calls, attempts, idle=True):
    """Calls without an attempt; attempts that are said not to have gone out but did; attempts that never ended."""
    breaches = []
    known = {attempt["attempt"]: attempt for attempt in attempts}
    for call in calls:
        attempt = known.get(call.attempt)
        if attempt is None:
            breaches.append("the call %s to %s has no attempt" % (call.attempt, call.number))
        elif attempt["outcome"] == "not-placed":
            breaches.append("attempt %s is said not to have been placed, but %s was called" % (
                call.attempt, call.number))
        elif attempt["number"] != "+" + call.number:
            breaches.append("attempt %s is to %s, but %s was called" % (
                call.attempt, attempt["number"], call.number))
    if idle:
        breaches += ["attempt %s neither ended nor is unknown" % attempt["attempt"] for attempt in attempts
                     if not attempt["ended"] and not attempt["unknown"]]
    return breaches


def stuck_operators(shop):
    """Operators who are busy in the store although no call is live. Read while no loop runs."""
    store = sqlite3.connect("file:%s?mode=ro" % shop.database, uri=True)
    try:
        rows = store.execute("SELECT operator_id, activity, attempt_id FROM operator_state"
                             " WHERE activity NOT IN ('idle', 'wrap-up')").fetchall()
    finally:
        store.close()
    return ["operator %d is %s with attempt %s" % row for row in rows]


def damage(shop):
    done = shop.command("db", "verify", check=False)
    return [] if done.returncode == 0 else ["db verify: exit %d: %s%s" % (
        done.returncode, done.stdout.strip(), done.stderr.strip())]


def all_breaches(shop, simulator, calls=None, attempts=None):
    """Of a shop whose loop has run to its idle end."""
    calls = calls_of(simulator) if calls is None else calls
    attempts = shop.attempts() if attempts is None else attempts
    return called_twice(calls) + lost(calls, attempts) + stuck_operators(shop) + damage(shop)


def verdict(figures, breaches):
    """The closing line; the exit code."""
    for breach in breaches[:20]:
        print("BREACH", breach)
    if len(breaches) > 20:
        print("BREACH ... and %d more" % (len(breaches) - 20))
    print(figures + (": FAILED, %d breaches" % len(breaches) if breaches else ": ok"))
    return 1 if breaches else 0
