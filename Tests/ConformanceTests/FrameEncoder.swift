// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import HumanSecurity

/// Makes flat frames of events, as `js/frame.cjs` does it.
enum FrameEncoder {
    /// The frame of an event; nil where JSON has to take its place.
    static func frame(_ event: HumanSecurityValue) -> [UInt8]? {
        guard let cloudFront = event["Records"]?.elements?.first?["cf"], let request = cloudFront["request"] else {
            return nil
        }
        let known = ["clientIp", "headers", "method", "querystring", "uri", "body", "origin"]
        guard let members = request.members, members.allSatisfy({ known.contains($0.name) }) else { return nil }
        var flags = 0
        var frame: [UInt8] = []
        for name in ["clientIp", "method", "uri", "querystring"] {
            guard append(request[name], to: &frame) else { return nil }
        }
        if let body = request["body"] {
            guard let isTruncated = body["inputTruncated"]?.bool, body["action"]?.string == "read-only",
                body.members?.count == 4, append(body["data"], to: &frame), append(body["encoding"], to: &frame)
            else { return nil }
            flags |= isTruncated ? 3 : 1
        }
        guard append(headers: request["headers"], to: &frame) else { return nil }
        if let response = cloudFront["response"] {
            guard append(response["status"], to: &frame),
                append(response["statusDescription"] ?? "", to: &frame),
                append(headers: response["headers"], to: &frame)
            else { return nil }
            flags |= 4
        }
        return [0x46, UInt8(0x40 + flags)] + frame
    }

    private static func append(headers: HumanSecurityValue?, to frame: inout [UInt8]) -> Bool {
        guard let headers = headers?.members else { return false }
        for header in headers {
            guard let values = header.value.elements else { return false }
            append(number: values.count + 1, to: &frame)
            guard append(.string(header.name), to: &frame) else { return false }
            for value in values {
                guard append(value["value"], to: &frame) else { return false }
            }
        }
        frame.append(0)
        return true
    }

    private static func append(_ value: HumanSecurityValue?, to frame: inout [UInt8]) -> Bool {
        guard let scalars = value?.string?.unicodeScalars, scalars.allSatisfy({ $0.value <= 0xFF }) else {
            return false
        }
        append(number: scalars.count, to: &frame)
        frame += scalars.map { UInt8(truncatingIfNeeded: $0.value) }
        return true
    }

    private static func append(number: Int, to frame: inout [UInt8]) {
        guard number >= 0x7F else { return frame.append(UInt8(number)) }
        frame += [0x7F] + [21, 14, 7, 0].map { UInt8(number >> $0 & 0x7F) }
    }
}

extension HumanSecurityValue {
    /// The object with one member changed, if it has that.
    func changing(_ name: String, _ change: (HumanSecurityValue) -> HumanSecurityValue) -> HumanSecurityValue {
        self[name].map { setting(name, change($0)) } ?? self
    }

    /// The object with a member set, in its place if it has one.
    func setting(_ name: String, _ value: HumanSecurityValue) -> HumanSecurityValue {
        var members = self.members ?? []
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append(Member(name, value))
        }
        return .object(members)
    }
}
