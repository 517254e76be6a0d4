import Foundation
internal import RowLoops
import Synchronization

/// Keeps a kernel's spectrum and the buffers of all threads between bands.
final class FourierStore: Sendable {
  private let spectrum = Mutex<FourierSpectrum?>(nil)
  private let rooms = Mutex<[FourierBuffers]>([])

  func spectrum(_ make: () -> FourierSpectrum) -> FourierSpectrum {
    spectrum.withLock { spectrum in
      if let spectrum { return spectrum }
      let made = make()
      spectrum = made
      return made
    }
  }

  func takeRoom(_ size: FourierBuffers.Size) -> FourierBuffers {
    let spare = rooms.withLock { $0.popLast() }
    if let spare, spare.size == size { return spare }
    return FourierBuffers(size)
  }

  func giveBack(_ room: FourierBuffers) {
    rooms.withLock { $0.append(room) }
  }
}
