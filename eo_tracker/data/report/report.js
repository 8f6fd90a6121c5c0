"use strict";
// Tables can be sorted and filtered. Without this, they are as they were written.
(() => {
  const FEWEST = 6;
  const order = new Intl.Collator("en", { numeric: true }).compare;
  const read = (row, place) => row.cells[place].textContent;
  const asNumber = (text) => Number(text.replace(/[^0-9.-]/g, ""));

  const compare = (kind, place) => (one, other) => {
    const [a, b] = [read(one, place), read(other, place)];
    return kind === "number" || kind === "change" ? asNumber(a) - asNumber(b) : order(a, b);
  };

  // What is empty stays at the end, whichever way the rest goes.
  const sort = (body, written, kind, place, direction) => {
    const rows = direction ? written.filter((row) => read(row, place)) : written;
    const empty = direction ? written.filter((row) => !read(row, place)) : [];
    const sorted = direction ? [...rows].sort(compare(kind, place)) : rows;
    if (direction === "descending") sorted.reverse();
    const all = document.createDocumentFragment();
    all.append(...sorted, ...empty);
    body.append(all);
  };

  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };
  const letSort = (table) => {
    const body = table.tBodies[0];
    const written = [...body.rows];
    if (written.length < 2) return;
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const next = NEXT[head.getAttribute("aria-sort")];
        for (const each of heads) each.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", next);
        sort(body, written, head.className, place, next === "none" ? "" : next);
      });
    });
  };

  const letFilter = (section, number) => {
    const tables = [...section.querySelectorAll("table")].filter((table) => !table.closest("figure"));
    const rows = tables.flatMap((table) => [...table.tBodies[0].rows]);
    if (rows.length < FEWEST || section.querySelector("#totals")) return;
    const box = document.createElement("div");
    box.className = "filter";
    const label = document.createElement("label");
    const input = document.createElement("input");
    const told = document.createElement("span");
    input.type = "search";
    input.id = `filter-${number}`;
    input.autocomplete = "off";
    label.htmlFor = input.id;
    label.textContent = "Show only rows with";
    told.setAttribute("role", "status");
    box.append(label, input, told);
    section.querySelector("h2").after(box);
    let texts = null;
    let waiting = 0;
    const apply = () => {
      texts ??= rows.map((row) => [...row.cells].map((cell) => cell.textContent).join(" ").toLowerCase());
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, n) => {
        row.hidden = !words.every((word) => texts[n].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      // A table of which no row is left would be one without content to whoever hears it.
      for (const table of tables) {
        table.closest(".scroll").hidden = words.length > 0 && !table.querySelector("tbody tr:not([hidden])");
      }
      for (const part of section.querySelectorAll(".part")) {
        part.hidden = words.length > 0 && !part.querySelector("tbody tr:not([hidden])");
      }
      told.textContent = words.length ? `${shown} of ${rows.length} rows shown` : "";
    };
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 120);
    });
  };

  // Beside the report there is room for the contents; above it they would be in the way.
  const contents = document.querySelector(".contents");
  contents.open = window.matchMedia("(min-width: 72rem)").matches;

  document.querySelectorAll("table").forEach(letSort);
  document.querySelectorAll("main > section").forEach(letFilter);
})();
