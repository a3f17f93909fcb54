import TandemStatistics
import TandemTabular

extension CalibrateCommand {
    func picture(_ before: CalibrationQuality, _ after: CalibrationQuality) throws -> JSONValue {
        Picture.spec(
            [
                "title": "Reliability: stated and seen", "width": 360, "height": 360,
                "layer": [
                    [
                        "data": ["values": [["stated": 0, "seen": 0], ["stated": 1, "seen": 1]]],
                        "mark": ["type": "line", "strokeDash": [4, 4], "color": "gray"],
                        "encoding": ["x": Picture.axis("stated", "stated"), "y": Picture.axis("seen", "seen")],
                    ],
                    [
                        "mark": "rule",
                        "encoding": [
                            "x": Picture.axis("stated", "stated"), "y": Picture.axis("seen_lower", "seen"),
                            "y2": ["field": "seen_upper"], "color": ["field": "probabilities"],
                        ],
                    ],
                    [
                        "mark": ["type": "line", "point": true],
                        "encoding": [
                            "x": Picture.axis("stated", "stated"), "y": Picture.axis("seen", "seen"),
                            "color": ["field": "probabilities"],
                            "tooltip": Picture.tooltips(["stated", "seen", "seen_lower", "seen_upper", "n"]),
                        ],
                    ],
                ],
            ], try before.diagram("as stated") + after.diagram("calibrated"))
    }

    func summary(
        _ selection: CalibrationSelection, _ chosen: CalibrationMethod, _ facts: [String: JSONValue]
    ) -> SummaryTable {
        func row(_ title: String, _ key: String) -> [String] {
            [
                title, SummaryTable.number(facts["before"]?[key]?.number),
                SummaryTable.number(facts["after"]?[key]?.number),
            ]
        }
        return SummaryTable(
            "Calibration by \(chosen.rawValue), judged on held-out rows", columns: ["", "as stated", "calibrated"],
            rows: [
                row("log loss", "log_loss"), row("Brier score", "brier_score_loss"),
                row("calibration error, equal width", "ece_equal_width"),
                row("calibration error, equal mass", "ece_equal_mass"),
            ])
    }
}
