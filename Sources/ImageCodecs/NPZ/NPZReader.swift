import ConvCore

/// Reads an array of a NumPy `.npz` file, which is a zip archive of `.npy` files.
///
/// `file.npz:name` names the array; without a name the file must hold a single one.
final class NPZReader: ImageReader, @unchecked Sendable {
  private let reader: NPYReader
  private let content: ZipMember
  private let allowsDamage: Bool
  private var nextRow = 0

  init(_ request: ImageFormat.ReaderRequest) throws(CodecError) {
    let archive = try ZipArchive(try request.source.seekable(limit: request.limits.memory))
    let entry = try NPZReader.entry(request.source.member, of: archive)
    content = try archive.contents(of: entry)
    allowsDamage = request.allowsDamage
    reader = try NPYReader(
      ByteSource(stream: content), limits: request.limits, allowsDamage: request.allowsDamage,
      layout: request.arrayLayout)
  }

  var info: ImageInfo { reader.info }
  var notes: DecoderNotes { reader.notes }

  func setRange(_ range: ClosedRange<Float>?) throws(CodecError) { try reader.setRange(range) }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    let samples = try reader.readRows(count)
    nextRow += count
    if nextRow == info.shape.height && !allowsDamage { try finish() }
    return samples
  }

  /// Reads what is left, so that the checksum is compared.
  private func finish() throws(CodecError) {
    guard content.rest <= 1 << 20 else {
      throw CodecError(.damaged, "the array is followed by \(content.rest) bytes")
    }
    while content.rest > 0 {
      _ = try SampleBufferBytes.filled(1 << 16) { buffer throws(CodecError) in
        _ = try content.read(into: buffer)
      }
    }
  }

  private static func entry(
    _ name: String?, of archive: ZipArchive
  ) throws(CodecError) -> ZipArchive.Entry {
    let arrays = archive.entries.filter { $0.name.hasSuffix(".npy") }
    guard let first = arrays.first else {
      throw CodecError(.unsupported, "a zip file without .npy arrays")
    }
    let names = arrays.map { FileName.printable(String($0.name.dropLast(4))) }
    let list =
      names.count <= 8
      ? names.listed("and") : names.prefix(8).joined(separator: ", ") + ", …"
    if let name {
      guard
        let entry = archive.entries.first(where: { $0.name == "\(name).npy" || $0.name == name })
      else { throw CodecError(.noInput, "no array of that name in the file, which holds \(list)") }
      return entry
    }
    guard arrays.count == 1 else {
      throw CodecError(
        .unsupported,
        "it holds \(arrays.count) arrays, \(list): name one behind a colon, :\(names[0])")
    }
    return first
  }
}

extension NPZReader {
  /// The traits of NPZ, which is not written.
  static let traits = ImageFormat.Traits(
    name: "NPZ", extensions: ["npz"], magic: [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]],
    holdsFloats: true, holdsAlpha: true, maximumDepth: 0, holdsColorChunks: false,
    oversizedBlocks: { _ in [] }, member: "array",
    makeReader: { request throws(CodecError) in try NPZReader(request) }, makeWriter: nil)
}
