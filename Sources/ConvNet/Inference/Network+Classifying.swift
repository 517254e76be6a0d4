public import ConvCore

extension Network {
  /// Reads one picture of the network's shape, in the sample units that ``inputDivisor`` divides.
  ///
  /// - Throws: `ShapeError` when the picture has another shape.
  public func classify(_ image: Image) throws(ShapeError) -> Prediction {
    try requireShape(of: image)
    return Classifier(self).predict(image)
  }

  /// Runs one picture through all layers.
  ///
  /// - Returns: A workspace whose first image is the picture.
  /// - Throws: `ShapeError` when the picture has another shape than the network's input.
  public func workspace(for image: Image) throws(ShapeError) -> Workspace {
    try requireShape(of: image)
    var workspace = Workspace(self)
    var values: [Float] = []
    values.reserveCapacity(inputShape.count)
    for channel in 0..<inputShape.channels {
      for pixel in stride(from: channel, to: image.samples.count, by: inputShape.channels) {
        values.append(image.samples[pixel] / inputDivisor)
      }
    }
    workspace.activations[0].setImage(0, values)
    forward(&workspace)
    return workspace
  }

  /// Returns the network for pictures of another size, as far as its layers accept it: convolutions,
  /// poolings and global averages do, dense layers behind maps do not.
  ///
  /// - Throws: `ShapeError` when a layer does not suit the size.
  public func resized(to size: Size2D) throws(ShapeError) -> Network {
    var network = try Network(
      inputShape: TensorShape(
        channels: inputShape.channels, height: size.height, width: size.width),
      stages: stages, classNames: classNames)
    network.inputDivisor = inputDivisor
    return network
  }

  private func requireShape(of image: Image) throws(ShapeError) {
    let shape = image.shape
    guard
      shape.channels == inputShape.channels && shape.height == inputShape.height
        && shape.width == inputShape.width
    else { throw ShapeError("a picture of \(shape) for a network of \(inputShape.spelled)") }
  }
}
