// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// What all exchanges of one configuration share: the configuration itself and the cryptographic contexts.
///
/// Not for use by two threads at once: the contexts are reused. Calls on it are short and never wait.
package struct Engine: ~Copyable {
    package let configuration: CompiledConfiguration

    /// `AWS_REGION`, if known; reported as `server_info_region`.
    package let region: [UInt8]

    /// Host name and operating system, for HumanActivities and telemetry.
    package let nodeName: [UInt8]
    package let systemName: [UInt8]

    /// Headers that a viewer must not send: with them he would speak to HumanActivities or to the origin in our name [D5].
    let reservedHeaders: ByteStringList

    /// Tokens that were found good.
    var tokens: TokenMemory

    /// The requests that HumanActivities has reported.
    var reported = RequestMemory()

    var secrets: SecretKeys?
    var cipher: TokenCipher?

    /// Ends the MAC that was begun; nil if none was.
    mutating func finishedMAC() -> InlineArray<32, UInt8>? {
        var digest = InlineArray<32, UInt8>(repeating: 0)
        return secrets?.finishMAC(into: &digest) == true ? digest : nil
    }

    /// - Parameter seed: random, for tables that visitors fill.
    ///
    /// Without usable secrets, or without OpenSSL's algorithms, the engine works on: every token counts as undecodable
    /// and the Risk API decides.
    package init(
        configuration: CompiledConfiguration,
        region: [UInt8] = [],
        nodeName: [UInt8] = [],
        systemName: [UInt8] = [],
        seed: UInt64 = 0
    ) {
        self.configuration = configuration
        self.region = region
        self.nodeName = nodeName
        self.systemName = systemName
        reservedHeaders = Self.reservedHeaders(configuration)
        tokens = TokenMemory(capacity: configuration.tokenMemorySize, seed: seed)
        // An initialiser that fails leaves nil, which is the meaning wanted.
        secrets = try? SecretKeys(Array(configuration.cookieSecrets.prefix(SecretKeys.limit)))
        cipher = try? TokenCipher()
    }

    private static func reservedHeaders(_ configuration: borrowing CompiledConfiguration) -> ByteStringList {
        var names = ByteStringList()
        names.append(WireName.handOverHeader)
        guard !configuration.credentialsEntries.isEmpty else { return names }
        names.append(WireName.additionalActivityHeader)
        names.append(WireName.additionalActivityURLHeader)
        names.append(configuration.compromisedCredentialsHeader.span)
        return names
    }
}
