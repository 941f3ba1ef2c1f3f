// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// The values of a captcha page (protocol.md §7.3), put together behind what is known.
    mutating func captchaPage(_ configuration: borrowing CompiledConfiguration, url: ByteSlice) -> CaptchaPage {
        var page = CaptchaPage()
        page.appID = text.store(configuration.appID.span)
        page.vid = context.vid.isKnown ? context.vid.slice : context.visitorID
        page.uuid = context.clientUUID.slice
        page.customLogo = text.store(configuration.customLogo.span)
        page.stylesheet = text.store(configuration.stylesheet.span)
        page.script = text.store(configuration.script.span)
        page.isMobile = mobile.isMobile
        page.isFirstPartyEnabled = configuration.isFirstPartyEnabled
        let isFirstParty = loadsFirstParty(configuration)
        page.sensorSource = sensorSource(configuration)
        page.hostURL =
            isFirstParty
            ? text.slice { FirstPartyPaths.appendXHR(configuration, to: &$0) }
            : text.store(configuration.collectorURL.span)
        let parameters = captchaParameters(vid: page.vid, url: url)
        page.blockScript = text.slice {
            if isFirstParty {
                FirstPartyPaths.appendCaptcha(configuration, to: &$0)
            } else {
                $0.append(configuration.captchaURL.span)
                $0.append(0x2F)
                $0.append(configuration.appID.span)
                $0.append("/captcha.js")
            }
            $0.append(copyOf: parameters)
        }
        page.alternativeBlockScript = text.slice {
            $0.append(CompiledConfiguration.alternativeCaptchaURL)
            $0.append(0x2F)
            $0.append(configuration.appID.span)
            $0.append("/captcha.js")
            $0.append(copyOf: parameters)
        }
        return page
    }

    /// An app has no pages of this site to load scripts with.
    private func loadsFirstParty(_ configuration: borrowing CompiledConfiguration) -> Bool {
        configuration.isFirstPartyEnabled && !mobile.isMobile
    }

    /// `jsClientSrc` (protocol.md §7.3).
    mutating func sensorSource(_ configuration: borrowing CompiledConfiguration) -> ByteSlice {
        if loadsFirstParty(configuration) { return text.slice { FirstPartyPaths.appendSensor(configuration, to: &$0) } }
        return text.slice {
            $0.append(configuration.clientURL.span)
            $0.append(0x2F)
            $0.append(configuration.appID.span)
            $0.append("/main.min.js")
        }
    }

    private mutating func captchaParameters(vid: ByteSlice, url: ByteSlice) -> ByteSlice {
        var parameters = CaptchaParameters()
        parameters.action = context.action.isKnown ? context.action.slice : text.slice { $0.append("c") }
        parameters.uuid = context.clientUUID.slice
        parameters.vid = vid
        parameters.isMobile = mobile.isMobile
        parameters.url = url
        parameters.method = context.method
        parts.removeAll()
        parameters.write(to: &parts, values: text, scratch: &rewriter.buffer)
        return text.store(parts)
    }
}

extension CaptchaParameters {
    fileprivate func write(to url: inout ByteBuffer, values: borrowing ByteBuffer, scratch: inout ByteBuffer) {
        write(to: &url, values: values.span, scratch: &scratch)
    }
}
