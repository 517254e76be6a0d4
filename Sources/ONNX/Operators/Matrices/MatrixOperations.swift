/// Products of matrices.
enum MatrixOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("MatMul", inputs: 2...2) { _ in MultiplyOperation() },
    OperatorEntry("Gemm", inputs: 2...3) { attributes in
      let isOld = attributes.opset < 7
      let repeats = isOld ? attributes.truth("broadcast") : true
      return GeneralProduct(
        alpha: attributes.float("alpha", 1), beta: attributes.float("beta", 1),
        transposesA: attributes.truth("transA"), transposesB: attributes.truth("transB"),
        repeatsC: repeats)
    },
    OperatorEntry("MatMulInteger", since: 10, inputs: 2...4) { _ in IntegerProduct() },
    OperatorEntry("QLinearMatMul", since: 10, inputs: 8...8) { _ in QuantizedProduct() },
    OperatorEntry("Einsum", since: 12, inputs: 1...Int.max, EinsumOperation.make),
  ]
}
