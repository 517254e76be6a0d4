import ConvCore
import ImageCodecs
import ImageFilters

extension Explanation {
  /// The JSON object of `--explain --json`.
  struct Record: Encodable {
    /// One filter of the chain.
    struct Filter: Encodable {
      let name: String
      let method: String
      /// `null` for pooling, whose windows stay inside.
      @JSONNullable var border: String?
      let kernels: [KernelRecord]
    }

    /// The program of `--like`, and what differs from our own defaults.
    struct Likeness: Encodable {
      let program: String
      let call: String
      let differences: [String]

      init(_ tool: ToolFilter) {
        (program, call) = (tool.convention.name, tool.convention.call)
        differences = tool.differences
      }
    }

    let input: String
    let output: String
    /// What `--like` did; left out without it.
    let like: Likeness?
    let height: Int
    let width: Int
    let channels: Int
    let filters: [Filter]
    let view: String
    /// The smallest and the largest finite value; empty when there is none.
    let response: [JSONNumber<Float>]
    /// The number of NaN and infinite samples of the input.
    let nonfiniteInput: Int
    let nonfiniteResponse: Int
    let clipped: Int
    let samples: Int
    let memoryBytes: Int
    @JSONNullable var wholeImage: String?
    let engine: String
    let threads: Int
  }

  var record: Record {
    let shape = plan.outputInfo.shape
    return Record(
      input: input, output: output,
      like: (plan.chain.stages[0].filter as? ToolFilter).map(Record.Likeness.init),
      height: shape.height, width: shape.width,
      channels: shape.channels,
      filters: plan.chain.stages.enumerated().map { index, stage in
        Record.Filter(
          name: stage.name, method: MethodText(stage, plan.inputType(ofStage: index)).text,
          border: stage.borderDescription, kernels: stage.kernels.map(KernelRecord.init))
      },
      view: plan.view.rawValue,
      response: report.range.map { [JSONNumber($0.lowerBound), JSONNumber($0.upperBound)] } ?? [],
      nonfiniteInput: report.nonfiniteInput, nonfiniteResponse: report.nonfinite,
      clipped: report.clipped, samples: report.samples,
      memoryBytes: plan.memoryEstimate(threads: threads), wholeImage: plan.wholeImageReason,
      engine: Engine.preferred.name, threads: threads)
  }
}
