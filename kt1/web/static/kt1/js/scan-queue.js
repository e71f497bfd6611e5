// Scans are sent one after the other, each as an act with a key of its own, however fast they come
// and however slow the line is. None is lost when the sign-in ran out or the line is down: it stays
// in the queue of this page and is sent again under the same key, so it counts once.

import { signIn } from "./session.js";
import { signal } from "./signal.js";

const AGAIN_MS = 2_000;
const LATER = new Set([502, 503, 504]);

const waiting = [];
let busy = false;

// crypto.randomUUID is there only on https and on this machine; a closed network may have neither.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function add(selector, said) {
  waiting.push({ selector, said: { ...said, once: newKey() } });
  pump();
}

// The panel as it is when this one's turn comes says what else is sent: it may carry what the
// scans before it have led to.
async function send(one) {
  const form = document.querySelector(one.selector);
  if (!form) return "gone";
  const fields = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(one.said)) fields.set(name, value);
  try {
    const answer = await fetch(form.getAttribute("action") || window.location.href, {
      method: "POST", body: fields, headers: { "HX-Request": "true" }, credentials: "same-origin",
    });
    if (answer.status === 401) return "signed out";
    if (LATER.has(answer.status)) return "again";
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return "again";
  }
}

async function pump() {
  if (busy) return;
  busy = true;
  while (waiting.length) {
    const answer = await send(waiting[0]);
    if (answer === "again") {
      tellBacklog();
      await new Promise((go) => { window.setTimeout(go, AGAIN_MS); });
    } else if (answer === "signed out") {
      busy = false;
      tellBacklog();
      signIn(pump);
      return;
    } else {
      waiting.shift();
      if (answer !== "gone") show(answer);
      tellBacklog();
    }
  }
  busy = false;
}

function show(page) {
  const panel = page.getElementById("scan");
  const now = document.getElementById("scan");
  if (!panel || !now) {
    refuse(page);
    return;
  }
  const typed = now.querySelector("[data-scan]")?.value ?? "";
  keepTicks(now, panel);
  renewBeside(page);
  now.replaceWith(document.adoptNode(panel));
  window.htmx?.process(panel);
  const field = panel.querySelector("[data-scan]");
  if (field) {
    field.value = typed;
    field.focus();
  }
  announce(panel);
}

// A tick made in the panel is not lost with the next scan.
function keepTicks(now, panel) {
  now.querySelectorAll("input[type=checkbox][id]:checked").forEach((tick) => {
    const same = panel.querySelector(`#${CSS.escape(tick.id)}`);
    if (same) same.checked = true;
  });
}

// What stands beside the panel and depends on it (data-with-scan) is renewed with it.
function renewBeside(page) {
  document.querySelectorAll("[data-with-scan][id]").forEach((beside) => {
    const fresh = page.getElementById(beside.id);
    if (fresh) beside.replaceWith(document.adoptNode(fresh));
  });
}

// A refusal comes as a message, not as a panel; the panel stays as it was.
function refuse(page) {
  const said = page.getElementById("messages");
  if (said) document.getElementById("messages")?.replaceWith(document.adoptNode(said));
  signal(false, document.getElementById("messages")?.innerText.trim().slice(0, 60) ?? "");
}

export function announce(panel) {
  if (!panel?.dataset.result) return;
  signal(panel.dataset.result === "good", panel.querySelector(".scan-word")?.textContent.trim() ?? "");
}

function tellBacklog() {
  const pill = document.querySelector("[data-backlog]");
  if (!pill) return;
  pill.hidden = waiting.length === 0;
  pill.textContent = `${waiting.length} ${pill.dataset.backlog}`;
}

export function startQueue() {
  window.addEventListener("beforeunload", (event) => {
    if (waiting.length) event.preventDefault();
  });
}
