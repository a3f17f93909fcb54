// Tests of TandemWeb
