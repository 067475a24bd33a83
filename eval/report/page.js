"use strict";
(() => {
  const cards = [...document.querySelectorAll("details.q")];
  const texts = cards.map((card) => card.textContent.toLowerCase());
  const inputs = ["search", "language", "kind", "state"].map((id) => document.getElementById(id));
  const count = document.getElementById("count");
  const show = () => {
    const [search, language, kind, state] = inputs.map((input) => input.value);
    const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    cards.forEach((card, place) => {
      const fits = (!language || card.dataset.language === language) && (!kind || card.dataset.kind === kind)
        && (!state || card.dataset.states.split(" ").includes(state))
        && wanted.every((word) => texts[place].includes(word));
      card.hidden = !fits;
      shown += fits;
    });
    count.textContent = `${shown} / ${cards.length}`;
  };
  inputs.forEach((input) => input.addEventListener("input", show));
  show();
})();
