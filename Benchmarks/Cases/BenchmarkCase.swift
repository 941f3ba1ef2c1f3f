// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// One thing that is measured. Names are stable: figures are compared by them over the years.
public struct BenchmarkCase: Sendable {
    public let name: String

    /// What is done once in each iteration, and with which fixture.
    public let summary: String

    /// How many iterations show what one costs where each is slow, as under callgrind.
    public let sampleSize: Int

    private let make: @Sendable () throws -> any Workload

    init(
        _ name: String,
        _ summary: String,
        sampleSize: Int = 64,
        _ make: @escaping @Sendable () throws -> any Workload
    ) {
        self.name = name
        self.summary = summary
        self.sampleSize = sampleSize
        self.make = make
    }

    /// Sets the case up, and does its work once to see that it does what its name says.
    public func prepare() throws -> any Workload {
        try make()
    }

    public static func named(_ name: String) -> BenchmarkCase? {
        all.first { $0.name == name }
    }

    /// Every case that runs in this process, in the order of reports.
    public static let all: [BenchmarkCase] = tokenCases + engineCases + partCases

    private static let tokenCases = [
        BenchmarkCase("cookie-cold-1000", "token text to verdict, token never seen, 1,000 iterations", sampleSize: 3) {
            try TokenWorkload.reading(cold: true)
        },
        BenchmarkCase("cookie-warm", "token text to verdict, token seen before", sampleSize: 3) {
            try TokenWorkload.reading(cold: false)
        },
        BenchmarkCase("kdf-1000", "PBKDF2-HMAC-SHA-256, 1,000 iterations, 48 bytes", sampleSize: 3) {
            try KeyDerivationWorkload.prepared()
        },
        BenchmarkCase("kdf-openssl-1000", "the same by OpenSSL's PKCS5_PBKDF2_HMAC", sampleSize: 3) {
            try OpenSSLKeyDerivationWorkload.prepared()
        },
    ]

    private static let engineCases =
        EngineScenario.all.map { scenario in
            BenchmarkCase(scenario.name, scenario.summary, sampleSize: scenario.sampleSize) {
                try EngineWorkload.deciding(scenario)
            }
        }

    private static let partCases = [
        BenchmarkCase("event-scan", "event bytes to slices (page-3k)") {
            try ScanWorkload.reading("page-3k")
        },
        BenchmarkCase("event-scan-1k", "as event-scan (page-1k)") {
            try ScanWorkload.reading("page-1k")
        },
        BenchmarkCase("event-scan-8k", "as event-scan (page-8k)") {
            try ScanWorkload.reading("page-8k")
        },
        BenchmarkCase("route-match-1000", "700 prefixes and 300 regular expressions, none matches", sampleSize: 4) {
            try RouteWorkload.mixed(count: 1000)
        },
        BenchmarkCase("route-match-10", "7 prefixes and 3 regular expressions, none matches") {
            try RouteWorkload.mixed(count: 10)
        },
        BenchmarkCase("pattern-hostile", "^(a+)+$ against 8,000 a", sampleSize: 4) {
            try RouteWorkload.hostile()
        },
        BenchmarkCase("pattern-prefix", "a text route of 8,000 a against itself", sampleSize: 4) {
            try RouteWorkload.prefix()
        },
    ]
}
