"""README's tour, word for word, in a folder that holds the samples and nothing else: each command works, and
each output that is printed there is what comes.   readme_tour.py DIALCTL SOURCES

Replaced for the test: the port by a free one, the simulator's pace, and instants by <instant>, since they are today's.
An output that ends with "..." depends on the hour of the day: its first line and the names of its rows must be right.
"""
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile

SECTIONS = ("Five minutes", "Operators' work", "Callbacks for missed calls", "Predictive pacing")
PORT = "8088"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def steps(readme):
    """(command, printed output) for each "$ " of the indented blocks of these sections."""
    toured = "".join(readme.split(f"## {title}\n")[1].split("\n## ")[0] for title in SECTIONS)
    found = []
    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", toured, re.M):
        if not block.lstrip().startswith("$ "):
            continue  # an example with names of your own, or a crontab
        for line in block.splitlines():
            line = line[4:]
            if line.startswith("$ "):
                found.append([line[2:], []])
            elif found and found[-1][0].endswith("\\"):
                found[-1][0] += "\n" + line
            elif found and line.strip():
                found[-1][1].append(line.rstrip())
    return [(command, "\n".join(output)) for command, output in found]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def plain(text):
    return "\n".join(line.rstrip() for line in INSTANT.sub("<instant>", text).strip().splitlines())


def agrees(printed, seen):
    if not printed.endswith("..."):
        return plain(printed) == seen
    wanted, lines = plain(printed).splitlines()[:-1], seen.splitlines()
    if not lines or wanted[0].split() != lines[0].split():
        return False
    is_record = not wanted[0].isupper()
    return not is_record or [line.split()[0] for line in wanted] == [line.split()[0] for line in lines[:len(wanted)]]


def main():
    dialctl, sources = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
    with open(os.path.join(sources, "README.md"), encoding="utf-8") as source:
        tour = steps(source.read())
    port, failures = free_port(), 0
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "bin"))
        os.symlink(dialctl, os.path.join(folder, "bin", "dialctl"))
        os.symlink(os.path.join(sources, "samples"), os.path.join(folder, "samples"))
        environment = {"PATH": os.path.join(folder, "bin") + ":" + os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8"}
        background = []
        for command, printed in tour:
            told = command.replace(PORT, port).replace("--speed 50 ", "--speed 500 ")
            if told.endswith("&"):
                process = subprocess.Popen(["bash", "-c", "exec " + told[:-1]], cwd=folder, env=environment,
                                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                background.append(process)
                process.stderr.readline()  # it listens
                continue
            done = subprocess.run(["bash", "-o", "pipefail", "-c", told], cwd=folder, env=environment, timeout=240,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
            # A command that has no data says what it did on stderr.
            seen = plain(done.stdout.decode() or done.stderr.decode())
            if done.returncode != 0:
                failures += 1
                print(f"FAILED exit {done.returncode}: $ {command}\n{seen}\n{done.stderr.decode()}")
            elif printed and not agrees(printed, seen):
                failures += 1
                print(f"FAILED other output: $ {command}\n--- README\n{plain(printed)}\n--- seen\n{seen}")
            elif os.environ.get("DIALCTL_SHOW_TOUR"):
                print(f"$ {command}\n{done.stdout.decode()}", end="", flush=True)
        for process in background:
            process.send_signal(signal.SIGTERM)
            process.wait(10)
    if len(tour) < 30:
        failures += 1
        print(f"FAILED README has {len(tour)} commands only")
    print(f"{len(tour)} commands of README, {failures} failed")
    sys.exit(1 if failures else 0)


main()
