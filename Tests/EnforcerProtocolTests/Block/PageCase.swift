// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol

extension ByteBuffer {
    /// Everything written so far, as an array.
    var contents: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for index in 0..<count { bytes.append(self[index]) }
        return bytes
    }
}

/// A captcha page by its values rather than by slices.
struct PageCase {
    /// The values by the name of the place where they go.
    var values: [Place: [UInt8]] = [:]
    var isMobile = false
    var isFirstPartyEnabled = false

    enum Place: String, CaseIterable, CodingKeyRepresentable, Codable {
        case vid, uuid, appID, hostURL, customLogo, sensorSource, stylesheet, script, blockScript
        case alternativeBlockScript
    }

    init(isMobile: Bool = false, isFirstPartyEnabled: Bool = false, _ values: [Place: String] = [:]) {
        self.values = values.mapValues { Array($0.utf8) }
        self.isMobile = isMobile
        self.isFirstPartyEnabled = isFirstPartyEnabled
    }

    /// A page with an ordinary value in every place.
    static var ordinary: PageCase {
        PageCase(
            isFirstPartyEnabled: true,
            [
                .vid: "5e9a5f30-8f5a-11ef-9d0c-2f6f3f1b2c3d", .uuid: "5d1f6b40-8f5a-11ef-a9a3-6f1b4d6a1c22",
                .appID: "PX12345678", .hostURL: "/12345678/xhr", .customLogo: "https://shop.example/logo.png",
                .sensorSource: "/12345678/init.js", .stylesheet: "https://shop.example/block.css",
                .script: "https://shop.example/block.js",
                .blockScript: "/12345678/captcha/captcha.js?a=c&u=5d1f&v=5e9a&m=0&b=aGVsbG8%3D&h=R0VU",
                .alternativeBlockScript:
                    "https://captcha.px-cloud.net/PX12345678/captcha.js?a=c&u=5d1f&v=5e9a&m=0&b=aGVsbG8%3D&h=R0VU",
            ])
    }

    /// The page's bytes, or nil if they pass `limit`.
    func html(limit: Int = 1 << 20) -> [UInt8]? {
        var held = ByteBuffer(limit: 1 << 22)
        var page = CaptchaPage()
        func slice(_ place: Place) -> ByteSlice {
            let value = values[place] ?? []
            return held.store(value.span)
        }
        page.vid = slice(.vid)
        page.uuid = slice(.uuid)
        page.appID = slice(.appID)
        page.hostURL = slice(.hostURL)
        page.customLogo = slice(.customLogo)
        page.sensorSource = slice(.sensorSource)
        page.stylesheet = slice(.stylesheet)
        page.script = slice(.script)
        page.blockScript = slice(.blockScript)
        page.alternativeBlockScript = slice(.alternativeBlockScript)
        page.isMobile = isMobile
        page.isFirstPartyEnabled = isFirstPartyEnabled
        var html = ByteBuffer(limit: limit)
        page.write(to: &html, values: held.span)
        return html.hasOverflowed ? nil : html.contents
    }
}
