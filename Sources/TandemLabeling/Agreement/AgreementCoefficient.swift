/// A number that says how far independent answers coincide.
public enum AgreementCoefficient: String, Sendable, Hashable, CaseIterable {
    /// The mean over tasks of agreeing pairs ÷ pairs, in 0 … 1; not corrected for chance.
    case rawAgreement = "raw_agreement"
    /// Fleiss' (1971) κ: chance agreement from the labels' frequencies; with varying numbers of votes as Gwet's
    /// "Handbook of Inter-Rater Reliability" (4th ed., 2014) has it.
    case fleissKappa = "fleiss_kappa"
    /// Krippendorff's (2004) α at the level of measurement asked for.
    case krippendorffAlpha = "krippendorff_alpha"
    /// Gwet's (2008) AC1: chance agreement only on tasks that are hard; steadier where one label is rare.
    case gwetAC1 = "gwet_ac1"
}
