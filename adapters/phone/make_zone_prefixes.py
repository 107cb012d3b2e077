"""Writes the table of telephone prefixes and their time zones as C++.

libphonenumber has no such table in C++; its data is in Debian's python3-phonenumbers.
Usage: make_zone_prefixes.py OUTPUT
"""

import sys

import phonenumbers
from phonenumbers.tzdata import TIMEZONE_DATA

UNKNOWN = "Etc/Unknown"


def rows(values, per_row):
    for start in range(0, len(values), per_row):
        yield "    " + " ".join(f"{value}," for value in values[start : start + per_row])


def array(kind, name, values, per_row=12):
    body = "\n".join(rows(values, per_row))
    return f"const {kind} {name}[] = {{\n{body}\n}};\nconst std::size_t {name}_count = {len(values)};\n"


def main(output):
    zones = sorted({zone for zones in TIMEZONE_DATA.values() for zone in zones if zone != UNKNOWN})
    number_of = {zone: number for number, zone in enumerate(zones)}
    sets = sorted({tuple(sorted(number_of[z] for z in set(zs) if z != UNKNOWN)) for zs in TIMEZONE_DATA.values()})
    set_of = {members: number for number, members in enumerate(sets)}

    starts, members = [], []
    for zone_set in sets:
        starts.append(len(members))
        members.extend(zone_set)
    starts.append(len(members))

    # Prefixes of one length lie together, so that each is found by a binary search among plain numbers.
    prefixes = sorted(TIMEZONE_DATA, key=lambda prefix: (len(prefix), prefix))
    longest = len(prefixes[-1])
    if any(prefix.startswith("0") for prefix in prefixes) or longest > 9:
        sys.exit("a prefix starts with 0 or does not fit 32 bits: the table needs another form")
    by_length = [sum(len(p) < length for p in prefixes) for length in range(longest + 2)]
    prefix_sets = [set_of[tuple(sorted(number_of[z] for z in set(TIMEZONE_DATA[p]) if z != UNKNOWN))] for p in prefixes]

    text = "\n".join([
        "// Made by make_zone_prefixes.py; not to be edited.",
        '#include "adapters/phone/zone_prefixes_data.h"',
        "",
        "namespace dialctl::zone_prefixes_data {",
        "",
        f'const char* const version = "phonenumbers {phonenumbers.__version__}";',
        array("char* const", "zones", [f'"{zone}"' for zone in zones], 4),
        array("std::uint16_t", "set_starts", starts),
        array("std::uint16_t", "set_members", members, 20),
        array("std::uint16_t", "length_starts", by_length),
        array("std::uint32_t", "prefixes", prefixes),
        array("std::uint16_t", "prefix_sets", prefix_sets, 20),
        "}  // namespace dialctl::zone_prefixes_data",
        "",
    ])
    with open(output, "w", encoding="ascii") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1])
