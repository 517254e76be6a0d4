import ConvCore

/// The headers of a BMP file: OS/2 1 and 2, Windows 3, and versions 2 to 5.
struct BMPHeader {
  /// A channel of a pixel of 16 or 32 bits: its bits in the pixel.
  struct Mask {
    let shift: Int
    let bits: Int

    /// Creates a channel; `nil` when the bits of the mask do not lie side by side.
    init?(_ mask: Int) {
      shift = mask == 0 ? 0 : mask.trailingZeroBitCount
      let run = mask >> shift
      guard run & (run + 1) == 0 else { return nil }
      bits = run == 0 ? 0 : Int.bitWidth - run.leadingZeroBitCount
    }

    /// Returns the channel of a pixel, scaled to 8 bits.
    func value(of pixel: Int) -> UInt8 {
      guard bits > 0 else { return 0 }
      let most = 1 << bits - 1
      return UInt8((pixel >> shift & most) * 255 / most)
    }
  }

  /// How the rows are stored.
  enum Compression {
    case none
    /// Runs of palette indexes of 8 or of 4 bits.
    case runs
  }

  let height: Int
  let width: Int
  let isTopDown: Bool
  /// Bits of a pixel.
  let bits: Int
  let compression: Compression
  /// The offset of the pixels.
  let start: Int
  /// Blue, green, red and alpha of pixels of 16 or 32 bits.
  let masks: [Mask]
  /// Red, green and blue of each index.
  let palette: [[UInt8]]
  private(set) var metadata = Metadata()

  /// The bytes of a stored row: a multiple of four.
  var stride: Int { (width * bits + 31) / 32 * 4 }

  /// Whether pixels are indexes of grays only.
  var isGray: Bool { bits <= 8 && palette.allSatisfy { $0[0] == $0[1] && $0[1] == $0[2] } }

  /// Whether pixels have an alpha channel.
  var hasAlpha: Bool { masks.count == 4 && masks[3].bits > 0 }

  init(_ bytes: SeekableBytes) throws(CodecError) {
    let size = try bytes.number(4, at: 14)
    guard bytes.count >= 26, bytes.count >= 14 + size else {
      throw CodecError(.damaged, "truncated BMP header")
    }
    guard size == 12 || size == 16 || (40...256).contains(size) || size == 64 else {
      throw CodecError(.unsupported, "BMP with a header of \(size) bytes")
    }
    start = try bytes.number(4, at: 10)
    let isOld = size == 12
    func signed(_ value: Int) -> Int { Int(Int32(truncatingIfNeeded: value)) }
    width = try isOld ? bytes.number(2, at: 18) : signed(bytes.number(4, at: 18))
    let stored = try isOld ? bytes.number(2, at: 20) : signed(bytes.number(4, at: 22))
    isTopDown = stored < 0
    height = abs(stored)
    bits = try bytes.number(2, at: isOld ? 24 : 28)
    guard [1, 2, 4, 8, 16, 24, 32].contains(bits) else {
      throw CodecError(.damaged, "damaged BMP header: \(bits) bits a pixel")
    }
    let code = try size >= 40 ? bytes.number(4, at: 30) : 0
    switch (code, bits) {
    case (0, _), (3, 16), (3, 32), (6, 16), (6, 32): compression = .none
    case (1, 8), (2, 4): compression = .runs
    default:
      throw CodecError(.unsupported, "BMP of \(bits) bits with the compression \(code)")
    }
    guard compression == .none || !isTopDown else {
      throw CodecError(.damaged, "damaged BMP header: compressed from top to bottom")
    }
    masks = try BMPHeader.masks(bytes, size: size, bits: bits, code: code)
    palette = try BMPHeader.palette(bytes, size: size, bits: bits, start: start)
    guard size >= 40 else { return }
    let (x, y) = (signed(try bytes.number(4, at: 38)), signed(try bytes.number(4, at: 42)))
    if x > 0 && y > 0 { metadata.density = .init(unit: .perMetre, x: x, y: y) }
    guard size >= 124, try bytes.number(4, at: 70) == 0x4D42_4544 else { return }
    let (place, count) = (try bytes.number(4, at: 126), try bytes.number(4, at: 130))
    guard count > 128, count <= 4 << 20, 14 + place + count <= bytes.count else { return }
    metadata.iccProfile = try bytes.bytes(count, at: 14 + place)
  }

  private static func masks(
    _ bytes: SeekableBytes, size: Int, bits: Int, code: Int
  ) throws(CodecError) -> [Mask] {
    guard bits == 16 || bits == 32 else { return [] }
    var numbers = bits == 16 ? [0x1F, 0x3E0, 0x7C00, 0] : [0xFF, 0xFF00, 0xFF0000, 0]
    if code == 3 || code == 6 {
      // Behind a header of 40 bytes, or a part of longer ones: red, green, blue, alpha.
      for (index, place) in [62, 58, 54].enumerated() {
        numbers[index] = try bytes.number(4, at: place)
      }
      if size >= 56 || code == 6 { numbers[3] = try bytes.number(4, at: 66) }
    }
    var masks: [Mask] = []
    for number in numbers {
      guard let mask = Mask(number) else {
        throw CodecError(.damaged, "damaged BMP header: the bits of a channel are apart")
      }
      masks.append(mask)
    }
    return masks
  }

  private static func palette(
    _ bytes: SeekableBytes, size: Int, bits: Int, start: Int
  ) throws(CodecError) -> [[UInt8]] {
    guard bits <= 8 else { return [] }
    let entry = size == 12 ? 3 : 4
    let used = try size >= 40 ? bytes.number(4, at: 46) : 0
    let place = 14 + size
    var count = used == 0 ? 1 << bits : used
    guard count <= 1 << 16 else {
      throw CodecError(.damaged, "damaged BMP header: a palette of \(count) colors")
    }
    // Some writers leave out what the pixels do not use, without a word.
    count = min(count, 1 << bits, max(0, start - place) / entry)
    let stored = try bytes.bytes(count * entry, at: place)
    guard count > 0, stored.count == count * entry else {
      throw CodecError(.damaged, "truncated BMP: the palette is not complete")
    }
    return (0..<count).map { index in
      [stored[index * entry + 2], stored[index * entry + 1], stored[index * entry]]
    }
  }
}
