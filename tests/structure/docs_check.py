"""Do the links of the documents lead to files?  docs_check.py ROOT"""

import os
import re
import sys

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def documents(root):
    for folder in (".", "tests", "samples", "schemas"):
        for above, folders, names in sorted(os.walk(os.path.join(root, folder))):
            if folder == ".":
                folders.clear()
            for name in sorted(names):
                if name.endswith(".md"):
                    yield os.path.normpath(os.path.join(above, name))


def broken(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            for target in LINK.findall(line):
                if re.match(r"[a-z]+:", target) or target.startswith("#"):
                    continue
                if not os.path.exists(os.path.join(os.path.dirname(path), target.split("#")[0])):
                    yield number, target


def main(root):
    wrong = links = 0
    for path in documents(root):
        with open(path, encoding="utf-8") as file:
            links += len(LINK.findall(file.read()))
        for number, target in broken(path):
            wrong += 1
            print("%s:%d: %s is not there" % (os.path.relpath(path, root), number, target))
    print("%d links, %d broken" % (links, wrong))
    return 1 if wrong or not links else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
