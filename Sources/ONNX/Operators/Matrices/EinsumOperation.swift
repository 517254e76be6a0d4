/// Einsum: sums of products over letters that name the dimensions.
struct EinsumOperation: Operation {
  /// The letters of each input.
  let terms: [[Character]]
  /// The letters of the result.
  let result: [Character]

  static func make(_ attributes: inout Attributes) -> any Operation {
    let equation = (attributes.text("equation") ?? "").filter { $0 != " " }
    let sides = equation.replacing("->", with: ">").split(
      separator: ">", omittingEmptySubsequences: false)
    let terms = (sides.first ?? "").split(separator: ",", omittingEmptySubsequences: false)
      .map { Array($0.replacing("...", with: ".")) }
    let letters = terms.joined().filter { $0 != "." }
    var result = sides.count == 2 ? Array(sides[1].replacing("...", with: ".")) : []
    if sides.count == 1 {
      // Without a result: the dots, then the letters that occur once, in alphabetical order.
      let once = Set(letters).filter { letter in letters.count { $0 == letter } == 1 }
      result = (terms.joined().contains(".") ? ["."] : []) + once.sorted()
    }
    let isSound =
      sides.count <= 2 && terms.count == attributes.inputs && terms.count <= 3
      && (letters + result.filter { $0 != "." }).allSatisfy { $0.isASCII && $0.isLetter }
      && Set(result).count == result.count && terms.allSatisfy { $0.count { $0 == "." } <= 1 }
      && Set(result).isSubset(of: Set(terms.joined()))
    if !isSound { attributes.refuse("equation '\(equation)'") }
    return EinsumOperation(terms: terms, result: result)
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let operands = try inputs.ofOneType()
    var sides: [String: Int] = [:]
    var names: [[String]] = []
    var dots = 0
    for (term, x) in zip(terms, operands) {
      let free = x.rank - term.count { $0 != "." }
      guard free >= 0, free == 0 || term.contains(".") else {
        throw ONNXError(.damaged, "\(String(term)) for \(Shape.text(x.shape))")
      }
      dots = max(dots, free)
      let list = term.flatMap { letter -> [String] in
        letter == "." ? (0..<free).map { "\(free - $0)" } : [String(letter)]
      }
      for (name, side) in zip(list, x.shape) {
        let known = sides[name] ?? 1
        guard known == 1 || side == 1 || known == side else {
          throw ONNXError(.damaged, "\(name) is \(known) and \(side)")
        }
        sides[name] = side == 1 ? known : side
      }
      names.append(list)
    }
    let outer = result.flatMap { letter -> [String] in
      letter == "." ? (0..<dots).map { "\(dots - $0)" } : [String(letter)]
    }
    let inner = Set(sides.keys).subtracting(outer).sorted()
    let order = outer + inner
    let shape = order.map { sides[$0] ?? 1 }
    // Not all products are held, but their number bounds the time.
    guard let count = Shape.count(shape), count < 1 << 33 else {
      throw ONNXError(.overLimit, "an einsum of \(Shape.text(shape)) products: --max-memory")
    }
    let resultShape = outer.map { sides[$0] ?? 1 }
    try context.count(resultShape, operands[0].type)
    var strides: [[Int]] = []
    for (list, x) in zip(names, operands) {
      let own = Shape.strides(x.shape)
      strides.append(
        order.map { name in
          list.indices.reduce(0) { $0 + (list[$1] == name && x.shape[$1] != 1 ? own[$1] : 0) }
        })
    }
    let resultStrides = Shape.strides(resultShape)
    strides.append(outer.indices.map { resultStrides[$0] } + inner.map { _ in 0 })
    return [try sum(operands, StridedLoop(shape: shape, strides), resultShape)]
  }

  private func sum(
    _ operands: [Tensor], _ loop: StridedLoop, _ shape: [Int]
  ) throws(ONNXError) -> Tensor {
    let type = operands[0].type
    let (last, step) = (operands.count, loop.step)
    if type.isFloatingPoint {
      let values = try operands.mapThrowing { x throws(ONNXError) in try x.doubles() }
      var sums = [Double](repeating: 0, count: shape.reduce(1, *))
      loop.forEachRun { offsets, count in
        var place = offsets
        for _ in 0..<count {
          var product = 1.0
          for index in 0..<last { product *= values[index][place[index]] }
          sums[place[last]] += product
          place &+= step
        }
      }
      return Tensor(type, shape, rounding: sums)
    }
    let values = try operands.mapThrowing { x throws(ONNXError) in try x.integers() }
    var sums = [Int64](repeating: 0, count: shape.reduce(1, *))
    loop.forEachRun { offsets, count in
      var place = offsets
      for _ in 0..<count {
        var product: Int64 = 1
        for index in 0..<last { product &*= values[index][place[index]] }
        sums[place[last]] &+= product
        place &+= step
      }
    }
    return Tensor(type, shape, wrapping: sums)
  }
}
