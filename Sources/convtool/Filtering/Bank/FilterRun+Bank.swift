import ConvCore
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

extension FilterRun {
  /// The bytes of responses that one pass over a picture may hold.
  private static let passBytes = 256 << 20

  /// Runs a bank over one picture, and writes a labelled sheet, or the maps H×W×N as an array.
  ///
  /// - Parameters:
  ///   - bank: The filters.
  ///   - input: The name of the picture.
  ///   - path: The file to write.
  ///   - options: The rendering for the format of the file.
  ///   - threads: The number of threads; the maps do not depend on it.
  ///   - open: Opens the picture, once for each pass.
  /// - Throws: ``Failure`` with 64 for a sheet of 16 bits, with 75 over the limit of memory;
  ///   `CodecError` when the picture cannot be read or the file cannot be written.
  func process(
    _ bank: MapBank, _ input: String, to path: String, options: RenderingOptions, threads: Int,
    open: () throws -> any ImageReader
  ) throws {
    var isSheet = !options.format.traits.holdsFloats
    if isSheet && options.depth == 16 {
      throw Failure(.usage, "--depth 16: a sheet has 8 bits; .npy output holds the values")
    }
    var result: BankMaps?
    var members = bank.members(of: bank.isNamed ? 1 : .max)[...]
    var isChecked = false
    while let member = members.first {
      let reader = try open()
      isSheet = !options.isRaw(for: reader.info.sampleType)
      if isSheet || options.linear { try arrays.setRange(of: reader) }
      let plan = try plan(
        for: reader.info, options, chain: try makeChain(member.filters))
      let shape = plan.layouts[plan.layouts.count - 1].shape
      let most = max(1, FilterRun.passBytes / max(1, 4 * shape.height * shape.width))
      if member.names.count > most, bank.isDivisible {
        // A large picture: fewer maps in a pass, and more passes.
        members = bank.members(of: most)[...]
        continue
      }
      members = members.dropFirst()
      var maps = try result ?? BankMaps(bank, shape: shape, isSheet: isSheet)
      try maps.require(shape, member.names)
      if !isChecked {
        let extra = maps.bytes + 12 * shape.height * shape.width * member.names.count
        try checkMemory(plan, threads, input, files: 1, extra: extra)
        if !resources.quiet { tell(display(input), reader, plan) }
        isChecked = true
      }
      let response = try plan.response(reader: reader, threads: threads)
      let report = maps.add(
        response, member, plan, automatic: options.view == .auto, explains: explains)
      result = maps
      if explains, let report {
        let explanation = Explanation(
          input: display(input), output: path, info: reader.info, plan: plan, report: report,
          threads: threads, options: options)
        try explanation.print(json: json, toStandardError: path == "-")
      }
    }
    guard let result else { return }
    if isSheet {
      try write(
        result.sheet(of: FileName.printable(FilePath.name(display(input)))), to: path, options)
    } else {
      try write(result, to: path, options)
    }
  }

  /// Writes maps as floats; an array is H×W×N also for a single map.
  private func write(_ maps: BankMaps, to path: String, _ options: RenderingOptions) throws {
    let sides = maps.sides
    guard options.format != .npy else {
      return try NPYArray.write(maps.stacked, shape: sides, to: path)
    }
    var info = ImageInfo(
      format: options.format,
      shape: ImageShape(height: sides[0], width: sides[1], channels: sides[2]),
      sampleType: .float32, hasAlpha: false)
    // Three maps are not red, green and blue.
    info.extraChannels = sides[2] - 1
    try OutputFile.write(to: path, syncs: !output.noSync) {
      try $0.write(.float32(maps.stacked), info, options: output.encoding)
    }
  }

  /// Writes a drawing in the format of the output.
  private func write(_ picture: Canvas, to path: String, _ options: RenderingOptions) throws {
    var metadata = Metadata()
    if !options.strips { metadata.texts = options.texts }
    let info = ImageInfo(
      format: options.format,
      shape: ImageShape(height: picture.height, width: picture.width, channels: 3),
      sampleType: .uint8, hasAlpha: false, metadata: metadata)
    try OutputFile.write(to: path, syncs: !output.noSync) {
      try $0.write(.uint8(picture.samples), info, options: output.encoding)
    }
  }
}
