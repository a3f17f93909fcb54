import Foundation

/// Cuts a stream of bytes into records at newlines, which quotes may protect, holding at most one record.
///
/// A record is handed out as contiguous bytes without its newline, well formed as far as quotes go. After a quote that
/// is never closed, or closed in the wrong place, reading resumes on the line after the record's first: one stray
/// quote costs one line, not the rest of the file.
struct RecordSplitter: Sendable {
    enum Piece {
        case record(UnsafeBufferPointer<UInt8>, line: Int)
        case tooLong(line: Int)
        case unbalancedQuotes(line: Int)
    }

    private enum State { case fieldStart, unquoted, quoted, quoteSeen, returnSeen, skipping }

    /// Bytes looked at in one go; bounds how far a record can outgrow its limit before that is noticed.
    private static let window = 1 << 16

    let limit: Int
    let quote: UInt8?
    let delimiter: UInt8
    private var state = State.fieldStart
    private var pending: [UInt8] = []
    private var line = 1
    private var newlinesInside = 0

    init(limit: Int, quote: UInt8? = nil, delimiter: UInt8 = 0) {
        self.limit = limit
        self.quote = quote
        self.delimiter = delimiter
    }

    mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>, emit: (Piece) throws -> Void) throws {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Self.window)
            try take(UnsafeBufferPointer(rebasing: bytes[start..<end]), emit: emit)
            start = end
        }
    }

    mutating func finish(emit: (Piece) throws -> Void) throws {
        while state == .quoted { try recover(pending, emit: emit) }
        if state != .skipping, !pending.isEmpty {
            let last = pending
            pending = []
            try last.withUnsafeBufferPointer { try emitRecord($0, emit: emit) }
        }
        pending = []
        state = .fieldStart
    }

    private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, emit: (Piece) throws -> Void) throws {
        var start = 0
        while start < bytes.count {
            if state == .skipping {
                guard let newline = find(0x0A, in: bytes, from: start) else { return }
                start = newline + 1
                begin(afterLines: 1)
                continue
            }
            guard let end = quote == nil ? find(0x0A, in: bytes, from: start) : scan(bytes, from: start) else {
                pending.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
                try checkLength(emit: emit)
                return
            }
            if bytes[end] == 0x0A {
                try close(bytes, start..<end, emit: emit)
                start = end + 1
            } else {
                start = try giveUp(bytes, start..<end, emit: emit)
            }
        }
    }

    /// Deals with a byte that must not follow a closing quote, at the end of `range`; says where to read on.
    private mutating func giveUp(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, emit: (Piece) throws -> Void
    ) throws -> Int {
        if newlinesInside > 0, !pending.isEmpty {
            try recover(pending + bytes[range], emit: emit)
            return range.upperBound
        }
        try emit(.unbalancedQuotes(line: line))
        if newlinesInside > 0, let newline = find(0x0A, in: bytes, from: range.lowerBound) {
            begin(afterLines: 1)
            return newline + 1
        }
        pending = []
        state = .skipping
        return range.upperBound
    }

    private mutating func close(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, emit: (Piece) throws -> Void
    ) throws {
        if pending.isEmpty {
            try emitRecord(UnsafeBufferPointer(rebasing: bytes[range]), emit: emit)
        } else {
            pending.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
            try pending.withUnsafeBufferPointer { try emitRecord($0, emit: emit) }
        }
        begin(afterLines: newlinesInside + 1)
    }

    private func emitRecord(_ record: UnsafeBufferPointer<UInt8>, emit: (Piece) throws -> Void) throws {
        try emit(record.count > limit ? .tooLong(line: line) : .record(record, line: line))
    }

    private mutating func begin(afterLines lines: Int) {
        line += lines
        newlinesInside = 0
        state = .fieldStart
        pending.removeAll(keepingCapacity: pending.capacity <= 1 << 20)
    }

    private mutating func checkLength(emit: (Piece) throws -> Void) throws {
        guard pending.count > limit else { return }
        if state == .quoted, newlinesInside > 0 { return try recover(pending, emit: emit) }
        try emit(.tooLong(line: line))
        pending = []
        state = .skipping
    }

    /// Gives up the first line of `held`, the bytes read since the record began, and reads the rest again.
    private mutating func recover(_ held: [UInt8], emit: (Piece) throws -> Void) throws {
        try emit(.unbalancedQuotes(line: line))
        pending = []
        guard let newline = held.firstIndex(of: 0x0A) else {
            state = .skipping
            return
        }
        begin(afterLines: 1)
        try held[(newline + 1)...].withUnsafeBufferPointer { try take($0, emit: emit) }
    }

    private func find(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, start < bytes.count else { return nil }
        guard let found = memchr(base + start, Int32(byte), bytes.count - start) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The place of the newline that ends the record, or of a byte that must not follow a closing quote; nil when the
    /// record goes on behind `bytes`.
    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let quote = quote ?? 0
        var state = state
        defer { self.state = state }
        for index in start..<bytes.count {
            let byte = bytes[index]
            switch state {
            case .quoted:
                if byte == quote { state = .quoteSeen } else if byte == 0x0A { newlinesInside += 1 }
            case .fieldStart, .unquoted:
                if byte == 0x0A { return index }
                if byte == delimiter {
                    state = .fieldStart
                } else {
                    state = state == .fieldStart && byte == quote ? .quoted : .unquoted
                }
            case .quoteSeen:
                if byte == quote {
                    state = .quoted
                } else if byte == delimiter {
                    state = .fieldStart
                } else if byte == 0x0D {
                    state = .returnSeen
                } else {
                    return index
                }
            case .returnSeen, .skipping:
                return index
            }
        }
        return nil
    }
}
