"use strict";
// Steps through frames that are drawn over each other: each holds only what changed.
(() => {
  const byId = (id) => document.getElementById(id);
  const frames = JSON.parse(byId("frames").textContent);
  const canvas = byId("picture");
  const context = canvas.getContext("2d");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let shown = -1;
  let timer = 0;

  const images = frames.map((frame) => {
    const image = new Image();
    image.src = frame.src;
    return image;
  });

  function show(index) {
    if (index < shown) shown = -1;
    while (shown < index) {
      shown += 1;
      context.drawImage(images[shown], frames[shown].x, frames[shown].y);
    }
    byId("words").textContent = frames[index].text;
    byId("frame").value = index;
    byId("count").textContent = `${index + 1} of ${frames.length}`;
  }

  // Frames between two rests of the turning kernel are motion only.
  function neighbor(step) {
    let index = shown;
    do {
      index = (index + step + frames.length) % frames.length;
    } while (still.matches && frames[index].motion);
    return index;
  }

  function wait() {
    const speed = Number(byId("speed").value);
    timer = setTimeout(() => {
      show(neighbor(1));
      wait();
    }, frames[shown].ms / speed);
  }

  function play(isPlaying) {
    clearTimeout(timer);
    timer = 0;
    byId("play").textContent = isPlaying ? "Pause" : "Play";
    byId("play").setAttribute("aria-pressed", String(isPlaying));
    // A screen reader hears the steps, not the film.
    byId("words").setAttribute("aria-live", isPlaying ? "off" : "polite");
    if (isPlaying) wait();
  }

  function jump(index) {
    play(false);
    show(index);
  }

  function changeSpeed(step) {
    const choice = byId("speed");
    choice.selectedIndex =
      Math.min(Math.max(choice.selectedIndex + step, 0), choice.options.length - 1);
  }

  const actions = {
    ArrowRight: () => jump(neighbor(1)),
    ArrowLeft: () => jump(neighbor(-1)),
    Home: () => jump(0),
    End: () => jump(frames.length - 1),
    " ": () => play(timer === 0),
    "+": () => changeSpeed(1),
    "-": () => changeSpeed(-1),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const tag = event.target.tagName;
    // Controls keep their own keys.
    if (tag === "SELECT" || (tag === "INPUT" && event.key !== " ")) return;
    if (tag === "BUTTON" && event.key === " ") return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  byId("first").addEventListener("click", actions.Home);
  byId("back").addEventListener("click", actions.ArrowLeft);
  byId("next").addEventListener("click", actions.ArrowRight);
  byId("play").addEventListener("click", actions[" "]);
  byId("frame").addEventListener("input", (event) => jump(Number(event.target.value)));

  Promise.all(images.map((image) => image.decode())).then(() => {
    byId("frame").max = frames.length - 1;
    for (const id of ["controls", "keys", "picture"]) byId(id).hidden = false;
    byId("still").hidden = true;
    show(0);
    play(!still.matches);
  });
})();
