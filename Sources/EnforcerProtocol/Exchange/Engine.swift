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

    var secrets: SecretKeys?
    var cipher: TokenCipher?

    /// Without usable secrets, or without OpenSSL's algorithms, the engine works on: every token counts as undecodable
    /// and the Risk API decides.
    package init(configuration: CompiledConfiguration, region: [UInt8] = []) {
        self.configuration = configuration
        self.region = region
        // An initialiser that fails leaves nil, which is the meaning wanted.
        secrets = try? SecretKeys(configuration.cookieSecrets)
        cipher = try? TokenCipher()
    }
}
