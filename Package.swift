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

let package = Package(
    name: "edge-enforcer",
    products: [
        .library(name: "HumanSecurity", targets: ["HumanSecurity"]),
        .library(name: "LambdaHost", targets: ["LambdaHost"]),
        .library(name: "LocalEdge", targets: ["LocalEdge"]),
        .executable(name: "HumanEnforcer", targets: ["HumanEnforcer"]),
        .executable(name: "edge-enforcer", targets: ["edge-enforcer"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        .target(
            name: "CEnforcerShim",
            cSettings: [
                .enableWarning("all"), .enableWarning("extra"), .enableWarning("conversion"),
                .treatAllWarnings(as: .error),
            ],
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
            cSettings: [
                .enableWarning("all"), .enableWarning("extra"), .enableWarning("conversion"),
                .treatAllWarnings(as: .error),
            ]
        ),
        .target(
            name: "LambdaHost",
            dependencies: ["CCurl", "HumanSecurity", .product(name: "Logging", package: "swift-log")],
            swiftSettings: settings
        ),
        .executableTarget(name: "HumanEnforcer", dependencies: ["LambdaHost"], swiftSettings: settings),
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
                "EnforcerCore", "HumanSecurity", "LambdaHost", "LocalEdge",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),

        .target(name: "TestSupport", path: "Tests/Support/TestSupport", swiftSettings: settings),
        .target(
            name: "CReferenceCrypto",
            path: "Tests/Support/CReferenceCrypto",
            linkerSettings: [.linkedLibrary("crypto")]
        ),
        .testTarget(
            name: "EnforcerCoreTests",
            dependencies: ["CEnforcerShim", "CReferenceCrypto", "EnforcerCore", "TestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EnforcerProtocolTests",
            dependencies: ["EnforcerProtocol", "EnforcerCore", "TestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HumanSecurityTests",
            dependencies: [
                "EnforcerCore", "HumanSecurity", "TestSupport", "edge-enforcer",
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LambdaHostTests",
            dependencies: [
                "LambdaHost", "HumanSecurity", "TestSupport",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LocalEdgeTests",
            dependencies: [
                "EnforcerCore", "LocalEdge", "HumanSecurity", "TestSupport", "edge-enforcer", "HumanEnforcer",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ConformanceTests",
            dependencies: ["HumanSecurity", "TestSupport", "edge-enforcer", "HumanEnforcer"],
            resources: [.copy("Corpus")],
            swiftSettings: settings
        ),
    ],
    cLanguageStandard: .c11
)
