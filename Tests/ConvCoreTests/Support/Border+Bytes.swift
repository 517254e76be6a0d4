import ConvCore

extension Border {
  /// The value outside the image where the border has one that a byte holds, or any.
  var outsideByte: UInt8? { UInt8(exactly: outsideValue) }
}
