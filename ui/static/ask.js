// The conversation: asking, stopping, retrying, editing, judging and exporting.
const THUMB = '<svg viewBox="0 0 20 20" width="14" height="14" fill="currentColor" aria-hidden="true"><path d="M2 9h3v8H2zM7 17V9l3-7c1.600 2 2.300 1.600 2.300 3.200L11.700 8H17c1.300 0 1.600 1 1.400 2l-1.500 5.600c-.300 1-.900 1.400-1.800 1.400z"/></svg>';
const talk = { conversation: "", keep: 0, running: null, editing: null };

views.ask = {
  open() { if (matchMedia("(min-width: 700px)").matches) $("#mf-question").focus(); },
  async translate() {
    const examples = state.language === "zh" ? ["zh", "en"] : ["en", "zh"];
    $(".mf-examples").replaceChildren(...examples.flatMap((language) => CONFIG.examples[language].map((text) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: text, lang: language });
      button.dataset.example = text;
      return button;
    })));
    await options();
  },
};

async function options() {
  const given = await call("options", state.language);
  for (const [name, choices] of Object.entries(given.filters)) {
    const box = $(`[data-options=${name}]`);
    const chosen = new Set($$("input:checked", box).map((one) => one.value));
    $$("label", box).forEach((one) => one.remove());
    for (const [value, text] of choices) {
      const label = document.createElement("label");
      const input = Object.assign(document.createElement("input"), { type: "checkbox", value, checked: chosen.has(value) });
      label.append(input, ` ${text}`);
      box.append(label);
    }
  }
  const select = $(".mf-generator"), chosen = select.value;
  select.replaceChildren(...given.generators.map(([value, text]) => new Option(text, value)));
  select.value = given.generators.some(([value]) => value === chosen) ? chosen : given.generator;
  $(".mf-missing ul").replaceChildren(...given.missing.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  $(".mf-missing").hidden = !given.missing.length;
  if (!$(".mf-passages").value) $(".mf-passages").value = given.passages;
}

function chosenOptions() {
  const checked = (name) => $$(`[data-options=${name}] input:checked`).map((one) => one.value);
  return {
    documents: checked("documents"), languages: checked("languages"), kinds: checked("kinds"),
    generator: $(".mf-generator").value,
    passages: Number($(".mf-passages").value) || null,
  };
}

function ask(text, overrides = {}) {
  if (talk.running || !text.trim()) return;
  const given = { ...chosenOptions(), question: text, conversation: talk.conversation, keep: talk.keep, interface: state.language, ...overrides };
  closePane();
  $(".mf-welcome").hidden = true;
  const turn = newTurn(text, talk.keep);
  busy(true);
  const stop = stream("chat", given, (message) => hear(turn, message), (problemText) => {
    talk.running = null;
    busy(false);
    turn.removeAttribute("aria-busy");
    if (problemText) body(turn).replaceChildren(problem({ message: problemText }));
    else if (!turn.dataset.over) body(turn).append(Object.assign(document.createElement("p"), { className: "mf-working", textContent: say("stopped") }));
    addActions(turn);
  });
  talk.running = stop;
}

function hear(turn, message) {
  talk.conversation = message.conversation;
  body(turn).innerHTML = message.html;
  const scroll = $(".mf-scroll");
  if (message.kind === "working") { scroll.scrollTop = scroll.scrollHeight; return; }
  turn.dataset.over = message.kind;
  if (message.kind === "done") {
    turn.dataset.turn = message.turn;
    turn.answerText = message.text;
    talk.keep = message.turn + 1;
    // From here numbers and arrows open the citations, unless the reader is typing on already.
    if (!$("#mf-question").value) body(turn).focus({ preventScroll: true });
  }
  turn.scrollIntoView({ block: "start", behavior: "smooth" });
}

function newTurn(text, keep) {
  const turn = document.createElement("article");
  turn.className = "mf-turn";
  turn.dataset.keep = keep;
  turn.setAttribute("aria-busy", "true");
  const asked = Object.assign(document.createElement("p"), { className: "mf-question", textContent: text });
  const box = Object.assign(document.createElement("div"), { className: "mf-answer-box", tabIndex: -1 });
  box.append(Object.assign(document.createElement("p"), { className: "mf-working", textContent: say("working") }));
  turn.append(asked, box);
  turn.question = text;
  $(".mf-turns").append(turn);
  turn.scrollIntoView({ block: "end" });
  return turn;
}

const body = (turn) => $(".mf-answer-box", turn);

function addActions(turn) {
  $(".mf-actions", turn)?.remove();
  const bar = document.createElement("div");
  bar.className = "mf-actions";
  const add = (act, key, sign = "") => {
    const button = Object.assign(document.createElement("button"), { type: "button", title: say(key) });
    if (sign) button.innerHTML = sign;
    else button.textContent = say(key);
    button.setAttribute("aria-label", say(key));
    button.dataset.act = act;
    bar.append(button);
  };
  if (turn.dataset.over === "done") {
    add("copy", "copy");
    for (const [kind, text] of [["markdown", "Markdown"], ["json", "JSON"], ["bibtex", "BibTeX"]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: text, title: `${say("export")} ${text}` });
      button.dataset.act = "export";
      button.dataset.kind = kind;
      button.setAttribute("aria-label", `${say("export")} ${text}`);
      bar.append(button);
    }
  }
  add("retry", "retry");
  add("edit", "edit");
  if (turn.dataset.over === "done") { add("up", "up", THUMB); add("down", "down", THUMB); }
  turn.append(bar);
}

function busy(on) {
  $(".mf-send").hidden = on;
  $(".mf-stop").hidden = !on;
}

// Take `turn` and what came after it away, so that it can be asked anew.
function takeBack(turn) {
  talk.keep = Number(turn.dataset.keep);
  while (turn.nextElementSibling) turn.nextElementSibling.remove();
  turn.remove();
}

function clearTalk() {
  talk.running?.();
  Object.assign(talk, { conversation: "", keep: 0, running: null });
  $(".mf-turns").replaceChildren();
  $(".mf-welcome").hidden = false;
  closePane();
  $("#mf-question").focus();
}

async function exportTurn(turn, kind) {
  const told = await call("export", talk.conversation, Number(turn.dataset.turn), kind);
  download(told.name, told.text, told.type);
}

function askForNote(turn, thumb) {
  $(".mf-feedback", turn)?.remove();
  const form = document.createElement("form");
  form.className = "mf-feedback";
  const note = Object.assign(document.createElement("input"), { type: "text", maxLength: 2000, placeholder: say("note") });
  note.setAttribute("aria-label", say("note"));
  const send = Object.assign(document.createElement("button"), { type: "submit", textContent: say("send") });
  form.append(note, send);
  const keep = (text) => call("feedback", talk.conversation, Number(turn.dataset.turn), thumb, text);
  // The note waits for the thumb, which would take its place if it came later.
  const thumbKept = keep("").catch((error) => toast(error.message));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await thumbKept;
      await keep(note.value);
      form.remove();
      toast(say("thanks"));
    } catch (error) { toast(error.message); }
  });
  for (const one of $$("[data-act=up], [data-act=down]", turn)) one.setAttribute("aria-pressed", one.dataset.act === thumb);
  turn.append(form);
  note.focus();
}

function turnActions(act, button) {
  const turn = button.closest(".mf-turn");
  if (!turn) return false;
  const actions = {
    copy: () => copy(turn.answerText || ""),
    export: () => exportTurn(turn, button.dataset.kind).catch((error) => toast(error.message)),
    retry: () => { if (!talk.running) { takeBack(turn); ask(turn.question); } },
    fallback: () => { if (!talk.running) { takeBack(turn); ask(turn.question, { generator: "extractive" }); } },
    edit: () => {
      const box = $("#mf-question");
      box.value = turn.question;
      talk.editing = turn;
      box.focus();
    },
    up: () => askForNote(turn, "up"),
    down: () => askForNote(turn, "down"),
  };
  if (!actions[act]) return false;
  actions[act]();
  return true;
}

function submitQuestion() {
  const box = $("#mf-question"), text = box.value;
  if (!text.trim() || talk.running) return;
  if (talk.editing?.isConnected) takeBack(talk.editing);
  talk.editing = null;
  box.value = "";
  grow(box);
  ask(text);
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
}
