package import ConvNet

/// Processes that a launcher has started together.
package protocol LaunchedProcesses: TrainingProcesses {
  /// Begins to look whether the other processes live.
  ///
  /// - Parameter lost: Called on another thread when a process is lost: its number, or `nil` where it
  ///   is not known. The other calls may never return then.
  func watch(_ lost: @escaping @Sendable (Int?) -> Void)

  /// Waits until all processes have called this, and ends the connection to them.
  func leave()

  /// Ends all processes, as far as the launcher reaches them, with an exit code.
  func abort(_ code: Int32)
}
