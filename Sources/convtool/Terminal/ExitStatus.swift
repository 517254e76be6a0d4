/// Exit codes; those of sysexits where one matches.
enum ExitStatus: Int32 {
  case someInputsFailed = 1
  case usage = 64
  case damagedInput = 65
  case noInput = 66
  case downloadImpossible = 69
  case internalError = 70
  case cannotCreate = 73
  case writeFailed = 74
  case overLimit = 75
}
