// Sorting, filtering and searching of tables that are on the page already.
views.tables = {
  open() { if (!state.loaded.tables) openTables(); },
  translate() { if (state.loaded.tables) openTables(); },
};

async function openTables() {
  state.loaded.tables = true;
  await fill($("#mf-view-tables .mf-body"), "tables_page");
}

const tablesBox = () => $("#mf-view-tables");

function tablesView(button) {
  for (const one of $$("[data-act=tables-view]", tablesBox())) one.setAttribute("aria-pressed", one === button);
  for (const one of $$("section[data-view]", tablesBox())) one.hidden = one.dataset.view !== button.dataset.show;
  filterTables();
}

const cellText = (row, at) => (row.cells[at]?.textContent || "").trim();

function filterTables() {
  const box = tablesBox();
  const wanted = $("[data-act=table-search]", box).value.trim().toLocaleLowerCase();
  const only = $("[data-act=table-document]", box).value;
  let any = false;
  for (const table of $$("section[data-view]:not([hidden]) table", box)) {
    const filters = $$("[data-act=column-filter]", table).map((one) => one.value.trim().toLocaleLowerCase());
    const whole = table.closest("[data-document]")?.dataset.document;
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      const from = whole || row.dataset.document;
      const fits = (!only || from === only)
        && (!wanted || row.textContent.toLocaleLowerCase().includes(wanted))
        && filters.every((filter, at) => !filter || cellText(row, at).toLocaleLowerCase().includes(filter));
      row.hidden = !fits;
      shown += fits;
    }
    const frame = table.closest(".mf-table");
    // A table whose own column filters leave nothing stays, or these could not be taken back.
    if (frame) frame.hidden = !shown && !filters.some(Boolean);
    const count = $(".mf-rows", table.closest(".mf-table-box").previousElementSibling);
    count.textContent = say("rows", { count: shown });
    any ||= shown > 0;
  }
  $(".mf-none", box).hidden = any;
}

// Numbers by size, K, M, B and T as they are meant; other cells by the language's own order; empty ones last.
function sortKey(text) {
  const found = text.match(/^[~≈<>]?\s*([\d,.]+)\s*([KMBT亿万]?)(?![a-zA-Z]*[-\w]*\d)/);
  if (!found) return null;
  const scale = { K: 1e3, M: 1e6, B: 1e9, T: 1e12, 万: 1e4, 亿: 1e8 }[found[2]] || 1;
  const number = parseFloat(found[1].replaceAll(",", ""));
  return Number.isNaN(number) ? null : number * scale;
}

function sortTable(button) {
  const head = button.closest("th"), table = button.closest("table"), at = Number(button.dataset.column);
  const up = head.getAttribute("aria-sort") !== "ascending";
  for (const one of $$("th[aria-sort]", table)) one.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const order = new Intl.Collator(state.language, { numeric: true, sensitivity: "base" });
  const keyed = [...table.tBodies[0].rows].map((row) => {
    const text = cellText(row, at).replace(/\s*≠$/, "");
    return { row, text, number: sortKey(text), empty: !text || text === "-" };
  });
  keyed.sort((one, other) => {
    if (one.empty !== other.empty) return one.empty ? 1 : -1;
    if ((one.number === null) !== (other.number === null)) return one.number === null ? 1 : -1;
    const by = one.number !== null && one.number !== other.number ? one.number - other.number : order.compare(one.text, other.text);
    return up ? by : -by;
  });
  table.tBodies[0].append(...keyed.map((one) => one.row));
}

async function exportCsv(button) {
  try {
    const text = await call("csv", button.dataset.table, state.language);
    download(`${button.dataset.table.replace(":", "-")}.csv`, text, "text/csv;charset=utf-8");
  } catch (error) { toast(error.message); }
}

element.addEventListener("input", (event) => {
  if (["table-search", "column-filter", "table-document"].includes(event.target.dataset.act)) filterTables();
});
