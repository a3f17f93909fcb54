import TandemStatistics
import TandemTabular

/// Whether the side an answer stands on plays a part.
struct SideBalance {
    /// Votes with B on the left, and B's preference among them.
    let bLeft: (n: Int, sum: Double)
    /// Votes with B on the right.
    let bRight: (n: Int, sum: Double)
    let decided: Int
    let leftChosen: Int

    init(_ votes: [PreferenceVote]) {
        let left = votes.filter(\.isBLeft)
        let right = votes.filter { !$0.isBLeft }
        bLeft = (left.count, left.reduce(0) { $0 + $1.choice.value })
        bRight = (right.count, right.reduce(0) { $0 + $1.choice.value })
        let chosen = votes.compactMap(\.isLeftChosen)
        decided = chosen.count
        leftChosen = chosen.count { $0 }
    }

    /// The preference for B with both sides counted alike, which a liking for one side cannot move; nil where B always
    /// stood on one side.
    var balanced: Double? {
        bLeft.n > 0 && bRight.n > 0 ? (bLeft.sum / Double(bLeft.n) + bRight.sum / Double(bRight.n)) / 2 : nil
    }

    private var total: Int { bLeft.n + bRight.n }

    func json(confidence: Double) -> JSONValue {
        [
            "b_on_the_left": JSONValue(finiteOrNull: Double(bLeft.n) / Double(total)),
            "left_chosen": Estimate.wilson(successes: leftChosen, of: decided, confidence: confidence)
                .map(MetricRows.interval) ?? .null,
            "preference_for_b_sides_alike": balanced.map(JSONValue.number) ?? .null,
        ]
    }

    /// What a reader must know.
    func notes(confidence: Double) -> [String] {
        var notes: [String] = []
        if let share = Estimate.wilson(successes: bLeft.n, of: total, confidence: 0.999),
            share.lower > 0.5 || share.upper < 0.5
        {
            notes.append(
                "B stood on the left in \(bLeft.n) of \(total) votes: sides were not drawn evenly, so a liking for one "
                    + "side counts for or against B; see sides.preference_for_b_sides_alike")
        }
        if let left = Estimate.wilson(successes: leftChosen, of: decided, confidence: confidence),
            left.lower > 0.5 || left.upper < 0.5
        {
            notes.append(
                "the left side was chosen in \(leftChosen) of \(decided) decided votes: a liking for one side shows")
        }
        return notes
    }
}

/// A picture of what was known after each item.
struct PreferencePicture {
    let test: PreferenceTest
    let a: String
    let b: String
    /// Most steps that are drawn.
    private let limit = 500

    init(test: PreferenceTest, a: String, b: String) {
        self.test = test
        self.a = a
        self.b = b
    }

    var spec: JSONValue {
        let step = max(1, (test.path.count + limit - 1) / limit)
        let values = test.path.indices.filter { ($0 + 1) % step == 0 || $0 == test.path.count - 1 }.map {
            place -> JSONValue in
            [
                "items": JSONValue(place + 1), "preference": .number(test.path[place].mean),
                "lower": .number(test.path[place].lower), "upper": .number(test.path[place].upper),
            ]
        }
        let x = Picture.axis("items", "items judged")
        return Picture.spec(
            [
                "title": .string("Preference for \(b) over \(a), at every look"), "width": 480, "height": 260,
                "layer": [
                    [
                        "mark": ["type": "area", "opacity": 0.3],
                        "encoding": [
                            "x": x,
                            "y": [
                                "field": "lower", "type": "quantitative", "title": "preference for B",
                                "scale": ["domain": [0, 1]],
                            ], "y2": ["field": "upper"],
                        ],
                    ],
                    ["mark": "line", "encoding": ["x": x, "y": Picture.axis("preference", "preference for B")]],
                    ["mark": ["type": "rule", "strokeDash": [4, 4]], "encoding": ["y": ["datum": 0.5]]],
                ],
            ], values)
    }
}
