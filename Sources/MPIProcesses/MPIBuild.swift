/// What this build of the program has of MPI.
package enum MPIBuild {
  /// Whether the package was built with the trait `MPI`.
  package static var isAvailable: Bool {
    #if MPI
      true
    #else
      false
    #endif
  }

  /// Joins the processes that a launcher of MPI has started; `nil` without the trait `MPI`.
  package static func processes() -> (any LaunchedProcesses)? {
    #if MPI
      MPIProcesses()
    #else
      nil
    #endif
  }
}
