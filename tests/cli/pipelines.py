"""The pipelines that admins write, each run by bash as it stands.   pipelines.py DIALCTL"""
import json
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
import shops  # noqa: E402

failures = 0


def check(what, wanted, seen):
    global failures
    if wanted != seen:
        failures += 1
        print(f"FAILED {what}\n  wanted: {wanted!r}\n  seen:   {seen!r}", flush=True)


def shell(shop, line):
    """stdout, stderr and exit code of the line; every part of a pipe counts."""
    bin_folder = os.path.join(shop.folder, "bin")
    os.makedirs(bin_folder, exist_ok=True)
    link = os.path.join(bin_folder, "dialctl")
    if not os.path.exists(link):
        os.symlink(shop.dialctl, link)
    environment = {**shop.environment, "PATH": bin_folder + ":" + shop.environment["PATH"]}
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=shop.folder, env=environment,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
    return done.stdout.decode(), done.stderr.decode(), done.returncode


def write(shop, name, text):
    with open(os.path.join(shop.folder, name), "w", encoding="utf-8") as out:
        out.write(text)


def cron_import(shop):
    line = "dialctl import orders in/today.csv --project shop --on-conflict update --rejects in/rej.csv -q"
    os.makedirs(os.path.join(shop.folder, "in"))
    write(shop, "in/today.csv", "order_id,phone,name\n1,+380441300001,A\n2,+380442300001,B\n")
    _, err, code = shell(shop, line)
    check("cron import", ("", 0), (err, code))
    write(shop, "in/today.csv", "order_id,phone,name\n1,+380441300001,A\n2,+380442300001,B2\n3,+380443300001,C\n")
    out, err, code = shell(shop, line + " --json")
    report = json.loads(out)
    check("cron import, the next day", (1, 1, 1, 0), tuple(report[key] for key in ("created", "updated", "unchanged")) + (code,))
    check("no progress in cron", "", err)


def miller_import(shop):
    write(shop, "leads.csv", "order_id,Tel\n11,+380444300001\n12,\n13,+380445300001\n")
    before = shop.do("export", "orders")
    out, err, code = shell(shop, "mlr --icsv --ojsonl rename Tel,phone then filter 'is_not_empty($phone)' leads.csv | "
                           "dialctl import orders - --format ndjson --project shop --dry-run --json")
    check("from miller", (0, 2), (code, json.loads(out)["created"] if code == 0 else err))
    check("a dry run keeps nothing", before, shop.do("export", "orders"))


def run_from_cron(shop):
    line = "dialctl run --until-idle --for 4m -q || [ $? -eq 5 ]"
    process, url = shops.simulator(shop, "--people", "coded", "--speed", "50")
    shop.do("provider", "add", "office", "--url", url, "--user", "dialer", "--password-from", "env:SECRET",
            "--customer-endpoint", "Local/{digits}@customers/n")
    check("run from cron", ("", "", 0), shell(shop, line))
    loop = subprocess.Popen([shop.dialctl, "run", "-q"], cwd=shop.folder, env=shop.environment,
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        time.sleep(0.05)
        if shop.run("run", "--once", "-q").returncode == 5:
            break
    _, err, code = shell(shop, line)
    check("while another one runs", 0, code)
    check("the first one is named", True, f"process {loop.pid} " in err)
    loop.send_signal(signal.SIGTERM)
    loop.wait(20)
    process.send_signal(signal.SIGTERM)
    process.wait(10)
    check("all were busy", 3, len(shop.do("attempt", "list", "--where", "outcome=busy", "-o", "id").split()))


def requeue_the_busy(shop):
    n = len(shop.do("attempt", "list", "--where", "outcome=busy", "--since", "yesterday", "-o", "id").split())
    line = ("dialctl attempt list --where outcome=busy --since yesterday -o id | "
            "dialctl order requeue --ids-from - --by attempt --expect \"$n\" --yes")
    _, err, code = shell(shop, f"n={n + 1}; " + line)
    check("another number than expected", 6, code)
    _, err, code = shell(shop, f"n={n}; " + line)
    check("requeue the busy", (0, True), (code, f"{n} changed" in err))
    due = shop.do("order", "list", "--due-before", "now", "-o", "id").split()
    check("they are due", n, len(due))
    _, err, code = shell(shop, "dialctl order list --due-before now -o id | tr '\\n' '\\0' | "
                         "dialctl order hold --ids-from - -0 --yes")
    check("ids separated by NUL", (0, True), (code, f"{n} changed" in err))
    shop.do("order", "release", "--where", "state=held", "--yes")


def stops_as_they_come(shop):
    """tail -F never ends: each number must hold while it goes on."""
    write(shop, "stop.ndjson", '{"from":"+380441300001"}\n{"from":"nonsense"}\n')
    script = "tail -F stop.ndjson | jq --unbuffered -r .from | dialctl blacklist add - --source sms-stop"
    environment = {**shop.environment, "PATH": os.path.join(shop.folder, "bin") + ":" + shop.environment["PATH"]}
    pipe = subprocess.Popen(["bash", "-c", script], cwd=shop.folder, env=environment, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)

    def listed():
        return json.loads(shop.do("blacklist", "list", "--json", "--columns", "number,source"))

    def wait_for(count):
        for _ in range(100):
            if len(listed()) >= count:
                return
            time.sleep(0.05)

    wait_for(1)
    check("the first one", [{"number": "+380441300001", "source": "sms-stop"}], listed())
    with open(os.path.join(shop.folder, "stop.ndjson"), "a", encoding="utf-8") as out:
        out.write('{"from":"+380442300001"}\n')
    wait_for(2)
    check("one that came later", 2, len(listed()))
    os.killpg(pipe.pid, signal.SIGTERM)
    check("a bad one is told", True, b"line 2: " in pipe.communicate(timeout=10)[1])
    done = shop.run("blacklist", "add", "-", "-q", stdin=b"+380443300001\nnonsense\n")
    check("a pipe that ends tells of the bad ones", 3, done.returncode)
    done = shop.run("blacklist", "add", "+380444300001", "nonsense")
    check("words are all or nothing", (2, 3), (done.returncode, len(listed())))


def outcomes_by_hour(shop):
    out, err, code = shell(shop, "dialctl export attempts --since -7d -o ndjson | jq -r '[.started[11:13],.outcome]|@tsv' | "
                           "mlr --inidx --ifs tab --opprint count-distinct -f 1,2")
    check("outcomes by hour", (0, True), (code, "busy" in out))
    out, _, code = shell(shop, "dialctl export attempts --since +1h -o ndjson | jq -r '[.started[11:13],.outcome]|@tsv'")
    check("no attempt, no line", ("", 0), (out, code))


def what_is_in_the_way(shop):
    line = ("dialctl order list --where state=ready --due-before now -o id | xargs -n1 dialctl explain --json | "
            "jq -r '.gates[]|select(.pass|not).gate' | sort | uniq -c | sort -rn")
    out, err, code = shell(shop, line)
    gates = {words[1]: int(words[0]) for words in map(str.split, out.splitlines())}
    check("what is in the way", (0, ""), (code, err))
    check("two of them are on the blacklist now", 3, gates.get("blacklist", 0))


def readers_that_leave(shop):
    out, err, code = shell(shop, "dialctl event list | head -1")
    check("head leaves", 1, len(out.splitlines()))
    out, err, code = shell(shop, "dialctl order list -o id | xargs -r -n1 dialctl order show --json | jq -s length")
    check("one document after the other", ("3\n", "", 0), (out, err, code))


def main():
    shop = shops.Shop(sys.argv[1])
    shops.settings(shop, False)
    shop.do("blacklist", "remove", "+380442000001")
    cron_import(shop)
    miller_import(shop)
    run_from_cron(shop)
    requeue_the_busy(shop)
    stops_as_they_come(shop)
    outcomes_by_hour(shop)
    what_is_in_the_way(shop)
    readers_that_leave(shop)
    shop.close()
    print("all pipelines work" if failures == 0 else f"{failures} failed")
    sys.exit(1 if failures else 0)


main()
