// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The inspector's page. What it loads, it loads from the inspector; it needs no network.
enum InspectorPage {
    static let html = #"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Inspector · Edge Enforcer</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/inspector.css">
        <script src="/inspector.js" defer></script>
        </head>
        <body>
        <header class="bar">
        <h1>Inspector</h1>
        <p id="live" class="live" role="status">Connecting …</p>
        <button id="pause" type="button" aria-pressed="false">Pause</button>
        </header>
        <main>
        <section id="list-pane" class="pane" aria-labelledby="list-title">
        <h2 id="list-title" class="hidden">Requests</h2>
        <form id="filters" class="filters" role="search" aria-label="Filter requests">
        <label>Outcome<select id="filter-outcome"><option value="">all</option></select></label>
        <label>Path<input id="filter-path" type="search" autocomplete="off" spellcheck="false"></label>
        <label>Reason<input id="filter-reason" type="search" autocomplete="off" spellcheck="false"
        list="reasons"></label>
        <datalist id="reasons"></datalist>
        <button id="clear" type="reset">Reset</button>
        </form>
        <p id="count" class="count" role="status"></p>
        <ol id="requests" class="requests" aria-label="Requests, newest first"></ol>
        <p id="empty" class="empty">No request yet. Open the site behind the edge, and its requests appear here.</p>
        </section>
        <section id="detail-pane" class="pane" aria-label="Request" hidden>
        <p class="back"><a id="back" href="#">← All requests</a></p>
        <div id="detail"></div>
        </section>
        <p id="nothing" class="pane nothing">Choose a request to see how it was decided.</p>
        </main>
        <noscript>The inspector needs JavaScript.</noscript>
        </body>
        </html>

        """#

    static let script = listScript + detailScript + rerunScript
}
