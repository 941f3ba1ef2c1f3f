// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A case that is ready to run. Only one thread uses it.
public protocol Workload: AnyObject {
    /// Makes the next `iterations` independent of all before, where that matters: whoever measures calls it before each
    /// `run` and does not count it.
    func renew(iterations: Int) throws

    /// Does the work `iterations` times.
    /// - Returns: something that depends on all of it, so that none can be left out.
    func run(iterations: Int) -> Int
}

extension Workload {
    public func renew(iterations: Int) throws {}
}

/// Why a case cannot be measured.
struct SetUpError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
