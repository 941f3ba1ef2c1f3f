// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the backend does to a call, decided by the call itself, so that two who know the call know the answer.
public enum SoakFault: String, CaseIterable, Sendable {
    /// An answer, at once.
    case none
    /// An answer in pieces, some milliseconds apart.
    case drip
    /// Status 500.
    case error
    /// Status 200 and no JSON.
    case garbage
    /// The connection is closed without an answer.
    case close
    /// The connection is reset in the middle of the answer.
    case reset
    /// More bytes than the transport takes.
    case flood
    /// No answer until the client has gone.
    case hang

    /// The query parameter that carries the fault.
    static let parameter = "fault"

    /// The fault that a URL or a payload with one in it asks for.
    static func named(in bytes: [UInt8]) -> SoakFault {
        guard let range = bytes.firstRange(of: Array("\(parameter)=".utf8)) else { return .none }
        let name = bytes[range.upperBound...].prefix { (0x61...0x7A).contains($0) }
        return SoakFault(rawValue: String(decoding: name, as: UTF8.self)) ?? .none
    }
}

/// What HUMAN's servers answer in a soak run.
enum SoakAnswer {
    /// The answer of the Risk API to a payload. The score stands in the visitor's URL, the id is made of the number there.
    static func risk(to payload: [UInt8]) -> [UInt8] {
        let score = payload.firstRange(of: Array("score=100".utf8)) == nil ? 0 : 100
        let digits = number(in: payload).suffix(12)
        let identifier = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        return Array(#"{"status":0,"score":\#(score),"action":"c","uuid":"\#(identifier)"}"#.utf8)
    }

    static let script = Array("/* a script of HUMAN's */".utf8)

    private static func number(in payload: [UInt8]) -> String {
        guard let range = payload.firstRange(of: Array("visit=".utf8)) else { return "0" }
        return String(decoding: payload[range.upperBound...].prefix { (0x30...0x39).contains($0) }, as: UTF8.self)
    }
}
