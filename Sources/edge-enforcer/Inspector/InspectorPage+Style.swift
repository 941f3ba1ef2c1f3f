// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension InspectorPage {
    static let style = #"""
        :root {
          color-scheme: light dark;
          --ground: #f5f6f8; --card: #fff; --ink: #1a1f27; --quiet: #566070; --line: #d9dee6; --tint: #eaf1fc;
          --accent: #1d5fc4; --on-accent: #fff; --good: #17693c; --bad: #b3261e; --odd: #8a5200; --calm: #52606f;
          --code: #f1f3f6;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #12151a; --card: #1a1e25; --ink: #e6e9ee; --quiet: #a3adbb; --line: #323945; --tint: #22314a;
            --accent: #8ab4f8; --on-accent: #10151d; --good: #7fd6a0; --bad: #ff9a92; --odd: #f0bd6a; --calm: #b2bcc9;
            --code: #12161c;
          }
        }
        * { box-sizing: border-box; }
        [hidden] { display: none !important; }
        html, body { height: 100%; overflow: hidden; }
        body {
          margin: 0; display: flex; flex-direction: column; background: var(--ground); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
        }
        h1, h2, h3, h4, p, ol, ul, dl, dd, pre { margin: 0; padding: 0; }
        h1 { font-size: 17px; }
        h2 { font-size: 18px; overflow-wrap: anywhere; }
        h3 { font-size: 15px; }
        h4 { font-size: 14px; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        .quiet { color: var(--quiet); }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        button, select, input, textarea {
          font: inherit; color: inherit; background: var(--card); border: 1px solid var(--quiet); border-radius: 6px;
          padding: 5px 10px; min-height: 36px; min-width: 0;
        }
        button { cursor: pointer; }
        button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
        button:disabled { opacity: .6; cursor: default; }
        a { color: var(--accent); }
        code, pre, textarea, .path { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
        code, pre, textarea { font-size: 13px; }

        .bar {
          display: flex; align-items: center; gap: 14px; padding: 10px 18px; background: var(--card);
          border-bottom: 1px solid var(--line);
        }
        .live { margin-right: auto; color: var(--quiet); font-size: 14px; }
        .live::before {
          content: ""; display: inline-block; width: 9px; height: 9px; margin-right: 7px; border-radius: 50%;
          background: var(--quiet);
        }
        .live.on::before { background: var(--good); }
        .live.off::before { background: var(--bad); }

        main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(380px, 5fr) 7fr; }
        .pane { position: relative; min-width: 0; min-height: 0; overflow-y: auto; }
        #list-pane { border-right: 1px solid var(--line); display: flex; flex-direction: column; }
        #detail-pane { padding: 18px 22px 40px; }
        .nothing { display: grid; place-items: center; color: var(--quiet); padding: 30px; text-align: center; }
        .back { display: none; margin-bottom: 12px; }
        .back a { display: inline-block; padding: 6px 0; }

        .filters {
          display: grid; grid-template-columns: 1fr 1.3fr 1.3fr auto; gap: 10px; align-items: end;
          padding: 14px 18px 8px;
        }
        .filters label, .order label { display: grid; gap: 3px; font-size: 13px; color: var(--quiet); }
        .filters select, .filters input { width: 100%; color: var(--ink); }
        .count { padding: 0 18px 8px; font-size: 13px; color: var(--quiet); }
        .empty { padding: 30px 18px; color: var(--quiet); }
        .requests { list-style: none; border-top: 1px solid var(--line); overflow-y: auto; flex: 1; min-height: 200px; }
        .requests button {
          display: grid; grid-template-columns: 9.5em minmax(0, 1fr) auto; gap: 1px 12px; width: 100%; text-align: left;
          border: 0; border-bottom: 1px solid var(--line); border-left: 4px solid transparent; border-radius: 0;
          padding: 8px 18px 8px 14px;
        }
        .requests button:hover { background: var(--tint); }
        .requests button[aria-current] { background: var(--tint); border-left-color: var(--accent); }
        .requests button:focus-visible { outline-offset: -3px; }
        .requests .path { font-size: 13.5px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .requests .reason, .requests .time, .requests .status { font-size: 13px; color: var(--quiet); }
        .requests .reason { grid-column: 2; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .requests .time { grid-column: 3; }
        .requests .status, .requests .time { text-align: right; font-variant-numeric: tabular-nums; }
        .requests .outcome { grid-row: span 2; align-self: center; }

        .outcome { font-weight: 600; font-size: 14px; color: var(--calm); overflow-wrap: anywhere; }
        .outcome::before { content: "○"; display: inline-block; width: 1.35em; }
        .outcome.good { color: var(--good); }
        .outcome.good::before { content: "✓"; }
        .outcome.bad { color: var(--bad); }
        .outcome.bad::before { content: "✕"; }
        .outcome.odd { color: var(--odd); }
        .outcome.odd::before { content: "!"; }

        #detail > * + * { margin-top: 20px; }
        .facts { display: flex; flex-wrap: wrap; gap: 4px 22px; margin-top: 10px; }
        .facts div { display: flex; gap: 6px; }
        .facts dt { color: var(--quiet); }
        .facts dd { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; min-width: 0; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
        .card > * + * { margin-top: 10px; }
        .head { display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: baseline; }
        .head h3 { margin-right: auto; }
        .note { border-left: 4px solid var(--odd); padding-left: 12px; }
        .error { border-left: 4px solid var(--bad); padding-left: 12px; overflow-wrap: anywhere; }
        .timings { display: grid; grid-template-columns: auto 1fr auto; gap: 5px 12px; align-items: center; }
        .timings dd { text-align: right; font-variant-numeric: tabular-nums; }
        .timings meter { width: 100%; height: 12px; }

        .part + .part, .call > * + * { margin-top: 12px; }
        .trace { list-style: none; border-top: 1px solid var(--line); }
        .trace li {
          display: grid; grid-template-columns: minmax(9em, 1fr) minmax(8em, 1fr) minmax(0, 1.7fr); gap: 0 12px;
          padding: 4px 0 4px 10px; border-bottom: 1px solid var(--line); border-left: 4px solid transparent;
          font-size: 14px;
        }
        .trace li > * { overflow-wrap: anywhere; min-width: 0; }
        .trace .came { font-weight: 600; }
        .trace .why { color: var(--quiet); }
        .trace li.passed .came { font-weight: 400; color: var(--quiet); }
        .trace li.decided { border-left-color: var(--accent); background: var(--tint); }
        .trace li.changed, .trace li.new { border-left-color: var(--odd); }
        .trace li.gone { border-left-color: var(--bad); }
        .trace li.gone .step { text-decoration: line-through; }
        .trace .mark { color: var(--odd); font-size: 13px; }

        details > summary { cursor: pointer; padding: 3px 0; }
        pre {
          background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; margin-top: 6px;
          white-space: pre-wrap; overflow-wrap: anywhere; max-height: 420px; overflow-y: auto;
        }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        th, td {
          text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line);
          overflow-wrap: anywhere;
        }
        th { font-weight: 600; }
        .headers th { width: 34%; font-weight: 400; color: var(--quiet); }

        .order { display: grid; gap: 12px; }
        .order textarea { width: 100%; min-height: 96px; resize: vertical; color: var(--ink); }
        .order .row { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; }
        .order select, .order input { color: var(--ink); }
        .order input { width: 6em; }

        @media (max-width: 860px) {
          main { display: block; overflow-y: auto; }
          #list-pane { border-right: 0; height: 100%; }
          main.open #list-pane { display: none; }
          .nothing { display: none; }
          .back { display: block; }
          #detail-pane { padding: 10px 14px 40px; }
          .filters { grid-template-columns: 1fr 1fr; padding: 12px 14px 8px; }
          .filters button { justify-self: stretch; }
          .bar, .count { padding-left: 14px; padding-right: 14px; }
          button, select, input { min-height: 44px; }
          .requests button { grid-template-columns: minmax(0, 1fr) auto; padding: 9px 14px 9px 10px; }
          .requests .outcome { grid-row: auto; grid-column: 1; }
          .requests .path {
            grid-column: 1 / -1; grid-row: 2; white-space: normal; overflow-wrap: anywhere;
            display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical;
          }
          .headers th { width: 42%; }
          .requests .status { grid-column: 2; grid-row: 1; }
          .requests .reason { grid-column: 1; }
          .requests .time { grid-column: 2; }
          .trace li { grid-template-columns: 1fr auto; }
          .trace .why { grid-column: 1 / -1; }
          .trace .why:empty { display: none; }
        }

        """#
}
