// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// The value of a `Set-Cookie` header for the `_pxhd` that the Risk API sent for this request (protocol.md §7.8); nil if
    /// it sent none.
    mutating func visitorCookie(_ configuration: borrowing CompiledConfiguration) -> ByteSlice? {
        guard context.isPXHDFromRisk, context.pxhd.isKnown else { return nil }
        let domain = context.pxhdDomain
        guard isCookieSafe(context.pxhd.slice), isCookieSafe(domain.slice) else {
            // A value that could end the header or the cookie is not written at all [D3].
            trace.note(.visitorCookie, "refused")
            return nil
        }
        parts.removeAll()
        parts.append(WireName.visitorCookie)
        parts.append(0x3D)
        parts.append(context.pxhd.slice, of: text)
        if configuration.isPXHDSecured { parts.append("; Secure") }
        if domain.isKnown {
            parts.append("; domain=")
            parts.append(domain.slice, of: text)
        }
        parts.append("; path=/; SameSite=Lax")
        trace.note(.visitorCookie, "set", configuration.isPXHDSecured ? .securedPXHD : nil)
        return text.store(parts)
    }

    private func isCookieSafe(_ slice: ByteSlice) -> Bool {
        let bytes = text.bytes(of: slice)
        for index in bytes.indices where bytes[index] == 0x3B {
            return false
        }
        return isHeaderSafe(slice)
    }
}
