import ArgumentParser
import ConvCore
import FeatureMaps
import Foundation
import ImageFilters

/// The options of `--deconvolve`.
struct DeconvolutionOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Undo a known blur: a kernel as --kernel takes it, or a filter of the catalogue with one kernel \
      ('gaussian 2', 'motion 9,30'). Needs --wiener or --richardson-lucy. What lies outside the \
      picture is found as well, so that the edges do not ring.
      """, valueName: "kernel"))
  var deconvolve: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      With --deconvolve: the power of the noise divided by that of the picture, such as 0.001; less \
      is sharper, more is smoother. The signal's power is taken to fall with the square of the \
      frequency.
      """, valueName: "nsr"),
    transform: Float.positive)
  var wiener: Float?

  @Option(
    help: ArgumentHelp(
      "With --deconvolve: steps that keep values positive, for few photons.", valueName: "steps"))
  var richardsonLucy: Whole<1, 500>?

  func validate() throws {
    let methods = (wiener != nil ? 1 : 0) + (richardsonLucy != nil ? 1 : 0)
    if deconvolve == nil && methods > 0 {
      throw ValidationError(
        "--wiener and --richardson-lucy go with --deconvolve K, the kernel of the blur")
    }
    if deconvolve != nil && methods != 1 {
      throw ValidationError(
        "--deconvolve takes --wiener NSR or --richardson-lucy STEPS, one of them")
    }
  }

  /// The filter; `nil` if none was requested.
  func filter() throws -> NamedFilter? {
    guard let deconvolve else { return nil }
    let (kernel, label) = try DeconvolutionOptions.kernel(deconvolve)
    guard kernel.depth == 1, kernel.sum != 0 else {
      throw Failure(
        .usage, "--deconvolve \(deconvolve): the kernel of a blur is flat and does not sum to 0")
    }
    guard max(kernel.size.height, kernel.size.width) <= 255 else {
      throw Failure(.usage, "--deconvolve \(deconvolve): \(kernel.size) cells, at most 255×255")
    }
    let name = "deconvolve"
    if let wiener {
      let ratio = NamedFilter.text(Double("\(wiener)") ?? 0)
      return NamedFilter(
        name: name, label: "\(name)-\(label)-wiener-\(ratio)",
        filter: Deconvolution(kernel, .wiener(noiseToSignal: Double(wiener))))
    }
    guard kernel.coefficients.allSatisfy({ $0 >= 0 }) else {
      throw Failure(
        .usage, "--richardson-lucy takes a kernel without negative cells, not \(deconvolve)")
    }
    let steps = richardsonLucy?.value ?? 1
    return NamedFilter(
      name: name, label: "\(name)-\(label)-richardson-lucy-\(steps)",
      filter: Deconvolution(kernel, .richardsonLucy(iterations: steps)))
  }

  /// The kernel of a name with parameters, or of numbers.
  private static func kernel(_ text: String) throws -> (Kernel, label: String) {
    let name = String(text.prefix { $0 != " " && $0 != "," })
    guard FilterCatalogue.named(name) != nil else {
      let source = try KernelSource(kernel: text, option: "--deconvolve")
      return (source.kernels[0], source.label)
    }
    let filter = try NamedFilter.named(
      name, parameters: text.dropFirst(name.count).trimmingCharacters(in: .whitespaces))
    guard filter.filter.kernels.count == 1 else {
      throw Failure(.usage, "--deconvolve \(text): \(name) is not one kernel")
    }
    return (filter.filter.kernels[0], filter.label)
  }
}
