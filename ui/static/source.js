// The source beside an answer, and places of texts that links open.
const pane = { chips: [], at: -1, from: null };

async function openSource(opener) {
  const box = $(".mf-pane-body"), aside = $(".mf-pane");
  const answer = opener.closest(".mf-answer");
  pane.chips = answer ? citations(answer) : [];
  pane.at = pane.chips.findIndex((one) => one.dataset.spans === opener.dataset.spans && one.dataset.doc === opener.dataset.doc);
  pane.from = opener;
  $$("[aria-current=source]").forEach((one) => one.removeAttribute("aria-current"));
  opener.setAttribute("aria-current", "source");
  aside.hidden = false;
  element.classList.add("mf-split");
  $("[data-role=pane-title]").textContent = pane.at >= 0 ? `${say("source")} ${pane.chips[pane.at].dataset.n || pane.at + 1}` : say("source");
  $$("[data-act=previous], [data-act=next]", aside).forEach((one) => (one.disabled = pane.chips.length < 2));
  await fill(box, "source", opener.dataset.doc, opener.dataset.spans);
  const row = $(".mf-hit", box);
  // A row has its table below it, which needs the room.
  bringIntoView($(".mf-context", box), $("mark", box), row ? 8 : 120);
  if (row) bringSideways(row.closest(".mf-table-box"), row);
}

// Scrolls inside the box only, so that the page itself stays where it is.
function bringIntoView(box, mark, above = 120) {
  if (!box || !mark) return;
  const gap = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop += gap - Math.min(above, box.clientHeight / 3);
}

function bringSideways(box, row) {
  const gap = row.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop += gap - box.clientHeight / 2;
}

function closePane() {
  const aside = $(".mf-pane");
  if (aside.hidden) return false;
  aside.hidden = true;
  element.classList.remove("mf-split");
  $$("[aria-current=source]").forEach((one) => one.removeAttribute("aria-current"));
  if (pane.from?.isConnected) pane.from.focus({ preventScroll: true });
  return true;
}

// One chip for each citation of an answer, in the order of their numbers.
function citations(answer) {
  const found = new Map();
  for (const one of $$(".mf-chip", answer)) if (!found.has(one.dataset.n)) found.set(one.dataset.n, one);
  const numbered = [...found.values()].sort((one, other) => one.dataset.n - other.dataset.n);
  return numbered.length ? numbered : $$(".mf-source-row", answer);
}

function lastCitations() {
  const answers = $$(".mf-answer");
  const inside = document.activeElement?.closest?.(".mf-turn");
  const answer = (inside && $(".mf-answer", inside)) || answers[answers.length - 1];
  return answer ? citations(answer) : [];
}

function step(by) {
  const chips = $(".mf-pane").hidden ? lastCitations() : pane.chips;
  if (!chips.length) return;
  const at = $(".mf-pane").hidden ? (by > 0 ? 0 : chips.length - 1) : (pane.at + by + chips.length) % chips.length;
  chips[at].focus({ preventScroll: true });
  openSource(chips[at]);
}

function openNumber(number) {
  const chip = lastCitations()[number - 1];
  if (!chip) return;
  chip.focus({ preventScroll: true });
  openSource(chip);
}
