import Foundation

/// Processor seconds that this process has spent, all threads together, and the most memory it has held.
struct ProcessorTime {
    /// User and system time in seconds since the process began.
    static var now: Double {
        let usage = usage
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The most memory held at once, in megabytes.
    static var peakMegabytes: Double { Double(usage.ru_maxrss) / 1_024 }

    private static var usage: rusage {
        var usage = rusage()
        getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
        return usage
    }
}
