// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension StandInScripts {
    /// The challenge: a button to be held, by pointer or by key. Drawn in a `div`, as block pages look for one
    /// (protocol.md §7.7). When the backend takes the solution, the page is loaded again with the token that it gave.
    static let captcha = """
        // The local edge's stand-in for HUMAN's challenge.
        (function () {
          "use strict";
          var place = document.getElementById("px-captcha");
          if (!place || place.firstElementChild) return;
          var holdTime = 1200;

          function add(parent, tag, className, text) {
            var element = document.createElement(tag);
            element.className = className;
            if (text) element.textContent = text;
            parent.appendChild(element);
            return element;
          }
          var style = document.createElement("style");
          style.textContent = \(styleText);
          document.head.appendChild(style);

          var box = document.createElement("div");
          box.className = "hold-box";
          var button = add(box, "button", "hold-button");
          button.type = "button";
          add(button, "span", "hold-fill").setAttribute("aria-hidden", "true");
          var label = add(button, "span", "hold-label", "Press & Hold");
          var note = add(box, "p", "hold-note", "Keep it pressed until the bar is full.");
          note.setAttribute("role", "status");
          place.appendChild(box);

          var start = 0;
          var timer = null;
          var isSending = false;

          function press() {
            if (timer !== null || isSending) return;
            start = performance.now();
            timer = setTimeout(finish, holdTime);
            button.classList.add("is-held");
          }
          function release() {
            if (timer === null || isSending) return;
            clearTimeout(timer);
            reset("Too early. Keep it pressed until the bar is full.");
          }
          function reset(text) {
            timer = null;
            isSending = false;
            label.textContent = "Press & Hold";
            note.textContent = text;
            button.classList.remove("is-held");
          }
          function finish() {
            isSending = true;
            label.textContent = "Checking\\u2026";
            send(Math.round(performance.now() - start));
          }
        \(setCookies)
          function send(held) {
            fetch(window._pxHostUrl + "/api/v2/collector", {
              method: "POST",
              body: JSON.stringify({ type: "solution", uuid: window._pxUuid, vid: window._pxVid, held: held })
            }).then(function (response) { return response.json(); }).then(function (answer) {
              if (!setCookies(answer)) return reset("That did not work. Please load the page again.");
              label.textContent = "Thank you";
              location.reload();
            }).catch(function () { reset("The check could not be reached. Please try again."); });
          }

          function isHoldKey(event) { return event.key === " " || event.key === "Enter"; }
          button.addEventListener("pointerdown", function (event) { if (event.button === 0) press(); });
          window.addEventListener("pointerup", release);
          window.addEventListener("pointercancel", release);
          button.addEventListener("keydown", function (event) {
            if (!isHoldKey(event)) return;
            event.preventDefault();
            if (!event.repeat) press();
          });
          button.addEventListener("keyup", function (event) { if (isHoldKey(event)) release(); });
          button.addEventListener("blur", release);
          // A long touch asks for a menu.
          button.addEventListener("contextmenu", function (event) { event.preventDefault(); });
        })();

        """

    /// A JavaScript string.
    private static let styleText = """
        ".hold-box{max-width:310px;margin:0 auto}" +
            ".hold-button{position:relative;box-sizing:border-box;width:100%;min-height:56px;padding:0 24px;overflow:hidden;" +
            "border:2px solid #1d5fc4;border-radius:28px;background:#fff;color:#174d9f;font:inherit;font-weight:600;" +
            "cursor:pointer;touch-action:none;-webkit-user-select:none;user-select:none}" +
            ".hold-button:focus-visible{outline:3px solid #1d5fc4;outline-offset:3px}" +
            ".hold-fill{position:absolute;inset:0;background:#bcd3f7;transform:scaleX(0);transform-origin:left;" +
            "transition:transform .2s}" +
            ".is-held .hold-fill{transform:scaleX(1);transition:transform " + holdTime + "ms linear}" +
            ".hold-label{position:relative}" +
            ".hold-note{margin:10px 0 0;color:#566070;font-size:14px;line-height:1.4;text-wrap:balance}"
        """
}
