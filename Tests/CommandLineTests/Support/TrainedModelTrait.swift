import Testing

/// Trains the model once and lends it to all tests of a suite.
struct TrainedModelTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    let model = try TrainedModel()
    try await TrainedModel.$current.withValue(model) { try await function() }
  }
}
