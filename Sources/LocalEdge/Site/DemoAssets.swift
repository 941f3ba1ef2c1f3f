// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The demo shop's static files.
enum DemoAssets {
    static let styleSheet = """
        :root{--ink:#1d2b33;--soft:#5b6b73;--paper:#faf7f2;--card:#fff;--accent:#c4472b;--line:#e5ddd0}
        @media (prefers-color-scheme:dark){
          :root{--ink:#eef2f3;--soft:#a4b3ba;--paper:#131b20;--card:#1c272d;--accent:#f08a6c;--line:#2b3940}
        }
        *{box-sizing:border-box}
        body{margin:0;font:17px/1.6 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--ink);background:var(--paper)}
        a{color:var(--accent)}
        header,main,footer{max-width:68rem;margin:0 auto;padding:1rem 1.25rem}
        header{display:flex;justify-content:space-between;align-items:center;gap:1rem;flex-wrap:wrap}
        .brand{display:flex;gap:.6rem;align-items:center;font-weight:700;font-size:1.15rem;text-decoration:none;color:var(--ink)}
        nav{display:flex;gap:1.25rem}
        nav a{color:var(--soft);text-decoration:none}
        nav a:hover{color:var(--ink)}
        h1{font-size:clamp(1.7rem,5vw,2.7rem);line-height:1.15;letter-spacing:-.02em;margin:.2em 0 .4em}
        .hero{padding:1.5rem 0 1rem;max-width:40rem}
        .hero p{color:var(--soft)}
        .grid{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fill,minmax(min(14.5rem,100%),1fr))}
        .card{display:flex;flex-direction:column;background:var(--card);border:1px solid var(--line);border-radius:14px;
          overflow:hidden;text-decoration:none;color:var(--ink);padding-bottom:1rem;transition:transform .15s}
        .card:hover{transform:translateY(-3px)}
        .card span{padding:0 1rem}
        .picture{display:block;width:100%;height:auto}
        .name{font-weight:650;margin-top:.8rem}
        .line{color:var(--soft);font-size:.92rem}
        .price{font-weight:650;margin-top:.4rem}
        .detail{display:grid;gap:2rem;grid-template-columns:repeat(auto-fit,minmax(min(19rem,100%),1fr));align-items:center}
        .detail .picture{border-radius:14px}
        .panel{max-width:26rem;margin:1.5rem auto;background:var(--card);border:1px solid var(--line);border-radius:14px;
          padding:1.5rem}
        label{display:block;margin-bottom:1rem;color:var(--soft)}
        input{display:block;width:100%;margin-top:.3rem;padding:.7rem;font:inherit;color:var(--ink);background:var(--paper);
          border:1px solid var(--line);border-radius:9px}
        .button{display:inline-block;border:0;border-radius:9px;padding:.7rem 1.2rem;font:inherit;font-weight:650;
          color:var(--paper);background:var(--accent);text-decoration:none;cursor:pointer}
        footer{color:var(--soft);font-size:.9rem;padding-bottom:2.5rem}

        """

    static let logo = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="#1f4f63"/>\
        <path d="M24 22h16l4 26H20z" fill="#f6b25b"/><path d="M26 14h12v5H26zM18 48h28v5H18z" fill="#faf7f2"/>\
        <circle cx="32" cy="34" r="5" fill="#fff6dd"/></svg>

        """

    static let robots = """
        User-agent: *
        Disallow: /login

        """
}
