// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Something the demo shop sells.
struct Product: Sendable {
    let slug: String
    let name: String
    let price: String
    let line: String
    let description: String

    /// Two colours of the picture.
    let colours: (String, String)

    static let all: [Product] = [
        Product(
            slug: "harbour-lamp",
            name: "Harbour lamp",
            price: "€ 68",
            line: "Warm light, weathered brass",
            description: "A table lamp in the shape of an old pier light. Dims to a glow; the shade is blown by hand.",
            colours: ("#f6b25b", "#8a4b2a")
        ),
        Product(
            slug: "tide-kettle",
            name: "Tide kettle",
            price: "€ 54",
            line: "Boils quietly, pours well",
            description: "Enamelled steel with an oak handle. One and a half litres, for every hob there is.",
            colours: ("#5fb7b0", "#1f4f63")
        ),
        Product(
            slug: "dune-blanket",
            name: "Dune blanket",
            price: "€ 96",
            line: "Wool, undyed, heavy",
            description: "Woven from the wool of two flocks, in the colours it grew in. 140 by 200 centimetres.",
            colours: ("#e6d3b3", "#a5825a")
        ),
        Product(
            slug: "signal-mug",
            name: "Signal mug",
            price: "€ 18",
            line: "Stoneware with a red stripe",
            description: "Holds a third of a litre and keeps it warm. Survives dishwashers and picnics.",
            colours: ("#e4572e", "#7a1f1f")
        ),
    ]
}
