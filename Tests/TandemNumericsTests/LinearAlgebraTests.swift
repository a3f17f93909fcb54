import TandemNumerics
import Testing

@Suite struct LinearAlgebraTests {
    @Test func `a Cholesky solve returns the planted solution`() throws {
        var random = SplitMix64(seed: 11)
        let n = 20
        let base = Matrix(rows: n, columns: n, values: (0..<n * n).map { _ in random.normal() })
        var gram = Matrix(rows: n, columns: n)
        for i in 0..<n { for j in 0..<n { for k in 0..<n { gram[i, j] += base[k, i] * base[k, j] } } }
        for i in 0..<n { gram[i, i] += 1 }
        let planted = (0..<n).map { _ in random.normal() }
        let solved = try #require(Cholesky(gram)).solve(gram.times(planted))
        for (a, b) in zip(solved, planted) { #expect(abs(a - b) < 1e-9) }
    }

    @Test func `a matrix that is not positive definite has no factor`() {
        #expect(Cholesky(Matrix([[1, 2], [2, 1]])) == nil)
        #expect(Cholesky(Matrix([[.nan]])) == nil)
    }

    @Test func `rows, columns and transposes address the same numbers`() {
        let matrix = Matrix([[1, 2, 3], [4, 5, 6]])
        #expect(Array(matrix.row(1)) == [4, 5, 6])
        #expect(matrix.column(2) == [3, 6])
        #expect(matrix.transposed[2, 0] == 3)
        #expect(matrix.rows(at: [1, 1, 0]).values == [4, 5, 6, 4, 5, 6, 1, 2, 3])
        #expect(matrix.times([1, 0, -1]) == [-2, -2])
    }

    @Test func `a compensated sum keeps what a plain sum loses`() {
        #expect(CompensatedSum.of([1, 1e100, 1, -1e100]) == 2)
    }
}
