// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

private import CBenchmarkSupport
internal import EnforcerCore

/// What a token's key costs: 48 bytes from a salt of 64, in 1,000 iterations.
private enum Task {
    static let secret = Array("6a1f0c5e8d2b4937a6c8e0f2143657890b1d2f3e4a5c6b7d8e9f0a1b2c3d4e5f".utf8)
    static let salt = (0..<64).map { UInt8($0) }

    static func openSSL(into output: inout [UInt8]) -> Bool {
        // Safe: every pointer comes with the size of the array it is of.
        unsafe enforcer_benchmark_openssl_kdf(
            secret,
            secret.count,
            salt,
            salt.count,
            UInt32(TokenMaker.iterations),
            &output,
            output.count
        )
    }
}

/// Our own derivation.
final class KeyDerivationWorkload: Workload {
    private var keys: SecretKeys
    private var output = InlineArray<48, UInt8>(repeating: 0)

    private init(_ keys: consuming SecretKeys) {
        self.keys = keys
    }

    static func prepared() throws -> KeyDerivationWorkload {
        let workload = KeyDerivationWorkload(try SecretKeys([Task.secret]))
        var expected = [UInt8](repeating: 0, count: 48)
        guard Task.openSSL(into: &expected), workload.run(iterations: 1) == 1,
            expected.indices.allSatisfy({ workload.output[$0] == expected[$0] })
        else { throw SetUpError("the derived keys differ from OpenSSL's") }
        return workload
    }

    func run(iterations: Int) -> Int {
        var done = 0
        for _ in 0..<iterations
        where keys.derive(secret: 0, salt: Task.salt.span, iterations: TokenMaker.iterations, into: &output) {
            done &+= 1
        }
        return done
    }
}

/// OpenSSL's, to hold it against.
final class OpenSSLKeyDerivationWorkload: Workload {
    private var output = [UInt8](repeating: 0, count: 48)

    static func prepared() throws -> OpenSSLKeyDerivationWorkload {
        let workload = OpenSSLKeyDerivationWorkload()
        guard workload.run(iterations: 1) == 1 else { throw SetUpError("OpenSSL derives no key") }
        return workload
    }

    func run(iterations: Int) -> Int {
        var done = 0
        for _ in 0..<iterations where Task.openSSL(into: &output) {
            done &+= 1
        }
        return done
    }
}
