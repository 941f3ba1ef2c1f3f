// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Values that would break out of a page, or be changed by it, if they were not escaped.
struct HostileValue: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    /// What a script must see: the value with U+FFFD for what is not UTF-8.
    let text: String
    /// What an attribute, or text between tags, must hold: without control characters.
    let attributeText: String

    var testDescription: String { name }

    init(_ name: String, _ text: String, attribute: String? = nil) {
        self.init(name, Array(text.utf8), reads: text, attribute: attribute)
    }

    init(_ name: String, _ bytes: [UInt8], reads text: String, attribute: String? = nil) {
        self.name = name
        self.bytes = bytes
        self.text = text
        attributeText = attribute ?? text
    }

    static let all: [HostileValue] = [
        HostileValue("end of script", "</script><script>alert(1)</script>"),
        HostileValue(
            "end of script in odd case", "</ScRiPt \n><img src=x onerror=alert(1)>",
            attribute: "</ScRiPt ><img src=x onerror=alert(1)>"),
        HostileValue("double quote", "\";alert(1);//"),
        HostileValue("single quote", "';alert(1);//"),
        HostileValue("backtick", "`${alert(1)}`"),
        HostileValue("attribute", "\" onload=\"alert(1)\" x='y' `z"),
        HostileValue("backslash", "\\\";alert(1)//\\"),
        HostileValue("backslash at the end", "a\\"),
        HostileValue("escape sequences", "\\u0022;\\x22;\\n"),
        HostileValue("line separator", "a\u{2028}alert(1)\u{2029}b"),
        HostileValue("line ends", "a\nb\rc\r\nd", attribute: "abcd"),
        HostileValue("comment", "<!--<script>"),
        HostileValue("comment end", "--><script>alert(1)</script>"),
        HostileValue("CDATA", "]]><![CDATA["),
        HostileValue("other tags", "</style></title></noscript></main><div><iframe>"),
        HostileValue("entities", "&lt;script&gt;&quot;&#34;&amp;amp;"),
        HostileValue("template marks", "{{vid}}{{{uuid}}}${vid}%s"),
        HostileValue("replacement marks", "$&$`$'$1$$"),
        HostileValue("controls", "a\u{1}\u{8}\u{B}\u{C}\u{1B}\u{7F}\u{85}b", attribute: "ab"),
        HostileValue("NUL", "\u{0}</script\u{0}>", attribute: "</script>"),
        HostileValue("tab", "java\tscript:alert(1)", attribute: "javascript:alert(1)"),
        HostileValue("beyond ASCII", "Grüße 日本語 👩‍💻 \u{FEFF}\u{202E}"),
        HostileValue("lone continuation", [0x61, 0x80, 0x62], reads: "a\u{FFFD}b"),
        HostileValue("cut sequence", [0x61, 0xF0, 0x9F, 0x98], reads: "a\u{FFFD}"),
        HostileValue("cut sequence before a quote", [0xE2, 0x22, 0x3B], reads: "\u{FFFD}\";"),
        HostileValue("overlong less-than", [0xC0, 0xBC, 0x73], reads: "\u{FFFD}\u{FFFD}s"),
        HostileValue("surrogate in three bytes", [0xED, 0xA0, 0x80, 0x62], reads: "\u{FFFD}b"),
        HostileValue("beyond Unicode", [0xF5, 0x80, 0xFF], reads: "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ]
}
