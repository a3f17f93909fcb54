// Tests of TandemTraining
