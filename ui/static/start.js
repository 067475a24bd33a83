// Everything that people do arrives here; then the app starts.
const actions = {
  theme() {
    const dark = !document.body.classList.contains("dark");
    document.body.classList.toggle("dark", dark);
    store("theme", dark ? "dark" : "light");
  },
  stop: () => talk.running?.(),
  clear: clearTalk,
  close: closePane,
  previous: () => step(-1),
  next: () => step(1),
  sort: sortTable,
  csv: exportCsv,
  "tables-view": tablesView,
  "start-run": startRun,
  "cancel-run": () => call("cancel_run").catch((error) => toast(error.message)),
  library() { history.pushState(null, "", "?tab=library"); openLibrary(); },
  "open-reader"(button) {
    const link = new URLSearchParams(button.getAttribute("href").slice(1));
    openReader(link.get("doc"), link.get("span"));
  },
  "copy-link": (button) => copy(new URL(button.dataset.link, location.href).href),
};

element.addEventListener("click", (event) => {
  const target = event.target.closest("button, a, [data-doc][data-spans]");
  if (!target) return;
  const { act, view, language, example, at } = target.dataset;
  if (target.matches("a") && (act || at)) event.preventDefault();
  if (view) show(view);
  else if (language) setLanguage(language);
  else if (example) ask(example);
  else if (at) goTo(target);
  else if (act) turnActions(act, target) || actions[act]?.(target);
  else if (target.dataset.spans) target.closest(".mf-ask") ? openSource(target) : openReader(target.dataset.doc, target.dataset.spans);
});

element.addEventListener("submit", (event) => {
  if (!event.target.matches(".mf-composer")) return;
  event.preventDefault();
  submitQuestion();
});

element.addEventListener("input", (event) => {
  if (event.target.id === "mf-question") grow(event.target);
  if (event.target.dataset.act === "find") findInside(event.target, false);
});

element.addEventListener("keydown", (event) => {
  const { target, key } = event;
  // While an input method puts a Chinese word together, Enter is its own.
  if (event.isComposing) return;
  if (target.id === "mf-question" && key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submitQuestion();
  } else if (target.dataset?.act === "find" && key === "Enter") {
    event.preventDefault();
    findInside(target, true);
  } else if (target.matches("[role=tab]") && (key === "ArrowLeft" || key === "ArrowRight")) {
    const tabs = $$("[role=tab]");
    const next = tabs[(tabs.indexOf(target) + (key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
    next.focus();
    show(next.dataset.view);
    next.focus();
    event.stopPropagation();
  }
});

const pageKeys = (event) => {
  if (!element.isConnected || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { if (state.view === "ask") closePane(); return; }
  const typing = event.target.closest?.("input, textarea, select, [role=tab]");
  if (typing && !(event.target.id === "mf-question" && !event.target.value && event.key.startsWith("Arrow"))) return;
  if (state.view !== "ask") return;
  if (/^[1-9]$/.test(event.key)) openNumber(Number(event.key));
  else if (event.key === "ArrowRight") step(1);
  else if (event.key === "ArrowLeft") step(-1);
  else if (event.key === "/") $("#mf-question").focus();
  else return;
  event.preventDefault();
};
document.addEventListener("keydown", pageKeys);

function route() {
  const asked = new URLSearchParams(location.search);
  if (asked.get("doc")) openReader(asked.get("doc"), asked.get("span"), false);
  else show(views[asked.get("tab")] ? asked.get("tab") : "ask", false);
}
addEventListener("popstate", () => { state.loaded.library = false; route(); });

async function untilOpen() {
  const box = $(".mf-opening"), bar = $("progress", box);
  for (;;) {
    let status;
    try { status = await call("status"); } catch (error) { status = { problem: error.message }; }
    if (status.ready) break;
    box.hidden = false;
    $("[data-role=opening-title]").textContent = say(status.problem ? "broken" : status.step ? "building" : "opening");
    $("[data-role=opening-step]").textContent = status.problem || (status.step ? `${status.step} ${status.total ? `${status.done} / ${status.total}` : status.done || ""}` : "");
    bar.hidden = Boolean(status.problem);
    if (status.total) bar.value = (100 * status.done) / status.total; else bar.removeAttribute("value");
    await new Promise((done) => setTimeout(done, status.problem ? 3000 : 300));
  }
  box.hidden = true;
  $(".mf-main").hidden = false;
}

async function start() {
  const asked = new URLSearchParams(location.search).get("lang") || stored("language") || navigator.language || "en";
  state.language = asked.toLowerCase().startsWith("zh") ? "zh" : "en";
  const theme = stored("theme");
  if (theme) document.body.classList.toggle("dark", theme === "dark");
  translate();
  await untilOpen();
  route();
  for (const view of Object.values(views)) view.translate?.();
  element.dataset.ready = "true";
}
start();
