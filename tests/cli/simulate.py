"""simulate --scenario, from the real program.   simulate.py DIALCTL SOURCE

Days of constants are worked out by hand; others must repeat themselves, and refuse what makes no sense."""
import copy
import json
import os
import subprocess
import sys
import tempfile

dialctl = os.path.realpath(sys.argv[1])
source = os.path.realpath(sys.argv[2])
folder = tempfile.mkdtemp()
failures = 0


def constant(value):
    return {"dist": "const", "value": value}


# One operator; everybody answers after 5 s, talks 20 s and leaves 5 s of wrap-up: a call each 30 s.
TINY = {
    "name": "tiny",
    "duration_s": 100,
    "pacing": "progressive",
    "operators": [{"count": 1, "shifts": [[0, 100]]}],
    "answer": {"p_live": 1},
    "ring": {"live": constant(5), "timeout_s": 25},
    "talk": constant(20),
    "wrap": constant(5),
}


def with_changes(base, **changes):
    day = copy.deepcopy(base)
    day.update(changes)
    return day


def run(days, *words):
    path = os.path.join(folder, "day.json")
    with open(path, "w", encoding="utf-8") as out:
        json.dump(days, out)
    env = {"HOME": folder, "PATH": os.environ["PATH"]}  # no database anywhere
    return subprocess.run([dialctl, "simulate", "--scenario", path, *words], capture_output=True, env=env, check=False)


def measures(day, seed=1, *words):
    done = run(day, "--seed", str(seed), "--json", *words)
    if done.returncode != 0:
        expect(f"{day['name']} runs", "", done.stderr.decode())
        return {}
    return json.loads(done.stdout)


def expect(name, wanted, got):
    global failures
    if wanted != got:
        failures += 1
        print(f"FAILED {name}\n  expected: {wanted!r}\n  actual:   {got!r}", flush=True)


def holds(name, yes, about=""):
    if not yes:
        expect(name, True, about or False)


def shown(found, **wanted):
    expect(f"RN-08 PA-03 {found.get('scenario')}", wanted, {key: found.get(key) for key in wanted})


def by_hand():
    # Launches at 0, 30, 60, 90; work from 5 to 30, 35 to 60, 65 to 90 and 95 to the end.
    shown(measures(TINY), scenario="tiny", policy="progressive", seed=1, utilisation=0.8, abandon_rate=0, live_answers=4,
          abandoned=0, connects=4, launches=4, calls_per_connect=1, wait_mean_s=0, wait_p90_s=0, worst_30min=None,
          worst_60min=None, worst_60min_n=0, worst_60min_k=0, worst_z=None, cancels=0, short_cancels=0, logged_in_s=100,
          busy_s=80, us_per_decision=None)
    # Two calls for one operator: of each pair one is connected, the other abandoned after two seconds. The next
    # pair is launched when the wrap-up is over.
    two = with_changes(TINY, name="two for one", pacing="ratio", ratio=2)
    shown(measures(two), live_answers=8, abandoned=4, connects=4, launches=8, abandon_rate=0.5, busy_s=80)
    # Whoever waits less than the two seconds leaves by himself; he counts all the same.
    shown(measures(with_changes(two, name="impatient", patience_s=1)), live_answers=8, abandoned=4, connects=4)
    # Machines are known at the answer: at 12, 24, ... the next call is launched; the one of 96 s is after the end.
    machines = with_changes(TINY, name="machines", answer={"p_live": 0, "machine_of_rest": 1},
                            ring={"live": constant(5), "machine": constant(12), "timeout_s": 25})
    shown(measures(machines), live_answers=0, abandoned=0, connects=0, launches=9, utilisation=0, abandon_rate=None,
          calls_per_connect=None, wait_mean_s=None)
    # 25 s of ringing each: 0, 25, 50, 75.
    shown(measures(with_changes(TINY, name="nobody answers", answer={"p_live": 0})), launches=4, live_answers=0, busy_s=0)
    busy = with_changes(TINY, name="busy", answer={"p_live": 0, "busy_of_rest": 1},
                        ring={"live": constant(5), "busy": constant(20), "timeout_s": 25})
    shown(measures(busy), launches=5, live_answers=0)
    # Four orders, one call each, then nothing is left.
    shown(measures(with_changes(TINY, name="short list", duration_s=1000, list_size=3)), launches=3, connects=3,
          busy_s=75, logged_in_s=100)
    # A retry 60 s after each call that nobody answers: three rounds of the only order, at 0, 85, 170.
    retried = with_changes(TINY, name="retried", duration_s=1000, answer={"p_live": 0}, orders={"count": 1},
                           operators=[{"count": 1, "shifts": [[0, 1000]]}], retry={"intervals_s": [60], "attempts": 3})
    shown(measures(retried), launches=3, live_answers=0, logged_in_s=1000)
    # Two minutes after nine the hours are over.
    shown(measures(with_changes(TINY, name="hours", duration_s=600, schedule="daily 09:00-09:02",
                                operators=[{"count": 1, "shifts": [[0, 600]]}])), launches=4, connects=4)


def operators():
    # He comes at 20 and goes at 70, in the middle of his second call, which he ends: 20 -> 25..50, 50 -> 55..80.
    shift = with_changes(TINY, name="shift", operators=[{"count": 1, "shifts": [[20, 70]]}])
    shown(measures(shift), launches=2, connects=2, logged_in_s=60, busy_s=50, abandoned=0)
    # A break from 40 to 60, in his second call (30 -> 35..60): it is over before he could have it.
    pause = with_changes(TINY, name="no break", operators=[{"count": 1, "shifts": [[0, 100]], "breaks": [[40, 59]]}])
    shown(measures(pause), launches=4, logged_in_s=100, busy_s=80)
    # A break from 32 to 52: nobody has answered yet. The call rings on, is answered at 35 and abandoned at 37.
    ringing = with_changes(TINY, name="gone while it rings",
                           operators=[{"count": 1, "shifts": [[0, 100]], "breaks": [[32, 52]]}])
    shown(measures(ringing), live_answers=4, abandoned=1, connects=3, logged_in_s=80)
    shown(measures(with_changes(TINY, name="nobody there", operators=[])), launches=0, logged_in_s=0, utilisation=None)
    shown(measures(with_changes(TINY, name="none of them", operators=[{"count": 0, "shifts": [[0, 100]]}])), launches=0)
    # Each offer is missed: noticed after 1 s, the customer is abandoned at 2 s, the operator is back after 10 s.
    # He is logged in meanwhile; the next call begins when he is back: launches at 0, 16, 32, ...
    missing = with_changes(TINY, name="misses", operator_no_answer={"p": 1, "detect_s": 1, "away_s": 10})
    shown(measures(missing), launches=7, connects=0, abandoned=7, live_answers=7, logged_in_s=100, busy_s=0)
    # Two operators, one line.
    shown(measures(with_changes(TINY, name="one line", max_lines=1, operators=[{"count": 2, "shifts": [[0, 100]]}])),
          launches=4, connects=4)


def chance():
    day = {
        "name": "chance", "duration_s": 7200, "pacing": "ratio", "ratio": 1.5, "start_clock": "23:00",
        "operators": [{"count": 5, "shifts": [[0, 7200]], "breaks": [[1800, 2100]], "jitter_s": 120}],
        "operator_no_answer": {"p": 0.05, "detect_s": 1, "away_s": 30},
        "answer": {"p_live": [[0, 0.2], [3600, 0.4]], "interp": "linear", "machine_of_rest": 0.25, "busy_of_rest": 0.1},
        "ring": {"live": {"dist": "lognormal", "median": 8, "sigma": 0.5, "min": 3, "max": 25},
                 "machine": {"dist": "uniform", "min": 12, "max": 24}, "busy": {"dist": "uniform", "min": 1, "max": 3},
                 "timeout_s": 25},
        "talk": {"dist": "lognormal", "mean": 120, "cv": 0.85}, "wrap": {"dist": "exponential", "mean": 20},
    }
    for form in (["--json"], ["-o", "table"], ["-o", "csv"]):
        one, two = (run(day, "--seed", "7", *form) for _ in range(2))
        expect(f"RN-08 the same seed gives the same bytes, {form}", one.stdout, two.stdout)
        holds(f"RN-08 output of {form}", one.returncode == 0 and len(one.stdout) > 100, one.stderr)
        other = run(day, "--seed", "8", *form)
        holds("RN-08 another seed gives another day", other.stdout != one.stdout)
    found = measures(day, 7)
    holds("RN-08 the day is lived through", found["connects"] > 80 and 0.3 < found["utilisation"] < 1, found)
    holds("PA-03 p as it was asked for", 0.2 < found["live_answers"] / found["launches"] < 0.42, found)
    expect("PA-03 nobody is lost", found["live_answers"], found["connects"] + found["abandoned"])
    expect("PA-03 no call is let go while it rings", 0, found["cancels"])
    table = run(day, "--seed", "7", "-o", "table").stdout.decode()
    holds("RN-08 the table has the interval", "abandon_rate_95" in table, table)
    holds("RN-08 the table has the plot, past midnight", "\n00:45 " in table and "#####" in table, table)
    timed = measures(day, 7, "--timing")
    holds("RN-08 --timing tells the time of a decision", timed["us_per_decision"] > 0, timed)
    expect("RN-08 and nothing else of it changes", found, {**timed, "us_per_decision": None})
    # Calls have the same chances under every policy, so much so that each of these is placed under both.
    more = measures(with_changes(day, ratio=3), 7)
    holds("PA-01 more calls per operator, more abandoned", more["abandoned"] > found["abandoned"], more)


def several():
    days = [TINY, with_changes(TINY, name="other", duration_s=50)]
    found = json.loads(run(days, "--json").stdout)
    expect("RN-08 an array of scenarios, an array of objects", [("tiny", 4), ("other", 2)],
           [(one["scenario"], one["launches"]) for one in found])
    table = run(days, "-o", "table").stdout.decode()
    expect("RN-08 tables of both", 2, table.count("utilisation, to 100 %"))
    samples = subprocess.run([dialctl, "simulate", "--scenario", os.path.join(source, "samples/scenario.json"), "--json"],
                             capture_output=True, check=False)
    expect("RN-08 the samples are lived through", ["twenty_operators", "three_operators"],
           [one["scenario"] for one in json.loads(samples.stdout or "[]")])


def limits():
    for limit in (0, 1):
        found = measures(with_changes(TINY, name=f"limit {limit}", target_abandon=limit, pacing="predictive"))
        holds(f"PA-03 a limit of {limit}", found.get("connects", 0) >= 3, found)


def refused(name, day, *says, words=()):
    done = run(day, "--json", *words)
    text = done.stderr.decode()
    holds(f"RN-08 {name} is refused", done.returncode == 2 and not done.stdout and all(one in text for one in says),
          (done.returncode, text))


def refusals():
    refused("a negative number", with_changes(TINY, duration_s=-1), "day.json, line 1: duration_s is -1")
    refused("an unknown zone", with_changes(TINY, orders={"zones": ["Mars/Base"]}), "Mars/Base")
    refused("a broken schedule", with_changes(TINY, schedule="mon 25:00-26:00"), "schedule is not understood")
    refused("a ratio without its pacing", with_changes(TINY, ratio=2), "ratio belongs to")
    refused("a pacing without its ratio", with_changes(TINY, pacing="ratio"), "ratio is missing")
    refused("retries without intervals", with_changes(TINY, retry={"attempts": 2}), "retry.intervals_s is missing")
    refused("a flag of the other simulation", TINY, "--missed does not go with --scenario", words=("--missed", "3"))
    refused("columns", TINY, "--columns does not go", words=("--columns", "name"))


by_hand()
operators()
chance()
several()
limits()
refusals()
print("all days are as they should be" if failures == 0 else f"{failures} failed")
sys.exit(1 if failures else 0)
