import CLibPQ
import Foundation
import TandemStore

extension StoreError {
    /// What a result says went wrong; see appendix A of PostgreSQL's manual for the codes.
    init(_ result: OpaquePointer) {
        func field(_ letter: Character) -> String {
            let code = Int32(letter.asciiValue ?? 0)
            return PQresultErrorField(result, code).map { String(cString: $0) } ?? ""
        }
        let (state, message) = (field("C"), field("M"))
        switch state {
        case "23505": self = .constraint(name: Self.columns(field("D"), of: field("t")) ?? field("n"))
        case "23502": self = .constraint(name: "\(field("t")).\(field("c"))")
        case _ where state.hasPrefix("23"): self = .constraint(name: field("n"))
        case "22021": self = Self.zeroInText
        case "P0001" where message.hasPrefix("tandem: "):
            self = .refused(String(message.dropFirst("tandem: ".count)))
        case "40001", "40P01", "55P03": self = .conflict("\(state) \(message)")
        case _ where ["08", "53", "57"].contains(state.prefix(2)):
            self = .unavailable("PostgreSQL \(state): \(message)")
        default: self = .engine(code: Int(state, radix: 36) ?? 0, message: "\(state) \(message)")
        }
    }

    /// "Key (project_id, key)=(…) already exists." as SQLite says it: "item.project_id, item.key".
    private static func columns(_ detail: String, of table: String) -> String? {
        guard let open = detail.firstIndex(of: "("), let close = detail.range(of: ")=(") else { return nil }
        return detail[detail.index(after: open)..<close.lowerBound]
            .split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }
}
