"""What Python's phonenumbers says; the tests compare their own answers with it.

oracle.py prefixes            every prefix:             DIGITS zone,zone
oracle.py geographical        random digits:            DIGITS zone,zone   (longest prefix)
oracle.py numbers             numbers of every region:  E164 zone,zone     (as the whole mapper decides)
oracle.py emergency           every region:             REGION number number ...
oracle.py short               every region:             REGION number number ...  (examples that are no emergency)
oracle.py premium             one of each region:       REGION E164
"""

import random
import re
import sys

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, shortnumberinfo, timezone
from phonenumbers.phonemetadata import PhoneMetadata
from phonenumbers.tzdata import TIMEZONE_DATA

GEOGRAPHIC = [t for t in PhoneNumberType.values() if t != PhoneNumberType.UNKNOWN]


def show(key, zones):
    print(key, ",".join(sorted(set(zones) - {"Etc/Unknown"})) or "-")


def prefixes():
    for prefix, zones in TIMEZONE_DATA.items():
        show(prefix, zones)


def geographical():
    rng = random.Random(7)
    known = sorted(TIMEZONE_DATA)
    for _ in range(20_000):
        start = rng.choice(known) if rng.random() < 0.9 else str(rng.randint(1, 999))
        digits = start[: rng.randint(1, len(start))] + "".join(rng.choice("0123456789") for _ in range(9))
        country = next((digits[:n] for n in (1, 2, 3) if int(digits[:n]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE), None)
        national = digits[len(country) :] if country else ""
        if not country or not national.lstrip("0"):
            continue
        zeros = len(national) - len(national.lstrip("0"))
        number = PhoneNumber(int(country), int(national), italian_leading_zero=zeros > 0 or None,
                             number_of_leading_zeros=zeros if zeros > 1 else None)
        show(digits, timezone.time_zones_for_geographical_number(number))


def numbers():
    rng = random.Random(8)
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in GEOGRAPHIC:
            number = phonenumbers.example_number_for_type(region, kind)
            for _ in range(4):
                if number is None:
                    break
                text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                show(text, timezone.time_zones_for_number(number))
                text = text[:-3] + "".join(rng.choice("0123456789") for _ in range(3))
                number = phonenumbers.parse(text)


def matching(desc, lengths):
    if desc is None or desc.national_number_pattern is None:
        return []
    pattern = re.compile(desc.national_number_pattern)
    candidates = (str(n).zfill(length) for length in lengths for n in range(10**length))
    return [c for c in candidates if pattern.fullmatch(c) and len(c) in desc.possible_length]


def emergency():
    for region in sorted(phonenumbers.SUPPORTED_SHORT_REGIONS):
        metadata = PhoneMetadata.short_metadata_for_region(region)
        found = matching(metadata.emergency, (2, 3, 4))
        if metadata.emergency is not None and metadata.emergency.example_number:
            found.append(metadata.emergency.example_number)
        print(region, " ".join(found))


def short():
    for region in sorted(phonenumbers.SUPPORTED_SHORT_REGIONS):
        code = phonenumbers.country_code_for_region(region)
        found = [str(n) for n in range(100, 1000)
                 if shortnumberinfo.is_valid_short_number_for_region(PhoneNumber(code, n), region)]
        print(region, " ".join(f for f in found if not shortnumberinfo.is_emergency_number(f, region)))


def premium():
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = phonenumbers.example_number_for_type(region, PhoneNumberType.PREMIUM_RATE)
        if number is not None and phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE:
            print(region, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


if __name__ == "__main__":
    globals()[sys.argv[1]]()
