import Foundation
import Testing

@testable import TandemWeb

struct TemplateTests {
    @Test func `every token of every template is a property of its view, and some sample reaches it`() throws {
        var walk = try TemplateWalk(sources: Templates.sources)
        for (sample, view) in try SampleFiles.views() { try walk.walk(sample.template, view: view) }
        #expect(walk.unknown.sorted() == [])
        #expect(walk.all.subtracting(walk.met).sorted() == [])
    }

    @Test func `a token without a property is found`() throws {
        struct View { let known: String }
        var walk = try TemplateWalk(sources: ["a": "{{known}} {{unknown}} {{#known}}{{other}}{{/known}}"])
        try walk.walk("a", view: View(known: "x"))
        #expect(walk.unknown == ["a: {{unknown}} (tag 2)", "a: {{other}} (tag 4)"])
    }

    @Test func `every sample of every page renders`() throws {
        let templates = try Templates()
        for (sample, view) in try SampleFiles.views() {
            let html = try templates.render(view)
            #expect(html.contains("</html>"), "\(sample.name)")
            #expect(!html.contains("{{"), "\(sample.name)")
            #expect(html.contains("<main"), "\(sample.name)")
        }
    }

    @Test func `live parts render alone`() throws {
        let templates = try Templates()
        let row = try #require(try home().waiting.first)
        let html = try templates.render(WaitingView(waiting: [row], nothingWaits: nil, stuck: []))
        #expect(html.contains("Cases to label"))
        #expect(!html.contains("<html"))
        #expect(try templates.render(try home().loop).hasPrefix("<svg"))
        let banner = BannerView(tone: .bad, title: "Withdrawn", text: "why", bannerHref: nil, bannerAction: nil)
        #expect(try templates.render(BannersView(banners: [banner])).contains("banner-bad"))
    }

    private func home() throws -> HomePage {
        let sample = try #require(try SampleFiles.variants(of: "home").first { $0.name == "home/full" })
        return try JSONDecoder().decode(HomePage.self, from: sample.json)
    }

    @Test func `a malformed template stops the start and a missing one is named`() throws {
        #expect(throws: Templates.Failure.self) { try Templates(sources: ["home": "{{#open}}"]) }
        let templates = try Templates(sources: [:])
        #expect(throws: Templates.Failure.missing(template: "banners")) {
            try templates.render(BannersView(banners: []))
        }
    }

    @Test func `only the guidelines are printed as they are`() throws {
        let walk = try TemplateWalk(sources: Templates.sources)
        let raw = walk.templates.flatMap { name, nodes in TemplateWalk.rawNames(nodes).map { "\(name).\($0)" } }
        #expect(raw == ["guidelines.html"])
        #expect(Templates.sources.values.allSatisfy { !$0.contains("{{&") })
    }

    @Test func `templates hold nothing that the content security policy would refuse`() {
        for (name, source) in Templates.sources {
            for banned in [" style=", "<style", "javascript:", " onclick=", " onload=", " onsubmit=", "hx-on", "://"] {
                #expect(!source.contains(banned), "\(name): \(banned)")
            }
            let ours =
                source.ranges(of: "<script src=\"/assets/").count
                + source.ranges(of: "<script type=\"module\" src=\"/assets/").count
            #expect(ours == source.ranges(of: "<script").count, "\(name)")
        }
    }

    @Test func `every asset that a template or module names is there`() throws {
        let thirdParty: Set = ["htmx.min.js", "htmx-sse.js", "vega.js"]
        let scripts = WebAsset.all.mapValues { String(decoding: $0.bytes, as: UTF8.self) }
        for (file, text) in Templates.sources.merging(scripts, uniquingKeysWith: { first, _ in first }) {
            for match in text.matches(of: /\/assets\/([a-z-]+(\.min)?\.[a-z]+)/) {
                #expect(WebAsset.all[String(match.1)] != nil || thirdParty.contains(String(match.1)), "\(file)")
            }
            for match in text.matches(of: /from "\.\/([a-z]+\.js)\?v=[0-9a-f]{12}"/) {
                #expect(WebAsset.all[String(match.1)] != nil, "\(file)")
            }
        }
        #expect(WebAsset.version.count == 12)
        #expect(scripts.values.allSatisfy { !$0.contains(/from "\.[^"]*\.js"/) }, "an import without its version")
    }
}
