extension PNGWriter {
  /// Writes all chunks between the header and the pixels.
  func writeMetadata() throws(CodecError) {
    let metadata = info.metadata
    var profile = metadata.iccProfile
    if let bytes = profile, !profileFits(bytes) { profile = nil }
    // A file may hold only one of a profile and sRGB.
    for chunk in metadata.colorChunks where chunk.name != "sRGB" || profile == nil {
      try self.chunk(chunk.name, chunk.bytes)
    }
    if let profile {
      try chunk(
        "iCCP", Array("ICC profile".utf8) + [0, 0] + Deflater.zlibStream(profile))
    }
    if let density = metadata.density {
      let numbers = density.unit == .ratio ? density : density.converted(to: .perMetre)
      try chunk(
        "pHYs",
        bigEndian(UInt32(clamping: numbers.x)) + bigEndian(UInt32(clamping: numbers.y))
          + [density.unit == .ratio ? 0 : 1])
    }
    if let exif = metadata.exif { try chunk("eXIf", exif) }
    if let xmp = metadata.xmp {
      // Not compressed, no language, no translated keyword.
      try chunk("iTXt", PNGMetadata.xmpKeyword + [0, 0, 0, 0, 0] + xmp)
    }
    for text in metadata.texts { try write(text) }
  }

  /// Writes a text as tEXt if it is Latin-1, otherwise as iTXt in UTF-8.
  private func write(_ text: Metadata.Text) throws(CodecError) {
    let keyword = Array(text.keyword.utf8)
    let latin = text.text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
    if latin.count == text.text.unicodeScalars.count {
      try chunk("tEXt", keyword + [0] + latin)
    } else {
      try chunk("iTXt", keyword + [0, 0, 0, 0, 0] + Array(text.text.utf8))
    }
  }

  /// Whether the color space of a profile is that of the pixels; readers refuse other profiles.
  ///
  /// Bytes that are not a profile are written unchanged.
  private func profileFits(_ profile: [UInt8]) -> Bool {
    guard profile.count >= 128, profile[36..<40].elementsEqual("acsp".utf8) else { return true }
    return profile[16..<20].elementsEqual((info.colorChannels == 3 ? "RGB " : "GRAY").utf8)
  }
}
