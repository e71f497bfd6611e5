// The keyboard: "/" to the search box, j and k through a list, Enter opens, Escape closes menus.

const inField = (element) => element instanceof HTMLElement
  && (element.isContentEditable || element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"));

function step(rows, by) {
  const here = rows.indexOf(document.activeElement?.closest("[data-href]"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, here + by))];
  next?.querySelector("a")?.focus();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
    return;
  }
  // A function key presses the button that names it: data-hotkey="F9". Works inside fields too.
  const hot = /^F\d+$/.test(event.key) && document.querySelector(`[data-hotkey="${event.key}"]`);
  if (hot) {
    event.preventDefault();
    hot.click();
    return;
  }
  if (inField(event.target)) return;
  const rows = [...document.querySelectorAll("[data-href]")];
  if (event.key === "/") {
    const box = document.querySelector("[data-search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "j" && rows.length) {
    step(rows, 1);
  } else if (event.key === "k" && rows.length) {
    step(rows, -1);
  }
}

function closeMenus(event) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

function onClick(event) {
  closeMenus(event);
  if (event.target.closest("[data-print]")) window.print();
  const fill = event.target.closest("[data-fill]");
  if (fill) fillIn(fill);
  // Ticks every box of a group: data-tick="#checks".
  const tick = event.target.closest("[data-tick]");
  if (tick) {
    document.querySelectorAll(`${tick.dataset.tick} input[type=checkbox]`).forEach((box) => { box.checked = true; });
  }
}

// One click fills a form: data-fill="#form", data-value-NAME="…" for each field.
function fillIn(button) {
  const form = document.querySelector(button.dataset.fill);
  for (const [name, value] of Object.entries(button.dataset)) {
    if (!name.startsWith("value")) continue;
    const field = form?.elements.namedItem(name.slice(5).toLowerCase());
    if (field) field.value = value;
  }
  form?.querySelector("button:not([type=button])")?.focus();
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  // On a narrow screen the menu starts closed; without scripts it stays open and usable.
  const side = document.querySelector("[data-side]");
  const narrow = window.matchMedia("(max-width: 900px)");
  if (!side) return;
  side.open = !narrow.matches;
  // A tablet turned round, a window made wide again: the menu has no handle there to open it by.
  narrow.addEventListener("change", () => (side.open = !narrow.matches));
}
