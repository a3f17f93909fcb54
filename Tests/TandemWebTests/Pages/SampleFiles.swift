import Foundation
import Mustache

@testable import TandemWeb

/// The sample views, as JSON files beside the tests; the design preview reads the same files.
enum SampleFiles {
    struct Sample: Sendable {
        let name: String
        let template: String
        let json: Data
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Samples")

    /// Every variant of one page's file, with the common shell filled in.
    static func variants(of page: String) throws -> [Sample] {
        let shell = try object("shell")
        return try object(page).sorted { $0.key < $1.key }.map { name, value in
            var view = value as? [String: Any] ?? [:]
            let own = view["shell"] as? [String: Any] ?? [:]
            var merged = shell.merging(own) { _, new in new }
            merged["nav"] = (merged["nav"] as? [[String: Any]])?.map { link in
                link.merging(["current": link["label"] as? String == own["at"] as? String]) { _, new in new }
            }
            view["shell"] = merged
            let json = try JSONSerialization.data(withJSONObject: view)
            return Sample(name: "\(page)/\(name)", template: page, json: json)
        }
    }

    private static func object(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appending(path: name + ".json"))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    /// Every page there is, as a function from JSON to the view.
    static let pages: [String: @Sendable (Data) throws -> any PageView] = [
        "answers": decode(AnswersPage.self), "home": decode(HomePage.self), "task": decode(TaskPage.self),
        "decisions": decode(DecisionsPage.self),
        "decision": decode(DecisionPage.self), "models": decode(ModelsPage.self),
        "examination": decode(ExaminationPage.self), "quality": decode(QualityPage.self),
        "item": decode(ItemPage.self), "items": decode(ItemsPage.self), "import": decode(ImportPage.self),
        "guidelines": decode(GuidelinesPage.self), "people": decode(PeoplePage.self),
        "policy": decode(PolicyPage.self), "ledger": decode(LedgerPage.self), "settings": decode(SettingsPage.self),
        "projects": decode(ProjectsPage.self), "sign_in": decode(SignInPage.self), "error": decode(ErrorPage.self),
    ]

    private static func decode<View: PageView>(_ type: View.Type) -> @Sendable (Data) throws -> any PageView {
        { try JSONDecoder().decode(type, from: $0) }
    }

    /// All samples decoded; `change` may rewrite the JSON first.
    static func views(
        _ change: (Any) -> Any = { $0 }
    ) throws -> [(sample: Sample, view: any PageView)] {
        try pages.keys.sorted().flatMap { page in
            try variants(of: page).map { sample in
                let changed = change(try JSONSerialization.jsonObject(with: sample.json))
                let json = try JSONSerialization.data(withJSONObject: changed)
                guard let decode = pages[page] else { throw TemplateWalk.Failure(reason: "no view for \(page)") }
                return (sample, try decode(json))
            }
        }
    }
}
