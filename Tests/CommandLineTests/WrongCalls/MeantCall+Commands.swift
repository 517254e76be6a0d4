extension MeantCall {
  /// The command is left out, misspelt, or has another name.
  static let commands = [
    MeantCall("--laplacian p.jpg", "`convtool filter --laplacian p.jpg`"),
    MeantCall("--max p.jpg", "`convtool pool --max p.jpg`"),
    MeantCall("--epochs 3 --synthetic", "`convtool train-mnist --epochs 3 --synthetic`"),
    MeantCall("p.jpg", "convtool filter", "convtool pool", "--help"),
    MeantCall("p.jpg --gaussian 2", "`convtool filter p.jpg --gaussian 2`"),
    MeantCall("blur p.jpg", "`convtool filter --gaussian 2 p.jpg`"),
    MeantCall("blur 3 p.jpg", "`convtool filter --gaussian 3 p.jpg`"),
    MeantCall("edge p.jpg", "convtool filter --sobel p.jpg", "--canny 60,160"),
    MeantCall("median 5 p.jpg", "`convtool filter --median 5 p.jpg`"),
    MeantCall("sharpen p.jpg", "`convtool filter --sharpen p.jpg`"),
    MeantCall("laplacain p.jpg", "`convtool filter --laplacian p.jpg`"),
    MeantCall("filtr --box 3 p.jpg", "`convtool filter --box 3 p.jpg`"),
    MeantCall("flter", "filter"),
    MeantCall("pol p.jpg", "`convtool pool p.jpg`"),
    MeantCall("kernals", "`convtool kernels`"),
    MeantCall("sumary", "`convtool summary`"),
    MeantCall("pedict 7.png", "`convtool predict 7.png`"),
    MeantCall("convolve --laplacian p.jpg", "`convtool filter --laplacian p.jpg`"),
    MeantCall("downsample p.jpg", "`convtool pool p.jpg`"),
    MeantCall("classify 7.png", "`convtool predict 7.png`"),
    MeantCall("diff p.jpg b.png", "`convtool compare p.jpg b.png`"),
    MeantCall("activations 7.png -o maps/", "`convtool dump-activations 7.png -o maps/`"),
    MeantCall("-o x.png --laplacian p.jpg", "`convtool filter -o x.png --laplacian p.jpg`"),
    MeantCall("--quiet filter --sobel p.jpg", "`convtool filter --quiet --sobel p.jpg`"),
    MeantCall("--verison", "--version"), MeantCall("-V", "--version"),
    MeantCall("bench filtr", "`convtool bench filter`"),
  ]

  /// The name of a filter or an option without its hyphens.
  static let words = [
    MeantCall("filter laplacian p.jpg", "`convtool filter --laplacian p.jpg`"),
    MeantCall("filter p.jpg laplacian", "`convtool filter p.jpg --laplacian`"),
    MeantCall("filter gaussian 2 p.jpg", "`convtool filter --gaussian 2 p.jpg`"),
    MeantCall("filter gaussian=2 p.jpg", "`convtool filter --gaussian 2 p.jpg`"),
    MeantCall("filter canny 60 160 p.jpg", "`convtool filter --canny 60,160 p.jpg`"),
    MeantCall("filter blur p.jpg", "`convtool filter --gaussian 2 p.jpg`"),
    MeantCall("filter -laplacian p.jpg", "`convtool filter --laplacian p.jpg`"),
    MeantCall("filter —sobel p.jpg", "`convtool filter --sobel p.jpg`"),
    MeantCall("pool average p.jpg", "`convtool pool --average p.jpg`"),
    MeantCall("pool 3 p.jpg", "`convtool pool --size 3 p.jpg`"),
  ]

  /// Options by the names that other programs give them, or misspelt.
  static let synonyms = [
    MeantCall("filter --blur 2 p.jpg", "--gaussian 2"),
    MeantCall("filter --blur p.jpg", "`convtool filter --gaussian 2 p.jpg`"),
    MeantCall("filter --mean 3 p.jpg", "--box 3"),
    MeantCall("filter --avg p.jpg", "--box 3"),
    MeantCall("pool --avg p.jpg", "--average"),
    MeantCall("filter --edge p.jpg", "--sobel"),
    MeantCall("filter --log-filter p.jpg", "--log 2"),
    MeantCall("filter --medianBlur 5 p.jpg", "--median 5"),
    MeantCall("filter --GaussianBlur 1.5 p.jpg", "--gaussian 1.5"),
    MeantCall("filter --unsharp-mask p.jpg", "--unsharp 1,0.5"),
    MeantCall("filter --laplacian --grey p.jpg", "--gray"),
    MeantCall("filter --laplacian --out x.png p.jpg", "--output x.png"),
    MeantCall("filter --laplacain p.jpg", "`convtool filter --laplacian p.jpg`"),
    MeantCall("filter --gausian 2 p.jpg", "`convtool filter --gaussian 2 p.jpg`"),
    MeantCall("filter --laplacian --boarder zero p.jpg", "--border zero"),
    MeantCall("filter --sobel_x p.jpg", "--sobel-x"),
    MeantCall("filter --Laplacian p.jpg", "--laplacian"),
    MeantCall("train-mnist --lr 0.1", "--learning-rate 0.1"),
    MeantCall("train-mnist --batch 32", "--batch-size 32"),
    MeantCall("train-mnist --batch_size 32", "--batch-size 32"),
    MeantCall("train-mnist --top 3", "predict", "--top"),
    MeantCall("evaluate --wrong out/", "--mistakes out/"),
    MeantCall("train-mnist --wrong", "evaluate", "--mistakes"),
    MeantCall("predict --topk 5 7.png", "--top 5"),
    MeantCall("filter --laplacian --wibble p.jpg", "--wibble", "filter --help"),
  ]

  /// Two filters in one call.
  static let pairs = [
    MeantCall(
      "filter --laplacian --sobel p.jpg", "`convtool filter --laplacian --then sobel p.jpg`"),
    MeantCall("filter --gaussian 2 --laplacian p.jpg", "--gaussian 2 --then laplacian"),
    MeantCall("filter --laplacian --gaussian 2 p.jpg", "--laplacian --then 'gaussian 2'"),
    MeantCall(
      "filter --median 3 --sharpen --sobel p.jpg", "--median 3 --then sharpen --then sobel"),
    MeantCall("filter --sobel --kernel '1 2 1' p.jpg", "--sobel --then 'kernel 1 2 1'"),
    MeantCall("filter --laplacian --then gaussian 2 p.jpg", "--then 'gaussian 2'"),
    MeantCall("filter --laplacian --then sobble p.jpg", "--then sobel"),
  ]
}
