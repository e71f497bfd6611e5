// A scanner is a fast keyboard. A burst of keys that ends in Enter is a scan, wherever the focus is:
// it goes to the field that asks for it, to the scan panel of the page, or else to the search box. What is typed slower is typing,
// and is sent as such.

import { add, announce, startQueue } from "./scan-queue.js";

// Scanners send a key every 1 to 20 ms; a quick typist needs 60 and more.
const GAP_MAX_MS = 35;
const LENGTH_MIN = 6;

export class Burst {
  constructor(gapMax = GAP_MAX_MS, lengthMin = LENGTH_MIN) {
    this.gapMax = gapMax;
    this.lengthMin = lengthMin;
    this.clear();
  }

  clear() {
    this.text = "";
    this.last = -Infinity;
    this.before = null;
  }

  // One key at a time (ms). `snapshot` is called when a burst may begin, to undo what it types.
  key(character, time, snapshot) {
    if (time - this.last > this.gapMax) {
      this.text = "";
      this.before = snapshot();
    }
    this.text += character;
    this.last = time;
  }

  // Enter: the scanned text, or null when it was typed by hand.
  end(time) {
    const fast = time - this.last <= this.gapMax && this.text.length >= this.lengthMin;
    return fast ? this.text : null;
  }
}

const burst = new Burst();

function snapshotOf(field) {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return null;
  return { field, value: field.value };
}

// A field that asks for a number printed on a thing (data-takes-scan) keeps the scan when it has
// the focus, and gets it where there is no panel. The form is not sent: there may be more to say.
function takes(focused) {
  if (focused?.matches("[data-takes-scan]")) return focused;
  if (document.querySelector("[data-scan-form]")) return null;
  return document.querySelector("[data-takes-scan]");
}

function fill(field, code) {
  field.value = code;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const rest = [...field.form.elements].slice([...field.form.elements].indexOf(field) + 1);
  rest.find((one) => one.type !== "hidden" && !one.disabled)?.focus();
}

function deliver(code, focused) {
  const asked = takes(focused);
  if (asked) {
    fill(asked, code);
    return;
  }
  const panel = document.querySelector("[data-scan-form]");
  const search = document.querySelector("[data-search]");
  const form = panel ?? search?.form;
  if (!form) return;
  const field = form.querySelector("[data-scan], [data-search]");
  field.value = code;
  const how = form.elements.namedItem("how");
  if (how) how.value = "scanned";
  form.requestSubmit();
}

function onKey(event) {
  if (event.key === "Enter") {
    const code = burst.end(event.timeStamp);
    const before = burst.before;
    burst.clear();
    if (code === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (before) before.field.value = before.value;
    deliver(code, before?.field);
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    burst.key(event.key, event.timeStamp, () => snapshotOf(event.target));
  }
}

// A panel that records is sent through the queue; one that only asks goes as any form does.
function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || !form.matches("[data-scan-form], [data-scan-undo]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.matches("[data-scan-undo]")) {
    add("[data-scan-undo]", {});
    return;
  }
  const field = form.querySelector("[data-scan]");
  const how = form.elements.namedItem("how");
  add("[data-scan-form]", { [field.name]: field.value, how: how?.value ?? "typed" });
  field.value = "";
  if (how) how.value = "typed";
}

function onUndo(event) {
  if (event.key !== "z" || !(event.ctrlKey || event.metaKey)) return;
  const field = document.querySelector("[data-scan]");
  const undo = document.querySelector("[data-scan-undo]");
  if (!undo || !field || field.value !== "") return;
  event.preventDefault();
  undo.requestSubmit();
}

export function startScanning() {
  // In the capture phase: a field must not submit its own form on the scanner's Enter.
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("keydown", onUndo);
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("htmx:afterSettle", (event) => {
    const panel = event.target.closest?.("[data-scan-panel]");
    if (!panel) return;
    announce(panel);
    panel.querySelector("[data-scan]")?.focus();
  });
  startQueue();
  announce(document.querySelector("[data-scan-panel]"));
}
