import ArgumentParser
import Foundation
import TandemStatistics
import TandemTabular

/// Which of two systems people prefer, with a rule for stopping that holds at every look.
public struct PreferenceCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "ab", abstract: "Which of two systems do people prefer, and may we stop asking?",
        discussion: """
            Columns: item, rater, left, right (which system stood where), preferred (a system's name, or left, right or tie).
            Look as often as you like: the interval holds at every look at once (a confidence sequence by betting,
            Waudby-Smith and Ramdas 2024). Items are the observations, several votes on one are averaged.

            \(example.help("validate ab"))
            """)

    /// A worked example.
    public static let example = Example(
        files: [
            "votes.csv": "item,rater,left,right,preferred\n"
                + (1...30).map { item in
                    let sides = item % 2 == 0 ? "old,new" : "new,old"
                    return
                        "\(item),\(["ann", "ben", "eva"][item % 3]),\(sides),\(item % 6 == 0 ? "tie" : item % 7 == 0 ? "old" : "new")\n"
                }.joined()
        ],
        arguments: ["votes.csv", "--baseline", "old"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions

    /// Which system is A.
    @Option(help: "The system called A; the first in sorted order if not said.")
    public var baseline: String?

    /// Confidence of intervals.
    @Option(help: "Confidence of the intervals, between 0 and 1.")
    public var confidence = 0.95

    /// What does not matter.
    @Option(help: "A preference this close to one half does not matter: allows the outcome \"no relevant difference\".")
    public var margin = 0.0

    /// The file.
    @Argument(help: "The file of votes, - for standard input.")
    public var votes: String

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses what is out of range.
    public func validate() throws {
        guard confidence > 0, confidence < 1 else { throw ValidationError("--confidence lies between 0 and 1") }
        guard margin >= 0, margin < 0.5 else { throw ValidationError("--margin is at least 0 and below 0.5") }
    }

    /// The outcome and the raters.
    public func report(at desk: Desk) throws -> Report {
        let file = try PreferenceFile(votes, format: files.format, baseline: baseline, at: desk)
        let items = PreferenceTest.items(file.votes)
        let test = PreferenceTest(items: items, confidence: confidence, margin: margin)
        let raters = RaterEffects.all(file.votes, raterCount: file.raters.count, confidence: confidence)
        let sides = SideBalance(file.votes)
        var report = Report(facts: facts(file, test, sides, items.count), rowsName: "raters", rows: table(raters, file))
        report.chart = PreferencePicture(test: test, a: file.a, b: file.b).spec
        report.summary = summary(file, test, raters)
        report.notes = sides.notes(confidence: confidence)
        return report
    }

    private func facts(
        _ file: PreferenceFile, _ test: PreferenceTest, _ sides: SideBalance, _ items: Int
    ) -> [String: JSONValue] {
        let (code, more) = Self.code(test.outcome)
        func number(_ value: Double?) -> JSONValue { value.map { JSONValue(finiteOrNull: $0) } ?? .null }
        return [
            "a": .string(file.a), "b": .string(file.b), "outcome": .string(code),
            "statement": .string(Self.statement(test, file)), "more_items_needed": more.map { JSONValue($0) } ?? .null,
            "decided_after_items": test.decidedAt.map { JSONValue($0) } ?? .null,
            "preference_for_b": test.preference.map(MetricRows.interval) ?? .null,
            "e_value": number(Foundation.exp(min(test.logEvidence, 700))),
            "items": JSONValue(items), "votes": JSONValue(file.votes.count),
            "wins_a": JSONValue(file.votes.count { $0.choice == .a }),
            "wins_b": JSONValue(file.votes.count { $0.choice == .b }),
            "ties": JSONValue(file.votes.count { $0.choice == .tie }), "confidence": .number(confidence),
            "margin": .number(margin), "sides": sides.json(confidence: confidence),
        ]
    }

    static func code(_ outcome: PreferenceTest.Outcome) -> (String, Int?) {
        switch outcome {
        case .aBetter: ("a_better", nil)
        case .bBetter: ("b_better", nil)
        case .noRelevantDifference: ("no_relevant_difference", nil)
        case .notYet(let more): ("not_yet", more)
        }
    }

    static func statement(_ test: PreferenceTest, _ file: PreferenceFile) -> String {
        switch test.outcome {
        case .aBetter: "\(file.a) is preferred to \(file.b); asking may stop"
        case .bBetter: "\(file.b) is preferred to \(file.a); asking may stop"
        case .noRelevantDifference: "any preference is within the margin; asking may stop"
        case .notYet(let more?): "not yet: needs about \(more) more items if votes go on as they did"
        case .notYet(nil): "not yet: no preference is seen so far, so no number of further items can be named"
        }
    }

    private func table(_ raters: [RaterEffects], _ file: PreferenceFile) -> OutputTable {
        OutputTable([
            .init("rater", .texts(raters.map { file.raters[$0.rater] })),
            .init("votes", .integers(raters.map(\.votes))),
            .init("preference_for_b", .numbers(raters.map(\.preference))),
            .init("left_share", .numbers(raters.map { $0.leftShare?.value ?? .nan })),
            .init("left_share_lower", .numbers(raters.map { $0.leftShare?.lower ?? .nan })),
            .init("left_share_upper", .numbers(raters.map { $0.leftShare?.upper ?? .nan })),
            .init("tie_share", .numbers(raters.map { $0.tieShare?.value ?? .nan })),
            .init("tie_share_lower", .numbers(raters.map { $0.tieShare?.lower ?? .nan })),
            .init("tie_share_upper", .numbers(raters.map { $0.tieShare?.upper ?? .nan })),
            .init("agreement", .numbers(raters.map { $0.agreement ?? .nan })),
            .init("agreement_pairs", .integers(raters.map(\.pairs))),
            .init("preference_without", .numbers(raters.map { without($0.rater, file) })),
        ])
    }

    /// The preference for B without one rater: whether the outcome hangs on them.
    private func without(_ rater: Int, _ file: PreferenceFile) -> Double {
        let items = PreferenceTest.items(file.votes.filter { $0.rater != rater })
        return items.isEmpty ? .nan : items.reduce(0, +) / Double(items.count)
    }

    private func summary(_ file: PreferenceFile, _ test: PreferenceTest, _ raters: [RaterEffects]) -> [SummaryTable] {
        let interval = test.preference.map {
            "\(SummaryTable.number($0.value)) (\(SummaryTable.number($0.lower)) … \(SummaryTable.number($0.upper)))"
        }
        return [
            SummaryTable(
                "A is \(file.a), B is \(file.b)",
                [("outcome", Self.statement(test, file)), ("preference for B", interval ?? "–")]),
            SummaryTable(
                "Raters", columns: ["rater", "votes", "for B", "left", "ties", "agreement"],
                rows: raters.map { rater in
                    [
                        file.raters[rater.rater], "\(rater.votes)", SummaryTable.number(rater.preference),
                        SummaryTable.number(rater.leftShare?.value), SummaryTable.number(rater.tieShare?.value),
                        SummaryTable.number(rater.agreement),
                    ]
                }),
        ]
    }
}
