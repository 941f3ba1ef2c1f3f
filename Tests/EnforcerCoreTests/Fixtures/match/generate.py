# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

"""Writes addresses.json: made-up addresses and blocks, and what Python's ipaddress module makes of them.

"addresses": [text, 128 bits in hexadecimal or null]; IPv4 in its mapped form, plain decimal spellings only.
"blocks":    [block, address, whether it is inside]; no IPv4-mapped addresses, for which our rules differ.
Recorded with Python 3.13; run `python3 generate.py > addresses.json`.
"""

import ipaddress
import json
import random

random.seed(20)


def group():
    return random.choice(["0", "0", "0000", "1", "db8", "DB8", "ffff", "%x" % random.getrandbits(16), "%04x" % random.getrandbits(8)])


def quad():
    return ".".join(str(random.choice([0, 1, 9, 10, 99, 100, 255, random.randrange(256)])) for _ in range(4))


def spelling():
    value = random.getrandbits(128) & random.getrandbits(128)
    for _ in range(random.randrange(6)):
        value &= ~(0xFFFF << 16 * random.randrange(8))
    address = ipaddress.IPv6Address(value)
    dice = random.randrange(6)
    if dice == 0:
        return address.exploded
    if dice == 1:
        return address.compressed.upper()
    if dice == 2:
        return ":".join(group() for _ in range(random.choice([8, 8, 8, 7, 9])))
    if dice == 3:
        return "::".join(":".join(group() for _ in range(random.randrange(5))) for _ in range(2))
    if dice == 4:
        return ":".join(group() for _ in range(random.choice([5, 6, 6, 7]))) + ":" + quad()
    return random.choice(["::", "::ffff:", "1::", "64:ff9b::", "1:2:3:4:5::"]) + quad()


def mutated(text):
    for _ in range(random.choice([0, 0, 1, 1, 2])):
        at = random.randrange(len(text) + 1)
        text = random.choice([text[:at] + random.choice(":::..0fg1 25[]") + text[at:], text[:at] + text[at + 1 :]])
    return text


def bits(text):
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return "%032x" % (int(address) | (0xFFFF << 32 if address.version == 4 else 0))


addresses = []
while len(addresses) < 1500:
    text = quad() if random.randrange(5) == 0 else mutated(spelling())
    if ":" in text or bits(text):
        addresses.append([text, bits(text)])


def is_mapped(text):
    address = ipaddress.ip_address(text)
    return address.version == 6 and address.ipv4_mapped is not None


blocks = []
while len(blocks) < 600:
    if random.randrange(2):
        base, width = quad(), 32
        address = ipaddress.IPv4Address(int(ipaddress.IPv4Address(base)) ^ (1 << random.randrange(32) if random.randrange(6) else 0))
    else:
        base, width = str(ipaddress.IPv6Address(random.getrandbits(128))), 128
        address = ipaddress.IPv6Address(int(ipaddress.IPv6Address(base)) ^ (1 << random.randrange(128) if random.randrange(6) else 0))
    if random.randrange(12) == 0:
        address = ipaddress.ip_address(random.choice([quad(), "2001:db8::1"]))
    if is_mapped(base) or is_mapped(str(address)):
        continue
    block = "%s/%d" % (base, random.choice([0, 1, width - 1, width, random.randrange(width + 1)]))
    blocks.append([block, str(address), address in ipaddress.ip_network(block, strict=False)])

rows = lambda list: "[\n" + ",\n".join(json.dumps(row) for row in list) + "\n]"
print('{"addresses": %s,\n"blocks": %s}' % (rows(addresses), rows(blocks)))
