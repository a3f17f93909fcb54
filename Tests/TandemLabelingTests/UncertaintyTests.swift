import Foundation
import Testing

@testable import TandemLabeling

@Suite struct UncertaintyTests {
    @Test(arguments: Uncertainty.allCases)
    func `certainty scores zero and complete doubt one`(kind: Uncertainty) {
        #expect(abs(kind.score([1, 0, 0])) < 1e-12)
        #expect(abs(kind.score([0.25, 0.25, 0.25, 0.25]) - 1) < 1e-12)
        #expect(kind.score([1.0]) == 0 && kind.score([Double]()) == 0)
        #expect(kind.score([0.6, 0.3, 0.1]) > kind.score([0.8, 0.15, 0.05]))
    }

    @Test func `the scores follow their formulas`() {
        let p = [0.5, 0.3, 0.2]
        let entropy = -(0.5 * log(0.5) + 0.3 * log(0.3) + 0.2 * log(0.2)) / log(3)
        #expect(agree(Uncertainty.entropy.score(p), entropy, to: 1e-12))
        #expect(agree(Uncertainty.margin.score(p), 0.8, to: 1e-12))
        #expect(agree(Uncertainty.leastConfidence.score(p), 0.75, to: 1e-12))
    }
}
