// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What the embedded backend serves for HUMAN's scripts.
enum StandInScripts {
    /// The sensor: nothing to do, as the demo site gives visitors their tokens itself.
    static let sensor = """
        // The local edge's stand-in for HUMAN's sensor, which would watch this page and keep the token fresh.
        window._pxStandIn = true;

        """

    /// The challenge: says what stands in its place on a real site, in a `div`, as block pages look for one
    /// (protocol.md §7.7).
    static let captcha = """
        // The local edge's stand-in for HUMAN's challenge.
        (function () {
          var place = document.getElementById("px-captcha");
          if (!place) return;
          var note = document.createElement("div");
          note.textContent = "Here HUMAN's challenge would be. This is the local edge, and it takes no solution.";
          note.setAttribute("role", "note");
          place.replaceChildren(note);
        })();

        """
}
