// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The demo shop's pages.
struct DemoPages: Sendable {
    /// A script put at the end of every page's head; empty if there is none.
    let headScript: String

    func home() -> String {
        let cards = Product.all.map { product in
            """
            <a class="card" href="/products/\(product.slug)">
              \(picture(of: product))
              <span class="name">\(product.name)</span>
              <span class="line">\(product.line)</span>
              <span class="price">\(product.price)</span>
            </a>
            """
        }
        return page(
            title: "Things for the house by the sea",
            content: """
                <section class="hero">
                  <h1>Things for the house by the sea</h1>
                  <p>A small shop behind a local edge. Every page you see was let through by the enforcer.</p>
                </section>
                <section class="grid">
                \(cards.joined(separator: "\n"))
                </section>
                """
        )
    }

    func product(_ product: Product) -> String {
        page(
            title: product.name,
            content: """
                <article class="detail">
                  \(picture(of: product))
                  <div>
                    <h1>\(product.name)</h1>
                    <p class="price">\(product.price)</p>
                    <p>\(product.description)</p>
                    <p><a class="button" href="/login">Sign in to buy</a></p>
                    <p><a href="/">Back to the shop</a></p>
                  </div>
                </article>
                """
        )
    }

    /// - Parameter isRetry: whether the last attempt was refused.
    func login(isRetry: Bool = false) -> String {
        let notice = isRetry ? "<p role=\"alert\">That did not match. Any other password will do.</p>" : ""
        return page(
            title: "Sign in",
            content: """
                <section class="panel">
                  <h1>Sign in</h1>
                  \(notice)
                  <form method="post" action="/login">
                    <label>E-mail <input type="email" name="username" autocomplete="username" required></label>
                    <label>Password <input type="password" name="password" autocomplete="current-password" required></label>
                    <button class="button" type="submit">Sign in</button>
                  </form>
                </section>
                """
        )
    }

    func welcome() -> String {
        page(
            title: "Welcome",
            content: """
                <section class="panel">
                  <h1>Welcome back</h1>
                  <p>You are signed in. Nothing was checked and nothing was kept: this is a demo.</p>
                  <p><a class="button" href="/">To the shop</a></p>
                </section>
                """
        )
    }

    func notFound() -> String {
        page(
            title: "Not found",
            content: """
                <section class="panel">
                  <h1>Washed away</h1>
                  <p>There is no page at this address.</p>
                  <p><a class="button" href="/">To the shop</a></p>
                </section>
                """
        )
    }

    private func picture(of product: Product) -> String {
        let (light, dark) = product.colours
        return """
            <svg class="picture" viewBox="0 0 320 220" role="img" aria-label="\(product.name)">
              <defs><linearGradient id="\(product.slug)" x1="0" y1="0" x2="1" y2="1">
                <stop offset="0" stop-color="\(light)"/><stop offset="1" stop-color="\(dark)"/>
              </linearGradient></defs>
              <rect width="320" height="220" fill="url(#\(product.slug))"/>
              <circle cx="232" cy="74" r="36" fill="#fff" opacity=".35"/>
              <path d="M0 168q40-26 80 0t80 0 80 0 80 0v52H0z" fill="#fff" opacity=".22"/>
              <path d="M0 188q40-22 80 0t80 0 80 0 80 0v32H0z" fill="#fff" opacity=".3"/>
            </svg>
            """
    }

    private func page(title: String, content: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title) · Lantern Lane</title>
        <link rel="icon" href="/static/logo.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/static/site.css">
        \(headScript)</head>
        <body>
        <header>
          <a class="brand" href="/"><img src="/static/logo.svg" alt="" width="32" height="32">Lantern Lane</a>
          <nav><a href="/">Shop</a><a href="/login">Sign in</a></nav>
        </header>
        <main>
        \(content)
        </main>
        <footer>
          <p>Try the enforcer from a private window: <a href="/?demo=block">be blocked</a> · <a href="/?demo=ratelimit">be rate-limited</a></p>
        </footer>
        </body>
        </html>

        """
    }
}
