import Testing

@Suite("What an option says to a value it does not take")
struct OptionValueTests {
  /// The arguments, and the line without the name of the program.
  private static let calls: [(String, String)] = [
    (
      "filter --border wobble",
      "--border takes replicate, zero, constant:V, symmetric (dcba|abcd), reflect101 (dcb|abcd), "
        + "wrap or valid, not 'wobble'"
    ),
    (
      "filter --border mirror",
      "--border mirror means two things: say symmetric (dcba|abcd) or reflect101 (dcb|abcd)"
    ),
    ("filter --method fastest", "--method takes auto, direct, separable or fft, not 'fastest'"),
    ("filter --depth 12", "--depth takes 8, 16 or float, not '12'"),
    ("filter --quality 0", "--quality takes 1...100, not '0'"),
    ("filter --scale x", "--scale takes a number, not 'x'"),
    (
      "filter --scale 0,5",
      "--scale takes a number, not '0,5': decimals are written with a point, 0.5, not with a comma"
    ),
    (
      "filter --name a/b",
      "--name takes a file's name, not 'a/b': folders go with -o FOLDER/"
    ),
    ("pool --size 2x", "--size takes H or HxW up to 65535, not '2x'"),
    ("pool --shard 4/3", "--shard takes I/N with 1 ≤ I ≤ N, auto/N or auto, not '4/3'"),
    ("train-mnist --averaging 1", "--averaging takes a number from 0 to below 1, not '1'"),
    ("train-mnist --optimizer it's", "--optimizer takes sgd, momentum or adam, not 'it's'"),
    ("bench infer --batches 1,x", "--batches takes 1...10000, comma-separated, not '1,x'"),
  ]

  @Test("The line names the option, the values it takes and the one given", arguments: calls)
  func refusal(call: String, line: String) throws {
    let sandbox = try CommandSandbox()
    let errors = try sandbox.fail(64, call.split(separator: " ").map(String.init))
    #expect(errors.hasPrefix("convtool: \(line)"))
  }
}
