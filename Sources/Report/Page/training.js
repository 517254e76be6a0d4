"use strict";
// The confusion matrix, whose numbers open the digits behind them.

function openTraining() {
  if (!page.digits) return;
  page.digits.shown = page.digits.shown.map(([truth, answer, probability, number]) =>
    ({ truth, answer, probability, number }));
  const sheet = byId("digit-sheet");
  for (const cell of document.querySelectorAll("[data-cell]")) {
    const [truth, answer] = cell.dataset.cell.split(",").map(Number);
    const count = Number(cell.textContent);
    const box = cell.parentElement;
    box.classList.add(truth === answer ? "right" : "wrong");
    box.style.setProperty("--depth", count ? Math.min(0.45, 0.12 + Math.log10(1 + count) / 9) : 0);
    if (!count) continue;
    const shown = digitsOf(truth, answer);
    if (!shown.length) continue;
    cell.replaceWith(element("button", {
      type: "button", "aria-label": `${count} digits: true ${page.classes[truth]}, `
        + `read as ${page.classes[answer]}`,
      onclick: () => showDigits(
        truth === answer ? `${shown.length} of ${count} digits ${page.classes[truth]} read right`
          : `${shown.length === count ? "" : `the surest ${shown.length} of `}${count} `
            + `read as ${page.classes[answer]}, true is ${page.classes[truth]}`, shown),
    }, String(count)));
  }
  const showExamples = () => byId("examples")?.replaceChildren(...page.classes.map((name, i) =>
    digitsOf(i, i)[0]).filter((index) => index !== undefined).map(digitButton));
  const wrong = page.digits.shown.map((digit, i) => i)
    .filter((i) => page.digits.shown[i].truth !== page.digits.shown[i].answer);
  const show = () => {
    showDigits(wrong.length ? "The surest mistakes" : "No mistakes", wrong.slice(0, 24));
    showExamples();
  };
  if (sheet.complete) show(); else sheet.addEventListener("load", show, { once: true });
}

function digitsOf(truth, answer) {
  return page.digits.shown.map((digit, i) => i).filter((i) =>
    page.digits.shown[i].truth === truth && page.digits.shown[i].answer === answer);
}

function showDigits(title, numbers) {
  byId("digits-title").textContent = title;
  byId("digits").replaceChildren(...numbers.map(digitButton));
}

/** A digit of the sheet, with its truth, the answer and the probability of the answer. */
function digitButton(index) {
  const digit = page.digits.shown[index];
  const [, height, width] = page.input.shape;
  const canvas = element("canvas", { width, height, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const left = 1 + (index % page.digits.columns) * (width + 1);
  const top = 1 + Math.floor(index / page.digits.columns) * (height + 1);
  context.drawImage(byId("digit-sheet"), left, top, width, height, 0, 0, width, height);
  const [truth, answer] = [page.classes[digit.truth], page.classes[digit.answer]];
  const text = `true ${truth}, read as ${answer}, ${percent(digit.probability)}`;
  return element("button", {
    type: "button", "aria-label": text, title: text, disabled: !page.isAlive,
    onclick: () => {
      setPixels(grayOf(canvas).values.map(Math.round), `test digit ${digit.number}`);
      if (byId("pixel-frame").getBoundingClientRect().bottom < 0) byId("try").scrollIntoView();
    },
  }, canvas, element("span", {}, truth === answer ? truth : `${truth} → ${answer}`),
  element("span", { class: "share" }, percent(digit.probability)));
}
