"""PA-04 The same decisions, to the last bit, from g++ and clang at -O0, -O2 and -O3, as it is shipped.  compilers.py ROOT    77: no clang."""

import glob
import os
import shutil
import subprocess
import sys
import tempfile

WAYS = [(compiler, level) for compiler in ("g++", "clang++") for level in ("-O0", "-O2", "-O3")]


def flags_of(root):
    """Those of the folder's list: the test holds for what is shipped."""
    text = open(os.path.join(root, "engine/decide/pace/CMakeLists.txt")).read()
    return [word.rstrip(")") for word in text.split() if word.startswith("-f")]


def decisions(root, compiler, level, folder):
    sources = sorted(glob.glob(os.path.join(root, "engine/decide/pace/*.cpp")))
    sources = [path for path in sources if not path.endswith(("pace_text.cpp", "queue_pacer.cpp", "pace_drive.cpp"))]
    sources.append(os.path.join(root, "engine/model/invariant.cpp"))
    sources.append(os.path.join(root, "tests/engine/decide/pace/trace/trace.cpp"))
    program = os.path.join(folder, "trace" + compiler[0] + level)
    command = [compiler, "-std=c++20", level, "-I", root, "-o", program] + flags_of(root) + sources
    subprocess.run(command, check=True)
    return subprocess.run([program], check=True, capture_output=True, text=True).stdout


def main(root):
    if not shutil.which("clang++"):
        print("skipped: clang++ is not installed")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        traces = {way: decisions(root, *way, folder) for way in WAYS}
    first = traces[WAYS[0]]
    if len(first.splitlines()) < 10000:
        print("only %d decisions: the trace tells nothing" % len(first.splitlines()))
        return 1
    wrong = 0
    for way, trace in traces.items():
        if trace == first:
            continue
        wrong += 1
        pairs = zip(first.splitlines(), trace.splitlines())
        line = next((i for i, (a, b) in enumerate(pairs) if a != b), -1)
        print("%s %s differs from %s %s at decision %d" % (*way, *WAYS[0], line))
    print("%d decisions, %d ways, %d differ" % (len(first.splitlines()), len(WAYS), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
