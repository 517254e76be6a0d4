import Synchronization

/// The kinds of layers that model files are read with.
public enum LayerRegistry {
  private static let own: [any StoredLayer.Type] = [
    Add.self, AvgPool2D.self, BatchNorm.self, Conv2D.self, Dense.self, Dropout.self, Flatten.self,
    GlobalAvgPool2D.self, LeakyReLU.self, MaxPool2D.self, ReLU.self,
  ]
  private static let types = Mutex(
    Dictionary(own.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first }))

  /// Adds a kind of layer; a kind of the same name is replaced.
  public static func register(_ type: any StoredLayer.Type) {
    types.withLock { $0[type.kind] = type }
  }

  /// Returns the type of a kind; `nil` when no such kind is known.
  public static func type(of kind: String) -> (any StoredLayer.Type)? {
    types.withLock { $0[kind] }
  }
}
