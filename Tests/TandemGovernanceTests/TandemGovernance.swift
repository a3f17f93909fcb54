// Tests of TandemGovernance
