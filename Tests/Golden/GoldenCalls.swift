/// Every call on the list.
enum GoldenCalls {
  /// All of them, those that take longest first.
  static let all: [GoldenCall] =
    network + wide + named + kernels + views + borders + methods + geometry + color + pools + texts
    + files

  /// Pictures of every depth and kind of color.
  private static let pictures = [
    "gray.png", "graya.png", "rgb.png", "rgba.png", "gray16.png", "float.npy",
  ]
  /// What raw responses are taken of.
  private static let arrays = ["gray.png", "rgb.png", "float.npy", "holes.npy"]

  // MARK: Filters

  /// Filters without a parameter.
  private static let plain = [
    "laplacian", "laplacian8", "sobel", "sobel-x", "sobel-y", "scharr", "scharr-x", "scharr-y",
    "prewitt", "prewitt-x", "prewitt-y", "roberts", "roberts-x", "roberts-y", "kirsch", "robinson",
    "sharpen", "emboss", "identity", "relu",
  ]

  /// Filters with parameters: the first of each name is run on all pictures.
  private static let parametrized = [
    ["gaussian 1.3", "gaussian 0.4", "gaussian 4"], ["box 5", "box 2", "box 31"],
    ["motion 7,30"], ["binomial 5"], ["unsharp 1.5,0.7"], ["log 1.4"], ["dog 1,2.5"],
    ["gabor 2,5,30"], ["gabor-energy 2,5,30"], ["canny 60,140,1", "canny 40,90"],
    ["median 3", "median 5", "median 7", "median 15"], ["bilateral 1.5,30", "bilateral 1,4"],
  ]

  /// Of those without a parameter, the ones that the portable build runs: the others differ from
  /// them in integers alone.
  private static let portable: Set = ["laplacian", "sobel", "scharr-x", "kirsch", "sharpen"]

  /// Bytes have loops of their own: pictures and raw responses are not formed alike.
  private static let named: [GoldenCall] =
    (plain + parametrized.map { $0[0] }).flatMap { filter -> [GoldenCall] in
      [
        .pictures("filter --\(filter)", "png", of: pictures, .once),
        .pictures(
          "filter --\(filter)", "npy", of: arrays,
          plain.contains(filter) && !portable.contains(filter) ? .fused : .everywhere),
      ]
    }
    + parametrized.flatMap { $0.dropFirst() }.map {
      .pictures("filter --\($0)", "png", of: ["gray.png", "rgb.png", "gray16.png"], .once)
    }

  private static let kernels: [GoldenCall] =
    [
      "--kernel '1/9 2/9; 3/9 4/9'", "--kernel '[[1,0,-1],[0.25,3,1e-2]]'",
      "--kernel '1 2 3 4 5 6 7 8 9 8 7 6 5 4 3 2 1'", "--kernel '1; 2; 3; 2; 1' --normalize",
      "--kernel kernel.txt --correlate", "--kernel kernel.txt --scale 0.3 --bias 11",
    ].map { .pictures("filter \($0)", "npy", of: arrays, .once) }
    + [
      "--kernel kernel.txt", "--gaussian 1 --then laplacian",
      "--median 3 --then 'gaussian 1' --then sobel",
    ].map { .pictures("filter \($0)", "npy", of: arrays) }
    + [
      .pictures("filter --kernel deep.npy", "npy", of: ["rgb.png", "holes.npy"], .everywhere),
      .pictures("filter --bank bank.npy", "npy", of: ["rgb.png", "holes.npy"], .everywhere),
      .pictures("filter --bank bank.npy", "png", of: ["rgb.png"], .once),
      .pictures(
        "filter --model model.safetensors --layer conv2d_1 --unit 3", "npy",
        of: ["gray.png", "gray16.png"], .everywhere),
      .pictures(
        "filter --model model.safetensors --layer conv2d_1 --unit 3", "png", of: ["gray.png"],
        .once),
      .pictures("filter --sobel", "png", of: ["shapes.png", "gradient16.png"], .once),
    ]

  private static let views: [GoldenCall] = [
    "sobel-x --view clip", "sobel-x --view abs", "sobel-x --view signed", "sobel-x --view stretch",
    "sobel-x --view diverging", "gaussian 1.3 --view stretch", "gaussian 1.3 --view diverging",
    "gaussian 1.3 --view signed", "laplacian --depth 16",
    "emboss --scale 0.5 --bias 40 --view clip",
  ].map { .pictures("filter --\($0)", "png", of: pictures + ["holes.npy", "rgba16.png"], .once) }

  private static let borders: [GoldenCall] = [
    "zero", "constant:90", "symmetric", "reflect101", "wrap", "valid",
  ].flatMap { border -> [GoldenCall] in
    ["gaussian 2", "scharr-x"].map {
      .pictures(
        "filter --\($0) --border \(border)", "npy", of: arrays,
        border == "wrap" || border == "valid" ? .fused : .once)
    }
      + ["roberts", "median 5", "bilateral 1,20"].prefix(border == "valid" ? 1 : 3).map {
        .pictures(
          "filter --\($0) --border \(border)", "png", of: ["rgb.png", "gray16.png"], .once)
      }
  }

  private static let methods: [GoldenCall] = ["direct", "separable", "fft"].flatMap { method in
    ["box 9", "gaussian 2.5", "gabor 3,5,0"].map {
      .pictures("filter --\($0) --method \(method)", "npy", of: arrays, .everywhere)
    }
  }

  private static let geometry: [GoldenCall] =
    [
      "--stride 2", "--stride 3,2", "--dilate 2", "--dilate 3 --stride 2", "--anchor 0,0",
      "--anchor 2,1 --correlate", "--border valid --stride 2 --dilate 2",
    ].map { .pictures("filter --kernel '1 2 3; 4 5 6; 7 8 -9' \($0)", "npy", of: arrays, .once) }
    + ["--stride 2", "--dilate 2"].map {
      .pictures("filter --gaussian 1.3 \($0)", "png", of: pictures, .once)
    }

  // MARK: Color

  private static let color: [GoldenCall] =
    [
      "gaussian 1.3 --gray", "laplacian --gray", "median 3 --gray", "gaussian 1.3 --linear",
      "laplacian --linear", "sharpen --linear --gray", "gaussian 1.3 --background white",
      "sobel --background '#204060'", "gaussian 1.3 --depth 8",
    ].map {
      .pictures(
        "filter --\($0)", "png", of: ["graya.png", "rgb.png", "rgba.png", "rgba16.png"], .once)
    } + [
      .pictures("filter --gaussian 1.3 --range 0:60", "png", of: ["float.npy", "holes.npy"], .once)
    ]

  // MARK: Pooling

  private static let pools: [GoldenCall] = ["max", "average", "min", "l2", "median"].flatMap {
    operation in
    [
      "--size 3x2 --stride 2x1", "--size 5 --stride 3 --ceil", "--size 3 --padding same",
      "--size 4 --padding 2", "--global",
    ].map { .pictures("pool --\(operation) \($0)", "npy", of: arrays, .once) } + [
      .pictures("pool --\(operation)", "npy", of: arrays + ["rgba.png", "gray16.png"]),
      .pictures("pool --\(operation) --size 2x3", "png", of: pictures, .once),
    ]
  }

  // MARK: Bands

  /// On a picture of several bands, which threads share.
  private static let wide: [GoldenCall] = [
    "filter --gaussian 2.5 --gray", "filter --laplacian --gray", "filter --median 5 --gray",
    "filter --canny 60,140,1 --gray", "filter --gabor 3,5,20 --method fft --gray",
    "filter --sobel --view stretch --gray", "pool --average --size 3",
  ].map { .pictures($0, "png", of: ["wide.npy"]) }

  // MARK: The network

  private static let network: [GoldenCall] = [
    .folder(
      "train-mnist --data digits --limit 60 --validation 20 --epochs 2 --batch-size 16 --seed 5 "
        + "--quiet"),
    .folder(
      "train-mnist --data digits --network mlp --hidden 5 --limit 60 --validation 20 --epochs 2 "
        + "--optimizer momentum --loss squared --no-augment --seed 5 --quiet", .everywhere),
    .folder(
      "dump-activations --model model.safetensors --npy --zoom 1", of: ["digit.npy"]),
    .folder("dump-filters --model model.safetensors --npy --zoom 1", .once),
    .text(
      "predict --model model.safetensors --json --quiet", of: ["digit.npy", "4.png"], .fused),
    .text("evaluate --model model.safetensors --data digits --json", .fused),
    .folder("make-digits --train 20 --test 5 --seed 9", .once),
  ]

  private static let texts: [GoldenCall] =
    [
      "summary", "summary --json", "summary --network mlp --json",
      "summary --model model.safetensors --json", "kernels", "kernels --json",
      "kernels gabor 2,5,30",
    ].map { .text($0) }
    + [
      "laplacian", "roberts-y", "kirsch", "robinson", "emboss", "gaussian 1.3", "box 5",
      "motion 7,30", "binomial 5", "unsharp 1.5,0.7", "log 1.4", "dog 1,2.5", "gabor 2,5,30",
    ].map { .text("kernels \($0) --json") }

  // MARK: Encoded files

  private static let files: [GoldenCall] =
    ["auto", "0", "1", "9"].map {
      .pictures(
        "filter --sharpen --strip --png-level \($0)", "png",
        of: ["gray.png", "graya.png", "rgb.png", "rgba.png", "gray16.png", "rgba16.png"],
        content: .files, .once)
    } + [
      .pictures("filter --sharpen", "png", of: ["rgb.png"], content: .files),
      .pictures(
        "filter --gaussian 1.3 --strip", "jpg", of: ["gray.png", "rgb.png"], content: .files),
      .pictures(
        "filter --laplacian --strip --quality 75", "jpg", of: ["rgb.png", "rgba.png"],
        content: .files, .once),
      .pictures(
        "pool --average --size 8 --strip", "png", of: ["still-life.jpg"], content: .files, .once),
    ]

  /// The filters that have a call of their own.
  static let filters = Set(
    (plain + parametrized.map { $0[0] }).map { String($0.prefix { $0 != " " }) })
}
