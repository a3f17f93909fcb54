import TandemLedger
import TandemTestSupport
import Testing

@testable import TandemOversight

struct SecondOpinionTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `an independent program finds the same twelve values in exported events`(_ seed: UInt64) throws {
        let history = try History.invented(seed: seed)
        let other = try SecondOpinion.figures(
            try history.lines, project: History.project, labels: History.labels)
        try compare(KPI.all(try history.kpis), other, least: 12)
    }

    @Test func `without gold both programs estimate the same accuracy`() throws {
        let history = try History.invented(seed: 4, withGold: false)
        let other = try SecondOpinion.figures(
            try history.lines, project: History.project, labels: History.labels)
        let results = KPI.all(try history.kpis)
        #expect(results[0].isEstimated && results[0].interval == nil)
        try compare(results, other, least: 12)
    }

    @Test func `a young project has the same figures in both, and the rest are missing in both`() throws {
        let history = try History.invented(seed: 5, answers: 40)
        let other = try SecondOpinion.figures(
            try history.lines, project: History.project, labels: History.labels)
        try compare(KPI.all(try history.kpis), other, least: 9)
    }

    private func compare(_ results: [KPIResult], _ other: [String: Double?], least: Int) throws {
        #expect(results.count == 12 && other.count == 12)
        for result in results {
            let key = result.definition.key
            let name = key
            let second = try #require(other[name], "the script knows no \(name)")
            #expect((result.value == nil) == (second == nil), "\(key)")
            guard let value = result.value, let second else { continue }
            #expect(abs(value - second) <= 1e-9 * max(1, abs(second)), "\(key): \(value) against \(second)")
        }
        #expect(results.count { $0.value != nil } >= least)
    }
}
