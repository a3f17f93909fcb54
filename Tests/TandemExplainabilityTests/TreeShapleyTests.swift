import TandemModeling
import TandemNumerics
import TandemTabular
import Testing

@testable import TandemExplainability

@Suite struct TreeShapleyTests {
    @Test func `contributions equal XGBoost's and add up to the margin`() throws {
        let cases = try #require(try Fixture.load("xgboost").array)
        #expect(cases.count == 2)
        for golden in cases {
            let ensemble = try TreeEnsemble(xgboost: try #require(golden["model"]))
            let shapley = TreeShapley(ensemble)
            let rows = try #require(golden["rows"]?.array)
            let expected = try #require(golden["contributions"]?.array)
            for (row, margins) in zip(rows, expected) {
                let values = (row.array ?? []).map { Float($0.number ?? .nan) }
                for (margin, theirs) in (margins.array ?? []).enumerated() {
                    let ours = shapley.contributions(values, margin: margin) + [shapley.base(margin: margin)]
                    let golden = try #require(theirs.array).compactMap(\.number)
                    #expect(golden.count == ours.count)
                    for (a, b) in zip(ours, golden) { #expect(abs(a - b) < 1e-5) }
                    var encoded = SparseRow()
                    for (place, value) in values.enumerated() where !value.isNaN {
                        encoded.append(place, Double(value))
                    }
                    #expect(abs(ours.reduce(0, +) - ensemble.margins(encoded)[margin]) < 1e-5)
                }
            }
        }
    }

    /// A random tree over few features, so that features repeat on a path.
    private func randomTree(_ random: inout SplitMix64, depth: Int, features: Int) -> [TreeEnsemble.Node] {
        if depth == 0 || random.uniform() < 0.15 {
            let cover = random.uniform() < 0.1 ? 0 : Float(random.uniform() * 10)
            return [.init(feature: -1, value: Float(random.normal()), left: 0, right: 0, missing: 0, cover: cover)]
        }
        let left = randomTree(&random, depth: depth - 1, features: features)
        let right = randomTree(&random, depth: depth - 1, features: features)
        func moved(_ nodes: [TreeEnsemble.Node], by offset: Int) -> [TreeEnsemble.Node] {
            nodes.map { node in
                var node = node
                if node.feature >= 0 {
                    node.left += Int32(offset)
                    node.right += Int32(offset)
                    node.missing += Int32(offset)
                }
                return node
            }
        }
        let rightPlace = Int32(1 + left.count)
        let root = TreeEnsemble.Node(
            feature: Int32(random.below(features)), value: Float(random.normal()), left: 1, right: rightPlace,
            missing: random.below(2) == 0 ? 1 : rightPlace, cover: left[0].cover + right[0].cover)
        return [root] + moved(left, by: 1) + moved(right, by: 1 + left.count)
    }

    /// The expected value of the tree when only the features in `known` are known.
    private func expected(_ nodes: [TreeEnsemble.Node], _ place: Int, _ row: [Float], known: Int) -> Double {
        let node = nodes[place]
        if node.feature < 0 { return Double(node.value) }
        if known >> Int(node.feature) & 1 == 1 {
            let value = row[Int(node.feature)]
            let next = value.isNaN ? node.missing : value < node.value ? node.left : node.right
            return expected(nodes, Int(next), row, known: known)
        }
        let share = TreeShapley.leftShare(nodes, place)
        return share * expected(nodes, Int(node.left), row, known: known)
            + (1 - share) * expected(nodes, Int(node.right), row, known: known)
    }

    @Test func `contributions equal Shapley's formula over all subsets`() throws {
        var random = SplitMix64(seed: 1)
        let features = 4
        func factorial(_ n: Int) -> Double { n < 2 ? 1 : Double(n) * factorial(n - 1) }
        for _ in 0..<60 {
            let nodes = randomTree(&random, depth: 6, features: features)
            let ensemble = try TreeEnsemble(
                nodes: nodes, roots: [0], margins: [0], bases: [0.5], featureCount: features)
            let row = (0..<features).map { _ in random.below(5) == 0 ? Float.nan : Float(random.normal()) }
            let shapley = TreeShapley(ensemble)
            let ours = shapley.contributions(row, margin: 0)
            for feature in 0..<features {
                var exact = 0.0
                for subset in 0..<1 << features where subset >> feature & 1 == 0 {
                    let size = subset.nonzeroBitCount
                    let weight = factorial(size) * factorial(features - size - 1) / factorial(features)
                    let gain =
                        expected(nodes, 0, row, known: subset | 1 << feature) - expected(nodes, 0, row, known: subset)
                    exact += weight * gain
                }
                #expect(abs(ours[feature] - exact) < 1e-9)
            }
            #expect(abs(shapley.base(margin: 0) - 0.5 - expected(nodes, 0, row, known: 0)) < 1e-9)
        }
    }
}
