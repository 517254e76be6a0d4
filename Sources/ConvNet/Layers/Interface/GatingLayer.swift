/// A layer whose `backward` multiplies the input's gradient by the derivative of
/// ``LayerContext/inputActivation`` itself.
///
/// For other layers the network does it, at the cost of a copy of the input.
protocol GatingLayer: Layer {}
