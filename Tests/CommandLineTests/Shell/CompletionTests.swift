import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("Completion in bash, zsh and fish")
struct CompletionTests {
  /// A call whose last word is completed, and words among the completions.
  struct Row: Sendable, CustomTestStringConvertible {
    let words: [String]
    let expected: [String]
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: [String], _ expected: [String]) {
      (self.words, self.expected) = (words, expected)
    }
  }

  static let rows = [
    Row(["fil"], ["filter"]),
    Row([""], ["filter", "pool", "train-mnist", "help"]),
    Row(["filter", "--lapl"], ["--laplacian", "--laplacian8"]),
    Row(["filter", "--laplacian", "--bor"], ["--border"]),
    Row(["filter", "--border", ""], ["replicate", "zero", "symmetric", "reflect101", "valid"]),
    Row(["filter", "--then", "gau"], ["gaussian"]),
    Row(["filter", "--laplacian", "pho"], ["photo.png"]),
    Row(["filter", "--kernel", "ker"], ["kernel.txt"]),
    Row(["filter", "--laplacian", "photo.png", "-o", "pho"], ["photo.png"]),
    Row(["pool", "--pad"], ["--padding"]),
    Row(["kernels", "scha"], ["scharr", "scharr-x", "scharr-y"]),
    Row(["filter", "--layer", "conv"], ["conv2d_1", "conv2d_2", "conv2d_3"]),
    Row(["train-mnist", "--optimizer", ""], ["sgd", "momentum", "adam"]),
    Row(["help", "exit"], ["exit-codes"]),
  ]

  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("photo.png", Image.random(height: 4, width: 4))
    try sandbox.write("kernel.txt", "1 2 1\n")
  }

  private func lines(_ text: String) -> Set<String> {
    Set(
      text.split(separator: "\n").map { line in
        line.split(separator: "\t").first.map(String.init)?
          .trimmingCharacters(in: .whitespaces) ?? ""
      })
  }

  @Test("bash", .enabled(if: Shell(name: "bash").path != nil))
  func bash() throws {
    var script = "source <(convtool --generate-completion-script bash)\n"
    for row in CompletionTests.rows {
      let words = (["convtool"] + row.words).map { "'\($0)'" }.joined(separator: " ")
      script += """
        COMP_WORDS=(\(words)); COMP_CWORD=\(row.words.count)
        _convtool; printf '%s\\n' "${COMPREPLY[@]}" ==

        """
    }
    let output = try Shell(name: "bash").output(of: script, in: sandbox.folder.url)
    let answers = output.components(separatedBy: "==\n")
    for (row, answer) in zip(CompletionTests.rows, answers) {
      #expect(lines(answer).isSuperset(of: row.expected), "\(row): \(answer)")
    }
    #expect(answers.count == CompletionTests.rows.count + 1)
  }

  @Test("fish", .enabled(if: Shell(name: "fish").path != nil))
  func fish() throws {
    var script = "convtool --generate-completion-script fish | source\n"
    for row in CompletionTests.rows {
      script += "complete -C 'convtool \(row.words.joined(separator: " "))'; echo ==\n"
    }
    let output = try Shell(name: "fish").output(of: script, in: sandbox.folder.url)
    for (row, answer) in zip(CompletionTests.rows, output.components(separatedBy: "==\n")) {
      #expect(lines(answer).isSuperset(of: row.expected), "\(row): \(answer)")
    }
  }

  @Test("zsh", .enabled(if: Shell(name: "zsh").path != nil))
  func zsh() throws {
    // The line editor works on a terminal only, here one that zsh makes itself.
    let calls = [
      ("convtool filter --mot", "--motion"), ("convtool pool --aver", "--average"),
      ("convtool filter --border refl", "reflect101"),
      ("convtool filter --sobel phot", "photo.png"),
    ]
    var script = """
      zmodload zsh/zpty
      zpty z zsh -f -i
      zpty -w z 'PS1=; autoload -Uz compinit; compinit -u -D; \
      source <(convtool --generate-completion-script zsh); bindkey "^I" complete-word; echo ready'
      zpty -r -m z line '*ready*ready*'

      """
    for (call, _) in calls {
      script += "zpty -w -n z $'\(call)\\t'; sleep 0.5; zpty -w -n z $'\\C-a#\\n'\n"
    }
    script += "sleep 0.2; while zpty -r -t z line; do print -r -- \"$line\"; done; zpty -d z\n"
    let output = try Shell(name: "zsh").output(of: script, in: sandbox.folder.url)
    for (call, word) in calls {
      #expect(output.contains(word), "\(call): \(output)")
    }
  }
}
