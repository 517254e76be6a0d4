import ConvNet
import FeatureMaps
import Foundation
import ImageCodecs

/// The pictures in the folder of a run.
struct RunPictures {
  let folder: RunFolder
  let history: [HistoryRow]
  let model: Network
  let data: TrainingData

  func write(_ result: Evaluation) throws {
    try about(folder.path) {
      try curves.drawn().write(to: folder.file("curves.png"))
      let chart = ConfusionChart(
        counts: result.confusion, classNames: model.classNames, title: data.testTitle)
      try chart.drawn(height: chart.fittingSide, width: chart.fittingSide)
        .write(to: folder.file("confusion.png"))
    }
    let (filters, maps) = (folder.file("filters"), folder.file("activations"))
    try ModelStore.fill(filters) {
      try FilterDump.write(
        model, to: filters, renderer: MapRenderer(scale: .layer), arrays: true)
    }
    let workspace = try NetworkInput.run(data.example, through: model)
    try ModelStore.fill(maps) {
      try ActivationDump.write(
        model, workspace, to: maps, renderer: MapRenderer(), name: data.exampleName, arrays: false)
    }
    try MistakeFiles(result, of: data.shown, classNames: model.classNames)
      .write(to: folder.file("mistakes"))
  }

  private var curves: CurveChart {
    CurveChart(
      title: "Training",
      panels: [
        CurvePanel(
          title: "Loss", x: ChartAxis("epoch", isWhole: true), y: ChartAxis("loss", lower: 0),
          series: [
            series("training", \.loss), series("held out", \.validationLoss),
          ]),
        CurvePanel(
          title: "Accuracy", x: ChartAxis("epoch", isWhole: true),
          y: ChartAxis("accuracy in %", upper: 100),
          series: [
            series("training", \.accuracy, 100), series("held out", \.validationAccuracy, 100),
          ]),
      ])
  }

  private func series(
    _ name: String, _ value: KeyPath<HistoryRow, Double>, _ factor: Double = 1
  ) -> CurveSeries {
    CurveSeries(
      name: name, x: history.map { Double($0.epoch) },
      y: history.map { $0[keyPath: value] * factor })
  }
}
