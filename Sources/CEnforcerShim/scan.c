// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CEnforcerScan.h"

static bool is_hex_digit(uint8_t byte) {
    return (uint8_t)(byte - '0') < 10 || (uint8_t)((byte | 0x20) - 'a') < 6;
}

size_t enforcer_json_escaped_end(const uint8_t *bytes, size_t size, size_t escape) {
    size_t index = escape;
    while (index < size && bytes[index] != '"') {
        if (bytes[index] != '\\' || size - index < 2) {
            return size;
        }
        switch (bytes[index + 1]) {
        case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't':
            index += 2;
            break;
        case 'u':
            if (size - index < 6) {
                return size;
            }
            for (size_t digit = index + 2; digit < index + 6; digit++) {
                if (!is_hex_digit(bytes[digit])) {
                    return size;
                }
            }
            index += 6;
            break;
        default: return size;
        }
        index += enforcer_json_run(bytes + index, size - index);
    }
    return index;
}
