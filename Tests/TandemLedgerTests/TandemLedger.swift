// Tests of TandemLedger
