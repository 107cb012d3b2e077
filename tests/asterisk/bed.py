"""The bed as tests see it: its settings, its own record of who was called, and a dialctl with a database of its own.

Debian's own python3, no packages. The tests take a build folder, build/release when none is given, or DIALCTL names
the binary; AST_HOME is the bed (see README.md).
"""

import base64
import collections
import csv
import io
import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FULL = os.environ.get("DIALCTL_TEST_FULL") == "1"
# The dialer counts from when it heard of an end, the bed from when it wrote it down.
SLACK = 0.3

Row = collections.namedtuple("Row", "at event channel name caller exten context extra")


class Failed(Exception):
    """Something that the test needs did not work."""


def binary():
    build = next((word for word in sys.argv[1:] if not word.startswith("-")), os.path.join(ROOT, "build/release"))
    path = os.path.abspath(os.environ.get("DIALCTL") or os.path.join(build, "cli/dialctl"))
    if not os.access(path, os.X_OK):
        raise Failed("no dialctl at %s: build it, give another build folder, or name it with DIALCTL" % path)
    return path


class Bed:
    """The Asterisk of AST_HOME, started when it is down and then stopped at the end."""

    def __init__(self):
        home = os.environ.get("AST_HOME") or os.path.join(os.environ.get("TMPDIR") or "/tmp", "dialctl-asterisk")
        self.env_file = os.path.join(home, "env")
        self.callers = itertools.count(1)
        self.ours = False
        if not self._answers():
            subprocess.run([os.path.join(HERE, "up")], check=True, stdout=subprocess.DEVNULL)
            self.ours = True
            if not self._answers():
                raise Failed("the bed is up but does not answer: see " + self.env_file)
        self.oracle = self.env["ASTERISK_ORACLE"]
        self.from_byte = os.path.getsize(self.oracle) if os.path.exists(self.oracle) else 0

    def close(self):
        if self.ours:
            subprocess.run([os.path.join(HERE, "down")], check=True)

    def _answers(self):
        try:
            with open(self.env_file) as lines:
                words = [shlex.split(line) for line in lines]
            self.env = dict(word[0].split("=", 1) for word in words if word)
            self.get("/asterisk/ping")
            return True
        except (OSError, KeyError):
            return False

    def get(self, path):
        """What GET of this path under /ari answers."""
        return json.loads(self.ask("GET", path))

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.env["ARI_URL"] + path, data, method=method)
        if body is not None:
            request.add_header("Content-Type", "application/json")
        words = "%s:%s" % (self.env["ARI_USER"], self.env["ARI_PASSWORD"])
        request.add_header("Authorization", "Basic " + base64.b64encode(words.encode()).decode())
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    def caller(self, app, dialled, number, patience, talk=3, words=""):
        """Somebody calls us, and gives up after `patience` seconds; the id that its channel has in the application."""
        name = "caller-%d-%d" % (os.getpid(), next(self.callers))
        self.ask("POST", "/channels?" + urllib.parse.urlencode({
            "endpoint": "Local/%s@inbound/n" % dialled, "context": "caller", "extension": talk, "priority": 1,
            "callerId": number, "channelId": name, "otherChannelId": name + ".in", "timeout": patience}),
            {"variables": {"__STASIS_APP": app, "__CALLER_WORDS": words}})
        return name + ".in"

    def answer(self, channel):
        self.ask("POST", "/channels/%s/answer" % channel)

    def sip_caller(self, dialled, number):
        """The same by SIP, for 3 s; the application is the bed's own. Returns the process."""
        return subprocess.Popen(
            ["chroot", self.env["ASTERISK_CHROOT"], "/usr/bin/sipp", "-sf", self.env["SIPP_SCENARIOS"] + "/missed.xml", "-m", "1",
             "-s", dialled, "-key", "from", number, "-nostdin", self.env["SIP_ADDRESS"]],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def rows(self, from_start=False):
        """The bed's record since this object was made, whole lines only."""
        if not os.path.exists(self.oracle):
            return []
        with open(self.oracle, "rb") as file:
            file.seek(0 if from_start else self.from_byte)
            data = file.read()
        text = data[: data.rfind(b"\n") + 1].decode("utf-8", "replace")
        return [Row(float(row[0]), *row[1:]) for row in csv.reader(io.StringIO(text)) if len(row) == len(Row._fields)]

    def channels(self, prefix):
        """Those alive whose id begins so."""
        return [channel["id"] for channel in self.get("/channels") if channel["id"].startswith(prefix)]


# The near half of a call: its name tells who was dialled, whatever the client says.
DIALLED = re.compile(r"^Local/(.+)@(customers|operators)-[0-9a-f]+;1$")

Leg = collections.namedtuple("Leg", "channel number kind began answered ended bridges")


def legs_of(rows):
    """channel id -> Leg: every call to a customer or an operator that the record tells of, in its order."""
    legs = {}
    for row in rows:
        if row.event == "CHAN_START":
            dialled = DIALLED.match(row.name)
            if dialled:
                number, kind = dialled.groups()
                # An id is free again after its call: a second call under it must not hide the first.
                legs[_free(legs, row.channel)] = Leg(row.channel, number, kind, row.at, [], [], [])
            elif row.name.startswith("PJSIP/carrier"):
                legs[_free(legs, row.channel)] = Leg(row.channel, None, "customers", row.at, [], [], [])
            continue
        leg = legs.get(_last(legs, row.channel))
        if leg is None:
            continue
        if row.event == "ANSWER":
            leg.answered.append(row.at)
        elif row.event == "CHAN_END":
            leg.ended.append(row.at)
        elif row.event == "BRIDGE_ENTER":
            leg.bridges.append(json.loads(row.extra)["bridge_id"])
    return legs


def _free(legs, channel):
    return channel if channel not in legs else _free(legs, channel + "'")


def _last(legs, channel):
    while channel + "'" in legs:
        channel += "'"
    return channel


class Dialer:
    """A dialctl with a new database, and an application of its own on the bed."""

    def __init__(self, bed, name):
        self.bed = bed
        self.binary = binary()
        self.app = "%s-%d" % (name, os.getpid())
        self.folder = tempfile.mkdtemp(prefix="dialctl-%s-" % name)
        self.env = {key: value for key, value in os.environ.items() if not key.startswith("DIALCTL_")}
        self.env.update(DIALCTL_DB=os.path.join(self.folder, "test.db"), ARI_PASSWORD=bed.env["ARI_PASSWORD"])
        self("init")

    def __call__(self, *words, stdin=None, codes=(0,)):
        """Its standard output; Failed when it ends with another code."""
        done = subprocess.run([self.binary, *words], env=self.env, input=stdin, capture_output=True, text=True)
        if done.returncode not in codes:
            raise Failed("dialctl %s: %d: %s" % (shlex.join(words), done.returncode, done.stderr.strip()))
        return done.stdout

    def rows(self, *words):
        """What a list or show says, as dicts."""
        said = json.loads(self(*words, "--json"))
        rows = said if isinstance(said, list) else [said]
        return [{key.replace("-", "_"): value for key, value in row.items()} for row in rows]

    def provider(self, name, customers="Local/{digits}@customers/n", app=None, more=()):
        self("provider", "add", name, "--url", self.bed.env["ARI_URL"], "--user", self.bed.env["ARI_USER"],
             "--password-from", "env:ARI_PASSWORD", "--app", app or self.app, "--customer-endpoint", customers,
             "--operator-endpoint", "Local/{number}@operators/n", "--formats", self.bed.env["ARI_FORMATS"], *more)

    def operator(self, name, endpoint, queue):
        self("operator", "add", name, "--endpoint", endpoint, "--queue", queue)
        self("operator", "ready", name)

    def run(self, *words):
        """The loop, in the background; what it says goes to run.log."""
        log = open(os.path.join(self.folder, "run.log"), "a")
        return subprocess.Popen([self.binary, "run", *words], env=self.env, stdin=subprocess.DEVNULL, stdout=log,
                                stderr=log)

    def said(self):
        with open(os.path.join(self.folder, "run.log")) as log:
            return log.read()

    def close(self, keep):
        if keep:
            print("kept for a look: " + self.folder)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


def stop(loop, seconds=70):
    """As an admin does; the code it ends with."""
    if loop.poll() is None:
        loop.terminate()
    try:
        return loop.wait(seconds)
    except subprocess.TimeoutExpired:
        loop.kill()
        loop.wait()
        raise Failed("the loop did not stop within %d s of SIGTERM" % seconds)


def wait_until(what, seconds, test, every=0.5):
    by = time.monotonic() + seconds
    while not test():
        if time.monotonic() > by:
            return what
        time.sleep(every)
    return None


class Numbers:
    """Ukrainian numbers that end in OO RR TT, each given once; with 70 and 71, which count calls, none that the bed has seen."""

    COUNTING = ("70", "71")

    PREFIXES = ["%s%d" % (code, digit) for code in (50, 63, 66, 67, 68, 73, 91, 92, 93, 95, 96, 97, 98, 99)
                for digit in range(10)]

    def __init__(self, bed):
        seen = {leg.number for leg in legs_of(bed.rows(from_start=True)).values() if leg.number}
        self.taken = {number for number in seen if number[-6:-4] in self.COUNTING}
        self.at = os.getpid() % len(self.PREFIXES)

    def take(self, behaviour):
        for _ in self.PREFIXES:
            self.at = (self.at + 1) % len(self.PREFIXES)
            number = "380" + self.PREFIXES[self.at] + behaviour
            if number not in self.taken:
                self.taken.add(number)
                return "+" + number
        raise Failed("no number that ends in %s is left: restart the bed and remove its record" % behaviour)


class Verdicts:
    """Counts checks, tells of those that failed."""

    def __init__(self):
        self.passed = 0
        self.wrong = []

    def check(self, good, why):
        if good:
            self.passed += 1
        else:
            self.wrong.append(why)
            print("WRONG " + why, flush=True)


def main(test):
    """Runs test(bed, verdicts) -> its line of figures; exit code 0 or 1."""
    bed = None
    verdicts = Verdicts()
    began = time.monotonic()
    try:
        bed = Bed()
        line = test(bed, verdicts)
    except Failed as failed:
        verdicts.wrong.append(str(failed))
        line = "stopped: %s" % failed
    finally:
        if bed:
            bed.close()
    print("%s: %s; %d checks, %d wrong, %.0f s" % (os.path.basename(sys.argv[0]), line, verdicts.passed,
                                                   len(verdicts.wrong), time.monotonic() - began))
    return 1 if verdicts.wrong or not verdicts.passed else 0
