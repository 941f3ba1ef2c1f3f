// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What both block pages begin with and look like.
///
/// The style names its own classes only, never bare elements: the challenge draws into the same document and must not
/// inherit a look from us. Colours keep a contrast of at least 4.5 to 1 in both schemes.
enum BlockPageMarkup {
    /// Up to the title, which the page itself writes. The encoding comes first, since the header may name none.
    static var start: StaticString {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow">
        <meta name="color-scheme" content="light dark">

        """
    }

    static var style: StaticString {
        """
        :root{--block-ground:#f3f5f8;--block-card:#fff;--block-line:#dde2e9;--block-ink:#171b21;--block-quiet:#566070;\
        --block-accent:#1d5fc4;--block-tint:#e8effb;--block-on-accent:#fff;\
        --block-shadow:0 1px 2px rgba(20,30,50,.05),0 12px 32px rgba(20,30,50,.08)}
        @media (prefers-color-scheme:dark){:root{--block-ground:#0e1116;--block-card:#171b22;--block-line:#2a313c;\
        --block-ink:#e8ebf0;--block-quiet:#a3adba;--block-accent:#8cb6ff;--block-tint:#1f2a3d;\
        --block-on-accent:#0e1116;--block-shadow:none}}
        body{box-sizing:border-box;margin:0;padding:16px 0;display:flex;flex-direction:column;\
        min-height:100vh;min-height:100dvh;background:var(--block-ground);color:var(--block-ink);\
        font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        .block-card{box-sizing:border-box;width:calc(100% - 32px);max-width:460px;margin:auto;padding:40px 36px 32px;\
        text-align:center;background:var(--block-card);border:1px solid var(--block-line);border-radius:20px;\
        box-shadow:var(--block-shadow)}
        .block-mark{box-sizing:border-box;width:56px;height:56px;padding:14px;border-radius:16px;\
        background:var(--block-tint);fill:none;stroke:var(--block-accent);stroke-width:1.75;stroke-linecap:round;\
        stroke-linejoin:round}
        .block-title{margin:20px 0 0;font-size:24px;line-height:1.25;font-weight:650;letter-spacing:-.01em;\
        text-wrap:balance}
        .block-text{margin:10px 0 0;color:var(--block-quiet);text-wrap:balance}
        @media (max-width:480px){.block-card{padding:32px 20px 24px}.block-title{font-size:22px}}

        """
    }
}
