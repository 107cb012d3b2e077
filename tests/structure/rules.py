"""The rules. Each is a function of all sources that yields (path, line, what is wrong)."""

import os
import re

# The arrows of ARCHITECTURE.md: what a folder may include of the project. `cli/wiring*` may include all.
ENGINE_ARROWS = {
    "engine/model": ("engine/model",),
    "engine/decide": ("engine/model", "engine/decide", "engine/decide/pace"),
    "engine/decide/pace": ("engine/model", "engine/decide/pace"),
    "engine/run": ("engine/model", "engine/decide", "engine/run"),
}
SHARED_ADAPTERS = ("adapters/http", "adapters/listen", "adapters/json")
WIRING = re.compile(r"cli/wiring[a-z_]*\.(h|cpp)$")

# All that the pure folders may include of the standard library: nothing that does I/O, tells the time, waits,
# or iterates in an order of its own.
PURE_FOLDERS = ("engine/model", "engine/decide", "engine/decide/pace")
# Floating point here alone, and no library's functions on it: + - * / are the same on every machine, exp() is not.
FLOATING_FOLDER = "engine/decide/pace"
PURE_HEADERS = set(
    """algorithm array bit bitset charconv chrono compare concepts cstddef cstdint cstring deque functional
    initializer_list iterator limits list map memory numeric optional queue ranges ratio set span stack string
    string_view system_error tuple type_traits utility variant vector version""".split()
)
PURE_EXCEPTIONS = {
    "engine/model/invariant.cpp": {"cstdio", "cstdlib"},  # says which invariant broke, and dies
    "engine/decide/schedule_text.cpp": {"cstdio"},  # snprintf
}
PURE_WORDS = re.compile(
    r"\b(throw|try|catch|virtual|\w+_clock\s*::\s*now|fopen|printf|puts|getenv|rand|srand|time\s*\(\s*(?:NULL|nullptr|0)?\s*\))\b"
)
FLOATING_WORDS = re.compile(r"\b(float|double)\b")
FLOATING_BANNED = re.compile(r"\b(float|long\s+double|fma|exp|expm1|log|log1p|log2|log10|pow|sqrt|cbrt|erfc?|[lt]gamma|std::(?:round|lround|hypot))\b")

# Where each library may be named outside of tests. A library that is not here is not ours to use.
LIBRARIES = {
    "CLI/": ("cli/",),
    "SQLiteCpp/": ("adapters/sqlite/",),
    "boost/": ("adapters/http/", "adapters/listen/", "adapters/simulator/"),
    "curl/": ("adapters/http/", "cli/wiring"),
    "date/": ("adapters/tz/",),
    "doctest/": (),
    "fmt/": ("adapters/", "cli/"),
    "iconv.h": ("adapters/",),
    "nlohmann/": ("adapters/",),
    "openssl/": ("adapters/speech/",),
    "phonenumbers/": ("adapters/phone/",),
    "rapidcheck": (),
    "sqlite3.h": ("adapters/sqlite/", "cli/wiring"),
    "toml++/": ("adapters/toml/",),
}
# Of the C library and the kernel: not in the engine.
SYSTEM_HEADER = re.compile(r"^(?:(?:sys|netinet|arpa|net)/\w+\.h|(?:dlfcn|fcntl|grp|malloc|poll|pthread|pwd|signal|syslog|termios|unistd|netdb|dirent|sched|time)\.h)$")
STANDARD_HEADER = re.compile(r"^[a-z_]+$")

VENDOR_FOLDER = re.compile(r"(^|/)(third[_-]?party|3rd[_-]?party|vendor(ed)?|extern(al)?|deps|submodules|contrib)(/|$)")

SQL = re.compile(
    r"\b(SELECT\s[\s\S]*?\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|"
    r"CREATE\s+(UNIQUE\s+|TEMP\s+|PARTIAL\s+)*(TABLE|INDEX|TRIGGER|VIEW)|DROP\s+(TABLE|INDEX)|ALTER\s+TABLE|BEGIN\s+IMMEDIATE|PRAGMA\s+\w+)\b",
    re.I,
)
SQL_FOLDERS = ("adapters/sqlite/", "tests/")

LINES_MOST = 400
LINES_LARGE = 200

# What a test's name begins with: a requirement, a row or rule of the fault list, a fact about ARI, a rule of the
# command line.
TEST_NAME = re.compile(r"^([A-Z]{2}-\d{2}|fault \d+|fault rule \d+|FAULTS? \d+|FAULT-\d\d|ARI|CLI)\b")
TEST_MACRO = re.compile(
    r'\b(TEST_CASE(?:_FIXTURE|_TEMPLATE|_TEMPLATE_DEFINE)?|SCENARIO|TEST_SUITE(?:_BEGIN)?|SUBCASE)\s*\(([^"();{}]*)((?:"\d+"\s*)+)?'
)


def in_tests(source):
    return source.path.startswith("tests/")


def adapter_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "adapters" and len(parts) > 2 else None


def project_includes(sources):
    for source in sources.values():
        for line, name, quoted in source.includes():
            if quoted:
                yield source, line, name


def arrows(sources):
    """engine: model <- decide <- run; adapters -> engine; cli -> engine; tests -> all."""
    for source, line, name in project_includes(sources):
        folder = max((each for each in ENGINE_ARROWS if source.path.startswith(each + "/")), key=len, default=None)
        if folder and os.path.dirname(name) not in ENGINE_ARROWS[folder]:
            yield source.path, line, "%s includes %s: may include only %s" % (folder, name, ", ".join(ENGINE_ARROWS[folder]))
        own = adapter_of(source.path)
        if own and not name.startswith("engine/"):
            if adapter_of(name) not in (own,) + SHARED_ADAPTERS:
                yield source.path, line, "%s includes %s: adapters know the engine, http, listen and json" % (own, name)
        if source.path.startswith("cli/") and not WIRING.match(source.path):
            if not name.startswith(("engine/", "cli/")):
                yield source.path, line, "includes %s: in cli/ only wiring names adapters" % name
            if WIRING.match(name):
                yield source.path, line, "includes %s: only the wiring knows itself" % name


def rooted(sources):
    """An include names a file of the project from its root."""
    for source, line, name in project_includes(sources):
        if in_tests(source) and (source.folder + "/" + name) in sources:
            continue
        if name not in sources:
            yield source.path, line, "includes \"%s\": no such file from the project's root" % name


def pure(sources):
    """The decision core: no I/O, clock, thread, exception, virtual call, floating point, unordered iteration."""
    for source in sources.values():
        if source.folder not in PURE_FOLDERS:
            continue
        allowed = PURE_HEADERS | PURE_EXCEPTIONS.get(source.path, set())
        for line, name, quoted in source.includes():
            if not quoted and name not in allowed:
                yield source.path, line, "<%s> in a pure folder" % name
        for match in PURE_WORDS.finditer(source.code):
            yield source.path, source.line_of(match.start()), "'%s' in a pure folder" % match.group(0)
        banned = FLOATING_BANNED if source.folder == FLOATING_FOLDER else FLOATING_WORDS
        for match in banned.finditer(source.code):
            yield source.path, source.line_of(match.start()), "'%s' in a pure folder" % match.group(0)


def libraries(sources):
    """Each library behind its adapter; none in the engine; CLI11 in one file; nothing that is not a Debian package."""
    cli11 = []
    for source in sources.values():
        for line, name, quoted in source.includes():
            if quoted:
                continue
            if name.startswith("CLI/"):
                cli11.append((source.path, line))
            known = next((known for known in LIBRARIES if name.startswith(known)), None)
            if known:
                if not in_tests(source) and not source.path.startswith(LIBRARIES[known]):
                    yield source.path, line, "<%s> belongs to %s" % (name, " ".join(LIBRARIES[known]) or "tests")
            elif SYSTEM_HEADER.match(name):
                if source.path.startswith("engine/"):
                    yield source.path, line, "<%s>: the engine does not call the system" % name
            elif not STANDARD_HEADER.match(name):
                yield source.path, line, "<%s>: a library that rules.py does not know" % name
    for path, line in cli11[1:]:
        yield path, line, "CLI11 is in %s already: it costs seconds per file" % cli11[0][0]


def vendored(sources):
    """No code of others in the tree."""
    for source in sources.values():
        if VENDOR_FOLDER.search(source.folder):
            yield source.path, 1, "looks like another project's code: use its Debian package"
        for line, name, _ in source.includes():
            if VENDOR_FOLDER.search(os.path.dirname(name)):
                yield source.path, line, "includes %s: another project's code" % name


def sql(sources):
    """SQL is in schemas/ and adapters/sqlite alone."""
    for source in sources.values():
        if source.path.startswith(SQL_FOLDERS):
            continue
        for line, text in source.literals():
            if SQL.search(text):
                yield source.path, line, "SQL outside of adapters/sqlite: %.60s" % text.replace("\n", " ")


def length(sources):
    """A file of more than 400 lines is two files."""
    for source in sources.values():
        if not in_tests(source) and source.lines > LINES_MOST:
            yield source.path, source.lines, "has %d lines, the cap is %d" % (source.lines, LINES_MOST)


def test_names(sources):
    """A test says what it shows, and has no ';' in its name (doctest makes phantom tests of the rest)."""
    for source in sources.values():
        if not in_tests(source):
            continue
        for match in TEST_MACRO.finditer(source.code):
            line = source.line_of(match.start())
            if match.group(3) is None:
                if match.group(1).startswith("TEST_CASE"):
                    yield source.path, line, "%s without a literal name" % match.group(1)
                continue
            name = "".join(source.texts[int(index)] for index in re.findall(r'"(\d+)"', match.group(3)))
            if ";" in name:
                yield source.path, line, "';' in the name: %s" % name
            if match.group(1).startswith("TEST_CASE") and not TEST_NAME.match(name):
                yield source.path, line, "name begins with no requirement: %s" % name


ALL = (arrows, rooted, pure, libraries, vendored, sql, length, test_names)


def large(sources):
    """Not wrong, but to be looked at."""
    rows = [(s.lines, s.path) for s in sources.values() if not in_tests(s) and s.lines > LINES_LARGE]
    return sorted(rows, reverse=True)
