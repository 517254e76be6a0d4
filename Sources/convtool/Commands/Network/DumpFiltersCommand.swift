import ArgumentParser
import ConvNet
import FeatureMaps
import ImageCodecs
import ImageFilters

/// The command `convtool dump-filters`.
struct DumpFiltersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump-filters", abstract: "Write the weights of every layer as pictures.",
    usage: "convtool dump-filters [--model <model>] --output <folder> [options]",
    discussion: """
      convtool dump-filters -o filters/
      convtool dump-filters --model runs/mnist-1 -o filters/ --npy

      Pictures show weights as the layer applies them, a correlation; zero is white. With --npy \
      each convolution's filters are written as kernels in convolution orientation: \
      01-conv2d_1.npy for filter --bank, 01-conv2d_1/00.npy for filter --kernel.
      """)

  @OptionGroup var model: ModelOptions
  @Option(name: [.short, .long], help: "The folder to write to.") var output: String
  @OptionGroup var maps: MapOptions

  func run() throws {
    let network = try model.load().network
    try maps.requireNew(output)
    try ModelStore.fill(output) {
      try FilterDump.write(
        network, to: output, renderer: maps.renderer(.layer), arrays: maps.npy)
    }
  }
}
