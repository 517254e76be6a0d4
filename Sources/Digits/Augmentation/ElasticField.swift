/// A smooth random displacement of each pixel of an image: elastic distortion.
///
/// The displacement is a uniform cubic B-spline surface over a grid of random nodes (free-form
/// deformation: Rueckert et al., "Nonrigid registration using free-form deformations", 1999). The
/// image has 4×4 cells; 7×7 nodes reach one cell beyond it. With (i, u) as cell and place in the
/// cell, 0 ≤ u < 1, of a column, and (j, v) of a row:
///
///     d(x, y) = Σ_a Σ_b B_a(v) · B_b(u) · node[j + a][i + b],   a, b = 0…3
///     B_0 = (1 − u)³ / 6,  B_1 = (3u³ − 6u² + 4) / 6,  B_2 = (−3u³ + 3u² + 3u + 1) / 6,  B_3 = u³ / 6
///
/// Each coordinate of each node is uniform in ±strength. The weights are positive and sum to 1, so no
/// displacement exceeds the strength; its standard deviation is about 0.28 times the strength, and
/// between neighboring pixels it differs by at most 8 · strength / side. The elastic distortion of
/// Simard, Steinkraus and Platt ("Best practices for convolutional neural networks applied to visual
/// document analysis", 2003) smooths a random displacement of each pixel by a Gaussian instead; for
/// 28 pixels its usual deviation of 4 has the width of these splines, at a tenth of the products.
package struct ElasticField: Sendable {
  /// The cells along each axis.
  static let cells = 4
  /// The nodes along each axis: a cubic spline needs three more than cells.
  static let nodes = cells + 3

  /// The displacements in pixels, right and down, row by row.
  package let displacements: [SIMD2<Float>]

  /// Draws a field.
  ///
  /// - Parameters:
  ///   - height: Rows of the image.
  ///   - width: Columns of the image.
  ///   - strength: The largest displacement to the right and down, in pixels; with 0 it is the
  ///     identity, and as many numbers are drawn.
  ///   - generator: Draws the nodes, row by row.
  package init(
    height: Int, width: Int, strength: SIMD2<Float>,
    using generator: inout some RandomNumberGenerator
  ) {
    let nodes = (0..<ElasticField.nodes * ElasticField.nodes).map { _ in
      strength * Point(generator.uniform(-1, 1), generator.uniform(-1, 1))
    }
    let columns = (0..<width).map { ElasticField.place($0, of: width) }
    var result: [Point] = []
    result.reserveCapacity(height * width)
    for y in 0..<height {
      let row = ElasticField.line(nodes, at: ElasticField.place(y, of: height))
      for (cell, weights) in columns {
        let left = row[cell] * weights.x + row[cell + 1] * weights.y
        result.append(left + row[cell + 2] * weights.z + row[cell + 3] * weights.w)
      }
    }
    displacements = result
  }

  /// Returns the nodes of one image row: seven sums down the columns of nodes.
  private static func line(
    _ nodes: [Point], at place: (cell: Int, weights: SIMD4<Float>)
  ) -> [Point] {
    (0..<ElasticField.nodes).map { column in
      let first = place.cell * ElasticField.nodes + column
      let second = first + ElasticField.nodes
      let third = second + ElasticField.nodes
      let upper = nodes[first] * place.weights.x + nodes[second] * place.weights.y
      return upper + nodes[third] * place.weights.z
        + nodes[third + ElasticField.nodes] * place.weights.w
    }
  }

  /// Returns the cell of a pixel along an axis, and the weights of the four nodes around it.
  private static func place(_ index: Int, of side: Int) -> (cell: Int, weights: SIMD4<Float>) {
    let position = (Float(index) + 0.5) * Float(cells) / Float(side)
    let cell = min(Int(position), cells - 1)
    let u = position - Float(cell)
    let (u2, u3, rest) = (u * u, u * u * u, 1 - u)
    let last = u3 / 6
    let third = (3 * (u + u2 - u3) + 1) / 6
    let first = rest * rest * rest / 6
    return (cell, SIMD4(first, 1 - first - third - last, third, last))
  }
}
