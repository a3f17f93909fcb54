import TandemLedger
import TandemTabular
import TandemWork
import Testing

struct QuestionTests {
    private let choice = Question.choice(
        "Which?", [LabelChoice("a"), LabelChoice("b", text: "The B"), LabelChoice("c")])
    private let number = Question(kind: "number", prompt: "How many?", minimum: 0, maximum: 10, step: 1)
    private let text = Question(kind: "text", prompt: "What?", maxLength: 10)

    private func votes(_ values: JSONValue...) -> [CastVote] {
        values.enumerated().map { CastVote(worker: WorkerID(rawValue: "w\($0)"), value: $1) }
    }

    @Test func `an answer must be one of the labels`() throws {
        #expect(try choice.normalize("b").label == "b")
        #expect(throws: Problem.self) { try choice.normalize("d") }
        #expect(throws: Problem.self) { try choice.normalize(1) }
    }

    @Test func `a tagged answer is taken like a bare one, and exported tagged with its version`() throws {
        let tagged = try QuestionKinds.exported("b", of: choice)
        #expect(tagged == ["kind": "choice", "version": 1, "value": "b"])
        #expect(try choice.normalize(tagged).value == "b")
    }

    @Test func `a majority that reaches the threshold settles a choice`() {
        let kind = ChoiceQuestion()
        #expect(kind.settle(votes("a", "a", "b"), for: choice, threshold: 0.6).value == "a")
        #expect(kind.settle(votes("a", "a", "b"), for: choice, threshold: 0.7).value == nil)
        #expect(kind.settle(votes("b"), for: choice, threshold: 0.7).value == "b")
    }

    @Test func `a tie settles nothing`() {
        #expect(ChoiceQuestion().settle(votes("a", "b"), for: choice, threshold: 0.5).value == nil)
        #expect(TextQuestion().settle(votes("x", "y"), for: text, threshold: 0.4).value == nil)
    }

    @Test func `numbers agree within a step, and their median settles`() throws {
        let kind = NumberQuestion()
        #expect(kind.agrees(3, 4, for: number))
        #expect(!kind.agrees(3, 5, for: number))
        #expect(kind.settle(votes(3, 4, 9), for: number, threshold: 0.6).value == 4)
        #expect(kind.settle(votes(1, 5, 9), for: number, threshold: 0.6).value == nil)
        #expect(throws: Problem.self) { try number.normalize(11) }
        #expect(throws: Problem.self) { try number.normalize(.number(.nan)) }
    }

    @Test func `texts that differ in case and spaces agree`() throws {
        let kind = TextQuestion()
        #expect(kind.agrees("A  b", "a B ", for: text))
        #expect(kind.settle(votes("Red", "red", "blue"), for: text, threshold: 0.6).value == "Red")
        #expect(try text.normalize("  hi ").value == "hi")
        #expect(throws: Problem.self) { try text.normalize("   ") }
        #expect(throws: Problem.self) { try text.normalize("12345678901") }
    }

    @Test func `a question that nobody could answer is refused`() {
        #expect(throws: Problem.self) { try Question.choice("?", [LabelChoice("a")]).check() }
        #expect(throws: Problem.self) { try Question.choice("?", [LabelChoice("a"), LabelChoice("a")]).check() }
        #expect(throws: Problem.self) { try Question(kind: "song", prompt: "Sing?").check() }
        #expect(throws: Problem.self) { try Question(kind: "number", prompt: "?", minimum: 3, maximum: 1).check() }
        #expect(throws: Never.self) { try number.check() }
    }
}
