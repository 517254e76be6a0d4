import ConvNet

/// The list of the pieces that excite the units of a layer: a row for each piece.
struct PatchList {
  private let places: [[Excitation]]
  private let field: ReceptiveField
  private let names: [String]?

  /// - Parameters:
  ///   - places: For each unit its places, the strongest first.
  ///   - field: The receptive field of the layer.
  ///   - names: The files of the images; `nil` for images that have an index alone.
  init(_ places: [[Excitation]], field: ReceptiveField, names: [String]?) {
    self.places = places
    self.field = field
    self.names = names
  }

  /// The list with its header, comma-separated.
  var text: String {
    var lines = ["unit,rank,image,y,x,value"]
    for (unit, places) in places.enumerated() {
      for (rank, place) in places.enumerated() {
        let corner = field.corner(y: place.y, x: place.x)
        let image = names.map { CSV.field($0[place.image]) } ?? "\(place.image)"
        lines.append("\(unit),\(rank),\(image),\(corner.y),\(corner.x),\(place.value)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
