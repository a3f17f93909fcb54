// Tests of TandemValidation
