import CGIF

/// Writes an animation as GIF 89a, by giflib: one palette, an endless loop, a time for each frame.
public enum GIFWriter {
  /// The bytes that giflib has written, and the error of the sink.
  private final class Output {
    let sink: any ByteSink
    var error: CodecError?

    init(_ sink: any ByteSink) { self.sink = sink }

    func take(_ bytes: [UInt8]) -> Bool {
      do throws(CodecError) { try sink.write(bytes) } catch {
        self.error = self.error ?? error
        return false
      }
      return true
    }
  }

  /// Writes all frames to a sink.
  ///
  /// - Throws: `CodecError` when the sink does not take the bytes.
  public static func write(
    _ animation: IndexedAnimation, to sink: any ByteSink
  ) throws(CodecError) {
    let memory = MemorySink()
    let output = Output(memory)
    var code: Int32 = 0
    let context = Unmanaged.passUnretained(output).toOpaque()
    guard
      let file = EGifOpen(
        context,
        { file, bytes, count in
          guard let context = file?.pointee.UserData, let bytes else { return 0 }
          let output = Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
          let part = Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
          return output.take(part) ? count : 0
        }, &code)
    else { throw failure }
    let isWritten = withExtendedLifetime(output) {
      let palette = animation.palette
      let isWritten =
        writeHeader(animation, palette, file)
        && animation.frames.allSatisfy { write($0, palette.indices(of: $0), file) }
      return EGifCloseFile(file, &code) == GIF_OK && isWritten
    }
    guard isWritten else { throw output.error ?? failure }
    // One write: giflib gives pieces of 255 bytes.
    try sink.write(memory.bytes)
  }

  private static let failure = CodecError(.writeFailed, "the GIF could not be encoded")

  private static func writeHeader(
    _ animation: IndexedAnimation, _ palette: IndexedPalette,
    _ file: UnsafeMutablePointer<GifFileType>
  ) -> Bool {
    let components = palette.components
    let count = components.count / 3
    let bits = max(1, Int(GifBitSize(Int32(count))))
    guard let map = GifMakeMapObject(1 << Int32(bits), nil) else { return false }
    defer { GifFreeMapObject(map) }
    for index in 0..<1 << bits {
      let start = index < count ? 3 * index : 0
      map.pointee.Colors[index] = GifColorType(
        Red: components[start], Green: components[start + 1], Blue: components[start + 2])
    }
    EGifSetGifVersion(file, true)
    return EGifPutScreenDesc(
      file, Int32(animation.width), Int32(animation.height), Int32(bits), 0, map) == GIF_OK
      && writeLoop(file)
  }

  /// The extension that makes browsers repeat the animation; 0 rounds mean endless.
  private static func writeLoop(_ file: UnsafeMutablePointer<GifFileType>) -> Bool {
    let name = Array("NETSCAPE2.0".utf8)
    let rounds: [UInt8] = [1, 0, 0]
    return EGifPutExtensionLeader(file, APPLICATION_EXT_FUNC_CODE) == GIF_OK
      && EGifPutExtensionBlock(file, Int32(name.count), name) == GIF_OK
      && EGifPutExtensionBlock(file, Int32(rounds.count), rounds) == GIF_OK
      && EGifPutExtensionTrailer(file) == GIF_OK
  }

  private static func write(
    _ frame: IndexedFrame, _ indices: [UInt8], _ file: UnsafeMutablePointer<GifFileType>
  ) -> Bool {
    var control = GraphicsControlBlock(
      DisposalMode: DISPOSE_DO_NOT, UserInputFlag: false, DelayTime: Int32(frame.hundredths),
      TransparentColor: Int32(IndexedPalette.unchanged))
    var block = [UInt8](repeating: 0, count: 4)
    let length = EGifGCBToExtension(&control, &block)
    guard
      EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, Int32(length), block) == GIF_OK,
      EGifPutImageDesc(
        file, Int32(frame.left), Int32(frame.top), Int32(frame.width), Int32(frame.height), false,
        nil) == GIF_OK
    else { return false }
    var indices = indices
    return indices.withUnsafeMutableBufferPointer { indices in
      guard let start = indices.baseAddress else { return false }
      return (0..<frame.height).allSatisfy { row in
        EGifPutLine(file, start + row * frame.width, Int32(frame.width)) == GIF_OK
      }
    }
  }
}
