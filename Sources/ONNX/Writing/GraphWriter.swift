/// Writes the file of a graph with one input and one output.
package struct GraphWriter {
  /// A node to write.
  package struct Node: Sendable {
    let name: String
    let type: String
    let inputs: [String]
    let output: String
    let attributes: [(String, NodeAttribute)]
  }

  /// A dimension of the input or the output: a number, or a name for any length.
  package typealias Side = ValueSide

  /// The opset of the operators; every program since 2022 reads it.
  static let opset = 17

  var nodes: [Node] = []
  package var initializers: [(name: String, shape: [Int], values: [Float])] = []
  package var input: (name: String, sides: [Side], text: String) = ("input", [], "")
  package var output: (name: String, sides: [Side], text: String) = ("output", [], "")
  var metadata: [String: String] = [:]
  var text = ""

  /// Creates a writer of a graph without nodes.
  package init() {}

  /// Adds a node that reads the output of the last one; its own output has its name.
  @discardableResult
  package mutating func append(
    _ type: String, _ name: String, after value: String, weights: [String] = [],
    _ attributes: [(String, NodeAttribute)] = []
  ) -> String {
    nodes.append(
      Node(
        name: name, type: type, inputs: [value] + weights, output: name, attributes: attributes))
    return name
  }

  /// The file.
  package var bytes: [UInt8] {
    var writer = WireWriter()
    // The version of the file format; 8 belongs to opset 17.
    writer.integer(1, 8)
    writer.text(2, "convtool")
    writer.message(7, graph)
    writer.message(8) { opset in
      opset.text(1, "")
      opset.integer(2, GraphWriter.opset)
    }
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      writer.message(14) { entry in
        entry.text(1, key)
        entry.text(2, value)
      }
    }
    return writer.bytes
  }

  private func graph(_ writer: inout WireWriter) {
    for node in nodes {
      writer.message(1) { message in
        for input in node.inputs { message.text(1, input) }
        message.text(2, node.output)
        message.text(3, node.name)
        message.text(4, node.type)
        for (name, value) in node.attributes {
          message.message(5) { value.write(name, to: &$0) }
        }
      }
    }
    writer.text(2, "network")
    for tensor in initializers {
      writer.message(5) { message in
        for side in tensor.shape { message.integer(1, side) }
        message.integer(2, 1)
        message.text(8, tensor.name)
        message.floats(9, tensor.values)
      }
    }
    if !text.isEmpty { writer.text(10, text) }
    writer.message(11) { GraphWriter.write(input, to: &$0) }
    writer.message(12) { GraphWriter.write(output, to: &$0) }
  }

  private static func write(
    _ value: (name: String, sides: [Side], text: String), to writer: inout WireWriter
  ) {
    writer.text(1, value.name)
    writer.message(2) { type in
      type.message(1) { tensor in
        tensor.integer(1, 1)
        tensor.message(2) { shape in
          for side in value.sides {
            shape.message(1) { dimension in
              switch side {
              case .fixed(let number): dimension.integer(1, number)
              case .free(let name): dimension.text(2, name)
              }
            }
          }
        }
      }
    }
    if !value.text.isEmpty { writer.text(3, value.text) }
  }
}
