// What every part of the page uses: words, calls to the server, views. `element` is the app's own element;
// CONFIG stands before this file and holds words, examples and choices. HTML comes from the server escaped.
const $ = (selector, from = element) => from.querySelector(selector);
const $$ = (selector, from = element) => [...from.querySelectorAll(selector)];
const state = { language: "en", view: "ask", loaded: {} };
const views = {};

function say(key, values = {}) {
  const words = CONFIG.words[key][state.language === "zh" ? 1 : 0];
  return words.replace(/\{(\w+)[^}]*\}/g, (whole, name) => (name in values ? values[name] : whole));
}

function address(path) {
  return new URL(`gradio_api/${path}`, location.origin + location.pathname.replace(/[^/]*$/, ""));
}

async function call(name, ...data) {
  let answer;
  try {
    answer = await fetch(address(`run/${name}`), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ data }),
    });
  } catch {
    throw new Error(say("lost"));
  }
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error || answer.statusText);
  return told.data[0];
}

// Streams the messages of an endpoint; gives a function that stops it.
function stream(name, given, onMessage, onEnd) {
  let source = null, event = null, over = false;
  const end = (problem) => {
    if (over) return;
    over = true;
    source?.close();
    onEnd(problem);
  };
  const hear = (message) => {
    const data = JSON.parse(message.data);
    if (!over && data && data[0]) onMessage(data[0]);
  };
  (async () => {
    try {
      const answer = await fetch(address(`call/${name}`), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ data: [given] }),
      });
      const told = await answer.json();
      if (!answer.ok) return end(answer.status === 503 ? say("busy") : told.detail || answer.statusText);
      event = told.event_id;
      if (over) return cancel(name, event);
      source = new EventSource(address(`call/${name}/${event}`));
      source.addEventListener("generating", hear);
      source.addEventListener("complete", (message) => { hear(message); end(""); });
      source.addEventListener("error", () => end(say("lost")));
    } catch {
      end(say("lost"));
    }
  })();
  return () => { if (event) cancel(name, event); end(""); };
}

function cancel(name, event) {
  const found = (window.gradio_config?.dependencies || []).find((one) => one.api_name === name);
  fetch(address("cancel"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ session_hash: event, fn_index: found ? found.id : 0, event_id: event }),
  }).catch(() => {});
}

function problem(error) {
  const box = document.createElement("div");
  box.className = "mf-panel mf-failed";
  box.setAttribute("role", "alert");
  box.textContent = error.message || String(error);
  return box;
}

async function fill(box, name, ...data) {
  box.setAttribute("aria-busy", "true");
  try {
    box.innerHTML = await call(name, ...data, state.language);
  } catch (error) {
    box.replaceChildren(problem(error));
  }
  box.removeAttribute("aria-busy");
}

function toast(text) {
  const box = $(".mf-toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (box.hidden = true), 2500);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the right to the clipboard, as on plain http from another machine.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast(say("copied"));
}

function download(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function show(view, push = true) {
  state.view = view;
  for (const tab of $$("[role=tab]")) {
    const chosen = tab.dataset.view === view;
    tab.setAttribute("aria-selected", chosen);
    tab.tabIndex = chosen ? 0 : -1;
  }
  for (const panel of $$(".mf-view")) panel.hidden = panel.id !== `mf-view-${view}`;
  if (push) history.pushState(null, "", view === "ask" ? location.pathname : `?tab=${view}`);
  views[view]?.open?.();
}

function translate() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  element.lang = document.documentElement.lang;
  for (const one of $$("[data-t]")) one.textContent = say(one.dataset.t);
  for (const one of $$("[data-t-label]")) one.setAttribute("aria-label", say(one.dataset.tLabel));
  for (const one of $$("[data-t-title]")) one.title = say(one.dataset.tTitle);
  for (const one of $$("[data-t-placeholder]")) one.placeholder = say(one.dataset.tPlaceholder);
  for (const one of $$("[data-language]")) one.setAttribute("aria-pressed", one.dataset.language === state.language);
}

function setLanguage(language) {
  state.language = language;
  store("language", language);
  translate();
  for (const view of Object.values(views)) view.translate?.();
}

function store(key, value) {
  try { localStorage.setItem(`medfm-${key}`, value); } catch { /* private windows may refuse */ }
}

function stored(key) {
  try { return localStorage.getItem(`medfm-${key}`); } catch { return null; }
}
