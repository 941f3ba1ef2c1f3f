// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// The paths under which this site serves the vendor's scripts, as pages name them: the most specific one that is
/// configured (configuration.md §1.8).
enum FirstPartyPaths {
    static func appendSensor(_ configuration: borrowing CompiledConfiguration, to buffer: inout ByteBuffer) {
        append(configuration.firstPartySensorEndpoint, "/init.js", configuration, to: &buffer)
    }

    static func appendXHR(_ configuration: borrowing CompiledConfiguration, to buffer: inout ByteBuffer) {
        append(configuration.firstPartyXHREndpoint, "/xhr", configuration, to: &buffer)
    }

    /// An endpoint of its own is the script itself; below the other two there is a directory.
    static func appendCaptcha(_ configuration: borrowing CompiledConfiguration, to buffer: inout ByteBuffer) {
        append(configuration.firstPartyCaptchaEndpoint, "/captcha/captcha.js", configuration, to: &buffer)
    }

    private static func append(
        _ endpoint: [UInt8],
        _ name: StaticString,
        _ configuration: borrowing CompiledConfiguration,
        to buffer: inout ByteBuffer
    ) {
        if !endpoint.isEmpty {
            buffer.append(endpoint.span)
            return
        }
        if !configuration.firstPartyPrefix.isEmpty {
            buffer.append(configuration.firstPartyPrefix.span)
        } else {
            // The default directory is the app id without its first two characters, `PX`.
            buffer.append(0x2F)
            let appID = configuration.appID.span
            buffer.append(appID.extracting(min(2, appID.count)..<appID.count))
        }
        buffer.append(name)
    }
}
