import ConvCore
import ConvNet
import Digits
import ImageCodecs
import ImageFilters
import PictureSets

/// Prepares pictures as inputs of a network.
struct NetworkInput {
  /// The network that reads the pictures.
  let network: Network
  /// The color under transparent pixels.
  ///
  /// `nil` means white, unless the transparency itself holds the digit.
  var background: BackgroundColor?
  /// The limits on the size of a picture.
  var limits = ImageLimits()
  /// The options for reading arrays; `nil` means `hwc`, with black and white found in the file.
  var arrays: ArrayOptions?
  /// Whether damaged pictures are read as far as possible.
  var allowsDamage = false
  /// Whether notes are omitted.
  var isQuiet = false

  /// Finds the digits of a picture, prepared for the network, and checks for digits on paper.
  ///
  /// A network of `train` gets the whole picture, scaled to its size. Another network whose input is
  /// not 28×28 gray pixels gets pictures of its own size without preparation, in color if it has three
  /// input channels.
  func read(_ path: String) throws -> DigitReading { try readWithPicture(path).reading }

  /// Finds the digits of a picture, and returns the picture as gray levels as well.
  func readWithPicture(_ path: String) throws -> (reading: DigitReading, picture: Image) {
    ProtectedFiles.protect(path)
    let name = path == "-" ? "standard input" : path
    if network.readsWholePictures { return try wholePicture(path, name) }
    do {
      let reader = try InputSource.open(
        path, limits: limits, arrayLayout: arrays?.layout ?? .hwc, allowsDamage: allowsDamage)
      if let arrays { try arrays.setRange(of: reader) } else { try reader.setRange(nil) }
      if network.inputShape.channels == 3 {
        let picture = try ColorPicture.read(reader)
        if !isQuiet { reader.notes.tell(name) }
        return (try asItIs(picture, name), picture)
      }
      let layers = try GrayPicture.readLayers(reader)
      if !isQuiet { reader.notes.tell(name) }
      let picture = layers.over(background.map { Float($0.luma) } ?? 255)
      let shape = network.inputShape
      if shape.channels != 1 || shape.height != 28 || shape.width != 28 {
        return (try asItIs(picture, name), picture)
      }
      let reading = DigitPreparation.read(picture)
      if reading.doubt == nil || background != nil || !layers.isCoverageUneven {
        return (reading, picture)
      }
      // White ink on transparency is invisible on white paper: alpha holds the digit.
      let inAlpha = layers.coverage.map(DigitPreparation.read)
      return (inAlpha?.doubt == nil ? inAlpha ?? reading : reading, picture)
    } catch { throw Failure(error, file: name) }
  }

  /// Reads the only digit of a picture, for the maps of a network.
  ///
  /// - Throws: ``Failure`` with 65 when the picture does not look like a digit on paper, or holds
  ///   several digits.
  static func read(
    _ path: String, for network: Network, arrays: ArrayOptions? = nil
  ) throws -> Image {
    try onlyDigit(of: try NetworkInput(network: network, arrays: arrays).read(path), path)
  }

  /// Returns the image of the only digit of a reading.
  ///
  /// - Throws: ``Failure`` with 65 when the reading is in doubt or holds several digits.
  static func onlyDigit(of reading: DigitReading, _ path: String) throws -> Image {
    guard reading.doubt == nil, let digit = reading.digits.first else {
      throw Failure(.damagedInput, "\(path): \(reading.doubt ?? "no ink found")")
    }
    guard reading.digits.count == 1 else {
      throw Failure(
        .damagedInput,
        "\(path): holds \(reading.digits.count) digits: maps are of one, cut it out")
    }
    return digit.image
  }

  /// Runs one picture through all layers.
  ///
  /// - Throws: `ShapeError` when the picture has another shape than the network's input.
  static func run(_ image: Image, through network: Network) throws -> Workspace {
    try network.workspace(for: image)
  }

  private func asItIs(_ picture: Image, _ name: String) throws -> DigitReading {
    let shape = network.inputShape
    let size = Size2D(height: shape.height, width: shape.width)
    guard picture.shape.channels == shape.channels && picture.shape.size == size else {
      throw Failure(
        .damagedInput,
        """
        \(name): the model reads pictures of \(shape.height)x\(shape.width)x\(shape.channels), not \
        of \(picture.shape.height)x\(picture.shape.width)
        """)
    }
    return DigitReading(
      digits: [
        DigitReading.Digit(image: picture, rows: 0..<size.height, columns: 0..<size.width)
      ], doubt: nil)
  }

  /// Reads a picture whole, scaled as pictures are for `train`, and as gray levels.
  private func wholePicture(
    _ path: String, _ name: String
  ) throws -> (reading: DigitReading, picture: Image) {
    let shape = network.inputShape
    guard shape.channels == 1 || shape.channels == 3 else {
      throw Failure(
        .damagedInput, "\(name): the model reads \(shape.channels) channels, which no picture has")
    }
    do {
      let reader = try InputSource.open(
        path, limits: limits, arrayLayout: arrays?.layout ?? .hwc, allowsDamage: allowsDamage)
      // Numbers that are no samples of pictures are taken as they are, as in training.
      let isRaw = network.inputDivisor != 255
      if !isRaw {
        if let arrays { try arrays.setRange(of: reader) } else { try reader.setRange(nil) }
      }
      let size = reader.info.shape.size
      let planes = PicturePlanes(
        size: Size2D(height: shape.height, width: shape.width), channels: shape.channels)
      let under = (background ?? .white).components
      let image = planes.image(try planes.values(reader, background: under, isRaw: isRaw))
      if !isQuiet { reader.notes.tell(name) }
      let digit = DigitReading.Digit(image: image, rows: 0..<size.height, columns: 0..<size.width)
      return (DigitReading(digits: [digit], doubt: nil), image.luma)
    } catch { throw Failure(error, file: name) }
  }
}

extension BackgroundColor {
  /// Red, green and blue, 0…255.
  fileprivate var components: [Float] { [Float(red), Float(green), Float(blue)] }
}
