"""Each exit code that a command of today can end with, from the real program.   exit_codes.py DIALCTL PROBE
11 (a wait ran out) has no command yet; tests/cli/exit_code_test.cpp holds its number."""
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
import shops  # noqa: E402

failures = 0


def ends_with(shop, code, *words, **how):
    """With this code; data of an error never on stdout; the same as JSON, with a hint, when JSON is asked for."""
    global failures
    for form in ([], ["--json"]):
        done = shop.run(*words, *form, **how)
        problem = ""
        if done.returncode != code:
            problem = f"exit {done.returncode}"
        elif code not in (0, 1, 3, 7) and done.stdout:
            problem = f"data beside an error: {done.stdout[:80]!r}"
        elif code not in (0, 1, 3, 7) and form:
            error = json.loads(done.stderr.decode().splitlines()[-1])["error"]
            if error["exit"] != code or not error["message"] or not error["hint"]:
                problem = f"error {error}"
        elif code not in (0, 1, 3, 7) and b"\nhint: " not in b"\n" + done.stderr:
            problem = "no hint"
        if problem:
            failures += 1
            print(f"FAILED {code}: dialctl {' '.join(words)}: {problem}: {done.stderr.decode()[:300]}", flush=True)


def of_store(shop):
    ends_with(shop, 4, "order", "list")  # no database yet
    shops.settings(shop, False)
    ends_with(shop, 0, "order", "list")
    ends_with(shop, 2, "order", "lst")
    ends_with(shop, 2, "order", "list", "--limit", "many")
    ends_with(shop, 4, "project", "show", "nobody")
    ends_with(shop, 6, "project", "add", "shop", "--region", "UA", "--zone", "Europe/Kyiv")
    ends_with(shop, 6, "order", "hold", "--where", "project=shop", "--expect", "5", "--yes")
    ends_with(shop, 2, "order", "hold", "--where", "project=shop")  # nobody there to say yes
    ends_with(shop, 7, "blacklist", "check", "+380442000001")
    with open(os.path.join(shop.folder, "bad.csv"), "w", encoding="utf-8") as out:
        out.write("order_id,phone\n1,+380441000001\n2,nonsense\n")
    done = shop.run("import", "orders", "bad.csv", "--project", "shop", "--partial")
    expect(done.returncode == 3, f"a partial import: exit {done.returncode}")
    with open(os.path.join(shop.folder, "lost.csv"), "w", encoding="utf-8") as out:
        out.write("caller,lost_at\n+380441000001,2025-11-20T10:00:00Z\nnonsense,2025-11-20T10:00:00Z\n")
    ends_with(shop, 3, "import", "missed", "lost.csv", "--partial")
    done = shop.run("import", "missed", "lost.csv")  # its rows, with what is wrong with them, are its answer
    expect(done.returncode == 2 and b"line 3, column caller" in done.stdout, f"bad rows: exit {done.returncode}")
    ends_with(shop, 2, "missed", "add", "--caller", "nonsense", "--project", "shop")
    ends_with(shop, 4, "missed", "add", "--caller", "+380441000001", "--queue", "nowhere")
    shop.do("missed", "add", "--caller", "+380441000009", "--project", "shop", "--queue", "sales", "--tag", "vip")
    ends_with(shop, 2, "callbacks", "cancel", "--where", "project=shop")
    ends_with(shop, 6, "callbacks", "cancel", "--where", "project=shop", "--expect", "5", "--yes")
    ends_with(shop, 4, "callbacks", "show", "99")
    shop.do("callbacks", "cancel", "--where", "project=shop", "--expect", "1", "--yes")
    ends_with(shop, 7, "callbacks", "cancel", shop.do("callbacks", "list", "-o", "id").strip())
    shop.do("callbacks", "freeze")
    ends_with(shop, 6, "rule", "enable", "missed")
    shop.do("callbacks", "unfreeze")
    with open(os.path.join(shop.folder, "wrong.toml"), "w", encoding="utf-8") as out:
        out.write('lokc-timeout = "9s"\n')
    ends_with(shop, 1, "config", "validate", "--config", "wrong.toml")
    lock = sqlite3.connect(shop.environment["DIALCTL_DB"], isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    ends_with(shop, 5, "project", "set", "shop", "--paused", "yes", "--lock-timeout", "50ms")
    lock.close()
    with open(os.path.join(shop.folder, "broken.db"), "wb") as out:
        out.write(b"This is no database at all. " * 500)
    ends_with(shop, 10, "order", "list", "--db", "broken.db")


def expect(holds, what):
    global failures
    if not holds:
        failures += 1
        print("FAILED", what, flush=True)


def of_provider(shop):
    shop.do("provider", "add", "office", "--url", "http://127.0.0.1:9/ari", "--user", "dialer", "--password-from",
            "env:SECRET", "--customer-endpoint", "Local/{digits}@customers/n")
    ends_with(shop, 8, "provider", "test", "office", "--wait", "1s")
    process, url = shops.simulator(shop, "--people", "coded")
    shop.do("provider", "set", "office", "--url", url)
    ends_with(shop, 0, "provider", "test", "office")
    ends_with(shop, 9, "provider", "test", "office", environment={"SECRET": "wrong"})
    loop = subprocess.Popen([shop.dialctl, "run", "-q"], cwd=shop.folder, env=shop.environment,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for _ in range(100):
        time.sleep(0.05)
        if shop.run("run", "--once", "-q").returncode == 5:
            break
    ends_with(shop, 5, "run", "--once")
    loop.send_signal(signal.SIGTERM)
    expect(loop.wait(20) == 0, "a loop that was asked to stop ends with 0")
    process.send_signal(signal.SIGTERM)
    expect(process.wait(10) in (0, -signal.SIGTERM), "the simulator stops")


def of_unknown_calls(shop):
    """The request left, no answer came, and nothing is listed: nobody may be called twice because of us."""
    process, url = shops.simulator(shop, "--people", "coded", "--fault", "drop-unplaced=10000")
    shop.do("provider", "set", "office", "--url", url, "--settle-window", "1s")
    shop.do("order", "add", "77", "--project", "shop", "--phone", "+380447300001")
    ends_with(shop, 12, "run", "--until-idle", "--for", "20s")
    process.send_signal(signal.SIGTERM)
    process.wait(10)


def of_bugs_and_signals(shop, probe):
    for words, code in ((["order", "fall", "--bug"], 70), (["order", "fall", "--memory"], 70)):
        done = subprocess.run([probe, *words], capture_output=True, stdin=subprocess.DEVNULL, check=False)
        expect(done.returncode == code and done.stdout == b"", f"{words}: exit {done.returncode}")
    loop = subprocess.Popen([shop.dialctl, "simulator", "--port", "0"], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=shop.environment)
    time.sleep(0.3)
    loop.kill()
    expect(loop.wait(10) == -signal.SIGKILL, "128+9 for a shell")


def main():
    shop = shops.Shop(sys.argv[1])
    of_store(shop)
    of_provider(shop)
    of_unknown_calls(shop)
    of_bugs_and_signals(shop, os.path.realpath(sys.argv[2]))
    shop.close()
    print("all exit codes hold" if failures == 0 else f"{failures} failed")
    sys.exit(1 if failures else 0)


main()
