"""The project's sources, read just far enough for rules: includes, code without comments, string literals."""

import os
import re

FOLDERS = ("engine", "adapters", "cli", "tests")

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<number>(?<![\w])\d[\w.']*)
      | (?P<text>(?:u8|u|U|L)?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)" | (?:u8|u|U|L)?"(?:\\.|[^"\\\n])*")
      | (?P<char>'(?:\\.|[^'\\\n])+')""",
    re.S | re.X,
)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:<([^>\n]+)>|"(\d+)")', re.M)


class Source:
    """One file. `code` has the lines of the file, without comments; each literal is its index in `texts`."""

    def __init__(self, path, content):
        self.path = path
        self.folder = os.path.dirname(path)
        self.lines = content.count("\n")
        self.texts = []
        self.code = _TOKEN.sub(self._keep, content)

    def _keep(self, match):
        token = match.group(0)
        if match.group("text"):
            self.texts.append(token[token.index('"') + 1 : -1])
            return '"%d"%s' % (len(self.texts) - 1, "\n" * token.count("\n"))
        if match.group("comment"):
            return " " + "\n" * token.count("\n")
        return "' '" if match.group("char") else token

    def line_of(self, position):
        return self.code.count("\n", 0, position) + 1

    def includes(self):
        """(line, name, quoted)"""
        for match in _INCLUDE.finditer(self.code):
            quoted = match.group(2) is not None
            name = self.texts[int(match.group(2))] if quoted else match.group(1)
            yield self.line_of(match.start()), name, quoted

    def literals(self):
        """(line, text)"""
        for match in re.finditer(r'"(\d+)"', self.code):
            yield self.line_of(match.start()), self.texts[int(match.group(1))]


def read_sources(root):
    sources = {}
    for top in FOLDERS:
        for folder, _, names in sorted(os.walk(os.path.join(root, top))):
            for name in sorted(names):
                if not name.endswith((".h", ".cpp")):
                    continue
                path = os.path.relpath(os.path.join(folder, name), root)
                with open(os.path.join(root, path), encoding="utf-8") as file:
                    sources[path] = Source(path, file.read())
    return sources
