import HTTPTypes
import TandemLedger
import TandemTabular
import TandemWorkflowTestSupport
import Testing

@testable import TandemWeb

struct QualityRouteTests {
    @Test func `models, certificates and figures of an empty project are told over HTTP and on pages`() async throws {
        try await WebWorld.with { web in
            let api = SiteURL.api(web.slug)
            #expect(try await web.call(.get, api + "/models", as: "Ada").json["items"]?.array?.isEmpty == true)
            #expect(try await web.call(.get, api + "/comparison", as: "Ada").json["code"]?.string == "no_models")
            #expect(try await web.call(.get, api + "/certificates", as: "Ada").json["items"]?.array?.isEmpty == true)
            #expect(try await web.call(.get, api + "/kpis", as: "Cho").json["kpis"]?.array?.count == 12)
            #expect(try await web.call(.get, api + "/kpis/history", as: "Cho").status == .ok)
            #expect(try await web.call(.get, api + "/jobs", as: "Sam").status == .ok)
            #expect(try await web.call(.get, api + "/messages", as: "Cho").status == .ok)
            let issued = try await web.call(.post, api + "/certificates", ["max_error": 0.05], as: "Cho")
            #expect(issued.json["code"]?.string == "no_live_model")
            #expect(try await web.visit(SiteURL.models(web.slug), as: "Sam").text.contains("No model yet"))
            let quality = try await web.visit(SiteURL.quality(web.slug), as: "Cho")
            #expect(quality.status == .ok)
            #expect(quality.text.contains("kpi-labeling_accuracy"))
        }
    }

    @Test func `costs and known answers are posted, once for each key`() async throws {
        try await WebWorld.with { web in
            try await web.world.importItems(2, into: web.project)
            let api = SiteURL.api(web.slug)
            let cost: JSONValue = ["kind": "platform", "amount": 12.5, "currency": "EUR"]
            let first = try await web.call(.post, api + "/costs", cost, as: "Cho", key: "c")
            let second = try await web.call(.post, api + "/costs", cost, as: "Cho", key: "c")
            #expect(first.json["id"] == second.json["id"])
            #expect(try await web.call(.post, api + "/costs", cost, as: "Ada").status == .forbidden)
            let gold: JSONValue = ["items": [["item": "i0", "value": "yes"]]]
            #expect(try await web.call(.post, api + "/gold", gold, as: "Sam").json["set"] == 1)
        }
    }

    @Test func `a form is refused without its token, and what it cannot do is told on the page`() async throws {
        try await WebWorld.with { web in
            let models = SiteURL.models(web.slug)
            let forged = try await web.visit(models + "/retrain", form: [:], as: "Sam", csrf: "other")
            #expect(forged.status == .forbidden)
            let asked = try await web.visit(models + "/retrain", form: [:], as: "Sam")
            #expect(asked.status == .seeOther)
            #expect(asked.headers[.location] == models)
            #expect(try await web.visit(models, as: "Sam").text.contains("Training a new model"))
            let twice = try await web.visit(models + "/retrain", form: [:], as: "Sam")
            #expect(twice.status == .conflict)
            #expect(twice.text.contains("A model of this project is being trained"))
            let form = ["max_error": "0.05", "confidence": "0.95"]
            let refused = try await web.visit(SiteURL.certificates(web.slug), form: form, as: "Cho")
            #expect(refused.status == .conflict)
            #expect(refused.text.contains("Promote a model first"))
            let own = try await web.visit(
                SiteURL.certificates(web.slug), form: form.merging(["model_version": " shop-7 "]) { $1 }, as: "Cho")
            #expect(own.status == .seeOther, "asked without a live model: \(own.text.prefix(200))")
            let page = try await web.visit(SiteURL.quality(web.slug), as: "Cho").text
            #expect(page.contains("Refused for shop-7"))
        }
    }

    @Test func `a job is shown alone, and can be canceled`() async throws {
        try await WebWorld.with { web in
            let api = SiteURL.api(web.slug)
            let job = try await web.call(.post, api + "/models", [:], as: "Sam")
            let id = try #require(job.json["id"]?.string)
            let path = "/projects/\(web.slug)/jobs/\(id)"
            let card = try await web.visit(path, as: "Sam")
            #expect(card.text.contains("job-\(id)"))
            #expect(!card.text.contains("<html"))
            #expect(try await web.visit(path + "/cancel", form: [:], as: "Sam").status == .seeOther)
            let ended = try await web.visit(path, as: "Sam")
            #expect(ended.text.contains("canceled"))
            #expect(ended.headers[try #require(HTTPField.Name("HX-Refresh"))] == "true")
        }
    }
}
