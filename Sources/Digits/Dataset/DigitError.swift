public import ConvCore
public import ImageCodecs

/// An error of reading, writing, downloading or finding digits.
public struct DigitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure, so that a program can handle each kind separately.
  public enum Code: Hashable, Sendable {
    /// A file or folder does not exist or cannot be opened.
    case noInput
    /// The bytes are damaged, cut short or of another format, or a picture shows no digit.
    case damaged
    /// No mirror delivered the file.
    case downloadImpossible
    /// A file or folder cannot be created.
    case cannotCreate
    /// Writing failed after the file was created.
    case writeFailed
  }

  /// What is wrong, with its values.
  public enum Reason: Hashable, Sendable {
    /// There is no such file.
    case missing
    /// The file is there, and cannot be read.
    case unreadable
    /// The folder lacks a file of this name, plain or compressed.
    case lacks(String)
    /// The images have another size than is needed.
    case imageSize(Size2D, needed: Size2D)
    /// The number of labels is not that of the images, which the file of that name holds.
    case labels(Int, images: Int, file: String)
    /// A file of images holds none.
    case noImages
    /// The label of an image is no digit.
    case label(UInt8, index: Int)
    /// The file is shorter than the header of an IDX file.
    case shortHeader(Int, needed: Int)
    /// The file begins with another number than a file of images or labels.
    case magic(Int, needed: Int)
    /// The header promises more than 2 GiB.
    case tooLarge([Int])
    /// Bytes are missing, or too many, behind the header.
    case length(Int, promised: Int)
    /// The compressed file is damaged, as the text says.
    case compression(String)
    /// A picture shows no digit; the text says what it looks like, `nil` where it has no ink.
    case noDigit(String?)
    /// No mirror delivered the file; each text names a mirror and its failure.
    case mirrors([String])
    /// A file, or the folder, cannot be created.
    case notCreated(isFolder: Bool)
    /// A file that exists cannot be written.
    case notWritable
    /// A file cannot be made empty.
    case notEmptied
    /// Writing failed.
    case notWritten
    /// Writing failed, or the folder could not be created, as the other error says.
    case output(CodecError, isFolder: Bool)
  }

  /// The file or folder that the error is about; `nil` for a picture.
  public let file: String?
  /// What is wrong.
  public let reason: Reason

  /// Creates an error about a file or folder, or about a picture.
  public init(_ reason: Reason, _ file: String? = nil) {
    (self.reason, self.file) = (reason, file)
  }

  /// The kind of failure.
  public var code: Code {
    switch reason {
    case .missing, .unreadable, .lacks: .noInput
    case .mirrors: .downloadImpossible
    case .notCreated, .notWritable: .cannotCreate
    case .notEmptied, .notWritten: .writeFailed
    case .output(let error, let isFolder):
      !isFolder && error.code == .writeFailed ? .writeFailed : .cannotCreate
    default: .damaged
    }
  }

  /// The message: one line for the user; it begins with the file's name if a file is the cause.
  public var description: String { (file.map { "\($0): " } ?? "") + "\(reason)" }
}

extension DigitError.Reason: CustomStringConvertible {
  /// What is wrong, without the name of a file.
  public var description: String {
    switch self {
    case .missing: "no such file"
    case .unreadable: "cannot be read"
    case .lacks(let name): "no \(name) there, plain or .gz"
    case .imageSize(let found, let needed): "images of \(found) pixels, where \(needed) are needed"
    case .labels(let labels, let images, let file):
      "\(labels) labels for the \(images) images of \(file)"
    case .noImages: "no images in it"
    case .label(let label, let index): "label \(index) is \(label): digits end at 9"
    case .shortHeader(let count, let needed):
      "\(count) bytes: too short for an IDX header of \(needed)"
    case .magic(let found, let needed):
      "not an IDX file of \(needed == IDXFile.imageMagic ? "images" : "labels"): "
        + "begins with \(found), not \(needed)"
    case .tooLarge(let dimensions):
      "promises \(dimensions.map(String.init).joined(separator: "×")) bytes: more than 2 GiB"
    case .length(let count, let promised):
      (count < promised
        ? "cut short: \(promised - count) bytes are missing" : "\(count - promised) bytes too many")
        + " (the header promises \(promised))"
    case .compression(let what): what
    case .noDigit(let doubt): doubt ?? "no ink found"
    case .mirrors(let failures):
      "cannot be downloaded; tried "
        + (failures.isEmpty ? "no mirror is known" : failures.joined(separator: ", "))
    case .notCreated(let isFolder): isFolder ? "cannot create the folder" : "cannot be created"
    case .notWritable: "cannot be written"
    case .notEmptied: "cannot be emptied"
    case .notWritten: "write failed"
    case .output(let error, _): error.description
    }
  }
}
