// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension ResultValidator {
    /// A response that the function made.
    func response(from fields: [String: JSONValue]) throws(ResultRefusal) -> EdgeResponse {
        let status = try text("status", in: fields)
        guard status.utf8.count == 3, let code = Int(status), (200...599).contains(code) else {
            throw ResultRefusal("status \(status.debugDescription) is not a number from 200 to 599")
        }
        let description = fields["statusDescription"] == nil ? "" : try text("statusDescription", in: fields)
        guard HeaderRules.isCleanValue(description) else {
            throw ResultRefusal("statusDescription has a control character")
        }

        let lines = try headers(from: fields["headers"])
        for line in lines {
            if HeaderRules.isDisallowed(line.lowercasedName) {
                throw ResultRefusal("header \(line.lowercasedName) may not be set")
            }
            if HeaderRules.readOnly.contains(line.lowercasedName) {
                throw ResultRefusal("read-only header \(line.lowercasedName) may not be set")
            }
        }

        let body = fields["body"] == nil ? "" : try text("body", in: fields)
        if code == 204, !body.isEmpty {
            throw ResultRefusal("a response with status 204 has a body")
        }
        // The body counts as it stands in the result: base64 costs a third more.
        let size = lines.reduce(0) { $0 + $1.size } + body.utf8.count
        guard size <= EdgeLimits.generatedResponse else {
            throw ResultRefusal("the generated response has \(size) bytes, \(EdgeLimits.generatedResponse) are allowed")
        }

        return EdgeResponse(
            status: code,
            reasonPhrase: description,
            headers: lines,
            body: try decode(body, encoding: fields["bodyEncoding"])
        )
    }

    private func decode(_ body: String, encoding: JSONValue?) throws(ResultRefusal) -> [UInt8] {
        switch encoding {
        case nil, .string("text"):
            return Array(body.utf8)
        case .string("base64"):
            guard let bytes = decode(base64: body) else {
                throw ResultRefusal("body is not base64")
            }
            return bytes
        default:
            throw ResultRefusal("bodyEncoding is neither text nor base64")
        }
    }
}
