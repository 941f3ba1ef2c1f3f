// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity

/// What a zip is held against before it is written.
enum PackageGate {
    typealias Problem = ConfigurationError.Problem

    /// Amazon Linux 2023 has this version of glibc.
    private static let newestGlibc = [2, 34]

    /// What its minimal image has.
    private static let libraries: Set<String> = [
        "libc.so.6", "libm.so.6", "libgcc_s.so.1", "libpthread.so.0", "libdl.so.2", "librt.so.1",
        "ld-linux-x86-64.so.2",
    ]

    /// Bytes of a zip at viewer events, until late 2025 the most that CloudFront took, and of any zip for the edge
    /// (lambda-edge.md §2).
    private static let viewerLimit = 1 << 20
    private static let limit = 50 << 20

    /// - Parameters:
    ///   - name: the zip's.
    ///   - secrets: texts that none of the files may hold but the configuration.
    static func problems(
        of zip: [UInt8], named name: String, _ files: [ZipArchive.File], isAtViewerEvent: Bool, secrets: [[UInt8]]
    ) -> [Problem] {
        var problems: [Problem] = []
        func add(_ severity: Problem.Severity, _ message: String) {
            problems.append(Problem(severity: severity, key: name, message: message))
        }
        if zip.count > limit {
            add(.error, "has \(zip.count) bytes; Lambda@Edge takes \(limit)")
        } else if isAtViewerEvent, zip.count > viewerLimit {
            add(
                .warning,
                "has \(zip.count) bytes; at viewer events CloudFront took no more than \(viewerLimit) until late 2025, so "
                    + "look whether yours does, or take the carrier node")
        }
        for file in files {
            let isNative = file.isExecutable || file.name.hasSuffix(".node")
            if isNative { for message in native(file) { add(.error, "\(file.name) \(message)") } }
            if file.name != "config.json", holds(file, secrets) {
                add(.error, "\(file.name) holds a secret of the configuration, which belongs into config.json alone")
            }
        }
        return problems
    }

    /// What keeps Amazon Linux 2023 from loading a file.
    private static func native(_ file: ZipArchive.File) -> [String] {
        guard let object = ELFFile(file.bytes) else { return ["is no program for x86-64 Linux, or breaks off"] }
        var messages: [String] = []
        for library in object.libraries where !libraries.contains(library) {
            messages.append("needs \(library), which Amazon Linux 2023 need not have")
        }
        for version in Set(object.versions).sorted() {
            if version.hasPrefix("GCC_") { continue }
            let numbers = version.dropFirst("GLIBC_".count).split(separator: ".").map { Int($0) ?? .max }
            guard version.hasPrefix("GLIBC_"), !newestGlibc.lexicographicallyPrecedes(numbers) else {
                messages.append("asks for \(version); Amazon Linux 2023 has glibc 2.34, so build it on an older system")
                continue
            }
        }
        return messages
    }

    private static func holds(_ file: ZipArchive.File, _ texts: [[UInt8]]) -> Bool {
        let data = Data(file.bytes)
        return texts.contains { data.range(of: Data($0)) != nil }
    }
}
