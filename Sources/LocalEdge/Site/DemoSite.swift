// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The origin that the local edge brings with it: a small shop that needs no network.
struct DemoSite: Origin {
    private let sensor: VisitorSensor?
    private let pages: DemoPages

    /// - Parameters:
    ///   - sensor: plays the page's sensor for visitors without JavaScript; nil if the real one is there.
    ///   - script: the sensor script that pages load; nil if they load none.
    init(sensor: VisitorSensor?, script: SensorScript? = nil) {
        self.sensor = sensor
        pages = DemoPages(headScript: script.map { "\($0.element)\n" } ?? "")
    }

    func respond(to request: ViewerRequest) async -> EdgeResponse {
        var response = content(for: request)
        if response.status == 200, response.headers.first("content-type") == Self.html, let sensor {
            response.headers += await sensor.cookies(for: request).map { HeaderLine("Set-Cookie", $0) }
        }
        return response
    }

    private func content(for request: ViewerRequest) -> EdgeResponse {
        switch (request.method, request.uri) {
        case ("POST", "/login"):
            let isRefused = String(decoding: request.body, as: UTF8.self).contains("password=\(Self.wrongPassword)")
            return isRefused ? page(pages.login(isRetry: true), status: 401) : page(pages.welcome())
        case ("GET", _), ("HEAD", _):
            return resource(at: request.uri)
        default:
            var response = EdgeResponse(status: 405, contentType: Self.html, body: pages.notFound())
            response.headers.append(HeaderLine("Allow", "GET, HEAD"))
            return response
        }
    }

    private func resource(at path: String) -> EdgeResponse {
        switch path {
        case "/": return page(pages.home())
        case "/login": return page(pages.login())
        case "/static/site.css": return file(DemoAssets.styleSheet, "text/css; charset=utf-8")
        case "/static/logo.svg": return file(DemoAssets.logo, "image/svg+xml")
        case "/robots.txt": return file(DemoAssets.robots, "text/plain; charset=utf-8")
        default: break
        }
        if let product = Product.all.first(where: { path == "/products/\($0.slug)" }) {
            return page(pages.product(product))
        }
        return EdgeResponse(status: 404, contentType: Self.html, body: pages.notFound())
    }

    private func page(_ text: String, status: Int = 200) -> EdgeResponse {
        var response = EdgeResponse(status: status, contentType: Self.html, body: text)
        response.headers.append(HeaderLine("Cache-Control", "private, no-store"))
        return response
    }

    private func file(_ text: String, _ type: String) -> EdgeResponse {
        var response = EdgeResponse(status: 200, contentType: type, body: text)
        response.headers.append(HeaderLine("Cache-Control", "public, max-age=300"))
        return response
    }

    /// The only password that the site refuses.
    static let wrongPassword = "wrong"

    private static let html = "text/html; charset=utf-8"
}
