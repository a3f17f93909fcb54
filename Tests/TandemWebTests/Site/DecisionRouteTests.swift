import HTTPTypes
import TandemLedger
import TandemTabular
import TandemWorkflowTestSupport
import Testing

@testable import TandemWeb

struct DecisionRouteTests {
    private static let item: JSONValue = ["id": "c1", "amount": 7, "note": "call <b>me</b>"]

    @Test func `cases are decided singly and in batches, listed, shown and joined with outcomes`() async throws {
        try await WebWorld.with { web in
            let path = SiteURL.api(web.slug) + "/decisions"
            let one = try await web.call(.post, path, ["item": Self.item], as: "Shop", key: "d1")
            let id = try #require(one.json["id"]?.string)
            #expect(one.json["route"]?.string == "human")
            let again = try await web.call(.post, path, ["item": Self.item], as: "Shop", key: "d1")
            #expect(again.json["id"]?.string == id)
            let scored: JSONValue = [
                "item": ["id": "c2", "amount": 8], "scores": ["yes": 0.9, "no": 0.1], "model_version": "own-1",
            ]
            let many = try await web.call(.post, path, ["items": [scored, ["item": ["id": "c3"]]]], as: "Shop")
            #expect(many.json["items"]?.array?.count == 2)
            #expect(many.json["items"]?.array?.first?["scores"] == ["yes": 0.9, "no": 0.1])
            #expect(try await web.call(.get, path + "?route=human", as: "Cho").json["items"]?.array?.count == 3)
            #expect(try await web.call(.get, path + "?route=auto", as: "Cho").json["items"]?.array?.isEmpty == true)
            let told: JSONValue = ["value": "yes", "source": "customer"]
            try await web.call(.post, "/api/v1/decisions/\(id)/outcome", told, as: "Shop")
            let shown = try await web.call(.get, "/api/v1/decisions/\(id)", as: "Cho")
            #expect(shown.json["outcomes"]?.array?.count == 1)
            #expect(try await web.call(.get, "/api/v1/decisions/\(id)", as: "Out").status == .notFound)
        }
    }

    @Test func `a malformed case is told with its place`() async throws {
        try await WebWorld.with { web in
            let path = SiteURL.api(web.slug) + "/decisions"
            let bad = try await web.call(
                .post, path, ["items": [["item": ["id": "x"], "scores": ["yes": 3]]]], as: "Shop")
            #expect(bad.status == .badRequest)
            #expect(bad.json["place"]?.string == "/items/0/scores/yes")
        }
    }

    @Test func `the pages of decisions show them, with content as text`() async throws {
        try await WebWorld.with { web in
            let path = SiteURL.api(web.slug) + "/decisions"
            let one = try await web.call(.post, path, ["item": Self.item], as: "Shop")
            let id = try #require(one.json["id"]?.string)
            let list = try await web.visit(SiteURL.decisions(web.slug), as: "Cho")
            #expect(list.status == .ok)
            #expect(list.text.contains("decision-\(id)"))
            #expect(list.text.contains("c1"))
            let page = try await web.visit(SiteURL.decisions(web.slug) + "/" + id, as: "Cho")
            #expect(page.status == .ok)
            #expect(page.text.contains("&lt;b&gt;me"))
            #expect(!page.text.contains("<b>me"))
            let none = try await web.visit(SiteURL.decisions(web.slug) + "?q=zzz", as: "Cho")
            #expect(none.text.contains("No decision matches"))
            #expect(try await web.visit(SiteURL.decisions(web.slug), as: "Out").status == .notFound)
        }
    }

    @Test func `who may be asked to answer a case does not read on pages what the model said of it`() async throws {
        try await WebWorld.with { web in
            let path = SiteURL.api(web.slug) + "/decisions"
            let body: JSONValue = [
                "item": ["id": "c9", "amount": 8], "scores": ["yes": 0.913, "no": 0.087], "model_version": "own-1",
            ]
            let one = try await web.call(.post, path, body, as: "Shop")
            let id = try #require(one.json["id"]?.string)
            for page in [SiteURL.decisions(web.slug), SiteURL.decisions(web.slug) + "/" + id] {
                #expect(try await web.visit(page, as: "Cho").text.contains("0.913"))
                let blind = try await web.visit(page, as: "Ada").text
                #expect(blind.contains("hidden until answered"))
                #expect(!blind.contains("0.913"))
            }
        }
    }

    @Test func `who may be asked to answer a case does not get from the API what the model said of it`() async throws {
        try await WebWorld.with { web in
            let path = SiteURL.api(web.slug) + "/decisions"
            let body: JSONValue = [
                "item": ["id": "c9", "amount": 8], "scores": ["yes": 0.913, "no": 0.087], "model_version": "own-1",
            ]
            let one = try await web.call(.post, path, body, as: "Shop")
            #expect(one.json["label"]?.string == "yes")
            let id = try #require(one.json["id"]?.string)
            for address in [path, "/api/v1/decisions/" + id] {
                #expect(try await web.call(.get, address, as: "Cho").text.contains("0.913"))
                for name in ["Ada", "Eve"] {
                    let blind = try await web.call(.get, address, as: name).text
                    #expect(blind.contains("\"withheld\":true") && blind.contains(id))
                    for told in ["0.913", "0.087", "\"yes\"", "\"probability\"", "\"value\"", "\"label\""] {
                        #expect(!blind.contains(told), "\(name) reads \(told) at \(address)")
                    }
                }
            }
            // Answered by all who were to answer it, it is told.
            let task = try await web.call(.post, SiteURL.api(web.slug) + "/tasks/claim", [:], as: "Ada")
            let answer: JSONValue = ["value": "no"]
            let taskID = try #require(task.json["id"]?.string)
            try await web.call(.post, "/api/v1/tasks/\(taskID)/annotation", answer, as: "Ada")
            web.world.clock.move(seconds: 31)
            try await web.world.settle()
            let told = try await web.call(.get, "/api/v1/decisions/" + id, as: "Ada")
            #expect(told.json["decision"]?["withheld"]?.bool == false)
            #expect(told.json["decision"]?["value"]?.string == "no")
            #expect(told.text.contains("0.913"))
        }
    }

    @Test func `an address refuses whatever method it does not take, and says which it takes`() async throws {
        try await WebWorld.with { web in
            let path = SiteURL.api(web.slug) + "/decisions"
            for name in ["DELETE", "PATCH", "TRACE", "QUERY", "FROB"] {
                let method = try #require(HTTPRequest.Method(rawValue: name))
                let reply = try await web.visit(path, method: method, as: "Cho")
                #expect(reply.status == .methodNotAllowed)
                #expect(reply.headers[.allow] == "GET, HEAD, POST")
            }
            #expect(try await web.visit("/api/v1/nothing", method: .delete, as: "Cho").status == .notFound)
        }
    }

    @Test func `a refusal quotes what was sent neither at any length nor with a zero`() async throws {
        try await WebWorld.with { web in
            let path = SiteURL.api(web.slug) + "/decisions"
            let reply = try await web.call(.get, path + "?a%00" + String(repeating: "b", count: 5000) + "=1", as: "Cho")
            #expect(reply.status == .badRequest)
            let detail = try #require(reply.json["detail"]?.string)
            #expect(!detail.unicodeScalars.contains("\0") && detail.contains("\u{FFFD}b") && detail.count <= 2000)
            let long = String(repeating: "c", count: 50_000)
            let body = try await web.call(.post, path, .object(["item": [:], long: true]), as: "Shop")
            #expect(body.status == .badRequest && body.text.utf8.count < 10_000)
        }
    }
}
