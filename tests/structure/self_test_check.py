"""Each rule catches a bad example, and passes its good twin.  self_test_check.py [ROOT, not used]"""

import os
import shutil
import sys
import tempfile

import docs_check
import layout_check
import rules
import shell_check
from source import read_sources

ID = "RB-01 "

# rule, {path: content} that it must catch, {path: content} that it must pass
EXAMPLES = [
    (rules.arrows, {"engine/model/a.h": '#include "engine/decide/b.h"\n'}, {"engine/decide/a.h": '#include "engine/model/b.h"\n'}),
    (rules.arrows, {"engine/decide/a.h": '#include "engine/run/b.h"\n'}, {"engine/run/a.h": '#include "engine/decide/b.h"\n'}),
    (rules.arrows, {"engine/decide/pace/a.h": '#include "engine/decide/b.h"\n'}, {"engine/decide/a.h": '#include "engine/decide/pace/b.h"\n'}),
    (rules.arrows, {"engine/model/a.h": '#include "engine/decide/pace/b.h"\n'}, {"engine/decide/pace/a.h": '#include "engine/model/b.h"\n'}),
    (rules.arrows, {"engine/run/a.cpp": '#include "engine/decide/pace/b.h"\n'}, {"engine/decide/pace/a.cpp": '#include "engine/decide/pace/b.h"\n'}),
    (rules.arrows, {"engine/run/a.cpp": '#include "adapters/csv/b.h"\n'}, {"tests/a.cpp": '#include "adapters/csv/b.h"\n'}),
    (rules.arrows, {"engine/run/a.cpp": '  #  include "cli/b.h"\n'}, {"engine/run/a.cpp": '// #include "cli/b.h"\n'}),
    (rules.arrows, {"adapters/csv/a.cpp": '#include "adapters/sqlite/b.h"\n'}, {"adapters/csv/a.cpp": '#include "adapters/json/b.h"\n'}),
    (rules.arrows, {"adapters/csv/a.cpp": '#include "cli/b.h"\n'}, {"adapters/csv/a.cpp": '#include "engine/run/b.h"\n'}),
    (rules.arrows, {"adapters/csv/deep/a.cpp": '#include "adapters/toml/b.h"\n'}, {"adapters/csv/deep/a.cpp": '#include "adapters/csv/b.h"\n'}),
    (rules.arrows, {"cli/commands/a.cpp": '#include "adapters/csv/b.h"\n'}, {"cli/wiring_b.cpp": '#include "adapters/csv/b.h"\n'}),
    (rules.arrows, {"cli/commands/wiring.cpp": '#include "adapters/csv/b.h"\n'}, {"cli/wiring.cpp": '#include "adapters/csv/b.h"\n'}),
    (rules.arrows, {"cli/main.cpp": '#include "cli/wiring.h"\n'}, {"cli/wiring_b.cpp": '#include "cli/wiring.h"\n'}),
    (rules.rooted, {"cli/a.cpp": '#include "b.h"\n', "cli/b.h": ""}, {"cli/a.cpp": '#include "cli/b.h"\n', "cli/b.h": ""}),
    (rules.pure, {"engine/decide/a.cpp": "#include <thread>\n"}, {"engine/run/a.cpp": "#include <thread>\n"}),
    (rules.pure, {"engine/model/a.cpp": "#include <fstream>\n"}, {"engine/model/a.cpp": "#include <map>\n"}),
    (rules.pure, {"engine/model/a.cpp": "#include <unordered_map>\n"}, {"engine/model/a.cpp": "/* #include <mutex> */\n"}),
    (rules.pure, {"engine/decide/a.cpp": "#include <cstdio>\n"}, {"engine/decide/schedule_text.cpp": "#include <cstdio>\n"}),
    (rules.pure, {"engine/decide/a.cpp": "#include <unistd.h>\n"}, {"adapters/os/a.cpp": "#include <unistd.h>\n"}),
    (rules.pure, {"engine/decide/a.cpp": "#include <fmt/format.h>\n"}, {"adapters/os/a.cpp": "#include <fmt/format.h>\n"}),
    (rules.pure, {"engine/decide/a.cpp": "int f() { throw 1; }\n"}, {"engine/decide/a.cpp": "int f() { return 1; }  // never throw\n"}),
    (rules.pure, {"engine/decide/a.h": "struct A { virtual void f(); };\n"}, {"engine/run/a.h": "struct A { virtual void f(); };\n"}),
    (rules.pure, {"engine/decide/a.cpp": "double x = 1'000.0;\n"}, {"engine/decide/a.cpp": 'auto x = "a double quote";\n'}),
    (rules.pure, {"engine/decide/a.cpp": "double x = 1;\n"}, {"engine/decide/pace/a.cpp": "double x = 1;\n"}),
    (rules.pure, {"engine/decide/pace/a.cpp": "float x = 1;\n"}, {"engine/decide/pace/a.cpp": "double decay(double x);\n"}),
    (rules.pure, {"engine/decide/pace/a.cpp": "#include <cmath>\n"}, {"engine/decide/pace/a.cpp": "#include <algorithm>\n"}),
    (rules.pure, {"engine/decide/pace/a.cpp": "double a = exp(-1.0);\n"}, {"engine/decide/pace/a.cpp": "// exp(-1.0)\n"}),
    (rules.pure, {"engine/decide/pace/a.cpp": 'auto a = getenv("A");\n'}, {"cli/a.cpp": 'auto a = getenv("A");\n'}),
    (rules.pure, {"engine/decide/a.cpp": "auto t = 60'000; auto n = std::chrono::system_clock::now();\n"}, {"engine/decide/a.cpp": "Instant now;\n"}),
    (rules.libraries, {"engine/run/a.cpp": "#include <sqlite3.h>\n"}, {"adapters/sqlite/a.cpp": "#include <sqlite3.h>\n"}),
    (rules.libraries, {"engine/run/a.cpp": "#include <fmt/format.h>\n"}, {"cli/a.cpp": "#include <fmt/format.h>\n"}),
    (rules.libraries, {"engine/run/a.cpp": "#include <sys/stat.h>\n"}, {"cli/a.cpp": "#include <sys/stat.h>\n"}),
    (rules.libraries, {"cli/a.cpp": "#include <nlohmann/json.hpp>\n"}, {"adapters/json/a.cpp": "#include <nlohmann/json.hpp>\n"}),
    (rules.libraries, {"adapters/csv/a.cpp": "#include <curl/curl.h>\n"}, {"adapters/http/a.cpp": "#include <curl/curl.h>\n"}),
    (rules.libraries, {"cli/a.cpp": "#include <CLI/CLI.hpp>\n", "cli/b.cpp": "#include <CLI/App.hpp>\n"}, {"cli/a.cpp": "#include <CLI/CLI.hpp>\n"}),
    (rules.libraries, {"cli/a.cpp": "#include <absl/strings/str_cat.h>\n"}, {"cli/a.cpp": "#include <string_view>\n"}),
    (rules.libraries, {"engine/model/a.cpp": "#include <doctest/doctest.h>\n"}, {"tests/a.cpp": "#include <doctest/doctest.h>\n"}),
    (rules.vendored, {"adapters/third_party/a.h": "\n"}, {"adapters/csv/a.h": "\n"}),
    (rules.vendored, {"cli/a.cpp": '#include "vendor/fmt/b.h"\n'}, {"cli/a.cpp": '#include "cli/vendor.h"\n'}),
    (rules.sql, {"cli/a.cpp": 'auto s = "SELECT id\\n FROM orders";\n'}, {"adapters/sqlite/a.cpp": 'auto s = "SELECT id FROM orders";\n'}),
    (rules.sql, {"engine/run/a.cpp": 'auto s = R"(\ninsert into orders values (1))";\n'}, {"cli/a.cpp": 'auto s = "choose one; an update of settings";\n'}),
    (rules.sql, {"adapters/memory/a.cpp": 'f("PRAGMA user_version");\n'}, {"adapters/memory/a.cpp": "// PRAGMA user_version\n"}),
    (rules.length, {"cli/a.cpp": "int a;\n" * 401}, {"cli/a.cpp": "int a;\n" * 400, "tests/a.cpp": "int a;\n" * 500}),
    (rules.test_names, {"tests/a.cpp": 'TEST_CASE("' + ID + 'first; then") {}\n'}, {"tests/a.cpp": 'TEST_CASE("' + ID + 'first, then") {}\n'}),
    (rules.test_names, {"tests/a.cpp": 'TEST_CASE("' + ID + 'x") { SUBCASE("a;b") {} }\n'}, {"tests/a.cpp": 'TEST_CASE("' + ID + 'x") { SUBCASE("a") {} }\n'}),
    (rules.test_names, {"tests/a.cpp": 'TEST_CASE("it works") {}\n'}, {"tests/a.cpp": 'TEST_CASE("fault 28 it works") {}\n'}),
    (rules.test_names, {"tests/a.cpp": 'TEST_CASE_FIXTURE(Bed, "it works") {}\n'}, {"tests/a.cpp": 'TEST_CASE_FIXTURE(Bed, "ARI it works") {}\n'}),
    (rules.test_names, {"tests/a.cpp": 'TEST_CASE(\n    "' + ID + 'first" " and;")\n{}\n'}, {"tests/a.cpp": 'TEST_CASE_TEMPLATE("QU-04 x", T, A, B) {}\n'}),
    (rules.test_names, {"tests/a.cpp": "TEST_CASE(kName) {}\n"}, {"tests/a.cpp": '// TEST_CASE("x;y")\n'}),
]


def write(root, files):
    for path, content in files.items():
        os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8") as file:
            file.write(content)


def findings(rule, files):
    with tempfile.TemporaryDirectory() as root:
        write(root, files)
        return list(rule(read_sources(root)))


def layout_is_caught():
    """The layout check on a file that is laid out wrongly."""
    if not layout_check.tool():
        return True
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    with tempfile.TemporaryDirectory() as root:
        shutil.copy(os.path.join(here, ".clang-format"), root)
        write(root, {"cli/good.cpp": "int a = 1;\n", "cli/bad.cpp": "int  a=1;\n"})
        return layout_check.differing(root) == ["cli/bad.cpp"]


def links_are_caught():
    with tempfile.TemporaryDirectory() as root:
        write(root, {"A.md": "[good](A.md#top) [far](https://example.org)\nand [bad](engine/gone.h)\n"})
        return list(docs_check.broken(os.path.join(root, "A.md"))) == [(2, "engine/gone.h")]


def scripts_are_caught():
    if not shutil.which("shellcheck"):
        return True
    with tempfile.TemporaryDirectory() as root:
        write(root, {"tests/good.sh": "#!/bin/bash\necho fine\n"})
        good = shell_check.main(root)
        write(root, {"tests/bad": "#!/bin/bash\ncd /nowhere\nrm x\n"})
        return good == 0 and shell_check.main(root) == 1


def main():
    missed = []
    for rule, bad, good in EXAMPLES:
        if not findings(rule, bad):
            missed.append("%s does not catch %r" % (rule.__name__, bad))
        for finding in findings(rule, good):
            missed.append("%s refuses %r" % (rule.__name__, finding))
    for rule in rules.ALL:
        if not any(rule is shown for shown, _, _ in EXAMPLES):
            missed.append("%s has no example" % rule.__name__)
    if not layout_is_caught():
        missed.append("layout_check does not catch a file that is laid out wrongly")
    if not links_are_caught():
        missed.append("docs_check does not catch a broken link")
    if not scripts_are_caught():
        missed.append("shell_check does not catch a bad script")
    print("\n".join(missed) if missed else "%d examples: each rule catches and passes what it should" % len(EXAMPLES))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
