// Tests of TandemWork
