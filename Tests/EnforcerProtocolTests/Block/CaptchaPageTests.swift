// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Testing

@Suite("Captcha page")
struct CaptchaPageTests {
    @Test("Clients know it by title and description, and it names language, encoding and viewport")
    func isRecognised() throws {
        let html = try #require(PageCase.ordinary.html())
        let text = String(decoding: html, as: UTF8.self)
        #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"))
        #expect(text.contains("<title>Access to this page has been denied</title>"))
        #expect(text.contains("<meta name=\"description\" content=\"px-captcha\">"))
        #expect(text.contains("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"))
        #expect(text.contains("Press & Hold to confirm"))
    }

    @Test("Globals and both sources are the values")
    func globals() throws {
        let page = PageCase.ordinary
        let read = try ReadPage.read(#require(page.html()))
        func value(_ place: PageCase.Place) -> String { String(decoding: page.values[place] ?? [], as: UTF8.self) }
        let texts = [
            "Vid": value(.vid), "Uuid": value(.uuid), "AppId": value(.appID), "HostUrl": value(.hostURL),
            "CustomLogo": value(.customLogo), "JsClientSrc": value(.sensorSource),
        ]
        #expect(read.texts == texts)
        #expect(read.readValues == texts)
        #expect(read.flags == ["Mobile": false, "FirstPartyEnabled": true])
        #expect(read.added == [value(.blockScript), value(.alternativeBlockScript)])
        #expect(read.readBlockScript == value(.blockScript))
        #expect(read.readAlternativeBlockScript == value(.alternativeBlockScript))
        #expect(read.readStylesheets == [value(.stylesheet)])
        #expect(read.readScripts == [value(.script)])
        #expect(read.reference == value(.uuid))
    }

    @Test("Without values nothing is linked, shown or referred to, and the globals are empty")
    func empty() throws {
        let read = try ReadPage.read(#require(PageCase(isMobile: true).html()))
        #expect(read.readStylesheets.isEmpty)
        #expect(read.readScripts.isEmpty)
        #expect(read.reference == nil)
        #expect(!read.tags.contains { $0.hasPrefix("img") })
        #expect(Set(read.texts.values) == [""])
        #expect(read.texts.count == 6)
        #expect(read.flags == ["Mobile": true, "FirstPartyEnabled": false])
    }

    @Test("No div stands in it, no handler in an attribute, and nothing is loaded but what the values name")
    func markup() throws {
        for isMobile in [false, true] {
            let read = try ReadPage.read(#require(PageCase(isMobile: isMobile).html()))
            #expect(!read.tags.contains { $0.hasPrefix("div") })
            #expect(!read.attributes.contains { $0[0].contains(".on") || $0[0].hasSuffix(".style") })
            #expect(!read.attributes.contains { $0[0].hasSuffix(".src") || $0[0].hasSuffix(".href") })
            #expect(read.values(of: "section.id").contains("px-captcha"))
        }
        let text = String(decoding: try #require(PageCase().html()), as: UTF8.self)
        #expect(!text.contains("url(") && !text.contains("@import") && !text.contains("http"))
        #expect(text.contains("<section id=\"px-captcha\" aria-label=\"Human check\"></section>"))
    }

    @Test("Every element that needs an end has it, in the right order")
    func balance() throws {
        let void: Set<String> = ["meta", "link", "img", "!doctype", "path", "circle"]
        for page in [PageCase.ordinary, PageCase(), PageCase(isMobile: true)] {
            let read = try ReadPage.read(#require(page.html()))
            var open: [String] = []
            for tag in read.tags.map({ String($0.split(separator: " ")[0]) }) where !void.contains(tag) {
                if tag.hasPrefix("/") {
                    #expect(open.popLast() == String(tag.dropFirst()))
                } else {
                    open.append(tag)
                }
            }
            #expect(open.isEmpty)
        }
    }

    @Test("It takes less than 8 KB before the values")
    func size() throws {
        for isMobile in [false, true] {
            #expect(try #require(PageCase(isMobile: isMobile).html()).count < 8192)
        }
    }

    @Test(
        "A hostile value in every place at once changes neither the structure nor itself", arguments: HostileValue.all)
    func hostile(value: HostileValue) throws {
        var page = PageCase.ordinary
        for place in PageCase.Place.allCases { page.values[place] = value.bytes }
        page.values[.customLogo] = Array("https://".utf8) + value.bytes
        let pages = try ReadPage.read([#require(PageCase.ordinary.html()), #require(page.html())])
        let (ordinary, read) = (pages[0], pages[1])
        #expect(read.tags == ordinary.tags)
        #expect(read.strayBytes == 0)
        for name in ["Vid", "Uuid", "AppId", "HostUrl", "JsClientSrc"] { #expect(read.texts[name] == value.text) }
        #expect(read.texts["CustomLogo"] == "https://" + value.text)
        #expect(read.readValues == read.texts)
        #expect(read.added == [value.text, value.text])
        #expect(read.values(of: "img.src") == ["https://" + value.attributeText])
        #expect(read.values(of: "link.href") == [value.attributeText])
        #expect(read.values(of: "script.src") == [value.attributeText])
        #expect(read.reference == value.attributeText)
    }

    @Test("A hostile value in one place leaves all others alone", arguments: PageCase.Place.allCases)
    func hostileAlone(place: PageCase.Place) throws {
        let ordinary = try ReadPage.read(#require(PageCase.ordinary.html()))
        let pages = try HostileValue.all.map { value in
            var page = PageCase.ordinary
            page.values[place] = (place == .customLogo ? Array("/".utf8) : []) + value.bytes
            return try #require(page.html())
        }
        for read in try ReadPage.read(pages) {
            #expect(read.tags == ordinary.tags)
            #expect(read.strayBytes == 0)
            #expect(read.texts.filter { ordinary.texts[$0.key] != $0.value }.count <= 1)
            let changed = zip(read.attributes, ordinary.attributes).filter { $0 != $1 }
            #expect(read.attributes.count == ordinary.attributes.count && changed.count <= 1)
        }
    }

    @Test("Random bytes in every place never change the structure")
    func randomBytes() throws {
        var generator = SeededGenerator(state: 0x5EED)
        // Mostly the bytes that mean something to one of the readers.
        let telling = Array("<>/\"'`\\&;!-={}$ \n\r\u{0}\u{2028}scriptSCRIPT".utf8)
        let pages = try (0..<300).map { _ in
            var page = PageCase.ordinary
            for place in PageCase.Place.allCases {
                page.values[place] = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
                    Bool.random(using: &generator)
                        ? telling.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
                }
            }
            page.values[.customLogo]?.insert(0x2F, at: 0)
            return try #require(page.html())
        }
        let ordinary = try ReadPage.read(#require(PageCase.ordinary.html()))
        for read in try ReadPage.read(pages) {
            #expect(read.tags == ordinary.tags)
            #expect(read.strayBytes == 0)
            #expect(read.readValues == read.texts)
        }
    }

    @Test(
        "A logo is shown if it is an address",
        arguments: [
            ("https://shop.example/logo.png", true), ("http://shop.example/logo.png", true), ("HTTPS://SHOP/x", true),
            ("/logo.png", true), ("//cdn.example/logo.png", true), ("javascript:alert(1)", false), ("https:", false),
            (" https://shop.example/", false), ("data:text/html,<script>", false), ("logo.png", false), ("", false),
            ("http://", false),
        ])
    func logo(value: String, isShown: Bool) throws {
        let read = try ReadPage.read(#require(PageCase([.customLogo: value]).html()))
        #expect(read.values(of: "img.src") == (isShown ? [value] : []))
        #expect(read.tags.contains { $0.hasPrefix("svg") } != isShown)
        #expect(read.texts["CustomLogo"] == value)
    }

    @Test("A page beyond the limit is an overflow, whatever the limit")
    func overflow() throws {
        let page = PageCase.ordinary
        let size = try #require(page.html()).count
        for limit in stride(from: 0, to: size, by: 97) { #expect(page.html(limit: limit) == nil) }
        #expect(page.html(limit: size - 1) == nil)
        #expect(page.html(limit: size)?.count == size)
    }

    @Test("A slice outside of the values is written as empty")
    func straySlice() throws {
        var page = CaptchaPage()
        page.vid = ByteSlice(offset: 2, count: 9)
        page.stylesheet = ByteSlice(offset: .max, count: .max)
        let values: [UInt8] = [0x61, 0x62, 0x63]
        var html = ByteBuffer(limit: 1 << 16)
        page.write(to: &html, values: values.span)
        let read = try ReadPage.read(html.contents)
        #expect(read.texts["Vid"] == "")
        #expect(read.readStylesheets == [""])
    }
}

/// Random numbers that are the same in every run (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
