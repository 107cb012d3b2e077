"""Holds the sources to rules.py.  rules_check.py ROOT"""

import sys

import rules
from source import read_sources


def main(root):
    sources = read_sources(root)
    if len(sources) < 100:
        sys.exit("only %d sources under %s: is this the project's root?" % (len(sources), root))
    wrong = 0
    for rule in rules.ALL:
        found = list(rule(sources))
        wrong += len(found)
        if found:
            print("%s: %s" % (rule.__name__, rule.__doc__))
        for path, line, what in found:
            print("  %s:%d: %s" % (path, line, what))
    large = rules.large(sources)
    print("%d files of more than %d lines (cap %d):" % (len(large), rules.LINES_LARGE, rules.LINES_MOST))
    for lines, path in large:
        print("  %4d %s" % (lines, path))
    print("%d sources, %d rules, %d wrong" % (len(sources), len(rules.ALL), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
