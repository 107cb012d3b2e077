"""Writes the numbering plans of all regions as one automaton over digits, as C++.

libphonenumber decides with regular expressions and needs 15 us a number. Its patterns are short and over digits
only, so all of them together become one small automaton whose end state says what kind of number was read. The
patterns are those of Debian's python3-phonenumbers, which is made from the same metadata.
Usage: make_number_plans.py OUTPUT
"""

import re._constants as sre
import re._parser as sre_parser
import sys

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

DIGITS_MAX = 17
DIGITS = range(10)

# Bits of an end state's output; the low four are the kind, in the order of libphonenumber's PhoneNumberType.
PATTERN, LEADING, LENGTH = 16, 32, 64
FIXED, MOBILE, EITHER, NO_KIND = 0, 1, 2, 15
KINDS = [  # looked at in this order
    ("premium_rate", 4), ("toll_free", 3), ("shared_cost", 5), ("voip", 6), ("personal_number", 7),
    ("pager", 8), ("uan", 9), ("voicemail", 10),
]


# ---- regular expressions to a nondeterministic automaton ----

class Nfa:
    def __init__(self):
        self.empty = []  # state -> states reached without a digit
        self.steps = []  # state -> [(set of digits, state)]

    def state(self):
        self.empty.append([])
        self.steps.append([])
        return len(self.empty) - 1

    def add(self, pattern, start):
        """The state in which a match of `pattern` from `start` ends."""
        return self.sequence(sre_parser.parse(pattern), start)

    def sequence(self, items, start):
        for item in items:
            start = self.item(item, start)
        return start

    def item(self, item, start):
        kind, value = item
        if kind is sre.LITERAL:
            return self.digits({value - ord("0")}, start)
        if kind is sre.IN:
            return self.digits(digits_in(value), start)
        if kind is sre.SUBPATTERN:
            return self.sequence(value[3], start)
        if kind is sre.BRANCH:
            end = self.state()
            for branch in value[1]:
                self.empty[self.sequence(branch, start)].append(end)
            return end
        if kind is sre.MAX_REPEAT:
            return self.repeat(value, start)
        if kind is sre.AT:  # "$": only in national prefixes, where a match too many merely costs time
            return start
        raise ValueError(f"a pattern has {kind}, which is not known here")

    def digits(self, digits, start):
        end = self.state()
        self.steps[start].append((frozenset(digits), end))
        return end

    def repeat(self, value, start):
        low, high, what = value
        for _ in range(low):
            start = self.sequence(what, start)
        if high is sre.MAXREPEAT:
            loop = self.state()
            self.empty[start].append(loop)
            self.empty[self.sequence(what, loop)].append(loop)
            return loop
        end = self.state()
        for _ in range(high - low):
            self.empty[start].append(end)
            start = self.sequence(what, start)
        self.empty[start].append(end)
        return end

    def closure(self, states):
        todo, found = list(states), set(states)
        while todo:
            for state in self.empty[todo.pop()]:
                if state not in found:
                    found.add(state)
                    todo.append(state)
        return frozenset(found)

    def step(self, states, digit):
        return self.closure({to for state in states for digits, to in self.steps[state] if digit in digits})


def digits_in(members):
    found = set()
    for kind, value in members:
        if kind is sre.LITERAL:
            found.add(value - ord("0"))
        elif kind is sre.RANGE:
            found.update(range(value[0] - ord("0"), value[1] - ord("0") + 1))
        elif kind is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
            found.update(DIGITS)
        else:
            raise ValueError(f"a pattern has {kind}, which is not known here")
    return found


# ---- one region ----

class Region:
    def __init__(self, metadata):
        self.metadata = metadata
        self.nfa = Nfa()
        self.start = self.nfa.state()
        self.ends = {}  # end state -> [(name, lengths)]
        for name in ["general_desc", "fixed_line", "mobile"] + [name for name, _ in KINDS]:
            desc = getattr(metadata, name)
            if desc is None or desc.national_number_pattern is None:
                continue
            end = self.nfa.add(desc.national_number_pattern, self.start)
            self.ends.setdefault(end, []).append((name, frozenset(desc.possible_length)))
        if metadata.leading_digits:
            end = self.nfa.add(metadata.leading_digits, self.start)
            self.nfa.steps[end].append((frozenset(DIGITS), end))
            self.ends.setdefault(end, []).append(("leading", None))

    def output(self, states, length):
        ends = [end for state in states for end in self.ends.get(state, ())]
        bits = sum({"leading": LEADING, "general_desc": PATTERN}.get(name, 0) for name in {name for name, _ in ends})
        if length in self.metadata.general_desc.possible_length:
            bits |= LENGTH
        names = {name for name, lengths in ends if not lengths or length in lengths}
        return bits | (self.kind(names) if "general_desc" in names else NO_KIND)

    def kind(self, names):
        for name, number in KINDS:
            if name in names:
                return number
        fixed, mobile = self.metadata.fixed_line, self.metadata.mobile
        same = (fixed is not None and mobile is not None
                and fixed.national_number_pattern == mobile.national_number_pattern)
        if "fixed_line" in names:
            return EITHER if same or "mobile" in names else FIXED
        return MOBILE if "mobile" in names and not same else NO_KIND


class Automaton:
    """All regions' automata with equal ends shared. State 0 is the dead one."""

    def __init__(self):
        self.known = {}
        self.outputs, self.moves = [NO_KIND], [(0,) * 10]

    def state(self, output, moves):
        if output & ~LENGTH == NO_KIND and not any(moves):
            return 0
        key = (output, moves)
        if key not in self.known:
            self.known[key] = len(self.outputs)
            self.outputs.append(output)
            self.moves.append(moves)
        return self.known[key]

    def root_of(self, region):
        seen = {}

        def visit(states, length):
            if not states or length > DIGITS_MAX:
                return 0
            if (states, length) not in seen:
                moves = tuple(visit(region.nfa.step(states, digit), length + 1) for digit in DIGITS)
                seen[states, length] = self.state(region.output(states, length), moves)
            return seen[states, length]

        return visit(region.nfa.closure({region.start}), 0)


def may_match(pattern):
    """For each two first digits: could `pattern` match at the start of such a number? As 100 bits."""
    if not pattern:
        return 0
    nfa = Nfa()
    start = nfa.state()
    end = nfa.add(pattern, start)
    begin, bits = nfa.closure({start}), 0
    for first in DIGITS:
        after_one = nfa.step(begin, first)
        for second in DIGITS:
            if end in begin or end in after_one or nfa.step(after_one, second):
                bits |= 1 << (10 * first + second)
    return bits


def words(bits):
    return f"{{{bits & (2**64 - 1)}ULL, {bits >> 64}ULL}}"


def plan(region, root):
    metadata = PhoneMetadata.metadata_for_region(region)
    prefix = metadata.national_prefix_for_parsing or ""
    literal = prefix if prefix.isdigit() and not metadata.national_prefix_transform_rule else ""
    return (f'{{"{region}", {metadata.country_code}, {root}, {str(bool(metadata.leading_digits)).lower()}, "{literal}", '
            f"{words(may_match(prefix))}, {words(may_match(metadata.international_prefix))}}}")


def array(kind, name, values, per_row):
    rows = [" ".join(f"{value}," for value in values[i : i + per_row]) for i in range(0, len(values), per_row)]
    return f"const {kind} {name}[] = {{\n" + "\n".join(rows) + "\n};\n"


def main(output):
    sys.setrecursionlimit(10_000)
    automaton = Automaton()
    regions = sorted(phonenumbers.SUPPORTED_REGIONS)
    number_of = {region: number for number, region in enumerate(regions)}
    plans = [plan(region, automaton.root_of(Region(PhoneMetadata.metadata_for_region(region)))) for region in regions]

    codes, members = [], []
    for code, of_code in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()):
        if of_code == ("001",):
            continue
        codes.append(f"{{{code}, {len(members)}, {len(of_code)}}}")
        members.extend(number_of[region] for region in of_code)

    moves = [move for row in automaton.moves for move in row]
    if len(automaton.outputs) >= 2**16:
        sys.exit("more than 65535 states: State has to become wider")
    with open(output, "w", encoding="ascii") as file:
        file.write("\n".join([
            "// Made by make_number_plans.py; not to be edited.",
            '#include "adapters/phone/number_plans_data.h"', "",
            "namespace dialctl::number_plans_data {", "",
            array("Plan", "plans", plans, 1), f"const std::size_t plans_count = {len(plans)};\n",
            array("Code", "codes", codes, 6), f"const std::size_t codes_count = {len(codes)};\n",
            array("std::uint16_t", "code_regions", members, 20),
            array("std::uint8_t", "outputs", automaton.outputs, 30),
            array("State", "moves", moves, 20),
            "}  // namespace dialctl::number_plans_data", ""]))


if __name__ == "__main__":
    main(sys.argv[1])
