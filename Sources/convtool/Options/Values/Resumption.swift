import ArgumentParser

/// Whether a training goes on from the checkpoint of its folder.
enum Resumption: String, CaseIterable, ExpressibleByArgument {
  /// There must be a checkpoint; what `--resume` means without a value.
  case required
  /// Where there is none, the training begins: one call for the first job and for all later ones.
  case auto
}
