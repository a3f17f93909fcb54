// Tests of TandemNumerics
