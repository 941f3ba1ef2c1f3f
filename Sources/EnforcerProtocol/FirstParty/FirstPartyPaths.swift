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

    // MARK: - Matching

    /// Which kind `path` asks for: default, prefixed and own paths are all served at the same time.
    static func match(_ path: Span<UInt8>, _ configuration: borrowing CompiledConfiguration) -> FirstPartyMatch? {
        let directory = directoryCount(of: path, configuration)
        let prefix = configuration.firstPartyPrefix.span
        let hasPrefix = !prefix.isEmpty && path.hasPrefix(prefix)
        func begins(_ name: StaticString, _ endpoint: [UInt8]) -> Int? {
            if let directory, path.extracting(directory..<path.count).hasPrefix(name) {
                return directory + name.utf8CodeUnitCount
            }
            if hasPrefix, path.extracting(prefix.count..<path.count).hasPrefix(name) {
                return prefix.count + name.utf8CodeUnitCount
            }
            return !endpoint.isEmpty && path.hasPrefix(endpoint.span) ? endpoint.count : nil
        }
        if let count = begins("/init.js", configuration.firstPartySensorEndpoint), count == path.count {
            return FirstPartyMatch(kind: .sensor, prefixCount: count)
        }
        if let count = begins("/xhr", configuration.firstPartyXHREndpoint) {
            return FirstPartyMatch(kind: .xhr, prefixCount: count)
        }
        if let count = begins("/captcha", configuration.firstPartyCaptchaEndpoint) {
            return FirstPartyMatch(kind: .captcha, prefixCount: count)
        }
        return nil
    }

    /// How long the default directory is if the path begins with it.
    private static func directoryCount(
        of path: Span<UInt8>,
        _ configuration: borrowing CompiledConfiguration
    ) -> Int? {
        let appID = configuration.appID.span
        let suffix = appID.extracting(min(2, appID.count)..<appID.count)
        guard !suffix.isEmpty, path.count > suffix.count, path[0] == 0x2F,
            path.extracting(1..<path.count).hasPrefix(suffix)
        else { return nil }
        return suffix.count + 1
    }
}
