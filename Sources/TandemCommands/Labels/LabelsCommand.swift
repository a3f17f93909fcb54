import ArgumentParser

/// Labels in files: aggregate votes, measure agreement, find errors, choose what to label next.
public struct LabelsCommand: ParsableCommand {
    /// The commands, each a pipeline step of its own.
    public static let commands: [any FileCommand.Type] = [
        AggregateCommand.self, AgreementCommand.self, OverlapCommand.self, NextCommand.self, SimulateCommand.self,
        ApplyCommand.self, WeakCommand.self, IssuesCommand.self, AugmentCommand.self,
    ]

    /// How the group is called.
    public static let configuration = CommandConfiguration(
        commandName: "labels", abstract: "Works on files of labels: votes in, trustworthy labels out.",
        subcommands: commands)

    /// A group, as the parser makes it.
    public init() {}
}
