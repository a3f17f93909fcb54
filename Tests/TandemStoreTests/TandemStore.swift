// Tests of TandemStore
