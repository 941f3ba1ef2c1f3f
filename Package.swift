// swift-tools-version: 6.2
// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// One list of settings for every Swift target: a rule that holds in one module holds in all of them.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
    .enableExperimentalFeature("SafeInteropWrappers"),
]

// Core and protocol are also compiled as Embedded Swift (see CMakeLists.txt). With this group as an error an ordinary
// build already refuses what that one would refuse.
let embeddedClean = settings + [.treatWarning("EmbeddedRestrictions", as: .error)]

let strictC: [CSetting] = [
    .enableWarning("all"), .enableWarning("extra"), .enableWarning("conversion"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "edge-enforcer",
    products: [
        .library(name: "HumanSecurity", targets: ["HumanSecurity"]),
        .library(name: "LambdaHost", targets: ["LambdaHost"]),
        .library(name: "LocalEdge", targets: ["LocalEdge"]),
        .executable(name: "HumanEnforcer", targets: ["HumanEnforcer"]),
        .executable(name: "HumanActivities", targets: ["HumanActivities"]),
        .executable(name: "HumanFirstParty", targets: ["HumanFirstParty"]),
        .executable(name: "edge-enforcer", targets: ["edge-enforcer"]),
        // For the package in Benchmarks/ alone, which could not see them otherwise. Nothing that ships depends on them.
        .library(name: "BenchmarkCases", targets: ["BenchmarkCases"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(
            name: "CEnforcerShim",
            cSettings: strictC,
            linkerSettings: [.linkedLibrary("crypto")]
        ),
        .target(name: "EnforcerCore", dependencies: ["CEnforcerShim"], swiftSettings: embeddedClean),
        .target(name: "EnforcerProtocol", dependencies: ["EnforcerCore"], swiftSettings: embeddedClean),
        .target(
            name: "HumanSecurity",
            dependencies: [
                "EnforcerCore", "EnforcerProtocol",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "CCurl",
            cSettings: strictC
        ),
        .target(
            name: "CSystem",
            cSettings: strictC
        ),
        .target(
            name: "LambdaHost",
            dependencies: ["CCurl", "CSystem", "HumanSecurity", .product(name: "Logging", package: "swift-log")],
            swiftSettings: settings
        ),
        .executableTarget(name: "HumanEnforcer", dependencies: ["LambdaHost"], swiftSettings: settings),
        .executableTarget(name: "HumanActivities", dependencies: ["LambdaHost"], swiftSettings: settings),
        .executableTarget(name: "HumanFirstParty", dependencies: ["LambdaHost"], swiftSettings: settings),
        .target(
            name: "LocalEdge",
            dependencies: [
                "EnforcerCore", "HumanSecurity",
                .product(name: "FlyingSocks", package: "FlyingFox"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "edge-enforcer",
            dependencies: [
                "EnforcerCore", "HumanSecurity", "LambdaHost", "LocalEdge", "LogReplay",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
                "CZlib",
            ],
            swiftSettings: settings
        ),
        .target(name: "CZlib", cSettings: strictC, linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CLogScan", cSettings: strictC),
        .target(
            name: "LogReplay",
            dependencies: ["CLogScan", "CZlib", "EnforcerCore", "EnforcerProtocol"],
            swiftSettings: settings
        ),

        // Benchmarks: the cases, and a program that runs one at a time (docs/performance.md).
        .target(
            name: "CBenchmarkSupport",
            path: "Benchmarks/Support/CBenchmarkSupport",
            cSettings: strictC,
            linkerSettings: [.linkedLibrary("crypto")]
        ),
        .target(
            name: "BenchmarkCases",
            dependencies: ["EnforcerCore", "EnforcerProtocol", "CBenchmarkSupport"],
            path: "Benchmarks/Cases",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "bench-case",
            dependencies: [
                "BenchmarkCases", "CAllocationCounter", "CBenchmarkSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Runner",
            swiftSettings: settings
        ),

        .target(name: "CAllocationCounter", path: "Tests/Support/CAllocationCounter", cSettings: strictC),
        .target(name: "TestSupport", path: "Tests/Support/TestSupport", swiftSettings: settings),
        // Servers that misbehave.
        .target(name: "ChaosSupport", path: "Tests/Support/ChaosSupport", swiftSettings: settings),
        // What Scripts/soak drives for long, and SoakTests for some seconds.
        .target(
            name: "SoakHarness",
            dependencies: ["ChaosSupport", "HumanSecurity", "LocalEdge", "TestSupport"],
            path: "Tests/Support/SoakHarness",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "soak",
            dependencies: [
                "HumanEnforcer", "HumanActivities", "HumanFirstParty", "SoakHarness",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Support/SoakMain",
            swiftSettings: settings
        ),
        .testTarget(
            name: "SoakTests",
            dependencies: ["LocalEdge", "SoakHarness", "TestSupport"],
            swiftSettings: settings
        ),
        .target(
            name: "CReferenceCrypto",
            path: "Tests/Support/CReferenceCrypto",
            linkerSettings: [.linkedLibrary("crypto")]
        ),
        // What Scripts/fuzz drives for long, and FuzzTests for a bounded time.
        .target(
            name: "FuzzTargets",
            dependencies: ["EnforcerCore", "EnforcerProtocol", "HumanSecurity", "LambdaHost"],
            path: "Tests/Support/FuzzTargets",
            swiftSettings: settings
        ),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["FuzzTargets", "TestSupport"],
            resources: [.copy("Corpus"), .copy("Dictionaries")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EnforcerCoreTests",
            dependencies: ["CEnforcerShim", "CReferenceCrypto", "EnforcerCore", "TestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EnforcerProtocolTests",
            dependencies: ["EnforcerProtocol", "EnforcerCore", "FuzzTargets", "TestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HumanSecurityTests",
            dependencies: [
                "EnforcerCore", "HumanSecurity", "LocalEdge", "TestSupport", "edge-enforcer",
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LambdaHostTests",
            dependencies: [
                "ChaosSupport", "HumanEnforcer", "LambdaHost", "HumanSecurity", "TestSupport",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LocalEdgeTests",
            dependencies: [
                "EnforcerCore", "LocalEdge", "HumanSecurity", "TestSupport", "edge-enforcer", "HumanEnforcer",
                "HumanActivities", "HumanFirstParty",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EdgeEnforcerTests",
            dependencies: [
                "CZlib", "EnforcerCore", "HumanSecurity", "LocalEdge", "LogReplay", "TestSupport",
                "edge-enforcer",
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        // Compiles what the documentation shows, and holds the two together.
        .testTarget(
            name: "DocumentationTests",
            dependencies: [
                "HumanSecurity", "LambdaHost", "LocalEdge", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BenchmarkTests",
            dependencies: ["BenchmarkCases", "CAllocationCounter", "TestSupport", "bench-case"],
            exclude: ["FakeEnforcer", "Harness"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "EnforcerCore", "EnforcerProtocol", "HumanSecurity", "LogReplay", "TestSupport", "edge-enforcer",
                "HumanEnforcer",
            ],
            resources: [.copy("Corpus")],
            swiftSettings: settings
        ),
    ],
    cLanguageStandard: .c11
)

// Linked with libFuzzer, which an ordinary build is not. Scripts/fuzz sets the variable.
if Context.environment["EDGE_ENFORCER_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Tests/Support/CLibFuzzer"),
        .executableTarget(
            name: "fuzz", dependencies: ["CLibFuzzer", "FuzzTargets"], path: "Tests/Support/FuzzMain",
            swiftSettings: settings),
    ]
}
