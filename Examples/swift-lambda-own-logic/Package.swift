// swift-tools-version: 6.2
// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
    name: "swift-lambda-own-logic",
    dependencies: [
        // In a project of your own: the URL of this package, and the version.
        .package(name: "edge-enforcer", path: "../..")
    ],
    targets: [
        .executableTarget(
            name: "ShopEnforcer",
            dependencies: [
                .product(name: "HumanSecurity", package: "edge-enforcer"),
                .product(name: "LambdaHost", package: "edge-enforcer"),
            ]
        )
    ]
)
