/// What the values of labels mean (Stevens 1946): decides how far apart two labels are.
public enum MeasurementLevel: String, Sendable, Hashable, CaseIterable {
    /// Names: labels are equal or not.
    case nominal
    /// Ranks: labels are as far apart as the number of votes between them.
    case ordinal
    /// Numbers whose differences mean something.
    case interval
    /// Numbers with a true zero, whose proportions mean something.
    case ratio
}
