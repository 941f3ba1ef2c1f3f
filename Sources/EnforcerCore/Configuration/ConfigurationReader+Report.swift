// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension ConfigurationReader {
    /// All options in effect as a JSON object, without secrets: `enforcer_configs` (protocol.md §6.5).
    mutating func report(_ texts: Span<UInt8>) -> [UInt8] {
        var writer = JSONWriter(limit: 1 << 20)
        writer.beginObject()
        for option in Option.allCases where !option.isKeptOutOfReports {
            writer.key(option.key)
            switch option {
            case .backendURL: writer.string(configuration.backendURL.span)
            case .collectorURL: writer.string(configuration.collectorURL.span)
            case .captchaURL: writer.string(configuration.captchaURL.span)
            case .clientURL: writer.string(configuration.clientURL.span)
            case .securedPXHD: writer.bool(configuration.isPXHDSecured)
            default: writeEffective(option, texts, &writer)
            }
        }
        writer.endObject()
        return writer.buffer.takeAll()
    }

    mutating func writeEffective(_ option: Option, _ texts: Span<UInt8>, _ writer: inout JSONWriter) {
        guard isTaken[Int(option.rawValue)], let place = newest[Int(option.rawValue)] else {
            return writer.raw(
                CompiledConfiguration.bytes(option.valueType == .entries ? "[]" : option.row.standard).span)
        }
        let bytes = texts.bytes(of: place)
        guard option.valueType == .patterns, (try? document.parse(bytes)) != nil else { return writer.raw(bytes) }
        // A regular expression is an object without members to JavaScript's writer of JSON.
        writer.beginArray()
        var index = 1
        while index < document.end(of: 0) {
            if document.member("regex", of: index, in: bytes) != nil {
                writer.beginObject()
                writer.endObject()
            } else {
                writer.value(document, node: index, in: bytes)
            }
            index = document.end(of: index)
        }
        writer.endArray()
    }
}
