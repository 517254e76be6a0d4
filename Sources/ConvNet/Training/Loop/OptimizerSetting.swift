/// An optimizer with its learning rate.
public struct OptimizerSetting: Hashable, Sendable {
  /// The rule that updates parameters.
  public var optimizer: Optimizer
  /// The learning rate at its highest.
  public var rate: Float

  /// Gradient descent.
  public static func sgd(rate: Float = Optimizer.sgd.defaultRate) -> OptimizerSetting {
    OptimizerSetting(optimizer: .sgd, rate: rate)
  }

  /// Heavy-ball momentum.
  public static func momentum(rate: Float = Optimizer.momentum.defaultRate) -> OptimizerSetting {
    OptimizerSetting(optimizer: .momentum, rate: rate)
  }

  /// Adam.
  public static func adam(rate: Float = Optimizer.adam.defaultRate) -> OptimizerSetting {
    OptimizerSetting(optimizer: .adam, rate: rate)
  }
}
