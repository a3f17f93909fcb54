// Tests of TandemRegistry
