"""Databases that tests of the surface run on, made by the program's own commands."""
import os
import re
import signal
import subprocess
import tempfile
import time


class Shop:
    """A folder with a database, a clean environment, and a way to call dialctl in it."""

    def __init__(self, dialctl):
        self.dialctl = os.path.realpath(dialctl)
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = self.scratch.name
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "TZ": "UTC", "LC_ALL": "C.UTF-8",
                            "DIALCTL_DB": os.path.join(self.folder, "shop.db"), "SECRET": "dialer-secret"}
        sound = os.path.join(self.folder, "hello.wav")
        with open(sound, "wb") as out:  # a tenth of a second of silence, 8 kHz
            out.write(b"RIFF\x64\x06\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00"
                      b"\x02\x00\x10\x00data\x40\x06\x00\x00" + b"\x00" * 1600)
        self.environment["DIALCTL_SPEECH_COMMAND"] = f"cp {sound} {{out}}"

    def run(self, *words, stdin=None, environment=None, timeout=120, **more):
        return subprocess.run([self.dialctl, *words], cwd=self.folder, env={**self.environment, **(environment or {})},
                              input=stdin, capture_output=True, timeout=timeout,
                              **({"stdin": subprocess.DEVNULL} if stdin is None else {}), **more)

    def do(self, *words, stdin=None):
        """A command that must succeed; its stdout as text."""
        done = self.run(*words, stdin=stdin)
        if done.returncode != 0:
            raise SystemExit(f"dialctl {' '.join(words)}: exit {done.returncode}: {done.stderr.decode()}")
        return done.stdout.decode()

    def close(self):
        self.scratch.cleanup()


def settings(shop, many):
    """One of each thing that can be declared, or three."""
    names = [""] if not many else ["", "-2", "-3"]
    shop.do("init")
    for end in names:
        shop.do("schedule", "add", f"always{end}", "--hours", "daily 00:00-24:00")
        shop.do("policy", "add", f"patient{end}", "--intervals", "20m,1h", "--attempts", "3")
        shop.do("queue", "add", f"sales{end}", "--wrap-up", "1s")
        shop.do("operator", "add", f"anna{end}", "--endpoint", "101", "--queue", f"sales{end}")
        shop.do("group", "add", f"team{end}", "--members", f"anna{end}")
        shop.do("template", "add", f"hello{end}", "--kind", "message", "--text", "Hello {{fio}}, \"quoted\"; done\n=2+2")
        shop.do("order-status", "add", f"new{end}", "--meaning", "open", "--template", f"hello{end}")
        shop.do("project", "add", f"shop{end}", "--region", "UA", "--zone", "Europe/Kyiv", "--queue", f"sales{end}",
                "--schedule", f"always{end}", "--policy", f"patient{end}")
        shop.do("rule", "add", f"missed{end}", "--place", f"queue:sales{end}", "--place", "tag:vip", "--target", "lost-by")
    shop.do("limit", "hours", "*", "--hours", "daily 00:00-24:00", "--reason", "simulated people only")
    for number in ["+380442000001"] if not many else ["+380442000001", "+380442000002", "+380442000003"]:
        shop.do("blacklist", "add", number, "--source", "test")


def orders(shop, many):
    """Busy, unanswered and answered people of the simulator's code, with names that are hard to print."""
    names = ['Anna "A" O\'Neil', "=cmd|' /C calc'!A0", "Олена\tКоваленко", "a;b,c\nd", "\x1b[31mred", "plain"]
    codes = ["300001", "300001", "100102", "300001", "300002", "300001"]
    for at in range(6 if many else 1):
        shop.do("order", "add", f"10{at}", "--project", "shop", "--phone", f"+38044{at + 1}{codes[at]}", "--name", names[at])
    rows = "order_id,phone,name\n" + "".join(f"20{at},+380445{at}00000,N{at}\n" for at in range(3 if many else 1))
    path = os.path.join(shop.folder, "in.csv")
    for _ in range(2 if many else 1):
        with open(path, "w", encoding="utf-8") as out:
            out.write(rows)
        shop.do("import", "orders", "in.csv", "--project", "shop", "--on-conflict", "update")
        rows = rows.replace(",N", ",M")


def lines(shop, many):
    """Orders in the line of a call mode, one of them planned, and an operator who has one."""
    shop.do("order-status", "add", "to-call", "--meaning", "open", "--mode", "new")
    shop.do("operator", "access", "anna", "--allow", "shop")
    for at in range(4 if many else 1):
        shop.do("order", "add", f"30{at}", "--project", "shop", "--phone", f"+3804460000{at}0", "--status", "to-call",
                "--name", f"=L{at}")
    for _ in range(2 if many else 0):
        shop.do("order", "next", "--operator", "anna")
    if many:
        shop.do("order", "result", "shop/300", "--button", "callback", "--in", "30m")


def missed(shop, many):
    """Missed calls: with a callback, joined, without a rule; with words that are hard to print."""
    words = ["--project", "shop", "--queue", "sales", "--waited", "20s", "--site", "=a;b,\"c\""]
    shop.do("missed", "add", "--caller", "+380447000000", *words, "--call", "c0", "--tried", "anna")
    if many:
        shop.do("missed", "add", "--caller", "+380447000000", *words, "--scenario", "Нічне меню")
        shop.do("missed", "add", "--caller", "+380447000001", *words, "--tag", "x", "--tag", "vip", "--lost-in", "hold")
        shop.do("missed", "add", "--caller", "+380447000002", "--project", "shop-2")


def simulator(shop, *words):
    """Starts one on a free port; returns its process and its url."""
    log = os.path.join(shop.folder, "simulator.log")
    with open(log, "wb") as err:
        process = subprocess.Popen([shop.dialctl, "simulator", "--port", "0", *words], cwd=shop.folder,
                                   env=shop.environment, stdin=subprocess.DEVNULL, stdout=err, stderr=err)
    for _ in range(200):
        found = re.search(r"http://\S+", open(log, encoding="utf-8").read())
        if found:
            return process, found.group()
        time.sleep(0.05)
    process.kill()
    raise SystemExit("the simulator did not start: " + open(log, encoding="utf-8").read())


def calls(shop):
    """Provider, and every order called once by the simulator."""
    process, url = simulator(shop, "--people", "coded", "--speed", "50")
    try:
        shop.do("provider", "add", "office", "--url", url, "--user", "dialer", "--password-from", "env:SECRET",
                "--customer-endpoint", "Local/{digits}@customers/n", "--operator-endpoint", "Local/{number}@operators/n")
        shop.do("run", "--until-idle", "--for", "60s", "-q")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
