import Foundation
import TandemTabular

extension TreeEnsemble {
    /// Reads a model saved by XGBoost as JSON (`save_model("model.json")`, versions 1.0 to 3.x).
    ///
    /// Boosters `gbtree`, objectives `binary:logistic`, `multi:softprob`, `multi:softmax` and `reg:squarederror`. Throws
    /// `unreadable` for anything else, categorical splits included.
    public init(xgboost json: JSONValue) throws(ModelingError) {
        guard let learner = json["learner"], let parameters = learner["learner_model_param"],
            let objective = learner["objective"]?["name"]?.string
        else { throw .unreadable("not a model saved by XGBoost as JSON") }
        guard let booster = learner["gradient_booster"], booster["name"]?.string == "gbtree",
            let model = booster["model"],
            let trees = model["trees"]?.array
        else { throw .unreadable("the booster is not gbtree") }
        let features = parameters["num_feature"]?.string.flatMap { Int($0) } ?? 0
        let classes = max(1, parameters["num_class"]?.string.flatMap { Int($0) } ?? 1)
        var nodes: [Node] = []
        var roots: [Int32] = []
        for tree in trees {
            roots.append(Int32(nodes.count))
            nodes += try Self.nodes(tree, offset: Int32(nodes.count))
        }
        try self.init(
            nodes: nodes, roots: roots, margins: Self.integers(model, "tree_info"),
            bases: Self.bases(parameters["base_score"]?.string, objective: objective, count: classes),
            featureCount: features)
    }

    private static func nodes(_ tree: JSONValue, offset: Int32) throws(ModelingError) -> [Node] {
        let lefts = try integers(tree, "left_children")
        let rights = try integers(tree, "right_children")
        let features = try integers(tree, "split_indices")
        let conditions = try floats(tree, "split_conditions")
        let defaultLeft = try integers(tree, "default_left")
        let covers = try floats(tree, "sum_hessian")
        let counts = [rights.count, features.count, conditions.count, defaultLeft.count, covers.count]
        guard counts.allSatisfy({ $0 == lefts.count }), !lefts.isEmpty else {
            throw .unreadable("trees: arrays differ in length")
        }
        if let types = tree["split_type"]?.array, types.contains(where: { $0.number != 0 }) {
            throw .unreadable("trees with categorical splits")
        }
        return lefts.indices.map { place in
            if lefts[place] < 0 {
                return Node(feature: -1, value: conditions[place], left: 0, right: 0, missing: 0, cover: covers[place])
            }
            let left = lefts[place] + offset
            let right = rights[place] + offset
            return Node(
                feature: features[place], value: conditions[place], left: left, right: right,
                missing: defaultLeft[place] == 1 ? left : right, cover: covers[place])
        }
    }

    /// The base scores as margins.
    ///
    /// XGBoost stores them in the space of its answers, since 3.1 in brackets.
    private static func bases(_ text: String?, objective: String, count: Int) throws(ModelingError) -> [Float] {
        let words = (text ?? "0.5").filter { $0 != "[" && $0 != "]" }.split(separator: ",")
        let scores = words.compactMap { Float($0.trimmingCharacters(in: .whitespaces)) }
        guard scores.count == words.count, scores.count == 1 || scores.count == count, let first = scores.first else {
            throw .unreadable("base_score \(text ?? "")")
        }
        let all = scores.count == count ? scores : [Float](repeating: first, count: count)
        switch objective {
        case "binary:logistic":
            guard all.allSatisfy({ $0 > 0 && $0 < 1 }) else { throw .unreadable("base_score \(text ?? "")") }
            return all.map { -logf(1 / $0 - 1) }
        case "multi:softprob", "multi:softmax", "reg:squarederror": return all
        default: throw .unreadable("objective \(objective)")
        }
    }
}
