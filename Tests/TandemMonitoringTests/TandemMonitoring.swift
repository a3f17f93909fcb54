// Tests of TandemMonitoring
