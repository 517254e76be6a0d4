import ConvCore
import ConvNet
import Testing

/// Noise in one channel.
private struct Noise: LabelledImages {
  let count: Int

  func label(_ index: Int) -> Int { index % 3 }

  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) {
    tensor.setImage(lane, (0..<90).map { Float((index * 37 + $0 * 11) % 23) + generator.unit() })
  }
}

@Suite("Processes that train one network together")
struct TrainingProcessesTests {
  /// Layers with statistics and random draws as well.
  private func network() throws -> Network {
    try LayerText.network(
      "conv 5 3x3; batchnorm relu; dropout 0.2; flatten; dense",
      input: TensorShape(channels: 1, height: 9, width: 10), classes: 3, seed: 4)
  }

  private func options(batch: Int, threads: Int) -> TrainingOptions {
    var options = TrainingOptions()
    (options.batchSize, options.threads) = (batch, threads)
    return options
  }

  /// The checkpoint after two epochs, in each process.
  private func trained(_ count: Int, threads: Int, batch: Int) throws -> [[UInt8]] {
    let network = try network()
    let options = options(batch: batch, threads: threads)
    return ThreadedProcesses.run(count) { processes in
      var trainer = Trainer(network, options: options)
      trainer.processes = processes
      for _ in 0..<2 { _ = try? trainer.runEpoch(on: Noise(count: 700)) }
      return Array(Checkpoint(trainer: trainer, notes: [:]).safetensors.bytes)
    }
  }

  @Test("any number of processes and threads trains to the same bits", arguments: [16, 100, 600])
  func bits(batch: Int) throws {
    var alone = Trainer(try network(), options: options(batch: batch, threads: 1))
    for _ in 0..<2 { _ = try alone.runEpoch(on: Noise(count: 700)) }
    let one = Array(Checkpoint(trainer: alone, notes: [:]).safetensors.bytes)
    for (count, threads) in [(1, 1), (2, 1), (2, 2), (3, 1), (5, 2), (9, 1)] {
      let all = try trained(count, threads: threads, batch: batch)
      #expect(all.count == count)
      for (process, bytes) in all.enumerated() {
        let isSame = bytes == one
        #expect(isSame, "process \(process) of \(count), \(threads) threads")
      }
    }
  }

  @Test("one process that is asked to stop pauses all of them at the same step")
  func pause() throws {
    let network = try network()
    let options = options(batch: 32, threads: 1)
    let steps = ThreadedProcesses.run(4) { processes in
      var trainer = Trainer(network, options: options)
      trainer.processes = processes
      let result = try? trainer.runEpoch(on: Noise(count: 700)) { done in
        processes.rank != 2 || done < 150
      }
      return result == nil ? trainer.position.step : -1
    }
    #expect(steps == [5, 5, 5, 5])
  }

  @Test("a pause of three processes is gone on with by two and by one, to the same bits")
  func otherNumber() throws {
    let network = try network()
    let options = options(batch: 48, threads: 1)
    var whole = Trainer(network, options: options)
    _ = try whole.runEpoch(on: Noise(count: 700))
    let paused = ThreadedProcesses.run(3) { processes in
      var trainer = Trainer(network, options: options)
      trainer.processes = processes
      _ = try? trainer.runEpoch(on: Noise(count: 700)) { $0 < 200 }
      return Checkpoint(trainer: trainer, notes: [:]).safetensors
    }
    for count in [1, 2] {
      let ended = ThreadedProcesses.run(count) { processes -> [UInt8] in
        guard var trainer = try? Checkpoint(paused[0], options: options).trainer else { return [] }
        trainer.processes = processes
        _ = try? trainer.runEpoch(on: Noise(count: 700))
        return Array(Checkpoint(trainer: trainer, notes: [:]).safetensors.bytes)
      }
      let expected = Array(Checkpoint(trainer: whole, notes: [:]).safetensors.bytes)
      for bytes in ended {
        let isSame = bytes == expected
        #expect(isSame, "\(count) processes")
      }
    }
  }

  @Test("each process reads a part of the images, and all get the results of all", arguments: 1...5)
  func evaluation(count: Int) throws {
    let network = try network()
    let images = Noise(count: 103)
    let expected = network.evaluate(images)
    let all = ThreadedProcesses.run(count) { processes in
      network.evaluate(images, loss: .crossEntropy, threads: 1, processes: processes)
    }
    #expect(all == [Evaluation](repeating: expected, count: count))
  }

  @Test("bytes of different lengths are gathered in the order of the processes")
  func gathering() {
    let all = ThreadedProcesses.run(3) { processes in
      processes.gather([UInt8](repeating: UInt8(processes.rank + 7), count: 2 * processes.rank))
    }
    for gathered in all { #expect(gathered == [[], [8, 8], [9, 9, 9, 9]]) }
    let first = ThreadedProcesses.run(3) { $0.fromFirst([UInt8($0.rank), 5]) }
    #expect(first == [[0, 5], [0, 5], [0, 5]])
  }
}
