// Stored runs: choosing, comparing, starting and stopping one.
views.evaluation = {
  open() { if (!state.loaded.evaluation) openEvaluation(); },
  translate() { if (state.loaded.evaluation) openEvaluation(); },
};

const evaluationBox = () => $("#mf-view-evaluation .mf-body");

async function openEvaluation(chosen) {
  state.loaded.evaluation = true;
  await fill(evaluationBox(), "runs");
  const select = $("[data-act=run]", evaluationBox());
  if (select) {
    if (chosen && [...select.options].some((one) => one.value === chosen)) select.value = chosen;
    await openRun();
  }
  watchRun();
}

async function openRun() {
  const name = $("[data-act=run]", evaluationBox()).value;
  const against = $("[data-act=against]", evaluationBox()).value;
  await fill($(".mf-run-box", evaluationBox()), "run", name, against);
}

async function startRun() {
  try {
    await call("start_run", Number($("[data-act=limit]", evaluationBox()).value));
    watchRun(true);
  } catch (error) { toast(error.message); }
}

async function watchRun(started = false) {
  const box = evaluationBox(), bar = $("progress", box), told = $(".mf-run-state", box);
  let before = started;
  while (bar.isConnected) {
    let now;
    try { now = await call("run_progress"); } catch { return; }
    $("[data-act=start-run]", box).disabled = now.running;
    $("[data-act=cancel-run]", box).hidden = !now.running;
    bar.hidden = !now.running;
    if (now.total) bar.value = (100 * now.done) / now.total;
    if (now.running) told.textContent = `${say("running")} ${now.done} / ${now.total}`;
    else {
      if (before) {
        const words = now.problem ? say("run_failed", { reason: now.problem }) : say(now.cancelled ? "run_cancelled" : "run_done", now);
        if (!now.problem && !now.cancelled) await openEvaluation(now.name);
        $(".mf-run-state", box).textContent = words;
        toast(words);
      }
      return;
    }
    before = true;
    await new Promise((done) => setTimeout(done, 500));
  }
}

element.addEventListener("change", (event) => {
  if (["run", "against"].includes(event.target.dataset.act)) openRun();
});

element.addEventListener("input", (event) => {
  if (event.target.dataset.act !== "question-search") return;
  const wanted = event.target.value.trim().toLocaleLowerCase();
  for (const one of $$(".mf-asked")) one.hidden = Boolean(wanted) && !one.textContent.toLocaleLowerCase().includes(wanted);
});
