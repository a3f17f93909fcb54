import TandemNumerics

/// Searches one half of the rows for cohorts with more loss than the rest: intervals of one column, rectangles of two.
///
/// Names are put in the order of their loss first, so that neighbors in the scan are names that fare alike. For each
/// column and each pair the region that lies the most standard errors above the mean is kept.
struct SubgroupScan: Sendable {
    /// Most rows that pairs are scanned on; more are thinned out evenly.
    static let pairRows = 200_000
    /// Most bins of a side when pairs are scanned.
    static let coarse = 12

    let features: [BinnedFeature]
    let losses: [Double]
    let rows: [Int]
    let smallest: Int
    let threads: Int

    /// The best regions of single columns.
    func singles(_ tables: [[LossSums]]) -> [Candidate] {
        features.indices.flatMap { place -> [Candidate] in
            let order = ordered(place, tables[place])
            let sums = order.map { tables[place][$0] }
            var found = best(sums).map { [Candidate(feature: place, bins: Array(order[$0]))] } ?? []
            // A missing value is a reason of its own.
            if let missing = features[place].missingBin { found.append(Candidate(feature: place, bins: [missing])) }
            if !features[place].isOrdered {
                found += order.filter { tables[place][$0].n >= smallest }.prefix(3).map {
                    Candidate(feature: place, bins: [$0])
                }
            }
            return found
        }
    }

    /// The best regions of pairs of columns.
    func pairs(_ tables: [[LossSums]]) -> [Candidate] {
        let sides = features.indices.map { side($0, tables[$0]) }
        let step = max(1, rows.count / Self.pairRows)
        let scanned = stride(from: 0, to: rows.count, by: step).map { rows[$0] }
        var list: [(Int, Int)] = []
        for first in features.indices {
            for second in (first + 1)..<max(first + 1, features.count) { list.append((first, second)) }
        }
        let least = max(smallest / step, 5)
        let pairs = list
        return Blocks(count: pairs.count, size: 1).map(threads: threads) { range in
            range.compactMap { pair($0, pairs, sides, scanned, least) }
        }.flatMap { $0 }
    }

    /// The sums of every bin of every column over the rows.
    static func tables(
        _ features: [BinnedFeature], _ losses: [Double], _ rows: [Int], threads: Int
    ) -> [[LossSums]] {
        Blocks(count: features.count, size: 1).map(threads: threads) { range in
            range.map { place -> [LossSums] in
                var sums = [LossSums](repeating: LossSums(), count: features[place].binCount)
                let codes = features[place].codes
                for row in rows { sums[Int(codes[row])].add(losses[row]) }
                return sums
            }
        }.flatMap { $0 }
    }

    // MARK: One column

    /// Bins in the order of the scan, without the one of missing values: numbers as they are, names by their loss.
    private func ordered(_ place: Int, _ sums: [LossSums]) -> [Int] {
        let feature = features[place]
        let bins = (0..<feature.binCount).filter { $0 != feature.missingBin }
        return feature.isOrdered ? bins : bins.sorted { (-sums[$0].mean, $0) < (-sums[$1].mean, $1) }
    }

    private func best(_ sums: [LossSums]) -> Range<Int>? {
        let all = sums.reduce(LossSums(), +)
        var best: (range: Range<Int>, score: Double)?
        for start in sums.indices {
            var inside = LossSums()
            for end in start..<sums.count {
                inside = inside + sums[end]
                guard inside.n >= smallest, inside.n < all.n else { continue }
                let score = inside.score(in: all)
                if score > best?.score ?? 1 { best = (start..<(end + 1), score) }
            }
        }
        return best?.range
    }

    // MARK: Two columns

    /// A column cut coarsely: the side's place of each bin, and the bins of each place.
    private struct Side: Sendable {
        let places: [UInt8]
        let bins: [[Int]]
    }

    private func side(_ place: Int, _ sums: [LossSums]) -> Side {
        let order = ordered(place, sums)
        let total = order.reduce(0) { $0 + sums[$1].n }
        var groups: [[Int]] = []
        var filled = 0
        for bin in order {
            let wanted = min(Self.coarse - 1, filled * Self.coarse / max(1, total))
            if groups.isEmpty || wanted >= groups.count {
                groups.append([bin])
            } else {
                groups[groups.count - 1].append(bin)
            }
            filled += sums[bin].n
        }
        var places = [UInt8](repeating: UInt8.max, count: features[place].binCount)
        for (group, bins) in groups.enumerated() { for bin in bins { places[bin] = UInt8(group) } }
        return Side(places: places, bins: groups)
    }

    private func pair(
        _ number: Int, _ list: [(Int, Int)], _ sides: [Side], _ scanned: [Int], _ least: Int
    ) -> Candidate? {
        let (one, other) = list[number]
        let (first, second) = (sides[one], sides[other])
        guard first.bins.count > 1, second.bins.count > 1 else { return nil }
        let width = second.bins.count
        var cells = [LossSums](repeating: LossSums(), count: first.bins.count * width)
        let (firstCodes, secondCodes) = (features[one].codes, features[other].codes)
        for row in scanned {
            let x = first.places[Int(firstCodes[row])]
            let y = second.places[Int(secondCodes[row])]
            if x != UInt8.max, y != UInt8.max { cells[Int(x) * width + Int(y)].add(losses[row]) }
        }
        guard let region = rectangle(cells, rows: first.bins.count, columns: width, least: least) else { return nil }
        let whole = region.x.count == first.bins.count || region.y.count == width
        return whole
            ? nil
            : Candidate([
                Candidate(feature: one, bins: region.x.flatMap { first.bins[$0] }).parts[0],
                Candidate(feature: other, bins: region.y.flatMap { second.bins[$0] }).parts[0],
            ])
    }

    private func rectangle(
        _ cells: [LossSums], rows: Int, columns: Int, least: Int
    ) -> (x: Range<Int>, y: Range<Int>)? {
        let all = cells.reduce(LossSums(), +)
        var best: (x: Range<Int>, y: Range<Int>, score: Double)?
        for top in 0..<rows {
            var strip = [LossSums](repeating: LossSums(), count: columns)
            for bottom in top..<rows {
                for column in 0..<columns { strip[column] = strip[column] + cells[bottom * columns + column] }
                for left in 0..<columns {
                    var inside = LossSums()
                    for right in left..<columns {
                        inside = inside + strip[right]
                        guard inside.n >= least else { continue }
                        let score = inside.score(in: all)
                        if score > best?.score ?? 1 { best = (top..<(bottom + 1), left..<(right + 1), score) }
                    }
                }
            }
        }
        return best.map { ($0.x, $0.y) }
    }
}
