// Tests of TandemWorkflow
