// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerProtocol
import Foundation
import Testing

/// The loader of the captcha page, run against a document and a clock that stand still until told (protocol.md §7.7).
@Suite("Captcha page loader")
struct CaptchaLoaderTests {
    @Test("The script's arrival with a challenge needs nothing else")
    func ordinary() throws {
        #expect(try play(["200 load 0", "300 div"]) == ["0 add /first"])
    }

    @Test("A load error brings the second script at once")
    func error() throws {
        #expect(try play(["200 error 0", "400 load 1", "500 div"]) == ["0 add /first", "200 add /second"])
    }

    @Test("Five seconds without load bring the second script, once, even if the first one fails later")
    func slow() throws {
        #expect(
            try play(["5500 div", "6000 error 0"], until: 20_000) == ["0 add /first", "5000 add /second"])
        #expect(try play(["5100 load 0", "6200 div"], until: 20_000) == ["0 add /first", "5000 add /second"])
    }

    @Test("A script that draws nothing within a second brings the second one")
    func drawsNothing() throws {
        #expect(try play(["4500 load 0", "6000 load 1", "6100 div"]) == ["0 add /first", "5500 add /second"])
        #expect(try play(["300 load 0", "1200 div"]) == ["0 add /first"])
    }

    @Test("If the second script fails, the visitor is told, once")
    func bothFail() throws {
        #expect(
            try play(["200 error 0", "300 error 1", "400 error 1"])
                == ["0 add /first", "200 add /second", "300 failure"])
    }

    @Test("If there is no challenge five seconds after the second script was added, the visitor is told")
    func secondDrawsNothing() throws {
        #expect(
            try play(["200 error 0", "300 load 1"]) == ["0 add /first", "200 add /second", "5200 failure"])
        #expect(try play([]) == ["0 add /first", "5000 add /second", "10000 failure"])
        #expect(try play(["9900 div"]) == ["0 add /first", "5000 add /second"])
    }

    @Test("A mobile window goes away five seconds after the failure; a browser's does not")
    func mobile() throws {
        let steps = ["100 error 0", "200 error 1"]
        let shown = ["0 add /first", "100 add /second", "200 failure"]
        #expect(try play(steps, isMobile: true) == shown + ["5200 go /px/captcha_close?status=-1"])
        #expect(try play(steps) == shown)
    }

    @Test("The challenge script may report a failure itself, and the page's own script may replace the report")
    func report() throws {
        #expect(try play(["200 load 0", "300 div", "400 report"]) == ["0 add /first", "400 failure"])
        #expect(
            try play(["100 replace", "200 error 0", "300 error 1"])
                == ["0 add /first", "200 add /second", "300 own report"])
    }

    @Test("The button loads the page again")
    func retry() throws {
        #expect(
            try play(["200 error 0", "300 error 1", "900 click"])
                == ["0 add /first", "200 add /second", "300 failure", "900 reload"])
    }

    private struct Play: Encodable {
        var page: String
        var steps: [String]
        var until: Int
    }

    /// Lets `steps` happen, each at its millisecond, and gives what the page did.
    private func play(_ steps: [String], isMobile: Bool = false, until: Int = 30_000) throws -> [String] {
        let page = PageCase(
            isMobile: isMobile, [.blockScript: "/first?a=c&u=", .alternativeBlockScript: "/second?a=c&u="])
        let html = String(decoding: try #require(page.html()), as: UTF8.self)
        return try NodeOracle.run(Self.program, on: Play(page: html, steps: steps, until: until))
    }

    private static let program = #"""
        const [scripts, timers, done, listeners, elements] = [[], [], [], {}, {}];
        let [now, divs] = [0, 0];
        const tell = (what) => done.push(`${now} ${what}`);
        for (const [tag, id] of input.page.matchAll(/<\w+ id="([^"]+)"[^>]*>/g)) {
          const addEventListener = (name, run) => { listeners[id + name] = run; };
          elements[id] = { hidden: / hidden>$/.test(tag), addEventListener };
        }
        const window = {};
        const document = {
          createElement: () => ({}),
          getElementById: (id) => elements[id] ?? null,
          getElementsByTagName: (name) => ({ length: name === 'div' ? divs : 0 }),
          head: { appendChild(script) { scripts.push(script); tell('add ' + script.src.split('?')[0]); } },
        };
        const location = { set href(to) { tell('go ' + to); }, reload() { tell('reload'); } };
        const setTimeout = (run, wait) => { timers.push({ at: now + wait, run }); };
        const play = {
          load: (index) => scripts[index].onload?.(),
          error: (index) => scripts[index].onerror?.(),
          div: () => { divs += 1; },
          report: () => window._pxOnError(),
          replace: () => { window._pxOnError = () => tell('own report'); },
          click: () => listeners['block-retryclick'](),
        };
        const look = () => {
          const failed = !elements['block-failure'].hidden;
          if (failed !== elements['block-ask'].hidden || failed !== elements['block-wait'].hidden) {
            throw new Error('half a failure');
          }
          if (failed && !look.told) { look.told = true; tell('failure'); }
        };
        for (const step of input.steps) {
          const [at, name, index] = step.split(' ');
          timers.push({ at: Number(at), run: () => play[name](index) });
        }
        const inline = /<script>([^]*?)<\/script>/.exec(input.page)[1];
        vm.runInNewContext(inline, { window, document, location, setTimeout });
        for (look(); timers.length > 0; look()) {
          timers.sort((one, other) => one.at - other.at);
          const next = timers.shift();
          if (next.at > input.until) break;
          now = next.at;
          next.run();
        }
        return done;
        """#
}
