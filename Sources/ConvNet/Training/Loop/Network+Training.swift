public import ConvCore

extension Network {
  /// Trains a copy of the network for `options.epochs` epochs and keeps the best one.
  ///
  /// ```swift
  /// let run = try network.train(
  ///   on: data.prefix(0.9), validation: data.suffix(0.1),
  ///   options: .init(epochs: 10, optimizer: .adam(rate: 0.002), threads: 2)
  /// ) { epoch in
  ///   print(epoch.number, epoch.validation.accuracy)
  ///   return .continue
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - images: The images to learn from.
  ///   - validation: Held-out images that choose the epoch; the latest epoch is kept where there
  ///     are none.
  ///   - options: How it is trained.
  ///   - afterEpoch: Called after each epoch; decides whether the next one follows.
  /// - Returns: The best network, and the results of each epoch.
  /// - Throws: ``TrainingError`` when the loss is no number any more.
  /// - Precondition: `options.epochs` is positive.
  public func train(
    on images: some LabelledImages, validation: some LabelledImages,
    options: TrainingOptions = TrainingOptions(),
    afterEpoch: (TrainingEpoch) -> TrainingDecision = { _ in .continue }
  ) throws(TrainingError) -> TrainingResult {
    try trained(
      on: images, validation: validation, epochs: options.epochs, options: options,
      afterEpoch: afterEpoch)
  }

  /// Trains a copy of the network and keeps the best epoch.
  ///
  /// The same call gives the same bits with any number of threads (`options.threads`).
  ///
  /// - Parameters:
  ///   - images: The images to learn from.
  ///   - validation: Held-out images that choose the epoch; the latest epoch is kept where there
  ///     are none.
  ///   - epochs: Passes over `images`, at least 1.
  ///   - options: How it is trained.
  ///   - engine: The row loops to use.
  ///   - afterEpoch: Called after each epoch; decides whether the next one follows.
  /// - Returns: The best network, and the results of each epoch.
  /// - Throws: ``TrainingError`` when the loss is no number any more.
  /// - Precondition: `epochs` is positive.
  public func trained(
    on images: some LabelledImages, validation: some LabelledImages, epochs: Int,
    options: TrainingOptions = TrainingOptions(), engine: Engine = .preferred,
    afterEpoch: (TrainingEpoch) -> TrainingDecision = { _ in .continue }
  ) throws(TrainingError) -> TrainingResult {
    precondition(epochs > 0, "\(epochs) epochs")
    var trainer = Trainer(self, options: options, engine: engine)
    var choice = EpochChoice(options.keeping, isJudged: validation.count > 0)
    var (best, history) = (self, [TrainingEpoch]())
    while trainer.epoch < epochs {
      guard let result = try trainer.runEpoch(on: images) else { break }
      let network = trainer.averaged
      let evaluation = network.evaluate(
        validation, loss: options.loss, threads: options.threads, engine: engine)
      let isBest = choice.keeps(
        .init(accuracy: evaluation.accuracy, loss: evaluation.loss))
      if isBest { best = network }
      let epoch = TrainingEpoch(
        number: trainer.epoch, learning: result, validation: evaluation, isBest: isBest)
      history.append(epoch)
      if afterEpoch(epoch) == .stop { break }
    }
    return TrainingResult(best: best, epochs: history)
  }
}
