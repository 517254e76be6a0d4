package import ConvCore
import ImageFilters
package import ONNX

/// A class activation map over the picture that a model looked at.
package struct HeatPicture: Sendable {
  /// How the values of the map lie in the input of the model.
  package struct Grid: Sendable {
    /// The place in the middle of the first value's field.
    package let first: (y: Double, x: Double)
    /// The distance from value to value.
    package let step: (y: Double, x: Double)

    /// Takes the places from the receptive field of the map.
    ///
    /// Without a known field the map is spread evenly over the input.
    package init(_ field: GraphField, height: Int, width: Int, rows: Int, columns: Int) {
      if case .window(let y, let x, 2, 3) = field {
        first = (y.center, x.center)
        step = (y.stride, x.stride)
      } else {
        step = (Double(rows) / Double(height), Double(columns) / Double(width))
        first = ((step.y - 1) / 2, (step.x - 1) / 2)
      }
    }
  }

  private let title: String
  private let notes: [String]
  private let map: [Float]
  private let height: Int
  private let width: Int
  private let grid: Grid
  private let picture: Image
  private let placement: PicturePlacement

  /// The longest side of the drawn picture.
  private static let longest = 1200
  /// The share of the color where the network looked most.
  private static let strength: Float = 0.72

  /// - Parameters:
  ///   - title: What was seen.
  ///   - notes: The lines below the title.
  ///   - map: The class activation map.
  ///   - grid: Where its values lie in the input of the model.
  ///   - picture: The picture, 0…255, gray or color.
  ///   - placement: The place of the model's input in the picture.
  package init(
    title: String, notes: [String], map: ClassActivation, grid: Grid, picture: Image,
    placement: PicturePlacement
  ) {
    (self.title, self.notes, self.map) = (title, notes, map.values)
    (height, width) = (map.height, map.width)
    (self.grid, self.picture, self.placement) = (grid, picture, placement)
  }

  /// Draws the picture.
  package func drawn() -> Canvas {
    let upper = map.reduce(0) { $1.isFinite ? max($0, $1) : $0 }
    let range = ValueRange(lower: 0, upper: upper)
    let scale = ColorScale(range: range, colorMap: .viridis)
    let body = heat(scale)
    let header = SheetHeader(
      title: BitmapFont.large.shortened(title, to: SheetFit.widest - 400), notes: notes,
      scale: ColorScale(range: ValueRange(lower: 0, upper: 1), colorMap: .viridis), lower: "0",
      upper: NumberText.short(upper))
    return MapSheet.assembled(
      header: header, bodyHeight: body.height, bodyWidth: body.width, overhang: 0
    ) { sheet, top, left in
      sheet.blit(body, top: top, left: left)
    }
  }

  private func heat(_ scale: ColorScale) -> Canvas {
    let side = max(picture.shape.height, picture.shape.width)
    let reduction = max(1, (side + HeatPicture.longest - 1) / HeatPicture.longest)
    let zoom = max(1, 560 / side)
    let base = Canvas(pixels: picture).reduced(by: reduction).enlarged(by: zoom)
    var result = base
    let factor = Double(reduction) / Double(zoom)
    for y in 0..<base.height {
      for x in 0..<base.width {
        let place = placement.inverse(
          y: (Double(y) + 0.5) * factor, x: (Double(x) + 0.5) * factor)
        let gray = UInt8((base[y, x].luma * 255).rounded())
        let pixel = RGB(gray, gray, gray)
        let isSeen =
          place.y >= 0 && place.x >= 0 && place.y < Double(placement.rows)
          && place.x < Double(placement.columns)
        guard isSeen else {
          result[y, x] = pixel.mixed(with: .white, share: 0.6)
          continue
        }
        // Centers of pixels lie at halves, those of the map's fields at whole numbers.
        let value = value(y: place.y - 0.5, x: place.x - 0.5)
        let share = scale.range.upper > 0 ? max(0, value / scale.range.upper) : 0
        result[y, x] = pixel.mixed(
          with: scale.color(of: value), share: HeatPicture.strength * (0.35 + 0.65 * share))
      }
    }
    return result
  }

  /// The map at a place of the input, interpolated between the middles of the fields.
  private func value(y: Double, x: Double) -> Float {
    let row = min(max((y - grid.first.y) / grid.step.y, 0), Double(height - 1))
    let column = min(max((x - grid.first.x) / grid.step.x, 0), Double(width - 1))
    let (top, left) = (min(Int(row), height - 1), min(Int(column), width - 1))
    let (bottom, right) = (min(top + 1, height - 1), min(left + 1, width - 1))
    let (down, across) = (Float(row - Double(top)), Float(column - Double(left)))
    let upper = map[top * width + left] * (1 - across) + map[top * width + right] * across
    let lower = map[bottom * width + left] * (1 - across) + map[bottom * width + right] * across
    return upper * (1 - down) + lower * down
  }
}
