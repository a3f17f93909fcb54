import TandemLedger
import TandemTabular
import TandemWork
import TandemWorkflow
import Testing

@testable import TandemWeb

/// What is written by hand because it is sent often says the same as what `Wire` would have written.
struct TaskPayloadWireTests {
    private typealias Payload = TandemWeb.TaskPayload

    private static let awkward = "Łódź \"quoted\" \\ back/slash \u{1}\u{8}\u{c}\r\n\ttab 👩🏽‍🔬 \u{2028} </script>"

    private static let item = Payload.Item(
        key: awkward,
        fields: [
            .init(name: "amount", label: "Amount", value: "12.5", type: "number", help: awkward),
            .init(name: "empty", label: "Empty", value: nil, type: "text"),
        ], text: awkward)

    private static func payload(_ question: Payload.Question, item: Payload.Item = item) -> Payload {
        Payload(
            id: "tsk_1", kind: .label, fence: 7, leaseExpiresAt: "2026-11-22T14:30:00.123Z", project: "fraud",
            dueAt: nil, question: question, item: item, guidelinesHTML: "<p>\(awkward)</p>", guidelineVersion: 3,
            blind: true)
    }

    private static let choice = Payload.Question(
        kind: .choice, prompt: awkward, help: "h",
        labels: [
            .init(value: "a", text: awkward, hotkey: "1", note: "n"), .init(value: "b", text: "B", hotkey: nil),
        ])

    private func expectSame(_ payload: Payload) throws {
        let written = try JSONValue(parsing: payload.wireBytes)
        let encoded = try JSONValue(parsing: Wire.encode(payload))
        #expect(written == encoded)
    }

    @Test func `a task with a choice is written as Wire writes it`() throws {
        try expectSame(Self.payload(Self.choice))
        try expectSame(Self.payload(Self.choice, item: .init(key: "k", fields: [])))
        try expectSame(Self.payload(.init(kind: .choice, prompt: "", labels: nil)))
    }

    @Test func `a task with a number or a text is written as Wire writes it`() throws {
        try expectSame(
            Self.payload(
                .init(kind: .number, prompt: "p", number: .init(min: 0, max: 1.5, step: nil, unit: Self.awkward))))
        try expectSame(Self.payload(.init(kind: .text, prompt: "p", text: .init(maxLength: 100))))
    }

    @Test func `everything that a task may carry is written as Wire writes it`() throws {
        var payload = Self.payload(Self.choice)
        payload.reasons = [.init(code: "audit", text: Self.awkward)]
        payload.dueAt = "2026-11-22T14:30:00.000Z"
        payload.waiting = 12
        payload.suggestion = .init(value: .string("a"), probability: 0.1 + 0.2)
        payload.explanation = .init(
            class: "a", unit: "margin (log-odds)", base: -1.25,
            contributions: [.init(feature: "f", value: nil, contribution: 1e-9)],
            tokens: [.init(start: 0, end: 3, contribution: 0.5)])
        payload.votes = [
            .init(by: "Person 1", simulated: false, value: .number(2), unsure: true, comment: Self.awkward)
        ]
        payload.review = .init(source: .model, by: "The model", simulated: false, value: .string("b"))
        payload.probe = .init(kind: .rating)
        payload.votes?.append(.init(by: "Person 2", simulated: true, value: nil, unsure: true))
        try expectSame(payload)
    }

    @Test func `what became of an answer is written as Wire writes it`() throws {
        let outputs: [JSONValue] = [
            [
                "annotation": "ann_1", "task": "tsk_1", "state": "counted", "late": false, "can_reveal": true,
                "undo_until": "2026-11-22T14:30:00.123Z",
            ],
            [
                "annotation": "ann_1", "task": "tsk_1", "state": "late", "late": true, "can_reveal": false,
                "message": .string(Self.awkward),
            ],
        ]
        for expected in outputs {
            let output: SubmitAnnotation.Output = try Wire.decode(from: expected.canonicalBytes)
            #expect(try JSONValue(parsing: output.wireBytes) == expected)
        }
    }

    @Test func `a decision is written as Wire writes it, alone and among others`() throws {
        let full: JSONValue = [
            "id": "dec_1", "project": "prj_1", "item": "itm_1", "route": "human", "state": "open",
            "value": .string(Self.awkward), "provisional": true, "decider": "auto", "label": .string(Self.awkward),
            "probability": 0.125, "scores": ["a": 1, "b": 1e-9], "model_version": "v1",
            "reasons": [["code": "certified", "text": .string(Self.awkward)], ["code": "rule", "text": ""]],
            "audited": false, "withheld": false, "audit_probability": 0.1, "audit": "pending", "certificate": "crt_1",
            "policy_version": "1", "task": "tsk_1", "deadline": "2026-11-22T14:30:00.123Z", "default_label": "a",
            "created_at": "2026-11-22T14:30:00.000Z", "closed_at": "2026-11-22T14:31:00.000Z",
            "links": ["self": "/api/v1/decisions/dec_1"],
        ]
        let needed =
            ["id", "project", "item", "route", "state", "provisional", "scores", "reasons", "audited", "withheld"]
            + ["audit_probability", "audit", "policy_version", "created_at", "links"]
        let least = JSONValue.object((full.object ?? [:]).filter { needed.contains($0.key) })
        let views: [DecisionView] = try [full, least].map { try Wire.decode(from: $0.canonicalBytes) }
        #expect(try JSONValue(parsing: views[0].wireBytes) == full)
        #expect(try JSONValue(parsing: views[1].wireBytes) == least)
        let list: TakeDecisions.Output = try Wire.decode(
            from: JSONValue.object(["items": .array([full, least])]).canonicalBytes)
        #expect(try JSONValue(parsing: list.wireBytes) == JSONValue(parsing: Wire.encode(list)))
    }

    @Test func `an answer is read as Wire reads it`() throws {
        let bodies: [JSONValue] = [
            [:], ["value": "a", "fence": 3, "active_ms": 1200, "unsure": true, "comment": "c"],
            ["value": .null, "fence": .null, "active_ms": .null, "unsure": .null, "comment": .null],
            ["value": ["deep": [1, "two"]], "unsure": false],
        ]
        for body in bodies {
            let decoded: SubmitAnnotation.Body = try Wire.decode(from: body.canonicalBytes)
            #expect(try SubmitAnnotation.Body(checked: body) == decoded, "\(body)")
        }
        #expect(throws: Problem.self) { try SubmitAnnotation.Body(checked: ["fence": 1e300]) }
    }
}
