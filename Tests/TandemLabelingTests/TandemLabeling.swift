// Tests of TandemLabeling
