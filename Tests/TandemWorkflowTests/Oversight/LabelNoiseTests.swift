import TandemLabeling
import TandemNumerics
import Testing

@testable import TandemWorkflow

struct LabelNoiseTests {
    /// Three people who are right with these probabilities judge items by majority.
    private func judged(
        _ skills: [Double], items: Int, seed: UInt64
    ) -> (votes: [Vote], agreed: [String: String], singleErrors: Double, agreedErrors: Double) {
        var random = SplitMix64(seed: seed)
        var votes: [Vote] = []
        var agreed: [String: String] = [:]
        var wrong = 0
        var wrongAgreed = 0
        for item in 0..<items {
            let truth = random.below(2)
            let answers = skills.map { random.uniform() < $0 ? truth : 1 - truth }
            wrong += answers.count { $0 != truth }
            for (place, answer) in answers.enumerated() {
                votes.append(Vote(item: "i\(item)", worker: "w\(place)", label: answer))
            }
            guard Set(answers).count == 1 else { continue }
            agreed["i\(item)"] = answers[0] == 0 ? "a" : "b"
            wrongAgreed += answers[0] == truth ? 0 : 1
        }
        return (
            votes, agreed, Double(wrong) / Double(items * skills.count), Double(wrongAgreed) / Double(agreed.count)
        )
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `the error of agreed labels and of single answers are told apart and both near the truth`(
        _ seed: UInt64
    )
        throws
    {
        let made = judged([0.97, 0.93, 0.88], items: 2_000, seed: seed)
        let noise = try #require(LabelNoise(votes: made.votes, labels: ["a", "b"], agreed: made.agreed))
        #expect(abs(noise.single - made.singleErrors) < 0.02)
        #expect(abs(noise.consensus - made.agreedErrors) < 0.005)
        #expect(noise.consensus < noise.single / 10, "three who agree err far more rarely than one")
    }

    @Test func `without items that two people judged nothing is estimated`() {
        let votes = (0..<10).map { Vote(item: "i\($0)", worker: "w", label: 0) }
        #expect(LabelNoise(votes: votes, labels: ["a", "b"], agreed: ["i0": "a"]) == nil)
        #expect(LabelNoise(votes: [], labels: ["a", "b"], agreed: [:]) == nil)
    }
}
