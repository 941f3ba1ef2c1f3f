// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// The page that shows a hype sale challenge (protocol.md §11.12). A script on the site puts it into a frame; an app shows
/// it in a window of its own.
///
/// Values are slices of the bytes given to `write`; each is escaped for the place where it goes.
package struct HypeSalePage: BitwiseCopyable, Sendable {
    package var appID = ByteSlice.empty
    package var vid = ByteSlice.empty
    package var uuid = ByteSlice.empty
    package var sensorSource = ByteSlice.empty
    package var script = ByteSlice.empty
    package var isMobile = false

    package init() {}

    package func write(to page: inout ByteBuffer, values: Span<UInt8>) {
        page.append(BlockPageMarkup.start)
        page.append(Self.head)
        page.append(BlockPageMarkup.style)
        page.append(Self.body)
        assign("window._pxAppId = ", appID, to: &page, values)
        assign("window._pxJsClientSrc = ", sensorSource, to: &page, values)
        assign("window._pxVid = ", vid, to: &page, values)
        assign("window._pxUuid = ", uuid, to: &page, values)
        page.append(isMobile ? "window._pxMobile = true;\n" : "window._pxMobile = false;\n")
        page.append("(function () {\n")
        assign("var source = ", script, to: &page, values)
        page.append(Self.loader)
        page.append("</script>\n</body>\n</html>\n")
    }

    private func assign(_ name: StaticString, _ value: ByteSlice, to page: inout ByteBuffer, _ values: Span<UInt8>) {
        page.append(name)
        page.appendJavaScriptString(values.bytes(of: value))
        page.append(";\n")
    }

    private static var head: StaticString {
        """
        <meta name="description" content="px-captcha">
        <title>Please wait for your turn</title>
        <style>

        """
    }

    private static var body: StaticString {
        """
        .block-frame{position:fixed;inset:0;width:100%;height:100%;border:0}
        [hidden]{display:none!important}
        </style>
        </head>
        <body>
        <main class="block-card" id="block-failure" role="alert" hidden>
        <h1 class="block-title">The check did not load</h1>
        <p class="block-text">Make sure that you are connected to the internet and switch off your ad blocker for this \
        site, then try again.</p>
        </main>
        <noscript><main class="block-card"><p class="block-text">This page needs JavaScript. Please switch it on in your \
        browser, then load the page again.</p></main></noscript>
        <script>

        """
    }

    /// The body of a function in which `source` is the challenge's script, and its end. The frame that holds this page is
    /// stretched over the window; another site's frame cannot be reached and is left as it is.
    private static var loader: StaticString {
        """
        try {
          if (window.frameElement) window.frameElement.style.cssText =
            "position:fixed;top:0;left:0;width:100%;height:100%;border:0;z-index:2147483647";
        } catch (error) {}
        var script = document.createElement("script");
        script.onerror = function () {
          if (window._pxMobile) {
            window.top.location.href = "/px/captcha_close?status=-1";
            return;
          }
          document.getElementById("block-failure").hidden = false;
          try {
            if (window.parent._pxOnHypeSaleChallengeFail) window.parent._pxOnHypeSaleChallengeFail();
          } catch (error) {}
        };
        script.src = source;
        document.head.appendChild(script);
        })();

        """
    }
}
