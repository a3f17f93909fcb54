import TandemLedger
import TandemTabular
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@testable import TandemOversight
@testable import TandemWeb

/// The People page's cells.
struct PeopleViewTests {
    @Test func `a share says its interval, n and how much more would decide it`() throws {
        let share = try #require(WorkerFigures.Share(20, of: 20, atLeast: 0.95))
        let cell = PeopleViews.cell(share, "gold answers")
        #expect(cell.share == "100%" && cell.range.hasSuffix("–100%, n 20") && cell.tone == .neutral)
        #expect(cell.lack?.hasPrefix("needs ") == true && cell.lack?.hasSuffix(" more gold answers") == true)
        let low = try #require(WorkerFigures.Share(50, of: 100, atLeast: 0.95))
        #expect(PeopleViews.cell(low, "pairs").tone == .bad && PeopleViews.cell(low, "pairs").lack == nil)
        let sure = try #require(WorkerFigures.Share(1000, of: 1000, atLeast: 0.95))
        #expect(PeopleViews.cell(sure, "pairs").tone == .good)
        let edge = try #require(WorkerFigures.Share(19, of: 20, atLeast: 0.95))
        #expect(PeopleViews.cell(edge, "pairs").lack == "more pairs narrow it")
    }

    @Test func `who may not see others' figures is told so`() {
        let own = ListWorkerFigures.Output(figures: [:], skills: [:], isOwnOnly: true)
        #expect(PeopleViews.note(own).contains("You see your own figures"))
        let all = ListWorkerFigures.Output(figures: [:], skills: [:], isOwnOnly: false)
        #expect(!PeopleViews.note(all).contains("You see your own"))
    }
}
