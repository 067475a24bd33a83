// The documents and the reader, with a link to every place.
views.library = {
  open() { if (!state.loaded.library) openLibrary(); },
  translate() {
    if (!state.loaded.library) return;
    if (state.reading) openReader(state.reading.doc, state.reading.spans, false);
    else openLibrary();
  },
};

async function openLibrary() {
  state.loaded.library = true;
  state.reading = null;
  await fill($("#mf-view-library .mf-body"), "library");
}

async function openReader(doc, spans, push = true) {
  state.loaded.library = true;
  state.reading = { doc, spans };
  if (push) history.pushState(null, "", readerLink(doc, spans));
  show("library", false);
  const box = $("#mf-view-library .mf-body");
  await fill(box, "reader", doc, spans || "");
  bringIntoView($(".mf-whole", box), $("mark", box) || $(".mf-hit", box));
}

const readerLink = (doc, spans) => `?doc=${encodeURIComponent(doc)}${spans ? `&span=${spans}` : ""}`;

function goTo(link) {
  const target = $(`#at-${link.dataset.at}`, $(".mf-whole"));
  bringIntoView($(".mf-whole"), target);
}

// Finds words in the text that is open; a hit is marked, with Enter going to the next one.
function findInside(box, forward) {
  const whole = $(".mf-whole"), wanted = box.value.trim().toLocaleLowerCase();
  if (box.found !== wanted) {
    $$(".mf-found", whole).forEach((one) => one.classList.remove("mf-found", "mf-found-now"));
    box.found = wanted;
    box.at = -1;
    box.hits = wanted.length < 2 ? [] : $$(":scope > *, td", whole).filter(
      (one) => !$("td", one) && one.textContent.toLocaleLowerCase().replace(/\s+/g, " ").includes(wanted));
    box.hits.forEach((one) => one.classList.add("mf-found"));
    $(".mf-count").textContent = wanted.length < 2 ? "" : say("found", { count: box.hits.length });
  }
  if (!box.hits.length || !forward) return;
  box.hits[box.at]?.classList.remove("mf-found-now");
  box.at = (box.at + 1) % box.hits.length;
  box.hits[box.at].classList.add("mf-found-now");
  bringIntoView(whole, box.hits[box.at]);
}
