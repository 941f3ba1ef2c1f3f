// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// Signs requests to AWS (Signature Version 4: *Create a signed AWS API request*, IAM User Guide).
///
/// The path is taken as it is, without `.` and `..` resolved: no call of ours has any.
struct SignatureVersion4: Sendable {
    /// What proves who asks.
    struct Credentials: Sendable {
        var accessKey: String
        var secretKey: String
        /// Of temporary credentials, as a function has.
        var sessionToken: String?
    }

    struct Request: Sendable {
        var method: String
        /// Not percent-encoded.
        var path = "/"
        /// Names and values, not percent-encoded.
        var query: [(name: String, value: String)] = []
        /// Those to be signed, `host` and `x-amz-date` among them.
        var headers: [OutgoingRequest.Field]
        var body: [UInt8]
    }

    var credentials: Credentials
    var region: String
    var service: String

    /// The value of `x-amz-date`, as ``timestamp(_:)`` makes it.
    var date: String

    /// The value of the header `authorization`; nil if OpenSSL fails, for which no way is known.
    func authorization(for request: Request) -> String? {
        guard let signature = signature(of: request) else { return nil }
        let names = Self.signedNames(of: request)
        return "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(names), "
            + "Signature=\(signature)"
    }

    // MARK: - The three steps

    func canonicalRequest(_ request: Request) -> String? {
        guard let digest = Digest.sha256(request.body.span) else { return nil }
        let query = request.query.map { (Self.encoded($0.name), Self.encoded($0.value)) }.sorted(by: <)
        let headers = Self.merged(request.headers).map { "\($0.name):\($0.value)\n" }
        return """
            \(request.method)
            \(Self.encoded(request.path, keepingSlashes: true))
            \(query.map { "\($0.0)=\($0.1)" }.joined(separator: "&"))
            \(headers.joined())
            \(Self.signedNames(of: request))
            \(Self.hex(digest))
            """
    }

    func stringToSign(_ request: Request) -> String? {
        guard let text = canonicalRequest(request), let digest = Digest.sha256(Array(text.utf8).span) else {
            return nil
        }
        return "AWS4-HMAC-SHA256\n\(date)\n\(scope)\n\(Self.hex(digest))"
    }

    private func signature(of request: Request) -> String? {
        guard let text = stringToSign(request) else { return nil }
        var key = Array("AWS4\(credentials.secretKey)".utf8)
        for part in [day, region, service, "aws4_request", text] {
            guard let mac = Self.mac(part, key: key) else { return nil }
            key = mac.indices.map { mac[$0] }
        }
        return Self.hex(key)
    }

    // MARK: - Parts

    private var day: String { String(date.prefix(8)) }
    private var scope: String { "\(day)/\(region)/\(service)/aws4_request" }

    private static func signedNames(of request: Request) -> String {
        merged(request.headers).map(\.name).joined(separator: ";")
    }

    /// Names in lower case and sorted, values without superfluous blanks; those of one name joined in their order.
    private static func merged(_ headers: [OutgoingRequest.Field]) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for header in headers {
            let words = header.value.utf8.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
            values[header.name.lowercased(), default: []].append(
                words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))
        }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
    }

    private static func encoded(_ text: String, keepingSlashes: Bool = false) -> String {
        var result = ByteBuffer(limit: 1 << 20)
        for byte in text.utf8 {
            if Percent.isUnreserved(byte) || keepingSlashes && byte == 0x2F {
                result.append(byte)
            } else {
                result.append(percentEncoding: byte)
            }
        }
        return String(copying: result.span)
    }

    private static func mac(_ text: String, key: [UInt8]) -> InlineArray<32, UInt8>? {
        guard var keys = try? SecretKeys([key]) else { return nil }
        var mac = InlineArray<32, UInt8>(repeating: 0)
        guard keys.beginMAC(key: 0), keys.updateMAC(Array(text.utf8).span), keys.finishMAC(into: &mac) else {
            return nil
        }
        return mac
    }

    private static func hex(_ digest: InlineArray<32, UInt8>) -> String { hex(digest.indices.map { digest[$0] }) }

    private static func hex(_ bytes: [UInt8]) -> String {
        var text = ByteBuffer(limit: 1 << 8)
        text.append(hexEncoding: bytes.span)
        return String(copying: text.span)
    }

    // MARK: - Time

    /// As AWS wants it, `20150830T123600Z`.
    /// - Parameter milliseconds: since the epoch.
    static func timestamp(_ milliseconds: Int64) -> String {
        let seconds = max(milliseconds, 0) / 1000
        // Days since 1 March of the year 0. With years that begin in March the leap day is the last of its year, and the
        // calendar repeats every 400 years (146,097 days).
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = padded(year, 4) + padded(month, 2) + padded(dayOfYear - (153 * shifted + 2) / 5 + 1, 2)
        let time = padded(seconds / 3600 % 24, 2) + padded(seconds / 60 % 60, 2) + padded(seconds % 60, 2)
        return "\(date)T\(time)Z"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}
