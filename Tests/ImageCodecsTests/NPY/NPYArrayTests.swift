import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("NPY arrays and output")
struct NPYArrayTests {
  @Test(
    "kernels are read from every integer and float type",
    arguments: ["|u1", "|i1", "<u2", ">i2", "<i4", ">i4", "<i8", "<f4", ">f8", "<f8"])
  func everyTypeIsRead(type: String) throws {
    let isUnsigned = type.contains("u")
    for isFortran in [false, true] {
      let file = NPYFile(
        shape: [2, 3, 4], values: (0..<24).map { Double($0 * 5 - (isUnsigned ? 0 : 60)) })
      let bytes = file.bytes(NPYFile.Layout(type: type, isFortran: isFortran))
      let array = try NPYArray(ByteSource(bytes: bytes))
      #expect(array.shape == file.shape)
      #expect(array.elements == file.values)
    }
  }

  @Test("an array cut short, or larger than its limit, is refused")
  func sizesAreChecked() throws {
    let bytes = NPYFile(shape: [5, 5], values: [Double](repeating: 1, count: 25)).bytes(
      NPYFile.Layout(type: "<f8"))
    #expect {
      _ = try NPYArray(ByteSource(bytes: Array(bytes.dropLast())))
    } throws: { error in
      (error as? CodecError)?.code == .damaged
    }
    #expect {
      _ = try NPYArray(ByteSource(bytes: bytes), limit: 24)
    } throws: { error in
      (error as? CodecError)?.code == .overLimit
    }
  }

  @Test("output is version 1, little-endian float32 in C order, H×W for one channel")
  func outputIsPlain() throws {
    for channels in [1, 3, 6] {
      let info = ImageInfo(.npy, 5, 4, channels, .float32)
      let image = Image.random(
        height: 5, width: 4, channels: channels, in: -1e6...1e6, real: true)
      let bytes = try encode(info, .float32(image.samples), strips: [2, 2])
      let file = try #require(NPYFile(float32: Data(bytes)))
      #expect(file.shape == [5, 4] + (channels == 1 ? [] : [channels]))
      #expect(file.values == image.samples.map(Double.init))
      #expect(try Decoded(bytes).samples == .float32(image.samples))
    }
  }

  @Test("output of integers is refused: it holds raw responses")
  func integersAreRefused() {
    #expect {
      _ = try makeWriter(ImageInfo(.npy, 2, 2), to: MemorySink())
    } throws: { error in
      (error as? CodecError)?.code == .unsupported
    }
  }
}
