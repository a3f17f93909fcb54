import Foundation
import TandemCommands
import TandemTabular
import Testing

@Suite struct KindReportTests {
    private typealias Make = (Desk, String, KindOptions) throws -> Report

    private func json(
        _ make: Make, _ file: String, _ change: (inout KindOptions) -> Void = { _ in }
    ) throws
        -> JSONValue
    {
        var options = KindOptions()
        change(&options)
        let report = try make(Desk.memory(files: ["a.csv": file]).desk, "a.csv", options)
        return try JSONValue(parsing: String(decoding: report.document, as: UTF8.self))
    }

    private func problem(_ make: Make, _ file: String, _ change: (inout KindOptions) -> Void = { _ in }) -> String {
        do {
            _ = try json(make, file, change)
            return "none"
        } catch { return "\(error)" }
    }

    @Test func `numbers come to one number a task, and workers to a table`() throws {
        let file = "task,worker,label\n1,a,2\n1,b,4\n2,a,10\n2,b,\n3,c,5\n"
        let found = try json(NumericReport.report, file) { $0.method = "mean" }
        #expect(found["items"]?[0] == ["task": "1", "label": 3, "standard_error": 1, "votes": 2])
        #expect(found["items"]?[1]?["label"] == 10 && found["votes"] == 4)
        var options = KindOptions()
        options.workers = "w.csv"
        let report = try NumericReport.report(
            desk: Desk.memory(files: ["a.csv": file]).desk, path: "a.csv", options: options)
        let names = ["worker", "n", "mean_difference", "root_mean_square_difference", "correlation"]
        #expect(report.files[0].rows.columns.map(\.name) == names + ["bias", "slope", "deviation"])
        #expect(problem(NumericReport.report, file) { $0.method = "mode" }.contains("mean, median, weighted"))
        #expect(problem(NumericReport.report, "task,worker,label\n1,a,\n").contains("there are no answers"))
    }

    @Test(.enabled(if: SharedLabels.emotions != nil, "needs ../shared/data/crowd-emotion-numeric"))
    func `on real emotions weighting is nearer to the truth than the mean`() throws {
        let file = try #require(SharedLabels.emotions).replacingOccurrences(
            of: "question,worker,answer", with: "task,worker,label")
        var truth: [String: Double] = [:]
        for line in try #require(SharedLabels.emotionTruth).split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",")
            truth[String(fields[0])] = Double(fields[1].filter { !$0.isWhitespace })
        }
        func errors(_ method: String) throws -> (square: Double, absolute: Double) {
            let found = try json(NumericReport.report, file) { $0.method = method }
            let differences = try (found["items"]?.array ?? []).compactMap { item -> Double? in
                guard let value = item["label"]?.number else { return nil }
                let task = try #require(item["task"]?.string)
                return value - (try #require(truth[task]))
            }
            let n = Double(differences.count)
            return (
                (differences.reduce(0) { $0 + $1 * $1 } / n).squareRoot(), differences.reduce(0) { $0 + abs($1) } / n
            )
        }
        let mean = try errors("mean")
        let weighted = try errors("weighted")
        #expect(abs(mean.square - 17.835) < 0.001)
        #expect(weighted.square < mean.square && weighted.absolute < mean.absolute, "\(weighted) \(mean)")
    }

    @Test func `preferences come to a ranking, also where the plain fit does not exist`() throws {
        let file = "left,right,winner,worker\na,b,a,x\nb,a,b,y\na,b,a,y\nb,c,,x\n"
        let found = try json(PairwiseReport.report, file)
        #expect(found["items"]?[0]?["item"] == "a" && found["connected"] == true && found["comparisons"] == 4)
        let chain = try json(PairwiseReport.report, "left,right,winner,worker\na,b,a,x\nc,b,b,x\n")
        #expect(chain["connected"] == false && chain["items"]?[2]?["item"] == "c")
        let noisy = try json(PairwiseReport.report, file) { $0.method = "noisy-bradley-terry" }
        #expect(noisy["items"]?[0]?["item"] == "a")
        let bad = "left,right,winner,worker\na,a,a,x\na,b,c,x\n"
        #expect(problem(PairwiseReport.report, bad).contains("compared with itself"))
    }

    @Test func `texts are voted word by word, under either name of the column`() throws {
        let rows = "1,a,the cat sat\n1,b,the cat sat down\n1,c,a cat sat\n"
        let found = try json(TextReport.report, "task,worker,text\n" + rows) { $0.workers = "w.csv" }
        #expect(found["items"]?[0]?["text"] == "the cat sat")
        #expect(try json(TextReport.report, "task,worker,label\n" + rows)["items"]?[0]?["label"] == "the cat sat")
    }

    @Test func `spans count Unicode scalars and boxes their edges`() throws {
        let spans = "task,worker,start,end,label\n1,a,0,5,PER\n1,b,0,5,PER\n1,c,,,\n2,a,1,3,LOC\n2,b,,,\n"
        let found = try json(SpansReport.report, spans)
        #expect(found["items"]?.array?.count == 1 && found["accepted"] == 1 && found["clusters"] == 2)
        let first = found["items"]?[0]
        #expect(first?["task"] == "1" && first?["start"] == 0 && first?["end"] == 5 && first?["label"] == "PER")
        #expect(first?["votes"] == 2 && first?["workers"] == 3)
        let boxes = "task,worker,x,y,width,height,label\n1,a,0,0,10,10,car\n1,b,2,0,10,10,car\n"
        let box = try json(BoxesReport.report, boxes)["items"]?[0]
        #expect(box?["x"] == 1 && box?["width"] == 10 && box?["support"] == 1)
        let bad = "task,worker,start,end,label\n1,a,5,5,X\n1,b,1.5,3,X\n1,c,0,2,\n"
        #expect(problem(SpansReport.report, bad).contains("0 ≤ start < end"))
    }
}
