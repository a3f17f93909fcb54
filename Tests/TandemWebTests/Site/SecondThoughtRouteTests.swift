import HTTPTypes
import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@testable import TandemWeb

struct SecondThoughtRouteTests {
    @Test func `a claim names the kinds it wants, and the work page passes on the one of its address`() async throws {
        try await WebWorld.with { web in
            try await web.world.importItems(2, into: web.project)
            let claim = SiteURL.api(web.slug) + "/tasks/claim"
            let none = try await web.call(.post, claim, ["kinds": ["review"]], as: "Eve")
            #expect(none.status == .noContent)
            let label = try await web.call(.post, claim, ["kinds": ["label", "review"]], as: "Eve")
            #expect(label.json["kind"]?.string == "label")
            let wrong = try await web.call(.post, claim, ["kinds": ["nap"]], as: "Eve")
            #expect(wrong.status == .badRequest)
            let page = try await web.visit(SiteURL.work(web.slug, .review), as: "Eve")
            #expect(page.text.contains("data-kinds=\"review\""))
            let all = try await web.visit(SiteURL.work(web.slug) + "?kind=%22%3E", as: "Eve")
            #expect(all.text.contains("data-kinds=\"\""))
        }
    }

    @Test func `without a model there is nothing to reveal, and before the answer neither`() async throws {
        try await WebWorld.with { web in
            try await web.world.importItems(20, into: web.project)
            var codes: Set<String> = []
            for _ in 0..<20 {
                let task = try await web.call(.post, SiteURL.api(web.slug) + "/tasks/claim", [:], as: "Ada")
                let id = try #require(task.json["id"]?.string)
                let early = try await web.call(.post, "/api/v1/tasks/\(id)/reveal", [:], as: "Ada")
                #expect(early.json["code"]?.string == "not_answered")
                let body: JSONValue = ["value": "yes", "active_ms": 1]
                let given = try await web.call(.post, "/api/v1/tasks/\(id)/annotation", body, as: "Ada")
                #expect(given.json["can_reveal"]?.bool == task.json["blind"]?.bool)
                let late = try await web.call(.post, "/api/v1/tasks/\(id)/reveal", [:], as: "Ada")
                codes.insert(late.json["code"]?.string ?? "")
            }
            #expect(codes.isSubset(of: ["no_model", "not_blind"]) && codes.contains("no_model"))
        }
    }

    @Test func `an answer is corrected over HTTP and by a form without JavaScript`() async throws {
        try await WebWorld.with { web in
            try await web.world.importItems(1, into: web.project)
            let given = try #require(
                try await web.world.answerNext("no", in: web.project, as: try await web.actor("Ada")))
            let path = "/api/v1/tasks/\(given.task)/correction"
            let made = try await web.call(.post, path, ["value": "yes", "comment": "looked again"], as: "Ada")
            #expect(made.status == .ok && made.json["changed"]?.bool == true)
            let stranger = try await web.call(.post, path, ["value": "yes"], as: "Eve")
            #expect(stranger.json["code"]?.string == "nothing_to_correct")
            let mine = try await web.call(.get, SiteURL.api(web.slug) + "/answers", as: "Ada")
            #expect(mine.json["items"]?.array?.first?["value"]?.string == "yes")
            let here = SiteURL.answers(web.slug)
            let page = try await web.visit(here, as: "Ada")
            #expect(page.text.contains(given.task.rawValue) && page.text.contains("looked again"))
            let form = ["task": given.task.rawValue, "value": "no", "comment": "<b>no</b>"]
            let forged = try await web.visit(here, form: form, as: "Ada", csrf: "wrong")
            #expect(forged.status == .forbidden)
            let done = try await web.visit(here, form: form, as: "Ada")
            #expect(done.status == .ok && done.text.contains("Your new answer counts"))
            #expect(done.text.contains("&lt;b&gt;no&lt;/b&gt;") && !done.text.contains("<b>no</b>"))
            let wrong = try await web.visit(here, form: ["task": "nonsense", "value": "no"], as: "Ada")
            #expect(wrong.status == .conflict && wrong.text.contains("callout-bad"))
        }
    }

    @Test func `only who may change the policy sees its form, and a change since the page was read is told`()
        async throws
    {
        try await WebWorld.with { web in
            let here = SiteURL.policy(web.slug)
            #expect(!(try await web.visit(here, as: "Ada")).text.contains("name=\"rules\""))
            let page = try await web.visit(here, as: "Cho")
            #expect(page.text.contains("name=\"rules\"") && page.text.contains("name=\"based_on\" value=\"1\""))
            let form = ["based_on": "1", "rules": "amount > 10 -> human\n\n", "audit": "20", "overlap": "2"]
            let saved = try await web.visit(here, form: form, as: "Cho")
            #expect(saved.status == .ok && saved.text.contains("Saved as version 2."))
            #expect(saved.text.contains("name=\"based_on\" value=\"2\""))
            let project = try await web.read()
            #expect(project.policy["rules"]?.array == ["amount > 10 -> human"])
            #expect(project.policy["audit_share"]?.number == 0.2 && project.policy["overlap"]?.int == 2)
            var second = form
            second["rules"] = "amount > 99 -> human"
            let stale = try await web.visit(here, form: second, as: "Cho")
            #expect(stale.status == .conflict && stale.text.contains("Somebody changed the project"))
            #expect(stale.text.contains("amount &gt; 99") && stale.text.contains("name=\"based_on\" value=\"2\""))
            let wrong = try await web.visit(
                here, form: ["based_on": "2", "rules": "nope >", "audit": "20", "overlap": "1"], as: "Cho")
            #expect(wrong.status == .conflict && wrong.text.contains("Rule 1"))
            let refused = try await web.visit(here, form: form, as: "Ada")
            #expect(refused.status == .forbidden)
            #expect(try await web.read().version == 2)
        }
    }

    @Test func `an administrator gives and takes roles by form, nobody else`() async throws {
        try await WebWorld.with { web in
            let here = SiteURL.people(web.slug)
            let made = try await CreateAccount(web.world.services).run(
                .init(.init(email: "new@example.org", name: "Nia New", password: nil)), as: web.world.administrator)
            #expect(!(try await web.visit(here, as: "Cho")).text.contains("name=\"email\""))
            let refused = try await web.visit(here, form: ["email": "new@example.org", "role": "expert"], as: "Cho")
            #expect(refused.status == .forbidden)
            let done = try await web.visit(
                here, form: ["email": "New@Example.org", "role": "expert", "rate": "30", "currency": "eur"], as: "Root")
            #expect(done.status == .ok && done.text.contains("Nia New has the role Expert now."))
            #expect(done.text.contains("30 EUR/h"))
            let unknown = try await web.visit(here, form: ["email": "who@example.org", "role": "expert"], as: "Root")
            #expect(unknown.status == .conflict && unknown.text.contains("who@example.org"))
            let admin = try await web.visit(
                here, form: ["email": "new@example.org", "role": "administrator"], as: "Root")
            #expect(admin.status == .conflict)
            let taken = try await web.visit(
                here, form: ["revoke": "\(made.account.rawValue) expert"], as: "Root")
            #expect(taken.text.contains("The role was taken away."))
        }
    }

    @Test func `guidelines saved meanwhile are not overwritten, and what was typed is not lost`() async throws {
        try await WebWorld.with { web in
            let here = SiteURL.guidelines(web.slug)
            let form = ["based_on": "1", "markdown": "Look twice.", "reason": "x"]
            #expect(try await web.visit(here, form: form, as: "Eve").status == .seeOther)
            let stale = try await web.visit(
                here, form: ["based_on": "1", "markdown": "My own text.", "reason": "y"], as: "Eve")
            #expect(stale.status == .conflict && stale.text.contains("My own text."))
        }
    }

    @Test func `the aggregator is fitted on request and shown`() async throws {
        try await WebWorld.with { web in
            let base = SiteURL.api(web.slug) + "/aggregator"
            let empty = try await web.call(.get, base, as: "Sam")
            #expect(empty.json["method"]?.string == "majority" && empty.json["fit"] == nil)
            let job = try await web.call(.post, base + "/fits", [:], as: "Sam", key: "f1")
            #expect(job.status == .accepted)
            try await JobRunner(web.world.services).runWaiting()
            let fitted = try await web.call(.get, base, as: "Sam")
            #expect(fitted.json["fit"]?.string?.hasPrefix("fit_") == true)
            let refused = try await web.call(.post, base + "/fits", [:], as: "Shop")
            #expect(refused.status == .forbidden)
        }
    }
}

extension WebWorld {
    fileprivate func actor(_ name: String) async throws -> Actor { try #require(people[name]) }

    fileprivate func read() async throws -> Project {
        try await world.database.read { try ProjectStore.find(project.id, in: world.workspace, $0) }
    }
}
