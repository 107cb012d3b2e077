"""Are all sources laid out as .clang-format says?  layout_check.py ROOT [--fix]    77: clang-format 14 is not there."""

import re
import shutil
import subprocess
import sys

from source import read_sources

VERSION = "14"  # other versions lay out otherwise


def tool():
    for name in ("clang-format-" + VERSION, "clang-format"):
        path = shutil.which(name)
        if path:
            said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
            if re.search(r"version %s\." % VERSION, said):
                return path
    return None


def differing(root):
    files = sorted(read_sources(root))
    run = subprocess.run([tool(), "--dry-run", "--ferror-limit=1"] + files, cwd=root, capture_output=True, text=True)
    found = re.findall(r"^(\S+?):\d+:\d+: (?:warning|error): code should be clang-formatted", run.stderr, re.M)
    return sorted(set(found))


def main(root, fix):
    if not tool():
        print("skipped: clang-format %s is not installed" % VERSION)
        return 77
    files = differing(root)
    if fix and files:
        subprocess.run([tool(), "-i"] + files, cwd=root, check=True)
    for path in files:
        print("%s %s" % ("laid out anew:" if fix else "not laid out:", path))
    if files and not fix:
        print("hint: clang-format -i FILE, or /usr/bin/python3 -B tests/structure/layout_check.py . --fix for all")
    return 1 if files and not fix else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--fix" in sys.argv[2:]))
