// Tests of TandemOversight
