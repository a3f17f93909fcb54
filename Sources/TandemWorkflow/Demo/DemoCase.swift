import TandemLedger
import TandemTabular
import TandemWork

/// A demo on real data: which question, which columns, which people, and how its rows are read.
public struct DemoCase: Sendable {
    /// Its name on the command line and the project's slug.
    public let name: String
    /// The project's title.
    public let title: String
    /// What is asked.
    public let question: Question
    /// The columns of an item.
    public let columns: [Column]
    /// The label that metrics call positive.
    public let positiveLabel: String
    /// Where the data come from; shown on every page.
    public let source: DataSource
    /// What annotators are told.
    public let guidelines: String
    /// The file in the vendor folder.
    public let file: String
    /// How many rows the first batch has.
    public let firstBatch: Int
    /// How many live cases were decided in the replayed days.
    public let decidedCases: Int
    /// How many rows the second batch has.
    public let secondBatch: Int
    /// The error rate that certificates promise.
    public let maxError: Double
    /// The column whose groups are compared for fairness; nil for none.
    public let fairnessColumn: String?
    /// A rule of the routing policy, as an example.
    public let rule: String
    /// What the held-back pattern is, in words.
    public let pattern: String
    /// Reads the file's rows.
    /// - Throws: `Problem` when the file is not what the set-up script fetched.
    public let read: @Sendable ([UInt8]) throws -> [DemoRow]

    /// Where the history's ids, keys, order of rows and simulated answers come from; everybody sees the same history.
    ///
    /// With so few rows an attempt at a certificate can fail: one error among the surest cases of a label may end it, and
    /// did for five of seventeen seeds. This one was chosen because both of its certificates cover most.
    public static let seed: UInt64 = 2043

    /// The demos there are.
    public static let all = [fraud, incidents]
}

extension DemoCase {
    /// 1,250 real websites, phishing or not, by nine signs.
    public static let fraud = DemoCase(
        name: "fraud", title: "Phishing websites",
        question: .choice(
            "Is this website phishing?",
            [LabelChoice("phishing", text: "Phishing"), LabelChoice("legitimate", text: "Legitimate")]),
        columns: [Column("site", .text, role: .key, isRequired: true)]
            + fraudSigns.map { Column($0.name, .category, help: $0.help) },
        positiveLabel: "phishing",
        source: DataSource(
            name: "Website Phishing (UCI 379, Abdelhamid 2014), as packaged by river 0.26.1",
            url: "https://archive.ics.uci.edu/dataset/379/website+phishing",
            license: "CC BY 4.0 (data), BSD-3-Clause (river)",
            text: "1,250 real websites judged phishing or not. Each sign was rated legitimate, suspicious or phishy."),
        guidelines: """
            # Phishing or legitimate?

            You see nine signs of a real website. Each was rated **legitimate**, **suspicious** or **phishy** when the
            site was inspected.

            - An **empty server form handler** is the strongest sign: what a visitor types goes nowhere honest.
            - A valid **https** certificate speaks for a site, but certificates are free: do not rely on it alone.
            - How **popular** a site is and how old its domain says little alone: look at it with the other signs.
            - If the signs contradict each other and you cannot decide, choose **Unsure** and say why in a comment.
            """,
        file: "phishing.csv", firstBatch: 810, decidedCases: 150, secondBatch: 60, maxError: 0.05,
        fairnessColumn: "age_of_domain",
        rule: #"empty_server_form_handler = "phishy" and popup_window = "legitimate" -> human"#,
        pattern: "websites whose form handler is rated suspicious, neither legitimate nor phishy", read: readFraud)

    private static let fraudSigns: [(name: String, help: String)] = [
        ("empty_server_form_handler", "Where forms send what a visitor types; phishy: nowhere honest."),
        ("popup_window", "Whether pop-up windows ask for input."),
        ("https", "Whether the connection is secured and by whom."),
        ("request_from_other_domain", "How much of the page (pictures, scripts) comes from other domains."),
        ("anchor_from_other_domain", "How many links lead to other domains or nowhere."),
        ("is_popular", "How much web traffic the site has."),
        ("long_url", "How long the address is; long ones hide where they lead."),
        ("age_of_domain", "How long the domain has existed."),
        ("ip_in_url", "Whether the address names a number in place of a domain."),
    ]

    private static func readFraud(_ bytes: [UInt8]) throws -> [DemoRow] {
        let words = ["0": "phishy", "0.0": "phishy", "0.5": "suspicious", "1": "legitimate", "1.0": "legitimate"]
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard lines.first == Substring((fraudSigns.map(\.name) + ["is_phishing"]).joined(separator: ",")) else {
            throw Problem(.invalid, "demo_data_invalid", "phishing.csv is not the file that 'make setup' fetches.")
        }
        return try lines.dropFirst().enumerated().map { index, line in
            let fields = line.split(separator: ",").map(String.init)
            guard fields.count == 10 else {
                throw Problem(
                    .invalid, "demo_data_invalid", "phishing.csv line \(index + 2) has \(fields.count) fields.")
            }
            let key = "site-" + String(10_000 + index + 1).dropFirst()
            var content: [String: JSONValue] = ["site": .string(key)]
            for (sign, field) in zip(fraudSigns.map(\.name), fields) {
                guard let word = words[field] else {
                    throw Problem(.invalid, "demo_data_invalid", "phishing.csv line \(index + 2): \(sign) is \(field).")
                }
                content[sign] = .string(word)
            }
            let isHeldBack = content["empty_server_form_handler"] == "suspicious"
            return DemoRow(
                key: key, content: content, truth: fields[9] == "1" ? "phishing" : "legitimate", isHeldBack: isHeldBack)
        }
    }
}

extension DemoCase {
    /// 15,666 real AI-security incident reports with their severity.
    public static let incidents = DemoCase(
        name: "incidents", title: "AI-security incidents",
        question: .choice(
            "How severe is this incident?",
            ["Critical", "High", "Medium", "Low"].map { LabelChoice($0.lowercased(), text: $0) }),
        columns: [
            Column("id", .text, role: .key, isRequired: true), Column("title", .text), Column("description", .text),
            Column("attack_vector", .category), Column("affected", .text),
        ],
        positiveLabel: "critical",
        source: DataSource(
            name: "genai-incidents 2.13.0", license: "CC BY 4.0 (data)",
            text: "15,666 real reports of security incidents with AI systems, with the severity their editors gave."),
        guidelines: """
            # How severe?

            - **Critical**: wide harm has happened or is certain: data of many people, money, safety.
            - **High**: serious harm to some, or an exploit that needs no special position.
            - **Medium**: limited harm, or an exploit that needs luck or access.
            - **Low**: a nuisance, a demonstration without a victim.
            """,
        file: "incidents.jsonl", firstBatch: 810, decidedCases: 150, secondBatch: 60, maxError: 0.25,
        fairnessColumn: nil, rule: #"attack_vector = "csam-generation" -> human priority 5"#, pattern: "deepfakes",
        read: readIncidents)

    private static func readIncidents(_ bytes: [UInt8]) throws -> [DemoRow] {
        try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            let row = try JSONValue(parsing: Array(line))
            guard let key = row["id"]?.string, let severity = row["severity"]?.string else {
                throw Problem(
                    .invalid, "demo_data_invalid", "incidents.jsonl is not the file that 'make setup' fetches.")
            }
            var content: [String: JSONValue] = [:]
            for column in ["id", "title", "description", "attack_vector", "affected"] {
                if let value = row[column]?.string { content[column] = .string(value) }
            }
            let vector = row["attack_vector"]?.string ?? ""
            return DemoRow(
                key: key, content: content, truth: severity.lowercased(), isHeldBack: vector == "deepfake")
        }
    }
}
