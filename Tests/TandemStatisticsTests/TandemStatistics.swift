// Tests of TandemStatistics
