"""A shop, the built-in phone server and dialctl, for runs in which something goes wrong.

The binary is $DIALCTL (default build/release/cli/dialctl). Everything lives in a folder of its own under the
folder for temporary files and ends with the script; ports are free ones. $DIALCTL_TEST_KEEP=1 keeps the folder."""

import atexit
import contextlib
import itertools
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DIALCTL = os.path.abspath(os.environ.get("DIALCTL", os.path.join(ROOT, "build/release/cli/dialctl")))
FULL = os.environ.get("DIALCTL_TEST_FULL") == "1"
SEED = int(os.environ.get("DIALCTL_TEST_SEED", str(random.SystemRandom().randrange(1 << 30))))
INTERVAL_SECONDS = 5
PASSWORD = "dialer-secret"

# What the last six digits of a number make its owner do; the phone server runs 50 times as fast as life.
BUSY, REJECTS, HANGS_UP, NO_ANSWER = "300000", "500021", "200000", "400000"
TO_OPERATOR, CANCELS, LISTENS = "110101", "120101", "100110"
OF_ALL_KINDS = (BUSY, TO_OPERATOR, HANGS_UP, CANCELS, NO_ANSWER, LISTENS, REJECTS, "110102")

_children = []


@atexit.register
def _end_children():
    for child in _children:
        if child.poll() is None:
            child.kill()
            child.wait()


def start(words, **more):
    child = subprocess.Popen(words, **more)
    _children.append(child)
    return child


def temporary_folder():
    folder = tempfile.mkdtemp(prefix="dialctl-faults-")
    if os.environ.get("DIALCTL_TEST_KEEP") == "1":
        print("folder", folder, file=sys.stderr)
    else:
        atexit.register(shutil.rmtree, folder, True)
    return folder


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


NUMBERS = itertools.count(1)


def told_port(log):
    """Of the address that a simulator has written there; None: not yet."""
    with open(log) as lines:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", lines.read())
    return int(found.group(1)) if found else None


class Simulator:
    """The phone server; its people live on while dialctl dies."""

    def __init__(self, folder, faults=(), port=None, speed=50):
        # One that takes any port says which: asked for before, it may be somebody else's by then.
        name = os.path.join(folder, "port-%d" % port if port else "simulator-%d" % next(NUMBERS))
        self.journal = name + ".csv"
        words = [DIALCTL, "simulator", "--port", str(port or 0), "--speed", str(speed), "--people", "coded",
                 "--journal", self.journal]
        for fault in faults:
            words += ["--fault", fault]
        with open(name + ".log", "w") as log:
            self.process = start(words, stdout=subprocess.DEVNULL, stderr=log)
        wait_for(lambda: told_port(name + ".log") or self.process.poll() is not None, 30)
        self.port = port or told_port(name + ".log") or 0
        self.url = "http://127.0.0.1:%d/ari" % self.port
        wait_for(lambda: answers(self.port) or self.process.poll() is not None, 30)
        if self.process.poll() is not None:
            sys.exit("the simulator does not start: " + " ".join(words))

    def stop(self):
        self.process.terminate()
        self.process.wait()


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 0.2).close()
        return True
    except OSError:
        return False


def wait_for(condition, seconds, every=0.005):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(every)
    return False


class Shop:
    """A database with a project, ten operators and a provider."""

    def __init__(self, folder, url, name="shop"):
        self.folder = os.path.join(folder, name)
        os.makedirs(self.folder, exist_ok=True)
        self.database = os.path.join(self.folder, "shop.db")
        self.environment = dict(os.environ, DIALCTL_DB=self.database, SIM_PASSWORD=PASSWORD)
        self.url = url

    def command(self, *words, binary=None, check=True, **more):
        done = subprocess.run([binary or DIALCTL, *words], env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, **more)
        if check and done.returncode != 0:
            sys.exit("%s: exit %d: %s" % (" ".join(words), done.returncode, done.stderr))
        return done

    def run(self, *words, binary=None, environment=None, wrap=(), **more):
        """A loop that is started and left alone."""
        log = open(os.path.join(self.folder, "run.log"), "a")
        with log:
            return start([*wrap, binary or DIALCTL, "run", *words], env=dict(self.environment, **(environment or {})),
                         stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)

    def owner(self):
        """The pid of the loop that holds the lock, as its file says."""
        try:
            with open(self.database + ".lock") as lock:
                found = re.search(r"\bprocess (\d+)\b", lock.read())
        except OSError:
            return None
        return int(found.group(1)) if found else None

    def log(self):
        with open(os.path.join(self.folder, "run.log")) as log:
            return log.read()

    def open(self, calls_per_second=25, operators=10, attempts=3):
        self.command("init")
        self.command("queue", "add", "sales", "--longest-wait", "2m", "--wrap-up", "1s")
        self.command("policy", "add", "quick", "--intervals", "%ds" % INTERVAL_SECONDS, "--attempts", str(attempts))
        self.command("project", "add", "shop", "--region", "UA", "--zone", "Europe/Kyiv", "--queue", "sales",
                     "--policy", "quick")
        for number in range(operators):
            name = "operator%d" % number
            self.command("operator", "add", name, "--endpoint", "8%02d" % number, "--queue", "sales")
            self.command("operator", "ready", name)
        self.command("order-status", "add", "cancelled", "--meaning", "cancelled")
        self.command("template", "add", "confirm", "--kind", "predictive", "--ring-limit", "8s", "--key-wait", "3s",
                     "--text", 'Hello. {{key_1 = "@"}} {{key_2 = "cancelled"}}')
        self.command("template", "add", "notice", "--kind", "message", "--ring-limit", "8s", "--text", "Hello.")
        self.command("order-status", "add", "new", "--meaning", "open", "--template", "confirm")
        self.command("order-status", "add", "told", "--meaning", "open", "--template", "notice")
        self.command("limit", "hours", "*", "--hours", "daily 00:00-24:00", "--reason", "simulated people")
        self.command("provider", "add", "sim", "--url", self.url, "--user", "dialer", "--password-from",
                     "env:SIM_PASSWORD", "--customer-endpoint", "Local/{digits}@customers/n", "--operator-endpoint",
                     "Local/{number}@operators/n", "--settle-window", "2s", "--calls-per-second",
                     str(calls_per_second))
        return self

    def copy_to(self, folder, name, url):
        """The same shop elsewhere, with a phone server of its own. Nobody may have this one open."""
        other = Shop(folder, url, name)
        shutil.rmtree(other.folder)
        shutil.copytree(self.folder, other.folder)
        other.command("provider", "set", "sim", "--url", url)
        return other

    def orders(self, count, status="told", first=0, people=OF_ALL_KINDS):
        """Numbers that nobody else has; every kind of person in turn."""
        file = os.path.join(self.folder, "orders-%d.csv" % first)
        with open(file, "w") as rows:
            rows.write("order_id;bayer_name;phone\n")
            for n in range(first, first + count):
                rows.write("%d;Anna;+%s\n" % (n, number_of(n, people)))
        self.command("import", "orders", file, "--project", "shop", "--status", status)

    def attempts(self):
        rows = self.rows("attempt", "list")
        unknown = {row["attempt"] for row in self.rows("attempt", "list", "--where", "state=unknown")}
        for row in rows:
            row["unknown"] = row["attempt"] in unknown
        return rows

    def query(self, sql):
        """What the database says; while no loop is needed to say it."""
        with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % self.database, uri=True)) as store:
            return store.execute(sql).fetchall()

    def rows(self, *words):
        return [json.loads(line) for line in self.command(*words, "-o", "ndjson").stdout.splitlines()]

    def events(self, kind=None):
        return [row for row in self.rows("event", "list") if kind in (None, row["kind"])]


PREFIXES = "39 50 63 66 67 68 73 91 93 94 95 96 97 98 99".split()  # of mobile networks


def number_of(n, people=OF_ALL_KINDS):
    """The n-th number: no two are the same while n is below 1,500 for each kind of person."""
    assert len(set(people)) == len(people) and n < 1500 * len(people)
    slot, kind = divmod(n, len(people))
    prefix, digit = divmod(slot % 150, 10)
    code = people[kind]
    return "380%s%d%s%02d%s" % (PREFIXES[prefix], digit, code[:2], int(code[2:4]) + slot // 150, code[4:])


class Hesitation:
    """How long this machine leaves a process waiting that wants to run: what limits of time must allow for."""

    def __init__(self):
        self._seen = []
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while True:
            before = time.monotonic()
            time.sleep(0.005)
            now = time.monotonic()
            if now - before > 0.010:
                self._seen.append((now, now - before - 0.005))

    def since(self, began):
        """The longest since a time.monotonic(), in seconds."""
        return max((length for at, length in list(self._seen) if at >= began), default=0.0)


def exit_code(process, seconds):
    """None: it still runs after so long."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def kill(process, number=signal.SIGKILL):
    process.send_signal(number)
    return process.wait()
