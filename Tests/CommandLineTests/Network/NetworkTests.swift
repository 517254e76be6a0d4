import Testing

/// All tests that look at a trained network.
@Suite("The network", TrainedModelTrait())
enum NetworkTests {}
