"""Do the shell scripts pass shellcheck?  shell_check.py ROOT    77: shellcheck is not there."""

import os
import shutil
import subprocess
import sys

FOLDERS = (".ci", "tests", "samples", "completions")
# Files that are sourced, names that are read by whoever sources them, and `local a= b=`.
PASSED_OVER = "SC1007,SC1090,SC1091,SC2034,SC2154"


def scripts(root):
    for top in FOLDERS:
        for folder, _, names in sorted(os.walk(os.path.join(root, top))):
            for name in sorted(names):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    first = file.readline(80)
                if name.endswith((".sh", ".bash")) or (first.startswith(b"#!") and first.rstrip().endswith((b"bash", b"/sh"))):
                    yield os.path.relpath(path, root)


def main(root):
    if not shutil.which("shellcheck"):
        print("skipped: shellcheck is not installed")
        return 77
    found = list(scripts(root))
    if not found:
        sys.exit("no scripts under %s: is this the project's root?" % root)
    run = subprocess.run(["shellcheck", "-s", "bash", "-S", "warning", "-e", PASSED_OVER] + found, cwd=root)
    print("%d scripts" % len(found))
    return 1 if run.returncode else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
