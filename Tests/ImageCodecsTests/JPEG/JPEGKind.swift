import Testing

/// One way in which cjpeg can write a picture.
struct JPEGKind: Sendable, CustomTestStringConvertible {
  let options: String
  var isGray: Bool { options.contains("grayscale") }
  var testDescription: String { options }

  static let all: [JPEGKind] = [
    "-sample 1x1", "-sample 2x1", "-sample 1x2", "-sample 2x2", "-sample 4x1", "-sample 4x2",
    "-sample 1x4", "-sample 2x2,1x2,2x1", "-grayscale", "-rgb", "-progressive",
    "-progressive -sample 2x1", "-progressive -grayscale", "-restart 1 -sample 2x2",
    "-restart 2B", "-progressive -restart 1", "-optimize", "-arithmetic",
    "-arithmetic -progressive", "-baseline -quality 3", "-quality 100 -sample 1x1",
    "-smooth 40", "-dct float",
  ].map { JPEGKind(options: $0) }
}
