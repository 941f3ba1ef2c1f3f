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
        tokens = TokenMemory(capacity: configuration.tokenMemorySize, seed: seed)
        // An initialiser that fails leaves nil, which is the meaning wanted.
        secrets = try? SecretKeys(Array(configuration.cookieSecrets.prefix(SecretKeys.limit)))
        cipher = try? TokenCipher()
    }
}
