import Foundation

/// The number that a scheduler gave this process among the tasks of a job.
struct SchedulerTask {
  /// The variable that holds the number.
  let variable: String
  /// The number.
  let number: Int
  /// The numbers of all tasks; `nil` when the scheduler does not say them, or some are left out.
  let tasks: Range<Int>?
  /// Whether a launcher started this process alone: its number says nothing then.
  var isAlone = false

  /// Reads the variables of all schedulers.
  ///
  /// - Throws: ``Failure`` when none is set, when two schedulers number this process, or when a
  ///   variable holds no number.
  static func current() throws -> SchedulerTask {
    let found = try readers.compactMap { try $0() }
    // A launcher of one process numbers nothing; two interfaces of one launcher say the same.
    var telling = found.filter { !$0.isAlone }
    if let first = telling.first,
      telling.allSatisfy({ $0.number == first.number && $0.tasks == first.tasks })
    {
      telling = [first]
    }
    guard telling.count < 2 else {
      throw Failure(
        .usage,
        "\(telling[0].variable) and \(telling[1].variable) both number this task: give the part, "
          + "--shard I/N")
    }
    guard let task = telling.first ?? found.first else {
      throw Failure(
        .usage,
        "--shard auto needs the task number of a scheduler, as in SLURM_ARRAY_TASK_ID, "
          + "PBS_ARRAY_INDEX, SGE_TASK_ID or OMPI_COMM_WORLD_RANK: none is set")
    }
    return task
  }

  private static var readers: [() throws -> SchedulerTask?] {
    [
      slurm, { try array("PBS_ARRAY_INDEX") }, { try array("PBS_ARRAYID") }, gridEngine, lsf,
      awsBatch, { try array("JOB_COMPLETION_INDEX") },
      { try ranks("SLURM_PROCID", of: "SLURM_STEP_NUM_TASKS") },
      { try ranks("OMPI_COMM_WORLD_RANK", of: "OMPI_COMM_WORLD_SIZE") },
      { try ranks("PMI_RANK", of: "PMI_SIZE") },
    ]
  }

  /// A task of a scheduler that tells its number alone: PBS, Torque and Kubernetes.
  private static func array(_ variable: String) throws -> SchedulerTask? {
    try number(variable).map { SchedulerTask(variable: variable, number: $0, tasks: nil) }
  }

  /// A task of Slurm's arrays, which count from any number.
  private static func slurm() throws -> SchedulerTask? {
    let variable = "SLURM_ARRAY_TASK_ID"
    guard let task = try number(variable) else { return nil }
    guard let count = try number("SLURM_ARRAY_TASK_COUNT"), count >= 1 else {
      return SchedulerTask(variable: variable, number: task, tasks: nil)
    }
    let first = try number("SLURM_ARRAY_TASK_MIN") ?? 1
    let last = try number("SLURM_ARRAY_TASK_MAX") ?? first + count - 1
    let isWhole = last - first + 1 == count
    return SchedulerTask(
      variable: variable, number: task, tasks: isWhole ? first..<first + count : nil)
  }

  /// A task of Grid Engine's arrays; other jobs have the number `undefined`.
  private static func gridEngine() throws -> SchedulerTask? {
    let variable = "SGE_TASK_ID"
    guard text(variable) != "undefined", let task = try number(variable) else { return nil }
    return SchedulerTask(
      variable: variable, number: task,
      tasks: try range("SGE_TASK_FIRST", "SGE_TASK_LAST", step: "SGE_TASK_STEPSIZE"))
  }

  /// A task of LSF's arrays, which count from 1; other jobs have the number 0.
  private static func lsf() throws -> SchedulerTask? {
    let variable = "LSB_JOBINDEX"
    guard let task = try number(variable), task > 0 else { return nil }
    return SchedulerTask(variable: variable, number: task, tasks: nil)
  }

  /// A task of AWS Batch's arrays, which count from 0.
  private static func awsBatch() throws -> SchedulerTask? {
    let variable = "AWS_BATCH_JOB_ARRAY_INDEX"
    guard let task = try number(variable) else { return nil }
    let size = try number("AWS_BATCH_JOB_ARRAY_SIZE")
    return SchedulerTask(variable: variable, number: task, tasks: size.map { 0..<$0 })
  }

  /// A process of a launcher, numbered from 0: `srun`, Open MPI's and MPICH's `mpirun`.
  ///
  /// A batch script of Slurm has a number without being one of several processes.
  private static func ranks(_ variable: String, of size: String) throws -> SchedulerTask? {
    guard let rank = try number(variable), let count = try number(size) else { return nil }
    return SchedulerTask(
      variable: variable, number: rank, tasks: 0..<count, isAlone: count == 1)
  }

  private static func range(_ first: String, _ last: String, step: String) throws -> Range<Int>? {
    guard let first = try number(first), let last = try number(last), first <= last,
      try number(step) ?? 1 == 1
    else { return nil }
    return first..<last + 1
  }

  private static func text(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The nonnegative integer in an environment variable; `nil` when the variable is not set.
  private static func number(_ name: String) throws -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text), (0...Int(Int32.max)).contains(number) else {
      throw Failure(.usage, "\(name) is a whole number from 0, not '\(text)'")
    }
    return number
  }
}
