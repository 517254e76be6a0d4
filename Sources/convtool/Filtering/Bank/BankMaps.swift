import ConvCore
import FeatureMaps
import Foundation
import ImageFilters

/// The maps of a bank for one picture, as they are computed: tiles of a sheet, or numbers.
struct BankMaps {
  private let bank: MapBank
  private let shape: ImageShape
  private let fit: SheetFit?
  private var tiles: [LabelledSheet.Tile] = []
  private var planes: [[Float]] = []
  private var views: [ResponseView] = []
  private var maximum: Float = 255

  /// Prepares for maps of a shape.
  init(_ bank: MapBank, shape: ImageShape, isSheet: Bool) throws {
    self.bank = bank
    self.shape = shape
    fit =
      isSheet
      ? SheetFit(count: bank.count, height: shape.height, width: shape.width, zoom: bank.zoom)
      : nil
  }

  /// The bytes of what is kept, all maps together.
  var bytes: Int {
    guard let fit else { return 8 * bank.count * shape.height * shape.width }
    let pixels = fit.pixels(count: bank.count, height: shape.height, width: shape.width)
    return Int(min(9 * pixels, 0x1p60))
  }

  /// Requires that all maps have one size.
  func require(_ other: ImageShape, _ names: [String]) throws {
    guard (other.height, other.width) == (shape.height, shape.width) else {
      throw Failure(
        .usage,
        "--bank: \(names[0]) gives a map of \(other.height)×\(other.width), the ones before it "
          + "\(shape.height)×\(shape.width): choose a border that keeps the size")
    }
  }

  /// Adds the maps of a member.
  ///
  /// - Returns: The report of all its maps; `nil` unless `explains`.
  mutating func add(
    _ response: Image, _ member: MapBank.Member, _ plan: FilterPlan, automatic: Bool,
    explains: Bool
  ) -> FilterReport? {
    var report: FilterReport?
    // A named filter that smooths keeps alpha as a second channel; maps are opaque.
    for (index, name) in member.names.enumerated() {
      let plane = BankMaps.plane(index, of: response)
      let isMap = bank.isLearned && automatic
      let rendered = explains || fit != nil && !isMap ? plan.renderedMaps(plane) : nil
      if let rendered {
        report?.add(rendered.report)
        report = report ?? rendered.report
      }
      guard let fit else {
        planes.append(plane.samples)
        continue
      }
      let view = isMap ? .diverging : plan.view
      let picture =
        if let rendered, !isMap {
          fit.fitted(ResponseTile.picture(rendered.tiles[0], rendered.shape))
        } else {
          ResponseTile.map(plane.samples, height: shape.height, width: shape.width, in: fit)
        }
      views.append(view)
      maximum = plan.white
      tiles.append(
        LabelledSheet.Tile(
          picture: picture, name: name,
          note: ResponseTile.range(
            of: plane.samples, isSymmetric: view.scale.isSymmetric && view.scale.isRelative)))
    }
    return report
  }

  private static func plane(_ channel: Int, of image: Image) -> Image {
    let channels = image.shape.channels
    guard channels > 1 else { return image }
    var shape = image.shape
    shape.channels = 1
    let samples = stride(from: channel, to: image.samples.count, by: channels).map {
      image.samples[$0]
    }
    return Image(shape: shape, samples: samples)
  }

  // MARK: Results

  /// The sides of the array: H×W×N.
  var sides: [Int] { [shape.height, shape.width, planes.count] }

  /// The maps as an array H×W×N.
  var stacked: [Float] {
    var values = [Float](repeating: 0, count: shape.height * shape.width * planes.count)
    for (map, plane) in planes.enumerated() {
      var place = map
      for value in plane {
        values[place] = value
        place += planes.count
      }
    }
    return values
  }

  /// The labelled sheet.
  func sheet(of input: String) -> Canvas {
    let count = "\(bank.count) map\(bank.count == 1 ? "" : "s") of \(shape.height)×\(shape.width)"
    let parts = [count, fit?.note ?? "", commonView.scale.note].filter { !$0.isEmpty }
    return LabelledSheet(
      title: "\(bank.title) · \(input)", notes: [parts.joined(separator: " · ")],
      key: LabelledSheet.Key(view: commonView, maximum: maximum), tiles: tiles,
      columns: fit?.columns
    ).drawn()
  }

  /// The view of all maps; magnitudes where smoothing filters are clipped beside them.
  private var commonView: ResponseView {
    views.first { $0 != .clip } ?? .clip
  }
}

extension FilterReport {
  /// Adds the report of another map.
  fileprivate mutating func add(_ other: FilterReport) {
    if let theirs = other.range {
      range =
        range.map {
          min($0.lowerBound, theirs.lowerBound)...max($0.upperBound, theirs.upperBound)
        } ?? theirs
    }
    nonfinite += other.nonfinite
    clipped += other.clipped
    samples += other.samples
  }
}
