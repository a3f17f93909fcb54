// Tests of TandemExplainability
