public import ConvCore

extension Metadata {
  /// What is still true of another picture of this size: sizes are those of its pixels, and there is
  /// no thumbnail, which would show the picture as it was.
  public func describing(_ size: Size2D) -> Metadata {
    var metadata = self
    metadata.exif = exif.flatMap { EXIFBlock.describing(size, $0) }
    metadata.xmp = xmp.flatMap { XMPPacket.describing(size, $0) }
    return metadata
  }
}
