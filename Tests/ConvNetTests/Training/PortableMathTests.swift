import ConvNet
import Foundation
import Testing

@Suite("exp and log")
struct PortableMathTests {
  @Test("the polynomials keep their error bounds")
  func bounds() {
    for i in -8700...8800 {
      let x = Float(i) / 100
      let exact = exp(Double(x))
      let error = abs(Double(PortableMath.exp(x)) - exact) / exact
      if x > -86.9 && x < 88.6 { #expect(error < 2e-7, "exp \(x): \(error)") }
    }
    for i in 1...4000 {
      let x = Float(i) * 0.0137
      let exact = log(Double(x))
      let error = abs(Double(PortableMath.log(x)) - exact)
      #expect(error < 3e-7 * max(1, abs(exact)), "log \(x): \(error)")
    }
    #expect(PortableMath.exp(-200) == 0 && PortableMath.exp(100) == .infinity)
    #expect(PortableMath.log(0) == -.infinity && PortableMath.log(-1).isNaN)
  }
}
