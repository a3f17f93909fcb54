import TandemLedger
import TandemTabular
import TandemWork

/// What a project must be like.
enum ProjectRules {
    static func check(_ body: CreateProject.Body) throws(Problem) -> (name: String, slug: String, schema: Schema) {
        let name = try check(name: body.name)
        let slug = try body.slug.map(check(slug:)) ?? slug(from: name)
        try body.question.check()
        try body.settings?.check()
        if let guidelines = body.guidelines { try check(guidelines: guidelines) }
        let schema = try schema(body.schema)
        if let policy = body.policy { _ = try PolicyChecks.check(policy, schema: schema, question: body.question) }
        if let positive = body.settings?.positiveLabel, !body.question.labels.contains(where: { $0.value == positive })
        {
            throw Problem(
                .invalid, "bad_setting", "positive_label must be one of the question's labels.",
                at: "/settings/positive_label")
        }
        return (name, slug, schema)
    }

    static func check(name: String) throws(Problem) -> String {
        guard (1...200).contains(name.count), name.contains(where: { !$0.isWhitespace }) else {
            throw Problem(.invalid, "bad_name", "A name has 1 to 200 characters.", at: "/name")
        }
        return name
    }

    static func check(guidelines: String) throws(Problem) {
        guard guidelines.utf8.count <= 200_000 else {
            throw Problem(.invalid, "guidelines_too_long", "Guidelines have at most 200,000 bytes.", at: "/guidelines")
        }
    }

    static func check(slug: String) throws(Problem) -> String {
        let isPlain = slug.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard (1...60).contains(slug.utf8.count), isPlain, slug.first != "-", slug.last != "-",
            ProjectID(checking: slug) == nil
        else {
            throw Problem(
                .invalid, "bad_slug", "A slug has 1 to 60 lower-case letters, digits and inner dashes.", at: "/slug")
        }
        return slug
    }

    static func slug(from name: String) -> String {
        let words = name.lowercased().unicodeScalars.split { scalar in
            !(scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil))
        }
        let slug = words.map { String($0) }.joined(separator: "-").prefix(60)
        let trimmed = slug.last == "-" ? slug.dropLast() : slug
        return trimmed.isEmpty ? "project" : String(trimmed)
    }

    static func schema(_ json: JSONValue) throws(Problem) -> Schema {
        let schema: Schema
        do throws(JSONError) {
            schema = try Schema(json: json)
        } catch {
            throw Problem(.invalid, "bad_schema", error.detail ?? error.description, at: "/schema")
        }
        guard (1...2000).contains(schema.columns.count) else {
            throw Problem(.invalid, "bad_schema", "A schema has 1 to 2,000 columns.", at: "/schema/columns")
        }
        for role in [ColumnRole.key, .subject, .target] where schema.columns(with: role).count > 1 {
            throw Problem(
                .invalid, "bad_schema", "At most one column has the role \(role.rawValue).", at: "/schema/columns")
        }
        return schema
    }
}
