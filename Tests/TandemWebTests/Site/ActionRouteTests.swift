import HTTPTypes
import TandemLedger
import TandemTabular
import TandemWorkflowTestSupport
import Testing

@testable import TandemWeb

/// An agent's action over HTTP and on pages.
struct ActionRouteTests {
    private static let body: JSONValue = [
        "item": ["id": "c1", "amount": 7],
        "action": ["name": "refund", "arguments": ["amount": 120, "note": "<b>now</b>"]],
    ]

    @Test func `an action is proposed, claimed, answered and shown, and an answer to another hash is refused`()
        async throws
    {
        try await WebWorld.with { web in
            let path = SiteURL.api(web.slug) + "/decisions"
            let taken = try await web.call(.post, path, Self.body, as: "Shop", key: "a1")
            let id = try #require(taken.json["id"]?.string)
            let hash = try #require(taken.json["action"]?["hash"])
            #expect(taken.json["default_label"] == "reject" && taken.json["value"] == nil)
            let claim = SiteURL.api(web.slug) + "/tasks/claim"
            #expect(try await web.call(.post, claim, [:], as: "Ada").status == .noContent)
            let task = try await web.call(.post, claim, ["kinds": ["approve"]], as: "Eve")
            #expect(task.json["kind"] == "approve" && task.json["action"]?["arguments"]?["amount"] == 120)
            let verdict = "/api/v1/tasks/\(try #require(task.json["id"]?.string))/verdict"
            let fence = try #require(task.json["fence"])
            let other: JSONValue = [
                "verdict": "accept", "seen_hash": .string(String(repeating: "0", count: 64)), "fence": fence,
            ]
            let refused = try await web.call(.post, verdict, other, as: "Eve")
            #expect(refused.status == .conflict && refused.json["code"] == "action_changed")
            let short: JSONValue = ["verdict": "accept", "seen_hash": "12", "fence": fence]
            #expect(try await web.call(.post, verdict, short, as: "Eve").status == .badRequest)
            let edit: JSONValue = [
                "verdict": "edit", "seen_hash": hash, "fence": fence, "arguments": ["amount": 60, "note": "later"],
            ]
            let made = try await web.call(.post, verdict, edit, as: "Eve", key: "v1")
            #expect(made.json["answer"]?["arguments"]?["amount"] == 60 && made.json["answer"]?["seen_hash"] == hash)
            let shown = try await web.call(.get, "/api/v1/decisions/" + id, as: "Shop")
            #expect(shown.json["decision"]?["value"] == "edit" && shown.json["decision"]?["action"]?["hash"] == hash)
            let page = try await web.visit(SiteURL.decisions(web.slug) + "/" + id, as: "Cho").text
            #expect(page.contains("edited by a person") && page.contains("&lt;b&gt;now") && !page.contains("<b>now"))
            let list = try await web.visit(SiteURL.decisions(web.slug), as: "Cho").text
            #expect(list.contains("refund"))
        }
    }

    @Test func `a waiting action shows on the expert's home, and its page leads to the task`() async throws {
        try await WebWorld.with { web in
            let taken = try await web.call(.post, SiteURL.api(web.slug) + "/decisions", Self.body, as: "Shop")
            let id = try #require(taken.json["id"]?.string)
            #expect(try await web.visit(SiteURL.home(web.slug), as: "Eve").text.contains("actions to approve"))
            let page = try await web.visit(SiteURL.decisions(web.slug) + "/" + id, as: "Eve").text
            #expect(page.contains("kind=approve") && page.contains("waits for a person"))
            #expect(
                !(try await web.visit(SiteURL.decisions(web.slug) + "/" + id, as: "Ada").text).contains("kind=approve"))
        }
    }

    @Test func `a malformed action is told with its place`() async throws {
        try await WebWorld.with { web in
            let path = SiteURL.api(web.slug) + "/decisions"
            let item: JSONValue = ["id": "c1"]
            for (action, place): (JSONValue, String) in [
                (["name": "a b", "arguments": [:]], "/action/name"), (["name": "a"], "/action/arguments"),
                (["name": "a", "arguments": [1]], "/action/arguments"),
            ] {
                let reply = try await web.call(.post, path, ["item": item, "action": action], as: "Shop")
                #expect(reply.status == .badRequest && reply.json["place"]?.string == place, "\(reply.text)")
            }
            let batch = try await web.call(
                .post, path, ["items": [["item": item, "action": ["name": "a b", "arguments": [:]]]]], as: "Shop")
            #expect(batch.json["place"]?.string == "/items/0/action/name")
        }
    }

    @Test func `a skipped task is not given again, and pages say what nobody may take`() async throws {
        try await WebWorld.with { web in
            try await web.call(.post, SiteURL.api(web.slug) + "/decisions", Self.body, as: "Shop")
            let claim = SiteURL.api(web.slug) + "/tasks/claim"
            let task = try await web.call(.post, claim, [:], as: "Eve")
            let id = try #require(task.json["id"]?.string)
            let skipped = try await web.call(.post, "/api/v1/tasks/\(id)/release", ["skip": true], as: "Eve")
            #expect(skipped.json["blocked"]?.string?.isEmpty == false)
            #expect(try await web.call(.post, claim, [:], as: "Eve").status == .noContent)
            for page in [SiteURL.home(web.slug), SiteURL.items(web.slug)] {
                let text = try await web.visit(page, as: "Root").text
                #expect(text.contains("nobody may take it"), "\(page)")
                #expect(text.contains("Nobody here has the role expert"), "people of a test have no accounts")
            }
        }
    }
}
