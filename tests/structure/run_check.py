"""What tests/run counts, in a tree where all that it calls is replaced.  run_check.py ROOT"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

GOOD = "exit 0\n"
BAD = "echo 'testbed: no mirror gave bullseye (set AST_MIRROR)' >&2\nexit 1\n"
BROKEN = "echo 'testbed: asterisk ended at start' >&2\nexit 1\n"
CTEST = {
    "good": "add_test(good true)\nadd_test(better true)\n",
    "bad": "add_test(good true)\nadd_test(bad false)\n",
    "skips": 'add_test(good true)\nadd_test(tool sh -c "exit 77")\nset_tests_properties(tool PROPERTIES SKIP_RETURN_CODE 77)\n',
}
TABLE = 'script_tests=(\n  "asterisk tests/asterisk/contract"\n)\n'

# name, what differs from a tree where all is well, arguments, CI, the closing line, exit code
CASES = [
    ("all is well", {}, [], "", "3 passed, 0 failed", 0),
    ("a test fails", {"ctest": CTEST["bad"]}, [], "", "2 passed, 1 failed", 1),
    ("a tool is missing", {"ctest": CTEST["skips"]}, [], "", "2 passed, 0 failed, 1 skipped", 0),
    ("a tool is missing in CI", {"ctest": CTEST["skips"]}, [], "true", "2 passed, 1 failed", 1),
    ("the build breaks", {"cmake": "[ $1 = --preset ]\n"}, [], "", "0 passed, 1 failed", 1),
    ("packages cannot be had", {"packages": "exit 100\n"}, [], "", "0 passed, 1 failed", 1),
    ("no packages wanted", {"packages": "exit 100\n"}, ["--no-install"], "", "3 passed, 0 failed", 0),
    ("no root", {"id": "echo 1000\n"}, [], "", "2 passed, 0 failed, 1 skipped", 0),
    ("no root in CI", {"id": "echo 1000\n"}, [], "true", "2 passed, 1 failed", 1),
    ("no mirror", {"up": BAD}, [], "", "2 passed, 0 failed, 1 skipped", 0),
    ("no mirror in CI", {"up": BAD}, [], "true", "2 passed, 1 failed", 1),
    ("the phone server breaks", {"up": BROKEN}, [], "", "2 passed, 1 failed", 1),
    ("a script fails", {"contract": "exit 3\n"}, [], "", "2 passed, 1 failed", 1),
    ("without Asterisk", {"up": BAD}, ["--no-asterisk"], "true", "2 passed, 0 failed, 1 skipped", 0),
    ("long forms", {"contract": "[ $DIALCTL_TEST_FULL,$DIALCTL_TEST_SEEDS = 1,10000 ]\n"}, ["--full"], "", "3 passed, 0 failed", 0),
    ("no test at all", {"ctest": ""}, ["--no-asterisk"], "", "0 passed, 1 failed, 1 skipped", 1),
    ("a script reads no input of ours", {"contract": "! read -r line\n"}, [], "", "3 passed, 0 failed", 0),
]


def script(path, body, shell="/bin/sh"):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!%s\n%s" % (shell, body))
    os.chmod(path, 0o755)


def outcome_of(root, tree, change, words, ci):
    os.makedirs(os.path.join(tree, "build/release"))
    os.makedirs(os.path.join(tree, "tests/asterisk"))
    with open(os.path.join(root, "tests/run"), encoding="utf-8") as file:
        program, tables = re.subn(r"^script_tests=\(\n.*?^\)\n", TABLE, file.read(), flags=re.M | re.S)
    if tables != 1:
        sys.exit("tests/run has no table script_tests")
    script(os.path.join(tree, "tests/run"), program.split("\n", 1)[1], "/usr/bin/env bash")
    shutil.copy(os.path.join(root, "tests/asterisk/lib.sh"), os.path.join(tree, "tests/asterisk/lib.sh"))
    with open(os.path.join(tree, "build/release/CTestTestfile.cmake"), "w", encoding="utf-8") as file:
        file.write(change.get("ctest", CTEST["good"]))
    script(os.path.join(tree, ".ci/install-packages"), change.get("packages", GOOD))
    script(os.path.join(tree, "stubs/cmake"), change.get("cmake", GOOD))
    script(os.path.join(tree, "tests/asterisk/up"), change.get("up", GOOD))
    script(os.path.join(tree, "tests/asterisk/down"), GOOD)
    script(os.path.join(tree, "stubs/id"), change.get("id", "echo 0\n"))
    script(os.path.join(tree, "tests/asterisk/contract"), change.get("contract", GOOD))
    surroundings = {"PATH": os.path.join(tree, "stubs") + ":" + os.environ["PATH"], "AST_HOME": os.path.join(tree, "bed")}
    if ci:
        surroundings["CI"] = ci
    run = subprocess.run(
        [os.path.join(tree, "tests/run")] + words, env=surroundings, input="a line\n", capture_output=True, text=True
    )
    return run.stdout.splitlines()[-1] if run.stdout else "", run.returncode, run.stdout + run.stderr


def main(root):
    wrong = 0
    for name, change, words, ci, line, code in CASES:
        with tempfile.TemporaryDirectory() as tree:
            said, exited, everything = outcome_of(root, tree, change, words, ci)
        if (said, exited) != (line, code):
            wrong += 1
            print("FAILED %s: '%s', exit code %d; expected '%s', %d\n%s" % (name, said, exited, line, code, everything))
    print("%d cases, %d wrong" % (len(CASES), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
