// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// Reads tokens, without the request around them.
final class TokenWorkload: Workload {
    private let isCold: Bool
    private let tokenMaker: TokenMaker
    private var driver: EngineDriver
    private var tokens: [[UInt8]] = []
    private let otherToken: [UInt8]
    private let userAgent: [UInt8]

    private init(
        isCold: Bool,
        _ configuration: CompiledConfiguration,
        _ tokenMaker: TokenMaker,
        otherToken: [UInt8],
        userAgent: [UInt8]
    ) {
        self.isCold = isCold
        self.tokenMaker = tokenMaker
        self.otherToken = otherToken
        self.userAgent = userAgent
        driver = EngineDriver(configuration)
    }

    static func reading(cold isCold: Bool) throws -> TokenWorkload {
        let configuration = try Fixture.configuration()
        let tokenMaker = try TokenMaker(configuration)
        // Only for the user agent, which tokens are signed for: what is filtered asks nothing.
        let event = try Fixture.event("static", tokenMaker)
        let userAgent = try Fixture.userAgent(of: event)
        let otherToken = try tokenMaker.token(0, score: 0, userAgent: userAgent)
        let workload = TokenWorkload(
            isCold: isCold,
            configuration,
            tokenMaker,
            otherToken: otherToken,
            userAgent: userAgent
        )
        _ = workload.driver.decide(event, nil)
        try workload.renew(iterations: 1)
        guard workload.run(iterations: 1) == 1 else { throw SetUpError("the token was not found good") }
        return workload
    }

    func renew(iterations: Int) throws {
        while tokens.count < (isCold ? iterations : 1) {
            tokens.append(try tokenMaker.token(tokens.count + 1, score: 0, userAgent: userAgent))
        }
        guard isCold else { return }
        driver.forget()
        _ = driver.verify(otherToken)
    }

    func run(iterations: Int) -> Int {
        var good = 0
        for index in 0..<iterations where driver.verify(tokens[isCold ? index : 0]) {
            good &+= 1
        }
        return good
    }
}
