import HTTPTypes
import TandemLedger
import TandemTabular
import Testing

@testable import TandemWeb

struct TaskRouteTests {
    @Test func `a task is claimed, kept, given back, answered and taken back over HTTP`() async throws {
        try await WebWorld.with { web in
            try await web.world.importItems(3, into: web.project)
            let claim = SiteURL.api(web.project.slug) + "/tasks/claim"
            let first = try await web.call(.post, claim, [:], as: "Ada", key: "k1")
            let id = try #require(first.json["id"]?.string)
            let fence = try #require(first.json["fence"])
            let again = try await web.call(.post, claim, [:], as: "Ada", key: "k1")
            #expect(again.json["id"]?.string == id)
            let beat = try await web.call(.post, "/api/v1/tasks/\(id)/heartbeat", ["fence": fence], as: "Ada")
            #expect(beat.json["lease_expires_at"]?.string != nil)
            let stranger = try await web.call(.post, "/api/v1/tasks/\(id)/heartbeat", ["fence": fence], as: "Eve")
            #expect(stranger.status == .conflict)
            let body: JSONValue = ["fence": fence, "value": "yes", "active_ms": 10, "unsure": false]
            let answered = try await web.call(.post, "/api/v1/tasks/\(id)/annotation", body, as: "Ada", key: "a1")
            #expect(answered.json["undo_until"]?.string != nil)
            let back = try await web.call(.post, "/api/v1/tasks/\(id)/undo", ["fence": fence], as: "Ada")
            #expect(back.json["question"] != nil)
            #expect(try await web.call(.get, "/api/v1/tasks/\(id)", as: "Ada").json["id"]?.string == id)
            let late = try #require(back.json["fence"])
            #expect(try await web.call(.post, "/api/v1/tasks/\(id)/release", ["fence": late], as: "Ada").status == .ok)
            let gone = try await web.call(.post, "/api/v1/tasks/\(id)/release", ["fence": late], as: "Ada")
            #expect(gone.status == .conflict)
        }
    }

    @Test func `a verdict on a task that is no review, and an unasked probe, are refused with stable codes`()
        async throws
    {
        try await WebWorld.with { web in
            try await web.world.importItems(1, into: web.project)
            let claim = SiteURL.api(web.project.slug) + "/tasks/claim"
            let task = try await web.call(.post, claim, [:], as: "Eve")
            let id = try #require(task.json["id"]?.string)
            let review = try await web.call(.post, "/api/v1/tasks/\(id)/review", ["decision": "accept"], as: "Eve")
            #expect(review.json["code"]?.string == "wrong_task_kind")
            let probe = try await web.call(.post, "/api/v1/tasks/\(id)/probe", ["rating": 4], as: "Eve")
            #expect(probe.json["code"]?.string == "nothing_asked")
            let wrong = try await web.call(.post, "/api/v1/tasks/\(id)/probe", ["rating": 9], as: "Eve")
            #expect(wrong.status == .badRequest)
        }
    }
}
