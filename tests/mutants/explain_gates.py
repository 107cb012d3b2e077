"""`dialctl explain` for orders of which one thing speaks against the call: it names that gate, and no other."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

NOON = "2026-11-23T10:00:00Z"  # a Monday; 12:00 in Kyiv
NUMBER = "+380441234567"


def millis(hours):
    return 1795428000000 + int(hours * 3600000)  # from NOON


def dialled(*hours):
    rows = ["INSERT INTO attempt (id, task_id, order_id, project_id, template_id, provider_id, e164, caller_id, round, at,"
            " zone, zone_origin, local_time, gates, settings_version, blacklist_version)"
            " VALUES (%d, 1, 1, 1, 1, 1, '%s', '', 1, %d, '', 'number', '', '', 1, 1)" % (n + 1, NUMBER, millis(hour))
            for n, hour in enumerate(hours)]
    return rows + ["INSERT INTO attempt_end VALUES (%d, %d, 'busy', '', NULL, 0, 0, '')" % (n + 1, millis(hour) + 9)
                   for n, hour in enumerate(hours)]


# gate: commands, and what only a loop would write. A string is a command of dialctl.
SPOILT = {
    "order-released": (["order hold shop/A-1"], []),
    "order-status": (["order-status set new --template none --meaning hold"], []),
    "project-active": (["project set shop --paused yes"], []),
    "queue-linked": (["project set shop --queue none"], []),
    "queue-active": (["queue pause sales"], []),
    "template-usable": ([], ["UPDATE template SET text = 'Hello {{key_1 = \"@\"}} {{key_2 = \"nowhere\"}}'"]),
    "number-usable": ([], ["UPDATE order_number SET bad = 1"]),
    "zone-known": ([], ["INSERT INTO callee_class (region, zones) VALUES ('UA', '')",
                         "UPDATE order_number SET callee_class_id = (SELECT max(id) FROM callee_class)"]),
    "schedule": (["schedule set day --hours 'daily 15:00-20:00'"], []),
    "legal-hours": (["limit hours UA --hours 'daily 15:00-20:00' --reason test"], []),
    "blacklist": (["blacklist add %s" % NUMBER], []),
    "retry-due": ([], ["UPDATE task SET next_at = %d" % millis(1)]),
    "attempts-left": ([], ["UPDATE task SET rounds_done = 5"]),
    "number-gap": (["limit set UA --gap 15m"], dialled(-0.1)),
    "number-24h": (["limit set UA --attempts-24h 2"], dialled(-9, -8)),
    "number-7d": (["limit set UA --attempts-7d 3"], dialled(-99, -98, -97)),
    "abandoned-lock": ([], ["INSERT INTO number_lock VALUES ('%s', %d)" % (NUMBER, millis(30))]),
    "provider-up": (["provider set sim --enabled no"], []),
    "operators": (["operator break anna"], []),
}
BASE = """init
provider add sim --url http://127.0.0.1:9/ari --user u --password-from env:NONE
queue add sales
schedule add day --hours 'daily 10:00-20:00'
project add shop --region UA --zone Europe/Kyiv --queue sales --schedule day
template add welcome --kind predictive --text 'Hello {{key_1 = "@"}}'
order-status add new --meaning open --template welcome
operator add anna --endpoint 501 --queue sales
operator ready anna
order add A-1 --project shop --phone %s --status new""" % NUMBER


class Desk:
    def __init__(self, dialctl, database, environment):
        self.dialctl, self.database = dialctl, database
        self.environment = dict(os.environ, DIALCTL_DB=database, **environment)

    def command(self, line, check=True):
        done = subprocess.run('"%s" %s' % (self.dialctl, line), shell=True, env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if check and done.returncode != 0:
            sys.exit("%s: exit %d: %s" % (line, done.returncode, done.stderr))
        return done.stdout

    def write(self, statements):
        with sqlite3.connect(self.database) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    def explained(self):
        told = json.loads(self.command("explain shop/A-1 --at %s --json" % NOON))
        told = told[0] if isinstance(told, list) else told
        return told["first_blocker"], [gate["gate"] for gate in told["gates"] if not gate["pass"]]


def wrong_gates(dialctl, environment=None, setup=None):
    """The gates that explain gets wrong; "none" when an order that nothing speaks against is refused."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        base = Desk(setup or dialctl, os.path.join(folder, "base.db"), {})
        for line in BASE.splitlines():
            base.command(line)
        base.write(["UPDATE task SET next_at = %d" % millis(-1)])
        for gate, (commands, statements) in [("none", ([], []))] + sorted(SPOILT.items()):
            database = os.path.join(folder, gate + ".db")
            with sqlite3.connect(base.database) as source, sqlite3.connect(database) as copy:
                source.backup(copy)
            source.close()
            copy.close()
            desk = Desk(setup or dialctl, database, {})
            for line in commands:
                desk.command(line)
            desk.write(statements)
            blocker, refused = Desk(dialctl, database, environment or {}).explained()
            expected = {"none": [], "queue-linked": [gate, "operators"]}.get(gate, [gate])
            if refused != expected or (blocker or None) != (expected[0] if expected else None):
                print("explain, %s: refused by %s, first %s" % (gate, refused, blocker), file=sys.stderr)
                wrong.append(gate)
    return wrong


if __name__ == "__main__":
    found = wrong_gates(os.path.abspath(sys.argv[1]))
    print("RN-07 explain: %d gates, %d wrong" % (len(SPOILT), len(found)))
    sys.exit(1 if found else 0)
