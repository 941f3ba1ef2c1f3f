// swift-tools-version: 6.1
// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of its own, so that what it depends on never reaches users. It wraps the cases of Benchmarks/Cases for the
// benchmark plugin, which shows percentiles and compares baselines:
//
//     swift package --package-path Benchmarks --allow-writing-to-package-directory benchmark
//
// Scripts/bench does not need it.
let package = Package(
    name: "edge-enforcer-benchmarks",
    platforms: [.macOS(.v13)],
    dependencies: [
        .package(name: "edge-enforcer", path: ".."),
        // Without its traits: they bring a second counter of allocations in front of malloc, and we have one.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "EngineBenchmarks",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "BenchmarkCases", package: "edge-enforcer"),
            ],
            path: "Benchmarks/EngineBenchmarks",
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ],
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    ]
)
