import CDeflate
import CLibJPEG
import CLibPNG
import CZlib

/// The libraries that encode and decode pictures: their versions decide over the bytes of a file.
enum CodecLibraries {
  /// The versions that this build was made with, or runs with where a library says it.
  static var versions: String {
    let turbo = Int(LIBJPEG_TURBO_VERSION_NUMBER)
    let jpeg = "\(turbo / 1_000_000).\(turbo / 1000 % 1000).\(turbo % 1000)"
    let png = String(cString: png_get_libpng_ver(nil))
    let zlib = String(cString: zlibVersion())
    return "libjpeg-turbo \(jpeg), libpng \(png), libdeflate \(LIBDEFLATE_VERSION_STRING), "
      + "zlib \(zlib)"
  }
}
