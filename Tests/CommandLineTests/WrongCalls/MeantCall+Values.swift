extension MeantCall {
  /// Values that are forgotten, so that the next word is taken for them.
  static let forgotten = [
    MeantCall(
      "filter --gaussian p.jpg", "gaussian takes S, a number, not 'p.jpg'",
      "`convtool filter --gaussian 2 p.jpg`"),
    MeantCall("filter --canny p.jpg", "canny takes LOW,HIGH[,S]", "--canny 60,160 p.jpg"),
    MeantCall("filter --box p.jpg", "box takes N", "--box 3 p.jpg"),
    MeantCall("filter --gaussian --gray p.jpg", "gaussian takes S", "--gaussian 2 --gray"),
    MeantCall("filter --gaussian -o x.png p.jpg", "--gaussian 2 -o x.png"),
    MeantCall("filter --kernel p.jpg", "--kernel", "not 'p.jpg'"),
    MeantCall("filter p.jpg --median", "median takes N", "--median 3"),
    MeantCall("filter --laplacian -o p.jpg", "-o", "out.png"),
    MeantCall("filter --laplacian --stride p.jpg", "--stride", "not 'p.jpg'"),
    MeantCall("filter --laplacian --border p.jpg", "--border replicate"),
    MeantCall("pool --size p.jpg", "--size takes", "--size 2"),
    MeantCall("filter --dog 1 p.jpg", "dog takes S1,S2", "--dog 1,1.6"),
  ]

  /// Values as other programs write them.
  static let foreign = [
    MeantCall("filter --gaussian 0x2 p.jpg", "`convtool filter --gaussian 2 p.jpg`"),
    MeantCall("filter --gaussian 5x1.4 p.jpg", "--gaussian 1.4"),
    MeantCall("filter --gaussian sigma=2 p.jpg", "--gaussian 2"),
    MeantCall("filter --box 3x3 p.jpg", "--box 3"),
    MeantCall("filter --median 4 p.jpg", "odd", "--median 5"),
    MeantCall("filter --canny 60:160 p.jpg", "--canny 60,160"),
    MeantCall("filter --canny 160,60 p.jpg", "--canny 60,160"),
    MeantCall("filter --canny 60 160 p.jpg", "--canny 60,160"),
    MeantCall("filter --kernel '3x3: 0,1,0 1,-4,1 0,1,0' p.jpg", "'0 1 0; 1 -4 1; 0 1 0'"),
    MeantCall("filter --kernel 'np.array([[0,1,0],[1,-4,1],[0,1,0]])' p.jpg", "0 1 0; 1 -4 1"),

    MeantCall("filter --kernel sobel p.jpg", "`convtool filter --sobel p.jpg`"),
    MeantCall("filter --laplacian --border reflect p.jpg", "symmetric", "reflect101"),
    MeantCall("filter --laplacian --border mirror p.jpg", "symmetric", "reflect101"),
    MeantCall("filter --laplacian --border edge p.jpg", "--border replicate"),
    MeantCall("filter --laplacian --border same p.jpg", "keeps the size", "replicate"),
    MeantCall("filter --laplacian --border BORDER_REFLECT_101 p.jpg", "--border reflect101"),
    MeantCall("filter --laplacian --border circular p.jpg", "--border wrap"),
    MeantCall("filter --laplacian --border replikate p.jpg", "--border replicate"),
    MeantCall("filter --laplacian --method fourier p.jpg", "--method fft"),
    MeantCall("filter --laplacian --depth uint8 p.jpg", "--depth 8"),
    MeantCall("filter --laplacian --view absolute p.jpg", "--view abs"),
    MeantCall("train-mnist --optimizer Adam", "--optimizer adam"),
    MeantCall("train-mnist --loss mse", "--loss squared"),
    MeantCall("train-mnist --optimizer rmsprop", "--optimizer adam"),
    MeantCall("train-mnist --learning-rate -1", "--learning-rate", "'-1'"),
  ]

  /// The names of results and formats.
  static let outputs = [
    MeantCall("filter --laplacian p.jpg out.png", "-o out.png"),
    MeantCall("filter --laplacian p.jpg out/", "-o out/"),
    MeantCall("pool p.jpg small.jpg", "`convtool pool p.jpg -o small.jpg`"),
    MeantCall("show p.jpg x.png", "-o x.png"),
    MeantCall("kernels sobel-x k.png", "--draw", "-o k.png"),
    MeantCall("dump-filters out/", "-o out/"),
    MeantCall("compare p.jpg b.png d.png", "-o d.png"),
    MeantCall("filter --laplacian -o x.gif p.jpg", ".png", "-o x.png"),
    MeantCall("filter --laplacian -o x p.jpg", "-o x.png"),
    MeantCall("filter --laplacian -o x.jepg p.jpg", "-o x.png"),
    MeantCall("pool -o x.pdf p.jpg", "-o x.png"),
    MeantCall("show p.jpg -o x.gif", "-o x.png"),
    MeantCall("filter --laplacian -o x.png p.jpg b.png", "-o x/"),
    MeantCall("dump-activations 7.png", "-o"),
    MeantCall("filter --laplacian --quality 50 p.jpg", "JPEG", "--format jpg"),
    MeantCall("filter --laplacian --png-level 9 -o x.jpg p.jpg", "PNG"),
  ]

  /// Inputs that are none.
  static let inputs = [
    MeantCall("filter --box 3 pictures/", "`convtool filter --box 3 pictures/ --recursive`"),
    MeantCall("filter --box 3 -dash.png", "./-dash.png"),
    MeantCall("pool -dash.png p.jpg", "./-dash.png"),
    MeantCall("pool --2.png", "./--2.png"),
    MeantCall("filter p.jpg", "which filter?", "--laplacian"),
    MeantCall("filter --laplacian", "no input"),
    MeantCall("show", "input"),
    MeantCall("pool --kernel 3 p.jpg", "--size 3"),
    MeantCall("pool --kernel-size 3 p.jpg", "--size 3"),
    MeantCall("pool --pool_size 2x2 p.jpg", "--size 2x2"),
    MeantCall("pool --size 3 --padding 2 p.jpg", "half", "--padding 1"),
    MeantCall("pool --strides 2 p.jpg", "--stride 2"),
  ]

  /// Models, layers and units.
  static let models = [
    MeantCall("summary --model p.jpg", "p.jpg is a JPEG, not a model"),
    MeantCall("predict --model b.png 7.png", "b.png is a PNG, not a model"),
    MeantCall("summary --model net.pt", "torch.onnx.export"),
    MeantCall("summary --model net.h5", "onnx"),
    MeantCall("summary --model net.pb", "onnx"),
    MeantCall("summary --model notes.txt", "a text, not a model"),
    MeantCall("filter --layer conv1 --unit 0 p.jpg", "conv2d_1", "conv2d_2"),
    MeantCall("filter --layer conv2d_1 --unit 99 p.jpg", "0...31"),
    MeantCall("patches --layer conv1 --synthetic -o x/", "conv2d_1"),
    MeantCall("train-mnist --synthetic --freeze conv1", "conv2d_1"),
    MeantCall("train-mnist --synthetic --freeze max_pooling2d", "no weights", "conv2d_1"),
    MeantCall("train-mnist --hidden 5", "`convtool train-mnist --hidden 5 --network mlp`"),
    MeantCall(
      "filter --laplacian --json p.jpg", "`convtool filter --laplacian --json p.jpg --explain`"),
    MeantCall("kernels sobel-x -o k.png", "`convtool kernels sobel-x -o k.png --draw`"),
    MeantCall("pool --max --average p.jpg", "not both", "`convtool pool --max p.jpg`"),
    MeantCall("train-mnist --half-life 5 --schedule cosine", "exponential"),
  ]
}
