// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The fixed parts of the captcha page (protocol.md §7.7).
///
/// No `div` stands anywhere in them: to the loader, the first one in the document is the sign that the challenge has
/// been drawn. No handler stands in an attribute and nothing is loaded but what the values name.
enum CaptchaPageMarkup {
    /// Description and title are what clients know this page by.
    static var head: StaticString {
        """
        <meta name="description" content="px-captcha">
        <title>Access to this page has been denied</title>
        <style>

        """
    }

    /// The challenge is drawn for a white ground, so a dark page puts one under it.
    static var style: StaticString {
        """
        .block-logo{display:block;max-width:100%;max-height:64px;margin:0 auto;object-fit:contain}
        #px-captcha:not(:empty){margin-top:24px}
        .block-wait{position:relative;isolation:isolate;overflow:hidden;display:flex;align-items:center;\
        justify-content:center;box-sizing:border-box;max-width:310px;min-height:56px;margin:24px auto 0;\
        border-radius:28px;background:var(--block-tint);color:var(--block-quiet);font-size:15px}
        .block-wait::after{content:"";position:absolute;z-index:-1;inset:0;transform:translateX(-100%);\
        background:linear-gradient(90deg,transparent,var(--block-card),transparent);opacity:.55;\
        animation:block-shine 1.8s ease-in-out infinite}
        @keyframes block-shine{to{transform:translateX(100%)}}
        #px-captcha:not(:empty)+.block-wait{display:none}
        html:has(div) .block-wait{display:none}
        .block-steps{margin:16px 0 0;padding:14px 18px 14px 38px;border-radius:14px;background:var(--block-tint);\
        text-align:left;text-wrap:balance}
        .block-steps li+li{margin-top:6px}
        .block-button{box-sizing:border-box;width:100%;max-width:310px;min-height:48px;margin:20px 0 0;\
        padding:10px 24px;border:0;border-radius:24px;background:var(--block-accent);color:var(--block-on-accent);\
        font:inherit;font-weight:600;cursor:pointer}
        .block-button:hover{filter:brightness(1.08)}
        .block-button:focus-visible{outline:3px solid var(--block-accent);outline-offset:3px}
        .block-reference{margin:28px 0 0;padding-top:16px;border-top:1px solid var(--block-line);\
        color:var(--block-quiet);font-size:13px;overflow-wrap:anywhere}
        .block-reference code{display:inline-block;max-width:100%;user-select:all;\
        font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
        [hidden]{display:none!important}
        @media (prefers-color-scheme:dark){#px-captcha:not(:empty){padding:16px;border-radius:14px;color-scheme:light;\
        background:#fff;color:#171b21}}
        @media (prefers-reduced-motion:reduce){.block-wait::after{animation:none;opacity:0}}
        </style>
        <noscript><style>.block-script{display:none!important}</style></noscript>

        """
    }

    static var mark: StaticString {
        """
        <svg class="block-mark" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2.5l8 3v6c0 4.8-3.3 8.6-8 10\
        -4.7-1.4-8-5.2-8-10v-6z"/><circle cx="12" cy="9.5" r="2"/>\
        <path d="M8.5 16c.6-2 2-3 3.5-3s2.9 1 3.5 3"/>\
        </svg>

        """
    }

    static var challenge: StaticString {
        """
        <header id="block-ask">
        <h1 class="block-title">One quick check</h1>
        <p class="block-text block-script">Press & Hold to confirm that a person is here. \
        The page you asked for opens right after.</p>
        </header>
        <section id="px-captcha" aria-label="Human check"></section>
        <p id="block-wait" class="block-wait block-script" role="status">Loading the check&hellip;</p>
        <noscript><p class="block-text">This page needs JavaScript to check that a person is here. \
        Please switch JavaScript on in your browser, then load the page again.</p></noscript>
        <section id="block-failure" role="alert" hidden>
        <h1 class="block-title">The check did not load</h1>
        <p class="block-text">The button &ldquo;Press & Hold to confirm&rdquo; should be here, but something kept it \
        away.</p>
        <ul class="block-steps">
        <li>Make sure that you are connected to the internet.</li>
        <li>Switch off your ad blocker for this site.</li>
        </ul>

        """
    }

    static var reload: StaticString {
        """
        <button id="block-retry" class="block-button" type="button">Try again</button>
        </section>

        """
    }

    /// A mobile app shows the page in a window of its own, and the loader leaves it.
    static var closing: StaticString {
        """
        <p class="block-text">This window will close in a few seconds.</p>
        </section>

        """
    }

    /// The body of a function in which `first` and `second` are the two sources, and its end.
    static var loader: StaticString {
        """
        var failed = false;
        function show(id, visible) {
          var element = document.getElementById(id);
          if (element) element.hidden = !visible;
        }
        window._pxOnError = function () {
          if (failed) return;
          failed = true;
          show("block-ask", false);
          show("block-wait", false);
          show("block-failure", true);
          if (window._pxMobile) setTimeout(function () { location.href = "/px/captcha_close?status=-1"; }, 5000);
        };
        function drawn() { return document.getElementsByTagName("div").length > 0; }
        function once(action) {
          var done = false;
          return function () { if (!done) { done = true; action(); } };
        }
        function add(source, onload, onerror) {
          var script = document.createElement("script");
          script.onload = onload;
          script.onerror = onerror;
          script.src = source;
          document.head.appendChild(script);
        }
        var giveUp = once(function () { window._pxOnError(); });
        var change = once(function () {
          add(second, null, giveUp);
          setTimeout(function () { if (!drawn()) giveUp(); }, 5000);
        });
        var loaded = false;
        add(first, function () {
          loaded = true;
          setTimeout(function () { if (!drawn()) change(); }, 1000);
        }, change);
        setTimeout(function () { if (!loaded) change(); }, 5000);
        var retry = document.getElementById("block-retry");
        if (retry) retry.addEventListener("click", function () { location.reload(); });
        })();

        """
    }
}
