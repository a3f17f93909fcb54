import TandemLedger

extension TaskPayload {
    /// The same JSON as `Wire.encode` makes, up to the order of members, in a tenth of its time: every claim sends one.
    /// - Throws: `EncodingError`, for example for NaN.
    var wireBytes: [UInt8] {
        get throws {
            var json = MemberWriter(reserving: 1_024)
            json.add("id", id)
            json.add("kind", kind.rawValue)
            json.add("fence", fence)
            json.add("lease_expires_at", leaseExpiresAt)
            json.add("project", project)
            json.add("due_at", dueAt)
            json.add("waiting", waiting)
            json.add("guidelines_html", guidelinesHTML)
            json.add("guideline_version", guidelineVersion)
            json.add("blind", blind)
            json.add("item") { item.write(into: &$0) }
            try question.write(into: &json)
            if let reasons {
                json.add("reasons", each: reasons) { reason, json in
                    json.add("code", reason.code)
                    json.add("text", reason.text)
                }
            }
            try json.add("suggestion", encoded: suggestion)
            try json.add("explanation", encoded: explanation)
            try json.add("votes", encoded: votes)
            try json.add("review", encoded: review)
            try json.add("action", encoded: action)
            try json.add("probe", encoded: probe)
            return json.finish()
        }
    }
}

extension TaskPayload.Question {
    fileprivate func write(into json: inout MemberWriter) throws {
        guard kind == .choice else { return try json.add("question", encoded: self) }
        json.add("question") { json in
            json.add("kind", kind.rawValue)
            json.add("prompt", prompt)
            json.add("help", help)
            guard let labels else { return }
            json.add("labels", each: labels) { label, json in
                json.add("value", label.value)
                json.add("text", label.text)
                json.add("hotkey", label.hotkey)
                json.add("note", label.note)
            }
        }
    }
}

extension TaskPayload.Item {
    fileprivate func write(into json: inout MemberWriter) {
        json.add("key", key)
        json.add("text", text)
        json.add("fields", each: fields) { field, json in
            json.add("name", field.name)
            json.add("label", field.label)
            json.add("value", field.value)
            json.add("type", field.type)
            json.add("help", field.help)
        }
    }
}
