import ArgumentParser

/// Predictions in files: metrics, calibration, guarantees, comparisons, errors, gaps between groups.
public struct ValidateCommand: ParsableCommand {
    /// The commands, each a pipeline step of its own.
    public static let commands: [any FileCommand.Type] = [
        ErrorsCommand.self,
        MetricsCommand.self,
        CalibrateCommand.self,
        CompareCommand.self,
        PreferenceCommand.self,
        FairnessCommand.self,
        GuaranteeCommand.self,
        MitigateCommand.self,
        WatchCommand.self,
    ]

    /// How the group is called.
    public static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Works on files of predictions: can this model be trusted, and for whom?",
        subcommands: commands)

    /// A group, as the parser makes it.
    public init() {}
}
