"""--dry-run keeps nothing, and without it each writing command does change the database. The commands come from the
table; a new one must be taught here what to be called with.   dry_runs.py DIALCTL TABLE-PRINTER"""
import json
import os
import sqlite3
import shlex
import subprocess
import sys
import wave

sys.path.insert(0, os.path.dirname(__file__))
import shops  # noqa: E402

# What each is called with, in this order. Each finds what the ones before it have left.
CALLS = {
    "project set": "shop --language de",
    "order add": "900 --project shop --phone +380449000001",
    "order set": "shop/900 --priority 5",
    "order hold": "shop/900",
    "order release": "shop/900",
    "order requeue": "shop/900",
    "robot stop": "shop/900",
    "robot start": "shop/900 --template hello",
    "order cancel": "shop/900 --status gone",
    "import orders": "in.csv --project shop",
    "import undo": "2 --yes",
    "rule add": "extra --place queue:sales --at-once 2",
    "missed add": "--caller +380447000001 --project shop --queue sales --tag vip",
    "import missed": "missed.csv",
    "import calls": "calls.csv",
    "callbacks cancel": "--where rule=missed --yes",
    "callbacks limit": "--lines 7",
    "callbacks pause": "",
    "callbacks resume": "--backfill -1h",
    "callbacks freeze": "",
    "callbacks unfreeze": "",
    "rule set": "extra --at-once 3 --prompt 'text:a callback'",
    "rule move": "extra --first",
    "rule disable": "extra --tasks hold",
    "rule enable": "extra",
    "rule remove": "extra",
    "mode set": "shop new --fetch yes",
    "mode ranking": "--new-order oldest-first",
    "operator access": "anna --allow shop:new",
    "order assign": "shop/950 --to anna",
    "order next": "--operator anna",
    "order result": "shop/950 --button busy",
    "order fetch": "--operator anna",
    "operator start": "anna",
    "operator stop": "anna",
    "recording remove": None,  # needs a recording: recordings.sh
    "attempt resolve": None,  # needs an unknown call: tests/faults
    "operator break": "anna --reason lunch",
    "operator ready": "anna",
    "operator offline": "anna",
    "operator move": "anna sales-2",
    "operator set": "anna --position 4",
    "queue set": "sales --wrap-up 7s",
    "queue pause": "sales",
    "queue resume": "sales",
    "group set": "team --members anna-2",
    "template set": "hello --ring-limit 20s",
    "schedule set": "always --hours 'mon 10:00-11:00'",
    "policy set": "patient --attempts 4",
    "order-status set": "new --meaning approved",
    "provider add": "spare --url http://127.0.0.1:9/ari --user dialer --password-from env:SECRET",
    "provider set": "spare --lines 3",
    "provider remove": "spare",
    "limit set": "UA --attempts-24h 2",
    "limit hours": "DE --hours 'daily 10:00-11:00' --reason 'a test'",
    "limit remove": "DE",
    "blacklist add": "+380442000009",
    "blacklist remove": "+380442000009",
    "project add": "extra --region UA --zone Europe/Kyiv",
    "project remove": "extra",
    "queue add": "extra",
    "queue remove": "extra",
    "operator add": "extra --endpoint 105",
    "operator remove": "extra",
    "group add": "extra --members anna",
    "group remove": "extra",
    "template add": "extra --kind message --text Hello",
    "template remove": "extra",
    "order-status add": "extra --meaning done",
    "order-status remove": "extra",
    "schedule add": "extra --hours 'daily 10:00-11:00'",
    "schedule remove": "extra",
    "policy add": "extra --intervals 1h --attempts 2",
    "policy remove": "extra",
    "audio add": "beep beep.wav",
    "audio remove": "beep",
    "number add": "+380442000010 --label hotline",
    "number remove": "+380442000010",
}

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED", what, flush=True)


def contents(shop):
    database = sqlite3.connect(f"file:{shop.environment['DIALCTL_DB']}?mode=ro", uri=True)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    found = {table: database.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}
    database.close()
    return found


def main():
    dialctl, printer = sys.argv[1:3]
    table = json.loads(subprocess.run([printer], capture_output=True, check=True).stdout)
    writes = {f"{command['noun']} {command['verb']}".strip(): command for command in table if command["access"] == "write"}
    for name, command in writes.items():
        offers = any(flag["name"] == "dry-run" for flag in command["flags"])
        check(offers, f"{name}: offers no --dry-run")
    missing = [name for name, command in writes.items() if command["opens_store"] and name not in CALLS]
    check(not missing, f"teach this test what to call these with: {missing}")
    shop = shops.Shop(dialctl)
    shops.settings(shop, True)
    shop.do("order-status", "add", "gone", "--meaning", "cancelled")
    shops.orders(shop, False)
    shop.do("order-status", "add", "to-call", "--meaning", "open", "--mode", "new")
    for order in ("950", "951"):
        shop.do("order", "add", order, "--project", "shop", "--phone", f"+380449000{order}", "--status", "to-call")
    with open(os.path.join(shop.folder, "in.csv"), "w", encoding="utf-8") as out:
        out.write("order_id,phone\n801,+380448000001\n")
    with open(os.path.join(shop.folder, "missed.csv"), "w", encoding="utf-8") as out:
        out.write("caller,project,queue,lost_at\n+380447000002,shop,sales,2025-11-20T10:00:00Z\n")
    with open(os.path.join(shop.folder, "calls.csv"), "w", encoding="utf-8") as out:
        out.write("number,at,talked\n+380447000002,2025-11-20T10:00:00Z,yes\n")
    with wave.open(os.path.join(shop.folder, "beep.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"\0\x10" * 800)
    for name, arguments in CALLS.items():
        if arguments is None or name not in writes:
            check(name in writes, f"{name}: there is no such command")
            continue
        words = name.split() + shlex.split(arguments)
        before = contents(shop)
        done = shop.run(*words, "--dry-run")
        check(done.returncode == 0, f"{name} --dry-run: exit {done.returncode}: {done.stderr.decode()}")
        check(contents(shop) == before, f"{name} --dry-run changed something")
        done = shop.run(*words)
        check(done.returncode == 0, f"{name}: exit {done.returncode}: {done.stderr.decode()}")
        check(contents(shop) != before, f"{name} changed nothing")
    shop.close()
    print(f"{len(CALLS)} writing commands, {len(failures)} failed")
    sys.exit(1 if failures else 0)


main()
