// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a browser, and a client that takes the page apart, find in a page.
struct ReadPage: Decodable, Equatable {
    /// Tag names in order, each with the names of its attributes: `meta charset`, `/head`.
    var tags: [String]
    /// `tag.attribute` and the decoded value, in order.
    var attributes: [[String]]
    /// What the inline script assigned, by the name without `_px`.
    var texts: [String: String]
    var flags: [String: Bool]
    /// The sources of the script elements that the inline script added, when every one of them failed.
    var added: [String]
    /// The text of the reference at the end of the card.
    var reference: String?
    /// Bytes below 0x20 but line feeds, and `<` inside inline scripts; there must be none.
    var strayBytes: Int
    /// The rules of clients that read the page without running it.
    var readBlockScript: String?
    var readAlternativeBlockScript: String?
    var readStylesheets: [String]
    var readScripts: [String]
    var readValues: [String: String]

    func values(of attribute: String) -> [String] { attributes.filter { $0[0] == attribute }.map { $0[1] } }

    static func read(_ pages: [[UInt8]]) throws -> [ReadPage] {
        try NodeOracle.run(program, on: pages.map { Data($0).base64EncodedString() })
    }

    static func read(_ page: [UInt8]) throws -> ReadPage {
        try read([page])[0]
    }

    private static let program = #"""
        const named = { amp: '&', lt: '<', gt: '>', quot: '"' };
        const decode = (text) => text.replace(/&(?:#(\d+)|(\w+));/g, (all, number, name) =>
          number ? String.fromCodePoint(Number(number)) : named[name] ?? all);

        function tokens(html) {
          const found = [];
          let at = 0;
          while ((at = html.indexOf('<', at)) >= 0) {
            const opening = /^<(\/?[a-zA-Z][^\s\/>]*|![^\s>]*)/.exec(html.slice(at, at + 200));
            if (!opening) { at += 1; continue; }
            const tag = { name: opening[1].toLowerCase(), attributes: [], text: '' };
            at += opening[0].length;
            for (;;) {
              const rest = html.slice(at);
              const blank = /^[\s\/]*/.exec(rest)[0].length;
              if (rest[blank] === '>' || blank === rest.length) { at += blank + 1; break; }
              const one = /^([^\s=>\/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/.exec(rest.slice(blank));
              tag.attributes.push([one[1].toLowerCase(), decode(one[2] ?? one[3] ?? one[4] ?? '')]);
              at += blank + one[0].length;
            }
            if (['script', 'style', 'title'].includes(tag.name)) {
              const end = new RegExp('</' + tag.name + '[\\s/>]', 'i').exec(html.slice(at));
              tag.text = html.slice(at, end ? at + end.index : undefined);
              at += tag.text.length;
            } else {
              tag.text = html.slice(at, (html + '<').indexOf('<', at));
            }
            found.push(tag);
          }
          return found;
        }

        function evaluate(scripts) {
          const added = [];
          const document = {
            createElement: () => ({}), getElementById: () => null, getElementsByTagName: () => [],
            head: { appendChild(script) { added.push(script.src); script.onerror(); } },
          };
          const window = {};
          for (const script of scripts) {
            vm.runInNewContext(script, { window, document, location: {}, setTimeout() {} });
          }
          return { window, added };
        }

        function withoutRunning(found, scripts) {
          const [captcha, others, values] = [new Set(), [], {}];
          const isCaptcha = (text) => /\?a=[^&]*&u=/.test(text);
          for (const tag of found.filter((tag) => tag.name === 'script')) {
            const source = tag.attributes.find(([name]) => name === 'src')?.[1];
            if (source !== undefined) isCaptcha(source) ? captcha.add(source) : others.push(source);
            for (const [literal] of tag.text.matchAll(/"(?:[^"\\\n]|\\.)*"/g)) {
              if (isCaptcha(JSON.parse(literal))) captcha.add(JSON.parse(literal));
            }
            for (const [, name, literal] of tag.text.matchAll(/window\._px(\w+) = ("(?:[^"\\\n]|\\.)*")/g)) {
              values[name] = JSON.parse(literal);
            }
          }
          return { captcha: [...captcha], others, values };
        }

        return input.map((text) => {
          const html = Buffer.from(text, 'base64').toString('utf8');
          const found = tokens(html);
          const scripts = found.filter((tag) => tag.name === 'script' && tag.text.trim()).map((tag) => tag.text);
          const { window, added } = evaluate(scripts);
          const plain = withoutRunning(found, scripts);
          const globals = Object.entries(window).map(([name, value]) => [name.replace(/^_px/, ''), value]);
          const code = found.findIndex((tag) => tag.name === 'code');
          return {
            tags: found.map((tag) => [tag.name, ...tag.attributes.map(([name]) => name)].join(' ')),
            attributes: found.flatMap((tag) => tag.attributes.map(([name, value]) => [`${tag.name}.${name}`, value])),
            texts: Object.fromEntries(globals.filter(([, value]) => typeof value === 'string')),
            flags: Object.fromEntries(globals.filter(([, value]) => typeof value === 'boolean')),
            added,
            reference: code < 0 ? null : decode(found[code].text),
            strayBytes: (html.match(/[\0-\x09\x0b-\x1f\x7f]/g) ?? []).length
              + scripts.reduce((sum, script) => sum + script.split('<').length - 1, 0),
            readBlockScript: plain.captcha[0] ?? null,
            readAlternativeBlockScript: plain.captcha[1] ?? null,
            readStylesheets: found.filter((tag) => tag.name === 'link').map((tag) => tag.attributes[1][1]),
            readScripts: plain.others,
            readValues: plain.values,
          };
        });
        """#
}
