import Foundation
import TandemWeb

/// What the operating system knows of this process; read from /proc, empty where there is none.
enum ProcessFigures {
    /// The figures now.
    @Sendable
    static func read() -> [ProcessFigure] {
        // pid (name) state …: the name may hold spaces, so fields are counted after its closing bracket.
        guard let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let fields = stat.split(separator: ")").last?.split(separator: " "), fields.count > 21,
            let user = Double(fields[11]), let system = Double(fields[12]), let began = Double(fields[19]),
            let virtual = Double(fields[20]), let pages = Double(fields[21])
        else { return [] }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        let page = Double(sysconf(Int32(_SC_PAGESIZE)))
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        return [
            .init("process_cpu_seconds", .counter, "CPU time, user and system.", (user + system) / ticks),
            .init("process_resident_memory_bytes", .gauge, "Resident memory.", pages * page),
            .init("process_virtual_memory_bytes", .gauge, "Virtual memory.", virtual),
            .init("process_open_fds", .gauge, "Open files and connections.", Double(files)),
            .init("process_max_fds", .gauge, "How many may be open.", Double(limit.rlim_cur)),
            .init(
                "process_start_time_seconds", .gauge, "When the process began, since 1970.", boot + began / ticks),
        ]
    }

    /// When the machine began, in seconds since 1970; 0 where it does not say.
    private static let boot: Double = {
        let lines = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8))?.split(separator: "\n") ?? []
        let line = lines.first { $0.hasPrefix("btime ") }
        return line.flatMap { Double($0.dropFirst(6)) } ?? 0
    }()
}
