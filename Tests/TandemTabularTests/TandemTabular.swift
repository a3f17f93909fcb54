// Tests of TandemTabular
