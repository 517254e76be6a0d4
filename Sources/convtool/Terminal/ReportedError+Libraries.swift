import ConvCore
import ConvNet
import Digits
import FeatureMaps
import ImageCodecs
import ImageFilters
import Report

extension ShapeError: ReportedError {}

extension KernelTextError: ReportedError {}

extension CodecError: ReportedError {
  var status: ExitStatus {
    switch code {
    case .noInput: .noInput
    case .damaged, .unsupported: .damagedInput
    case .cannotCreate: .cannotCreate
    case .writeFailed: .writeFailed
    case .overLimit: .overLimit
    }
  }

  var line: String {
    switch self {
    case .overLimit(let limit, _): "\(self): raise it with --max-\(limit)"
    case .channelsInText: "\(self): --gray makes one of colors, and .npy holds all"
    case .colorsInGray: "\(self), and --gray makes one channel of them"
    case .tooManyChannels(_, looksLikeChannelsFirst: true):
      "\(self), which is read with --array-layout chw"
    case .undefinedLight(let reason): "--linear: \(reason)"
    default: description
    }
  }
}

extension DecoderNotes.Assumption {
  /// The text of a note, with the option that says otherwise.
  var line: String {
    switch self {
    case .channelsLast: "it looks like C×H×W, which is read with --array-layout chw"
    case .unitRange: "\(self) (--range 0:255 says otherwise)"
    }
  }
}

extension ModelFileError: ReportedError {
  var line: String {
    if case .unknownArchitecture = self {
      "\(self): --architecture takes it from another model"
    } else {
      description
    }
  }
}

extension DigitError: ReportedError {
  var status: ExitStatus {
    switch code {
    case .noInput: .noInput
    case .damaged: .damagedInput
    case .downloadImpossible: .downloadImpossible
    case .cannotCreate: .cannotCreate
    case .writeFailed: .writeFailed
    }
  }

  var line: String {
    code == .downloadImpossible
      ? "\(self); name a folder with --data; train-mnist --synthetic draws its own digits"
      : description
  }

  var isAboutFile: Bool { false }
}

extension ReportError: ReportedError {
  var status: ExitStatus { isTooLarge ? .overLimit : .damagedInput }
}

extension LearnedFilterError: ReportedError {
  var status: ExitStatus { .usage }
  var isAboutFile: Bool { false }
}

extension FilterError: ReportedError {
  var status: ExitStatus { .usage }

  var line: String {
    switch self {
    case .failure: description
    case .anchorOutside(let filter, let anchor, let size):
      "--anchor \(anchor.y),\(anchor.x) lies outside the \(size) kernel of \(filter)"
    case .zeroSum(let filter): "--normalize divides by the sum, and \(filter) sums to 0"
    case .tooDilated(let filter, let dilation, let pixels, let most):
      "--dilate \(dilation) makes \(filter) \(pixels) pixels large: at most 4097, which is "
        + "--dilate \(most) here"
    case .notConvolution(let filter):
      "\(filter) is not a convolution: it takes no --stride, --dilate, --anchor, --normalize, "
        + "--method or --border valid"
    case .unsuitedMethod(let method, let reason): "--method \(method.rawValue) \(reason)"
    }
  }

  var isAboutFile: Bool { false }
}

extension EngineError: ReportedError {
  var status: ExitStatus { .usage }
  var line: String {
    "instruction set '\(name)' is not available here: "
      + "CONVTOOL_ISA takes \(available.joined(separator: ", "))"
  }
  var isAboutFile: Bool { false }
}
