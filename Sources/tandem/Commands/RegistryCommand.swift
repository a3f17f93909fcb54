import ArgumentParser
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWorkflow

/// Model versions from the terminal.
struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Lists and trains model versions.", subcommands: [List.self, Train.self])

    /// Lists a project's models.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists a project's models, newest first.", discussion: "Example:  tandem registry list fraud")

        @OptionGroup var house: HouseOptions
        @Argument(help: "The project.") var project: String

        func run() async throws {
            try await reporting {
                let services = try House(house).services
                let actor = try await Authenticate(services).administrator()
                let found = try await ListModels(services).run(.init(project: project, limit: 100), as: actor)
                await services.database.close()
                for model in found.items {
                    print(
                        "\(model.id)  \(model.name)  \(model.state.rawValue)  \(model.learner)  \(model.arm.rawValue)")
                }
            }
        }
    }

    /// Trains a challenger here and now.
    struct Train: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Trains a challenger on the labels there are and waits for it.",
            discussion: "Example:  tandem registry train fraud")

        @OptionGroup var house: HouseOptions
        @Argument(help: "The project.") var project: String

        func run() async throws {
            try await reporting {
                let services = try House(house).services
                let actor = try await Authenticate(services).administrator()
                let asked = try await RequestTraining(services).run(.init(project: project), as: actor)
                try await JobRunner(services).runWaiting()
                let job = try await GetJob(services).run(asked.id, as: actor)
                await services.database.close()
                guard job.state == .done else {
                    let reason = job.problem?["message"]?.string ?? "see the job \(job.id)"
                    throw Problem(
                        .conflict, "training_failed", "The training ended as \(job.state.rawValue): \(reason)")
                }
                print(job.id)
            }
        }
    }
}
