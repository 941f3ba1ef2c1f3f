// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the embedded backend serves for HUMAN's scripts. Both are served first-party, too, so they may have 40 KB at
/// most with HumanEnforcer (protocol.md §8.4).
enum StandInScripts {
    /// The sensor: gets the page's visitor a token where there is none, and a fresh one before the old one ends.
    ///
    /// Block pages say where the collector is in `_pxHostUrl`; the demo site says it at the script's element.
    static let sensor = """
        // The local edge's stand-in for HUMAN's sensor.
        (function () {
          "use strict";
          var script = document.currentScript;
          var collector = window._pxHostUrl || (script && script.getAttribute("data-collector"));
          if (!collector) return;
        \(setCookies)
          function report() {
            fetch(collector + "/api/v2/collector", {
              method: "POST",
              body: JSON.stringify({ type: "page", url: location.href })
            }).then(function (response) { return response.json(); }).then(setCookies).catch(function () {});
          }
          if (document.cookie.indexOf("_px3=") < 0) report();
          setInterval(report, 240000);
        })();

        """

    /// Sets what an answer of the collector brings, and says whether there was anything.
    static let setCookies = """
          function setCookies(answer) {
            answer.cookies.forEach(function (cookie) {
              document.cookie = cookie.name + "=" + cookie.value + "; Max-Age=" + cookie.maxAge + "; Path=/; SameSite=Lax";
            });
            return answer.cookies.length > 0;
          }
        """
}
