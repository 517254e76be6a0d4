/// Formats that are not read, known by their first bytes, with a command that converts them.
enum ForeignFormat {
  /// The number of bytes by which formats are told apart.
  static let markLength = 132

  /// A format: its name, the bytes at an offset, and a command that converts a file.
  private struct Mark {
    let name: String
    let bytes: [UInt8]
    var offset = 0
    var command: String?
  }

  /// Returns the end of a message about foreign bytes; empty when they are unknown.
  static func hint(for start: [UInt8]) -> String {
    if let mark = marks.first(where: { start.dropFirst($0.offset).starts(with: $0.bytes) }) {
      return " (it looks like \(mark.name)\(mark.command.map { ": \($0) converts it" } ?? ""))"
    }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      return " (it looks like a text in UTF-16: save it as UTF-8)"
    }
    return ""
  }

  private static func mark(
    _ name: String, _ text: String, at offset: Int = 0, command: String? = nil
  ) -> Mark {
    Mark(name: name, bytes: Array(text.utf8), offset: offset, command: command)
  }

  private static let heif = "heif-convert in.heic out.png"

  private static let marks: [Mark] = [
    mark("GIF", "GIF8", command: "magick 'in.gif[0]' out.png"),
    mark("AVIF", "ftypavif", at: 4, command: "avifdec in.avif out.png"),
    mark("AVIF", "ftypavis", at: 4, command: "avifdec in.avif out.png"),
    mark("HEIC", "ftyphei", at: 4, command: heif), mark("HEIC", "ftyphev", at: 4, command: heif),
    mark("HEIF", "ftypmif1", at: 4, command: heif), mark("HEIF", "ftypmsf1", at: 4, command: heif),
    mark("CR3, a raw photograph", "ftypcrx", at: 4, command: "dcraw_emu -T in.cr3"),
    mark("MP4", "ftyp", at: 4, command: "ffmpeg -i in.mp4 -frames:v 1 out.png"),
    Mark(name: "JPEG XL", bytes: [0xFF, 0x0A], command: "djxl in.jxl out.png"),
    mark("JPEG XL", "JXL ", at: 4, command: "djxl in.jxl out.png"),
    mark("JPEG 2000", "jP  ", at: 4, command: "opj_decompress -i in.jp2 -o out.png"),
    Mark(
      name: "JPEG 2000", bytes: [0xFF, 0x4F, 0xFF, 0x51],
      command: "opj_decompress -i in.j2k -o out.png"),
    mark("PSD", "8BPS", command: "magick 'in.psd[0]' out.png"),
    Mark(name: "EXR", bytes: [0x76, 0x2F, 0x31, 0x01], command: "magick in.exr out.pfm"),
    mark("Radiance HDR", "#?RADIANCE", command: "magick in.hdr out.pfm"),
    mark("Radiance HDR", "#?RGBE", command: "magick in.hdr out.pfm"),
    mark("PDF", "%PDF", command: "pdftoppm -png -singlefile in.pdf out"),
    mark("PostScript", "%!PS", command: "magick in.ps out.png"),
    mark("SVG", "<svg", command: "rsvg-convert in.svg -o out.png"),
    mark("SVG or XML", "<?xml", command: "rsvg-convert in.svg -o out.png"),
    mark("FITS", "SIMPLE  =", command: "fitstopnm in.fits > out.pgm"),
    Mark(
      name: "an icon", bytes: [0, 0, 1, 0], command: "magick 'in.ico[0]' out.png"),
    mark("QOI", "qoif", command: "magick in.qoi out.png"),
    mark("FUJI RAF, a raw photograph", "FUJIFILM", command: "dcraw_emu -T in.raf"),
    mark("DICOM", "DICM", at: 128, command: "dcmj2pnm +on in.dcm out.png"),
    mark("WAV", "WAVE", at: 8), mark("AVI", "AVI ", at: 8),
    Mark(name: "gzip", bytes: [0x1F, 0x8B], command: "gunzip"),
    Mark(name: "HDF5", bytes: [0x89, 0x48, 0x44, 0x46]),
    mark("MATLAB's .mat", "MATLAB 5.0 MAT"),
  ]
}
