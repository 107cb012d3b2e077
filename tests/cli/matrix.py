"""Every reading command x every format x none, one and many rows: what is written can be read, says the same in all
formats, and errors leave stdout empty. The commands come from the table, so a new one is covered by itself.
   matrix.py DIALCTL TABLE-PRINTER [none|one|many...]"""
import csv
import io
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import shops  # noqa: E402

FORMATS = ["table", "json", "ndjson", "csv", "tsv", "id"]
# An exit code that is an answer: a check that is negative, a gate that refuses.
ANSWERS = {0, 1, 7}
# What fills a positional that no shell completion knows: a list of ids, or a word.
FILLS = {"order": ["order", "list", "-o", "id"], "attempt": ["attempt", "list", "-o", "id"],
         "batch": ["import", "list", "-o", "id"], "number": "+380442000001", "region": "UA",
         "setting": "lock-timeout", "key": "lock-timeout", "event": ["event", "list", "-o", "id"],
         "callback": ["callbacks", "list", "-o", "id"],
         "mode": "new"}
# Reads that are not for this: endless, or they need what a test has not.
LEFT_OUT = {("event", "follow"): "endless", ("operator", "watch"): "endless",
            ("provider", "test"): "asks a phone server",
            ("config", "show"): "its rows say how it was called"}

# Flags that keep a command from waiting for what no test has, or say what it is about.
FLAGS = {"doctor": ["--wait", "250ms"],  # long enough for a refusal to be heard on a busy machine
         "rule test": ["--caller", "+380441234567", "--tag", "vip", "--at", "2025-11-20T10:00:00Z"]}

failures = []
checks = 0


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        failures.append(what)
        print("FAILED", what, flush=True)


class Reader:
    """One reading command on one shop."""

    def __init__(self, shop, command, size):
        self.shop, self.command, self.size = shop, command, size
        self.name = " ".join(filter(None, [command["noun"], command["verb"]]))
        self.words = [word for word in (command["noun"], command["verb"]) if word] + FLAGS.get(self.name, [])
        self.found = True
        for positional in command["positionals"]:
            if positional["required"]:
                self.words.append(self.fill(positional))
        for flag in command["flags"]:
            if flag["required"]:
                raise SystemExit(f"{self.name}: teach this test how to fill --{flag['name']}")

    def fill(self, positional):
        kind = positional["value"]["complete"]
        if kind:
            known = self.shop.do("__complete", kind, "").split()
        else:
            fill = FILLS.get(positional["name"])
            if fill is None:
                raise SystemExit(f"{self.name}: teach this test how to fill {positional['name'].upper()}")
            if isinstance(fill, str):
                return fill
            known = self.shop.do(*fill).split()
        if not known:
            self.found = False
            return "1"
        return known[0]

    def run(self, *more, **how):
        return self.shop.run(*self.words, *more, **how)

    def says(self, text):
        return f"{self.name} ({self.size}): {text}"


def parsed(form, text):
    """The rows as dicts of texts (json, ndjson: as they are)."""
    if form == "json":
        data = json.loads(text)
        return data if isinstance(data, list) else [data]
    if form == "ndjson":
        return [json.loads(line) for line in text.splitlines()]
    if form == "csv":
        return list(csv.DictReader(io.StringIO(text, newline="")))
    lines = text.split("\n")
    assert lines[-1] == "", "the last line has no end"
    heads = lines[0].split("\t")
    rows = [line.split("\t") for line in lines[1:-1]]
    assert all(len(row) == len(heads) for row in rows), "ragged"
    return [dict(zip(heads, row)) for row in rows]


def check_refused(reader):
    """There is nothing of that name: a code, a hint, no data, and JSON where it is asked for."""
    for form in FORMATS:
        done = reader.run("-o", form)
        check(done.returncode in (2, 4), reader.says(f"-o {form}: exit {done.returncode} for what is not there"))
        check(done.stdout == b"", reader.says(f"-o {form}: data beside an error"))
        text = done.stderr.decode()
        if form in ("json", "ndjson"):
            error = json.loads(text)["error"]
            check(error["exit"] == done.returncode and error["hint"], reader.says(f"-o {form}: {text}"))
        else:
            check(text.startswith("dialctl: ") and "hint: " in text, reader.says(f"-o {form}: {text}"))


def check_formats(reader):
    rows, code = {}, None
    for form in FORMATS:
        done = reader.run("-o", form, "--columns", "all") if form not in ("id",) else reader.run("-o", form)
        check(done.returncode in ANSWERS, reader.says(f"-o {form}: exit {done.returncode}: {done.stderr.decode()}"))
        check(code in (None, done.returncode), reader.says(f"-o {form}: another exit code than the other formats"))
        code = done.returncode
        text = done.stdout.decode("utf-8")
        if form not in ("csv", "tsv"):  # there a value is what it is
            check(all(ord(char) >= 32 or char == "\n" for char in text), reader.says(f"-o {form}: raw control bytes"))
        if form in ("table", "id"):
            rows[form] = text
            continue
        try:
            rows[form] = parsed(form, text)
        except (ValueError, AssertionError, json.JSONDecodeError) as error:
            check(False, reader.says(f"-o {form}: {error}: {text[:200]!r}"))
            rows[form] = []
    same_everywhere(reader, rows)
    return rows["json"], code


def same_everywhere(reader, rows):
    columns = [column["name"] for column in reader.command["columns"]]
    is_list = reader.command["shape"] == "list"
    many = rows["json"]
    for form in ("ndjson", "csv", "tsv"):
        check(len(rows[form]) == len(many), reader.says(f"-o {form}: {len(rows[form])} rows, json has {len(many)}"))
        for left, right in zip(rows[form], many):
            check(list(left) == columns and list(right) == columns, reader.says(f"-o {form}: columns {list(left)}"))
    check(rows["ndjson"] == many, reader.says("ndjson and json differ"))
    check(len(rows["id"].split()) >= len(many) and (many or rows["id"] == ""), reader.says("-o id: other rows"))
    if many:
        check(rows["id"].split("\n")[0] == str(many[0][columns[0]] if many[0][columns[0]] is not None else ""),
              reader.says(f"-o id: {rows['id'][:60]!r} is not the first column"))
    if not is_list:
        check(len(many) == 1, reader.says("a record is one row"))
    elif not many:
        check(reader.run("--json").stdout == b"[]\n", reader.says("an empty list is []"))
        check(rows["table"].count("\n") <= 1, reader.says("an empty table is its header"))


def check_shape_flags(reader, rows, code):
    columns = [column["name"] for column in reader.command["columns"]]
    two = ",".join(columns[1::-1])
    done = reader.run("-o", "csv", "--columns", two)
    check(done.stdout.decode().split("\n")[0].rstrip("\r") == two, reader.says("--columns: not as asked for"))
    done = reader.run("-o", "csv", "--no-header", "--columns", columns[0])
    check(len(list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))) == len(rows),
          reader.says("--no-header: other rows"))
    done = reader.run("--json", "--columns", "nonsense")
    check(done.returncode == 2 and done.stdout == b"" and b'"hint"' in done.stderr, reader.says("--columns nonsense"))
    instants = [column["name"] for column in reader.command["columns"] if column["instant"]]
    if instants and rows:
        done = reader.run("--json", "--tz", "Asia/Kolkata", "--columns", instants[0])
        first = json.loads(done.stdout)
        first = first[0] if isinstance(first, list) else first
        check(list(first) == [instants[0], instants[0] + "_local"], reader.says(f"--tz: {list(first)}"))
        local = first[instants[0] + "_local"]
        check(first[instants[0]] is None or local.endswith("+05:30"), reader.says(f"--tz: {local}"))
    with open("/dev/full", "wb") as full:
        done = subprocess.run([reader.shop.dialctl, *reader.words, "--json"], stdout=full, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, cwd=reader.shop.folder, env=reader.shop.environment)
    check(done.returncode == 10 and json.loads(done.stderr)["error"]["code"], reader.says("a full device"))
    for odd in ({"TZ": "garbage"}, {"LC_ALL": "tr_TR.UTF-8"}, {"HOME": "/nowhere"}, {"NO_COLOR": "1", "TERM": "xterm"}):
        again = reader.run("-o", "table", environment=odd)
        check((again.returncode, again.stdout) == (code, reader.run("-o", "table").stdout), reader.says(f"with {odd}"))


def key(row, column):
    return json.dumps(row[column], sort_keys=True)


def check_list_flags(reader, rows, code):
    command = reader.command
    for most in (0, 1, 2):
        done = reader.run("--json", "--limit", str(most))
        check(json.loads(done.stdout) == rows[:most], reader.says(f"--limit {most}: not the first rows"))
    columns = [column["name"] for column in command["columns"]]
    for name in columns if command["in_memory"] else command["sort_keys"]:
        up, down = (json.loads(reader.run("--json", "--columns", "all", "--sort", sign + name).stdout) for sign in ("", "-"))
        for asked in (up, down):
            check(sorted(map(str, asked)) == sorted(map(str, rows)), reader.says(f"--sort {name}: other rows"))
        if name in columns and up and not isinstance(up[0][name], (list, dict)):
            check(not up or (key(up[0], name), key(up[-1], name)) == (key(down[-1], name), key(down[0], name)),
                  reader.says(f"--sort {name}: -{name} is not the other way round"))
    for where in command["where"]:
        name = where["name"]
        wanted = [row[name] for row in rows if name in row and row[name] not in (None, "")]
        value = wanted[0] if wanted else (where["value"]["choices"] or ["1"])[0]
        done = reader.run("--json", "--columns", "all", "--where", f"{name}={value}")
        if not wanted:
            check(done.returncode in ANSWERS | {2, 4}, reader.says(f"--where {name}={value}: {done.stderr.decode()}"))
            continue
        check(done.returncode in ANSWERS, reader.says(f"--where {name}={value}: {done.stderr.decode()}"))
        check(done.returncode in ANSWERS and json.loads(done.stdout) == [row for row in rows if row[name] == value],
              reader.says(f"--where {name}={value}: not the rows that have it"))
    done = reader.run("--json", "--sort", "nonsense")
    check(done.returncode == 2 and b'"hint"' in done.stderr, reader.says("--sort nonsense"))


def walk(shop, commands, size):
    for command in commands:
        reader = Reader(shop, command, size)
        if not reader.found:
            check_refused(reader)
            continue
        first = reader.run("--json")
        if first.returncode in (2, 4):  # e.g. an order without robot calls
            check_refused(reader)
            continue
        rows, code = check_formats(reader)
        check_shape_flags(reader, rows, code)
        if command["shape"] == "list":
            check_list_flags(reader, rows, code)


def main():
    dialctl, printer = sys.argv[1:3]
    table = json.loads(subprocess.run([printer], capture_output=True, check=True).stdout)
    reads = [command for command in table
             if command["access"] in ("read", "plan", "none") and command["shape"] in ("list", "record")
             and not command["hidden"] and (command["noun"], command["verb"]) not in LEFT_OUT]
    check(len(reads) > 30, f"only {len(reads)} reading commands in the table")
    for size in sys.argv[3:] or ["none", "one", "many"]:
        shop = shops.Shop(dialctl)
        if size == "none":
            shop.do("init")
        else:
            shops.settings(shop, size == "many")
            shops.orders(shop, size == "many")
            shops.calls(shop)
            shops.lines(shop, size == "many")
            shops.missed(shop, size == "many")
        walk(shop, reads, size)
        shop.close()
    print(f"{checks} checks of {len(reads)} commands, {len(failures)} failed")
    sys.exit(1 if failures else 0)


main()
