// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The origin's response, as CloudFront's event has it: what ``HumanSecurityHooks/loginSuccessful`` is asked about. It has
/// no body: CloudFront shows that to no function.
public struct HookResponse: Sendable {
    /// The response object of the event as JSON text (`Records[0].cf.response`).
    public let json: [UInt8]

    private let value: HumanSecurityValue

    init(json: [UInt8]) {
        self.json = json
        value = HumanSecurityValue(json: json) ?? .null
    }

    /// 100 to 599; 0 if the event has none.
    public var status: Int {
        value["status"]?.string.flatMap { Int($0) } ?? 0
    }

    /// The first value of a header; case does not matter.
    public func header(_ name: String) -> String? {
        headerValues(name).first
    }

    /// All values of a header, one for each line of it.
    public func headerValues(_ name: String) -> [String] {
        CloudFrontHeaders.values(of: name, in: value["headers"])
    }
}
