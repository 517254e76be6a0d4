import ConvCore

extension Network {
  /// Runs the images in `workspace.activations[0]` through all layers, up to `workspace.output`.
  public func forward(_ workspace: inout Workspace, pass: LayerContext = LayerContext()) {
    for (index, stage) in stages.enumerated() {
      var output = workspace.activations[index + 1]
      workspace.activations[index + 1].values = []
      workspace.exchangeScratch(with: index)
      let inputs = wiring.inputs[index]
      if inputs.count == 2, let add = stage.layer as? Add {
        add.forward(
          workspace.activations[inputs[0]], workspace.activations[inputs[1]], into: &output,
          pass.engine)
      } else {
        stage.layer.forward(
          workspace.activations[inputs[0]], into: &output, scratch: &workspace.scratch[index],
          pass: pass.seeded(index))
      }
      workspace.exchangeScratch(with: index)
      workspace.activations[index + 1] = output
    }
  }

  /// Computes the gradients of all parameters from `workspace.lossGradient`.
  ///
  /// Of an activation that several layers read, the first of them sees the gradients of the others
  /// added to its own, in the reverse order of the layers.
  package func backward(_ workspace: inout Workspace, pass: LayerContext) {
    guard let last = stages.last else { return }
    workspace.lossGradient.applyReLUGradient(
      through: last.layer.activation, output: workspace.output.values, pass.engine)
    swap(&workspace.activations[stages.count].values, &workspace.lossGradient.values)
    for index in stages.indices.reversed() {
      var outputGradient = workspace.activations[index + 1]
      workspace.activations[index + 1].values = []
      if wiring.inputs[index].count == 2 {
        // The second input first: the first one may take the gradient's buffer.
        for source in wiring.inputs[index].reversed() where source > 0 {
          share(&outputGradient, to: source, of: index, &workspace, pass)
        }
      } else {
        backward(index, &outputGradient, &workspace, pass)
      }
      workspace.activations[index + 1] = outputGradient
    }
  }

  /// Runs one layer with one input.
  private func backward(
    _ index: Int, _ outputGradient: inout Tensor, _ workspace: inout Workspace,
    _ context: LayerContext
  ) {
    let (stage, source) = (stages[index], wiring.inputs[index][0])
    var pass = context.seeded(index)
    pass.needsInputGradient = source > 0
    pass.inputActivation = activation(of: source)
    let isShared = wiring.readers[source] > 1 && source > 0
    let isLast = wiring.firstReader[source] == index
    if isShared && !isLast {
      workspace.copy(source, pass.engine)
      swap(&workspace.activations[source].values, &workspace.spare[source].values)
    }
    let isGated = wiring.gates[index] || pass.inputActivation == .linear || source == 0
    var values: [Float] = []
    if !isGated {
      values = workspace.activations[source].values
      pass.inputActivation = .linear
    }
    workspace.exchangeScratch(with: index)
    stage.layer.backward(
      &workspace.activations[source], outputGradient: &outputGradient,
      parameterGradients: &workspace.parameterGradients[index],
      scratch: &workspace.scratch[index], pass: pass)
    workspace.exchangeScratch(with: index)
    if !isGated {
      workspace.activations[source].applyReLUGradient(
        through: activation(of: source), output: values, pass.engine)
    }
    guard isShared else { return }
    if isLast {
      workspace.addPending(to: source, pass.engine)
    } else {
      swap(&workspace.activations[source].values, &workspace.spare[source].values)
      workspace.keep(source, pass.engine)
    }
  }

  /// Hands the gradient of a sum on to one of its inputs.
  private func share(
    _ gradient: inout Tensor, to source: Int, of index: Int, _ workspace: inout Workspace,
    _ context: LayerContext
  ) {
    var pass = context
    pass.inputActivation = activation(of: source)
    if wiring.readers[source] == 1 && source == wiring.inputs[index][0] {
      return workspace.activations[source].adoptGradient(&gradient, pass)
    }
    workspace.spare[source].copyValues(of: gradient, pass.engine)
    workspace.spare[source].applyReLUGradient(
      through: pass.inputActivation, output: workspace.activations[source].values, pass.engine)
    if wiring.firstReader[source] == index {
      swap(&workspace.activations[source].values, &workspace.spare[source].values)
      workspace.addPending(to: source, pass.engine)
    } else {
      workspace.keep(source, pass.engine)
    }
  }

  private func activation(of source: Int) -> Activation {
    source > 0 ? stages[source - 1].layer.activation : .linear
  }
}

extension LayerContext {
  /// Returns the same context with a separate seed for the layer.
  fileprivate func seeded(_ layer: Int) -> LayerContext {
    var pass = self
    var generator = SplitMix64(seed: seed &+ UInt64(layer) &* 0xD134_2543_DE82_EF95)
    pass.seed = generator.next()
    return pass
  }
}
