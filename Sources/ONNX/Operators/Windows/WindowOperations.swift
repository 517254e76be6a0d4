/// Operators with a window that moves over spatial dimensions.
enum WindowOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("Conv", inputs: 2...3) { ConvOperation(&$0) },
    OperatorEntry("ConvTranspose", inputs: 2...3) { TransposedConvOperation(&$0) },
    OperatorEntry("ConvInteger", since: 10, inputs: 2...4) { IntegerConvOperation(&$0) },
    OperatorEntry("QLinearConv", since: 10, inputs: 8...9) { QuantizedConvOperation(&$0) },
    OperatorEntry("MaxPool", outputs: 2) { MaxPoolOperation(&$0) },
    OperatorEntry("AveragePool") { AveragePoolOperation(&$0) },
    OperatorEntry("GlobalAveragePool") { _ in GlobalPoolOperation(kind: .mean) },
    OperatorEntry("GlobalMaxPool") { _ in GlobalPoolOperation(kind: .maximum) },
    OperatorEntry("LRN") { NeighborNormalization(&$0) },
  ]
}
