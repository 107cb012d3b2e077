"""pace --stdio, from the real program.   pace.py DIALCTL

A short shift is driven line by line; nonsense, silence and an early end are told with the line that they came in."""
import json
import os
import random
import subprocess
import sys
import tempfile

dialctl = os.path.realpath(sys.argv[1])
folder = tempfile.mkdtemp()
failures = 0
HELLO = {"type": "hello", "v": 1, "target_abandon": 0.03, "patience_s": 2, "tick_s": 1, "ring_timeout_s": 25,
         "min_ring_before_cancel_s": 15, "start_clock_s": 32400, "duration_s": 3600, "max_lines": 0}
IDLE = {"type": "step", "t": 0, "tick": True, "ev": [], "ops": {"in": 3, "idle": 3, "offer": 0, "talk": 0, "wrap": 0},
        "lines": {"ringing": 0, "queued": 0}, "tot": {"launched": 0, "live": 0, "abandoned": 0, "connected": 0}}


def check(good, what):
    global failures
    if not good:
        failures += 1
        print("FAILED", what)


def environment():
    return {"PATH": os.environ["PATH"], "HOME": folder, "DIALCTL_DB": os.path.join(folder, "none.db")}


def talk(lines, *words, close=True):
    """All lines at once; what came of it."""
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    child = subprocess.Popen([dialctl, "pace", "--stdio", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, env=environment(), universal_newlines=True)
    if close:
        out, err = child.communicate(text, timeout=60)
    else:
        child.stdin.write(text)
        child.stdin.flush()
        child.wait(60)
        out, err = child.stdout.read(), child.stderr.read()
        child.stdin.close()
    return child.returncode, out.splitlines(), err


class Shift:
    """Five operators; one of five calls is answered after 8 s; talks of 40 to 80 s."""

    def __init__(self, seed, **changes):
        self.random = random.Random(seed)
        self.child = subprocess.Popen([dialctl, "pace", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      env=environment(), universal_newlines=True, bufsize=1)
        self.hello = self.say(dict(HELLO, **changes))
        self.told = []

    def say(self, message):
        self.child.stdin.write(json.dumps(message) + "\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline()
        self.told = getattr(self, "told", []) + [answer]
        return json.loads(answer)

    def live(self, seconds, operators=5, lines=0):
        ringing, talking, events, calls = {}, {}, [], 0
        answered = abandoned = 0
        for now in range(seconds):
            for call, since in list(ringing.items()):
                live = call % 5 == 0
                if now - since < (8 if live else 20):
                    continue
                del ringing[call]
                events.append({"k": "live" if live else "noanswer", "t": now, "c": call, "x": now - since})
                if not live:
                    continue
                answered += 1
                free = [each for each in range(operators) if each not in talking]
                if free:
                    talking[free[0]] = (now, now + self.random.randint(40, 80))
                    events.append({"k": "connect", "t": now, "c": call, "o": free[0], "x": 0})
                else:
                    abandoned += 1
                    events.append({"k": "abandon", "t": now, "c": call, "x": 2})
            for who, (since, until) in list(talking.items()):
                if now >= until:
                    del talking[who]
                    events.append({"k": "talkend", "t": now, "o": who, "x": now - since})
                    events.append({"k": "wrapend", "t": now, "o": who, "x": 0})
            answer = self.say({"type": "step", "t": now, "tick": True, "ev": events,
                               "ops": {"in": operators, "idle": operators - len(talking), "offer": 0,
                                       "talk": len(talking), "wrap": 0},
                               "lines": {"ringing": len(ringing), "queued": 0},
                               "tot": {"launched": calls, "live": answered, "abandoned": abandoned,
                                       "connected": answered - abandoned}})
            events = []
            check(0 <= answer["launch"] <= 5000, "launch %r" % answer)
            for call in answer["cancel"]:
                check(call in ringing and now - ringing[call] >= 15, "let go early: %r at %d" % (call, now))
                if call in ringing:
                    events.append({"k": "cancel", "t": now, "c": call, "x": now - ringing.pop(call)})
            for _ in range(answer["launch"]):
                calls += 1
                ringing[calls] = now
                events.append({"k": "launch", "t": now, "c": calls})
            if lines:
                check(len(ringing) + len(talking) <= lines, "more calls than lines at %d" % now)
        self.child.stdin.write(json.dumps({"type": "end", "t": seconds}) + "\n")
        self.child.stdin.close()
        check(self.child.wait(30) == 0, "ends with 0")
        return answered, abandoned


def a_shift():
    shift = Shift(1)
    check(shift.hello["ok"] is True and shift.hello["snapshot"] == "counts" and shift.hello["step_on"] == "event",
          "hello is answered")
    answered, abandoned = shift.live(3600)
    # Five operators who talk for 60 s could take 300.
    check(answered > 200 and abandoned <= 0.04 * answered, "a shift: %d answered, %d abandoned" % (answered, abandoned))
    again = Shift(1)
    again.live(3600)
    check(again.told == shift.told, "the same lines have the same answers")
    Shift(2, max_lines=8).live(1200, lines=8)
    answered, abandoned = Shift(3, target_abandon=0).live(2400)
    check(answered > 40 and abandoned == 0, "a limit of 0: %d, %d" % (answered, abandoned))
    answered, abandoned = Shift(4, target_abandon=1).live(1200)
    check(abandoned > 0, "a limit of 1")
    answered, _ = Shift(5).live(900, operators=1)
    check(answered > 5, "one operator")
    answered, _ = Shift(6).live(300, operators=0)
    check(answered == 0, "no operator")


def nonsense():
    for lines, place, code in (
            (["hello"], "line 1", 1), ([HELLO, "{"], "line 2", 1), ([HELLO, IDLE, '{"type":"stop"}'], "line 3", 1),
            ([IDLE], "line 1", 1), ([HELLO, HELLO], "line 2", 1), ([dict(HELLO, target_abandon=3)], "target_abandon", 1),
            ([dict(HELLO, v=2)], "'v'", 1), ([{k: v for k, v in HELLO.items() if k != "duration_s"}], "duration_s", 1),
            ([HELLO, dict(IDLE, ev=[{"k": "lives", "t": 0}])], "ev[0].k", 1),
            ([HELLO, dict(IDLE, ops={"idle": -1, "talk": 0})], "ops.idle", 1),
            ([HELLO, {k: v for k, v in IDLE.items() if k != "ops"}], "ops.idle", 1),
            ([HELLO, "[" * 100], "line 2", 1), ([], "without a line of type end", 1), ([HELLO, IDLE], "after line 2", 1)):
        got, out, err = talk(lines)
        check(got == code and place in err, "%r: exit %d, %r" % (str(lines)[-60:], got, err))
        check(len(out) <= max(0, len(lines) - (0 if "after line" in place else 1)), "no answer to what is refused: %r" % out)
    got, _, err = talk([HELLO], "--silence", "1s", close=False)
    check(got == 11 and "nothing came for 1 s" in err, "silence: %d %r" % (got, err))


a_shift()
nonsense()
print("pace --stdio: %d failures" % failures)
sys.exit(1 if failures else 0)
