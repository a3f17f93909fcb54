// Tests of TandemModeling
