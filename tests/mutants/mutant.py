"""Builds a test program of which one source file was changed: its object comes before those of the libraries."""

import json
import os
import re
import shlex
import subprocess

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def mutated(path, pairs):
    """The text of `path` in which each (old, new) was replaced once."""
    with open(os.path.join(SOURCE, path)) as file:
        text = file.read()
    for old, new in pairs:
        if text.count(old) != 1:
            raise SystemExit("%s has %d times: %s" % (path, text.count(old), old))
        text = text.replace(old, new)
    return text


class Workshop:
    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        with open(os.path.join(build, "compile_commands.json")) as file:
            self.compile_of = {os.path.relpath(one["file"], SOURCE): one for one in json.load(file)}
        self.made = 0

    def compile(self, path, pairs):
        """An object of `path` in which each (old, new) was replaced once."""
        text = mutated(path, pairs)
        self.made += 1
        changed = os.path.join(self.folder, "%d_%s" % (self.made, os.path.basename(path)))
        with open(changed, "w") as file:
            file.write(text)
        words = shlex.split(self.compile_of[path]["command"])
        words[words.index("-o") + 1] = changed + ".o"
        words[words.index("-c") + 1] = changed
        subprocess.run(words + ["-w"], cwd=self.compile_of[path]["directory"], check=True)
        return changed + ".o"

    def link(self, target, objects):
        """The program `target` with these objects in place of the libraries' own."""
        listed = subprocess.run(["ninja", "-t", "commands", target], cwd=self.build, check=True, text=True,
                                stdout=subprocess.PIPE).stdout.strip().splitlines()[-1]
        program = os.path.join(self.folder, "%s_%d" % (os.path.basename(target), self.made))
        line = re.sub(r"^: && | && :$", "", listed)
        words = shlex.split(line)
        at = words.index("-o")
        words[at + 1] = program
        subprocess.run(words[:at] + objects + words[at:], cwd=self.build, check=True)
        return program


def failed_tests(program, environment, cases="*"):
    """Names of the test cases that fail; ["it died"] when the program does not end by itself."""
    done = subprocess.run([program, "-tc=" + cases], env=dict(os.environ, **environment), text=True, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900)
    names = []
    for name in re.findall(r"^TEST CASE:\s+(.*)$", done.stdout, re.M):
        if name not in names:
            names.append(name)
    if done.returncode == 0:
        return []
    return names or ["it died"]
