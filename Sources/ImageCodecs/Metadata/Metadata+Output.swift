public import ConvCore

extension Metadata {
  /// Returns the metadata that also hold for an output picture of this size.
  ///
  /// Sizes are set to the new size. Thumbnails are removed, because they would show the original
  /// picture.
  public func describing(_ size: Size2D) -> Metadata {
    var metadata = self
    metadata.exif = exif.flatMap { EXIFBlock.describing(size, $0) }
    metadata.xmp = xmp.flatMap { XMPPacket.describing(size, $0) }
    return metadata
  }
}
