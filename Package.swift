// swift-tools-version:6.2
import Foundation
import PackageDescription

// The house in one list, lowest layer first. A target may depend on what stands in a lower row, never on its own row
// or a higher one; the loop at the end stops the build otherwise. See ARCHITECTURE.md.
let layers: [[String]] = [
    ["TandemNumerics"],
    ["TandemStatistics", "TandemTabular"],
    ["TandemModeling"],
    ["TandemLabeling", "TandemTraining", "TandemValidation", "TandemExplainability", "TandemMonitoring"],
    ["TandemCommands"],
    // ── platform floor ──
    ["TandemStore"],
    ["TandemLedger", "TandemSQLite", "TandemPostgres"],
    ["TandemGovernance", "TandemWork", "TandemRegistry", "TandemOversight"],
    ["TandemWorkflow"],
    ["TandemWeb"],
    ["tandem", "TandemBench", "TandemFiles"],
]
let science = ["TandemNumerics", "TandemStatistics", "TandemTabular", "TandemModeling"]
let methods = ["TandemLabeling", "TandemTraining", "TandemValidation", "TandemExplainability", "TandemMonitoring"]
let shared = ["TandemLedger", "TandemStore", "TandemTabular", "TandemNumerics"]

// `TANDEM_FLOOR=science|store|workflow` builds and tests the lower floors alone, without the web stack: seconds
// instead of minutes while working on an algorithm or a rule. Unset means the whole house.
let floor = Context.environment["TANDEM_FLOOR"] ?? "all"
let floors = ["science", "store", "workflow", "all"]
precondition(floors.contains(floor), "TANDEM_FLOOR must be one of \(floors)")
func reaches(_ name: String) -> Bool {
    (floors.firstIndex(of: floor) ?? 0) >= (floors.firstIndex(of: name) ?? 0)
}

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),  // `any` where it costs
    .enableUpcomingFeature("MemberImportVisibility"),  // no members through somebody else's import
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
]

extension Target.Dependency {
    static func ours(_ names: [String]) -> [Target.Dependency] { names.map { .byName(name: $0) } }
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let arguments = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let yaml = product(name: "Yams", package: "Yams")
    static let logging = product(name: "Logging", package: "swift-log")
}

func room(_ name: String, ours: [String] = [], others: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: Target.Dependency.ours(ours) + others, resources: resources, swiftSettings: settings)
}

/// A room's tests; golden values that scripts/reference wrote and samples of pages are no sources.
func tests(_ name: String, ours: [String] = [], others: [Target.Dependency] = []) -> Target {
    let folder = "\(Context.packageDirectory)/Tests/\(name)Tests/"
    let data = ["Fixtures", "Pages/Samples"].filter { FileManager.default.fileExists(atPath: folder + $0) }
    return .testTarget(
        name: name + "Tests", dependencies: Target.Dependency.ours([name] + ours) + others, exclude: data,
        swiftSettings: settings)
}

var targets: [Target] = [
    .systemLibrary(name: "CXGBoost", pkgConfig: "xgboost", providers: [.apt(["libxgboost-dev"])]),
    room("TandemNumerics"),
    room("TandemStatistics", ours: ["TandemNumerics"]),
    room("TandemTabular", ours: ["TandemNumerics"]),
    room("TandemModeling", ours: ["TandemNumerics", "TandemStatistics", "TandemTabular", "CXGBoost"]),
    room("TandemLabeling", ours: science),
    room("TandemTraining", ours: science),
    room("TandemValidation", ours: science),
    room("TandemExplainability", ours: science),
    room("TandemMonitoring", ours: science),
    tests("TandemNumerics"),
    tests("TandemStatistics", ours: ["TandemNumerics"]),
    tests("TandemTabular", ours: ["TandemNumerics"]),
    tests("TandemModeling", ours: ["TandemNumerics", "TandemStatistics", "TandemTabular"]),
    tests("TandemLabeling", ours: science),
    tests("TandemTraining", ours: science),
    tests("TandemValidation", ours: science),
    tests("TandemExplainability", ours: science),
    tests("TandemMonitoring", ours: science),
    // Commands that read and write files, without a server: pipeline steps, mounted by `tandem`.
    room("TandemCommands", ours: science + methods, others: [.arguments, .yaml]),
    tests("TandemCommands", ours: science + methods, others: [.arguments]),
]
var dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
]
var products: [Product] = [.library(name: "TandemScience", targets: science + methods)]

// The file commands alone, in a program that builds without the web stack: for work on an algorithm.
if floor == "science" {
    targets.append(
        .executableTarget(
            name: "tandem-files", dependencies: ["TandemCommands", .arguments], path: "Sources/TandemFiles",
            swiftSettings: settings))
}

if reaches("store") {
    dependencies += [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ]
    targets += [
        // SQLite from the system: libsqlite3-dev.
        .target(name: "CSQLiteSetup", linkerSettings: [.linkedLibrary("sqlite3")]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        room("TandemStore", ours: ["TandemNumerics", "TandemTabular"], others: [.crypto]),
        room(
            "TandemSQLite", ours: ["TandemStore", "CSQLiteSetup"],
            others: [
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        room("TandemPostgres", ours: ["TandemStore", "CLibPQ"]),
        room("TandemLedger", ours: ["TandemStore", "TandemTabular", "TandemNumerics"], others: [.crypto]),
        // Everything tests need to stand in a world of their own: fixed clock, ids, both engines, a failing database.
        .target(
            name: "TandemTestSupport",
            dependencies: Target.Dependency.ours(
                ["TandemLedger", "TandemStore", "TandemSQLite", "TandemPostgres", "TandemTabular"]),
            path: "Tests/TandemTestSupport", swiftSettings: settings),
        tests("TandemStore", ours: ["TandemSQLite", "TandemPostgres", "TandemTestSupport"]),
        tests("TandemLedger", ours: ["TandemStore", "TandemTabular", "TandemTestSupport"], others: [.crypto]),
    ]
}
if reaches("workflow") {
    targets += [
        room("TandemGovernance", ours: shared, others: [.crypto, .cryptoExtras]),
        room("TandemWork", ours: shared + ["TandemLabeling", "TandemStatistics"], others: [.crypto]),
        room("TandemRegistry", ours: shared + ["TandemStatistics", "TandemModeling"], others: [.crypto]),
        room(
            "TandemOversight",
            ours: shared + [
                "TandemStatistics", "TandemModeling", "TandemLabeling", "TandemValidation", "TandemMonitoring",
            ],
            others: [.crypto]),
        room(
            "TandemWorkflow",
            ours: shared + science.filter { !shared.contains($0) } + methods
                + ["TandemGovernance", "TandemWork", "TandemRegistry", "TandemOversight"],
            others: [.crypto, .logging]),
        // A world of use cases for tests: people with roles, a project, a clock that is moved by hand.
        .target(
            name: "TandemWorkflowTestSupport",
            dependencies: Target.Dependency.ours(
                shared + ["TandemGovernance", "TandemWork", "TandemWorkflow", "TandemTestSupport"]) + [.logging],
            path: "Tests/TandemWorkflowTestSupport", swiftSettings: settings),
        tests("TandemGovernance", ours: shared + ["TandemTestSupport"]),
        tests("TandemWork", ours: shared + ["TandemTestSupport"]),
        tests("TandemRegistry", ours: shared + ["TandemTestSupport"]),
        tests(
            "TandemOversight",
            ours: shared + ["TandemStatistics", "TandemValidation", "TandemMonitoring", "TandemTestSupport"],
            others: [.crypto]),
        tests(
            "TandemWorkflow",
            ours: shared + science.filter { !shared.contains($0) } + methods
                + ["TandemGovernance", "TandemWork", "TandemRegistry", "TandemOversight", "TandemTestSupport"]
                + ["TandemWorkflowTestSupport"],
            others: [.crypto, .logging]),
    ]
}
if reaches("all") {
    dependencies += [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ]
    products.append(.executable(name: "tandem", targets: ["tandem"]))
    targets += [
        room(
            "TandemWeb",
            ours: shared + ["TandemGovernance", "TandemWork", "TandemRegistry", "TandemOversight", "TandemWorkflow"],
            others: [
                .logging, .crypto,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.embedInCode("Templates"), .embedInCode("Assets")]),
        .executableTarget(
            name: "tandem",
            dependencies: Target.Dependency.ours(
                shared + ["TandemSQLite", "TandemPostgres", "TandemGovernance", "TandemWork", "TandemRegistry"]
                    + ["TandemOversight", "TandemWorkflow", "TandemWeb", "TandemCommands"]) + [
                    .logging, .crypto, .arguments,
                    .product(name: "Hummingbird", package: "hummingbird"),
                    .product(name: "AsyncHTTPClient", package: "async-http-client"),
                    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                    .product(name: "NIOCore", package: "swift-nio"),
                    .product(name: "NIOPosix", package: "swift-nio"),
                    .product(name: "NIOHTTP1", package: "swift-nio"),
                ],
            swiftSettings: settings),
        // The load generator of `make bench`: knows HTTP and nothing of ours.
        .executableTarget(name: "tandem-bench", path: "Sources/TandemBench", swiftSettings: settings),
        tests(
            "TandemWeb",
            ours: shared + ["TandemGovernance", "TandemWork"]
                + ["TandemWorkflow", "TandemTestSupport", "TandemWorkflowTestSupport"],
            others: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),
    ]
}

let package = Package(
    name: "tandem", platforms: [.macOS(.v15)], products: products, dependencies: dependencies, targets: targets)

let depth = Dictionary(uniqueKeysWithValues: layers.enumerated().flatMap { row, names in names.map { ($0, row) } })
for target in package.targets where target.type != .test {
    for case .byNameItem(let name, _) in target.dependencies {
        guard let from = depth[target.name], let to = depth[name] else { continue }
        precondition(to < from, "\(target.name) must not depend on \(name): arrows point down only")
    }
}
