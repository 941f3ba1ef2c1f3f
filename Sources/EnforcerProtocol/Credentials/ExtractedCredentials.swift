// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// Credentials as they are reported (protocol.md §9.4). Slices are of the buffer of the exchange's text.
package struct ExtractedCredentials: BitwiseCopyable, Sendable {
    package enum Version: UInt8, BitwiseCopyable, Sendable {
        case v2
        case multistepSSO

        package var name: StaticString {
            switch self {
            case .v2: "v2"
            case .multistepSSO: "multistep_sso"
            }
        }
    }

    package enum SSOStep: UInt8, BitwiseCopyable, Sendable {
        case user
        case pass

        package var name: StaticString {
            switch self {
            case .user: "user"
            case .pass: "pass"
            }
        }
    }

    package private(set) var version: Version

    /// In `v2` a hash, else the username as it came; empty if there is none.
    package private(set) var user = JSONScalar.none

    /// A hash; empty if there is no password.
    package private(set) var pass = ByteSlice.empty

    /// Of `multistep_sso` only.
    package private(set) var ssoStep: SSOStep?

    /// The username as it came.
    package private(set) var rawUsername: JSONScalar

    /// Hashes what was found. Nil if nothing is to be reported: neither value is text (custom: neither is there), both are
    /// empty, the version asked for cannot be made of them, or `text` has overflowed.
    /// - Parameters:
    ///   - container: where the values are from.
    ///   - version: the entry's.
    ///   - text: holds the values, and gets the hashes.
    package init?(
        _ found: FoundCredentials,
        from container: CredentialsEntry.Container,
        version: CredentialsVersion,
        in text: inout ByteBuffer
    ) {
        // What did not fit is only half there.
        guard !text.hasOverflowed else { return nil }
        let hasText = found.user?.isText == true || found.pass?.isText == true
        let hasUser = found.user?.isKnown == true
        let hasPass = found.pass?.isKnown == true
        guard hasText || container == .custom, hasUser || hasPass else { return nil }
        rawUsername = found.user ?? .none
        let choice: Version =
            switch version {
            case .v2: .v2
            case .multistepSSO: .multistepSSO
            case .both: hasUser && hasPass ? .v2 : .multistepSSO
            }
        self.version = choice
        let isComplete =
            choice == .v2 ? hashBoth(found, in: &text) : hashStep(found, hasUser: hasUser, hasPass: hasPass, in: &text)
        guard isComplete else { return nil }
    }

    /// Credentials that were hashed before, by another function.
    package init(
        version: Version,
        user: JSONScalar,
        pass: ByteSlice,
        ssoStep: SSOStep?,
        rawUsername: JSONScalar
    ) {
        self.version = version
        self.user = user
        self.pass = pass
        self.ssoStep = ssoStep
        self.rawUsername = rawUsername
    }

    /// h(user), h(h(user) + h(pass)). Only texts can be hashed; an empty one is a text.
    private mutating func hashBoth(_ found: FoundCredentials, in text: inout ByteBuffer) -> Bool {
        guard let user = found.user, user.isText, let pass = found.pass, pass.isText else { return false }
        let name = LoginName.normalise(user.slice, in: &text)
        guard let userHash = text.append(hashOf: name), let passHash = text.append(hashOf: pass.slice),
            let joined = text.append(hashOf: ByteSlice(from: userHash.start, to: passHash.end))
        else { return false }
        self.user = JSONScalar(slice: userHash, isText: true)
        self.pass = joined
        return true
    }

    /// One step of a login over several pages: the username in clear, the password as a plain hash.
    private mutating func hashStep(
        _ found: FoundCredentials,
        hasUser: Bool,
        hasPass: Bool,
        in text: inout ByteBuffer
    ) -> Bool {
        if hasUser, let user = found.user { self.user = user }
        ssoStep = hasUser ? .user : .pass
        guard hasPass, let pass = found.pass else { return true }
        guard pass.isText, let hash = text.append(hashOf: pass.slice) else { return false }
        self.pass = hash
        return true
    }
}

extension ByteBuffer {
    /// Appends the SHA-256 of a slice of this buffer in lower-case hexadecimal digits, and gives where they are. Text that is
    /// not well-formed is hashed with U+FFFD in it, as JavaScript does it. Nil if there is no room.
    fileprivate mutating func append(hashOf slice: ByteSlice) -> ByteSlice? {
        var digest: InlineArray<32, UInt8>?
        if UTF8Text.isWellFormed(bytes(of: slice)) {
            digest = Digest.sha256(bytes(of: slice))
        } else {
            let start = count
            digest = Digest.sha256(bytes(of: append(wellFormedCopyOf: slice)))
            truncate(to: start)
        }
        guard let digest, !hasOverflowed else { return nil }
        let hash = self.slice { $0.append(hexEncoding: digest.span) }
        return hasOverflowed ? nil : hash
    }
}

extension JSONWriter {
    /// Writes the members `user`, `pass`, `ci_version` and `sso_step` of payload details (protocol.md §5.3).
    package mutating func credentials(_ credentials: ExtractedCredentials, in text: borrowing ByteBuffer) {
        if credentials.user.isKnown {
            key("user")
            scalar(credentials.user, in: text)
        }
        if !credentials.pass.isEmpty {
            key("pass")
            string(credentials.pass, of: text)
        }
        key("ci_version")
        string(credentials.version.name)
        if let step = credentials.ssoStep {
            key("sso_step")
            string(step.name)
        }
    }
}
