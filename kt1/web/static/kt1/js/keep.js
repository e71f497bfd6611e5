// The forms of a visit (data-keep): what is typed is put aside as it is typed, what is sent stays
// put aside until the server has accepted it. Each sending has a key of its own and is sent again
// under that key, so it counts once. Nothing is stored in the clear: see keeping.py.

import { tell } from "./keep-bar.js";
import { newKey } from "./scan-queue.js";
import { canKeep, forget, mine, owner, putAside, unlock } from "./sealed.js";
import { signIn } from "./session.js";

const AGAIN_MS = 15_000;
const TYPED_MS = 400;
const PASSES_ON = new Set(["csrfmiddlewaretoken"]);

const bar = document.querySelector("[data-keep-bar]");
const queue = [];
const typedForms = new Set();
let busy = false;
let askedAgain = false;
let timer = 0;

const place = (form) => new URL(form.action).pathname;
const draftOf = (form) => `typed:${owner()}:${place(form)}#${form.id}`;
const waitsFor = (one) => one.words === "";

const fieldsOf = (form) =>
  [...new FormData(form)].filter(([name]) => !PASSES_ON.has(name)).map(([name, value]) => [name, String(value)]);

function fill(form, fields) {
  const said = new Map(fields);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || !said.has(field.name)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = said.get(field.name) === field.value;
    else field.value = said.get(field.name);
  }
}

function renew(form) {
  const key = form.elements.namedItem("once");
  if (key) key.value = newKey();
}

const firstNodes = new WeakMap();

function blank(form) {
  if (firstNodes.has(form)) form.replaceChildren(...firstNodes.get(form));
  form.reset();
  renew(form);
  typedForms.delete(form);
}

// ---- typing -----------------------------------------------------------------------------------

const pauses = new WeakMap();

function typing(event) {
  const form = event.target.form;
  if (!form?.matches("form[data-keep]")) return;
  typedForms.add(form);
  window.clearTimeout(pauses.get(form));
  pauses.set(form, window.setTimeout(() => keepTyped(form), TYPED_MS));
}

async function keepTyped(form) {
  if (!typedForms.has(form) || !form.isConnected) return;
  const said = { form: form.id, to: place(form), fields: fieldsOf(form), at: Date.now() };
  form.dataset.kept = (await putAside(draftOf(form), false, said).catch(() => false)) ? "yes" : "no";
  show();
}

// ---- sending ----------------------------------------------------------------------------------

async function submitted(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-keep]")) return;
  event.preventDefault();
  if (form.dataset.busy === "yes") return;
  form.dataset.busy = "yes";
  window.clearTimeout(pauses.get(form));
  const one = {
    id: form.elements.namedItem("once").value, form: form.id, label: form.dataset.keep,
    to: place(form), fields: fieldsOf(form), at: Date.now(), words: "",
  };
  form.dataset.kept = (await putAside(one.id, true, one).catch(() => false)) ? "yes" : "no";
  await forget(draftOf(form)).catch(() => {});
  typedForms.delete(form);
  const behind = queue.some(waitsFor);
  queue.push(one);
  // What was put aside before goes first: of one question the last answer must come last.
  const answer = behind ? null : await send(one);
  delete form.dataset.busy;
  if (answer?.state === "refused") {
    await drop(one);
    faulty(form, answer);
  } else if (answer?.state === "accepted") {
    await drop(one);
    accepted(answer, form);
  } else {
    if (form.hasAttribute("data-keep-blank")) blank(form);
    else renew(form);
    if (answer?.state === "signed out") signIn(pump);
    else if (behind) pump();
    else later();
  }
  show();
}

async function send(one) {
  const body = new URLSearchParams(one.fields);
  body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "");
  try {
    const answer = await fetch(one.to, {
      method: "POST", body, headers: { "HX-Request": "true" }, credentials: "same-origin",
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status === 401) return { state: "signed out" };
    if (answer.status >= 500 || answer.status === 429) return { state: "again" };
    if (answer.status === 403 && (await stillMe()).state !== "same") return { state: "again" };
    if (answer.ok && answer.redirected) return { state: "accepted", page, url: answer.url };
    return { state: "refused", page };
  } catch {
    return { state: "again" }; // no network
  }
}

async function drop(one) {
  queue.splice(queue.indexOf(one), 1);
  await forget(one.id).catch(() => {});
}

async function pump() {
  if (busy) {
    askedAgain = true;
    return;
  }
  busy = true;
  askedAgain = false;
  let last = null;
  const me = await stillMe();
  if (me.state !== "same") {
    busy = false;
    if (me.state === "signed out") signIn(pump);
    if (me.state === "again") later();
    return;
  }
  for (const one of queue.filter(waitsFor)) {
    const answer = await send(one);
    if (answer.state === "again") { later(); break; }
    if (answer.state === "signed out") { signIn(pump); break; }
    if (answer.state === "accepted") {
      await drop(one);
      last = answer;
    } else {
      // Refused is not kept: it stands on this page until it is mended or let go.
      await forget(one.id).catch(() => {});
      one.words = wordsOf(answer.page) || bar.dataset.refused;
    }
  }
  busy = false;
  if (last) accepted(last, null);
  show();
  if (askedAgain && queue.some(waitsFor)) pump();
}

function later() {
  window.clearTimeout(timer);
  timer = window.setTimeout(pump, AGAIN_MS);
}

// ---- what the server said ---------------------------------------------------------------------

// Who is signed in here now? Another person's sign-in sends nothing of this one's. The page also
// carries the token of the sign-in, which may be a new one.
async function stillMe() {
  try {
    const answer = await fetch(window.location.pathname, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (answer.status === 401) return { state: "signed out" };
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("[data-keep-bar]")?.dataset.keepBar !== bar.dataset.keepBar) return { state: "another" };
    const token = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
    return { state: "same" };
  } catch {
    return { state: "again" };
  }
}

const wordsOf = (page) => {
  const said = page.querySelector(".summary li, .fault, .message, h1, p");
  return said?.textContent.trim().replace(/\s+/g, " ").slice(0, 200) ?? "";
};

function faulty(form, answer) {
  const again = answer.page.querySelector("main form[method=post].form");
  if (!again) {
    queue.push({ id: newKey(), form: form.id, label: form.dataset.keep, to: place(form),
      fields: fieldsOf(form), at: Date.now(), words: wordsOf(answer.page) || bar.dataset.refused });
    renew(form);
    return;
  }
  if (!firstNodes.has(form)) firstNodes.set(form, [...form.childNodes]);
  form.replaceChildren(...document.adoptNode(again).childNodes);
  renew(form);
  form.querySelector("[data-focus]")?.focus();
}

// The page that follows shows what stands now. Forms that are being filled in stay as they are.
function accepted(answer, form) {
  const parts = [...document.querySelectorAll("[data-fresh][id]")];
  const fresh = parts.map((part) => answer.page.getElementById(part.id));
  if (!parts.length || !fresh.some(Boolean)) {
    if (form) {
      form.dataset.kept = "yes";
      window.location.assign(answer.url);
    }
    return;
  }
  const next = form?.elements.namedItem("next")?.value;
  parts.forEach((part, n) => {
    const filling = [...typedForms].some((one) => part.contains(one));
    if (fresh[n] && !filling) part.replaceWith(document.adoptNode(fresh[n]));
  });
  if (!form) return;
  if (next) window.history.replaceState(null, "", `#${next}`);
  (document.getElementById(next ?? "") ?? document.getElementById("main")).scrollIntoView();
}

// ---- the line that says what was not sent ------------------------------------------------------

function mend(one) {
  const form = document.getElementById(one.form);
  if (!form) return;
  fill(form, one.fields);
  typedForms.add(form);
  letGo(one);
  form.scrollIntoView();
}

function letGo(one) {
  queue.splice(queue.indexOf(one), 1);
  show();
}

function show() {
  const typed = [...typedForms].filter((form) => form.isConnected).length;
  tell(bar, { queue, typed, here: !canKeep(), mend, letGo });
}

// ---- findings on the page of the checklist -----------------------------------------------------

function finding(event) {
  const link = event.target.closest("a[data-finding]");
  const form = document.getElementById("finding");
  if (!link || !form) return;
  event.preventDefault();
  const question = form.elements.namedItem("question");
  const conduct = form.elements.namedItem("conduct");
  if (link.dataset.finding) {
    question.value = link.dataset.finding;
    conduct.value = link.dataset.conduct ?? "";
  }
  form.scrollIntoView();
  question.focus();
}

async function restore() {
  for (const { queued, said } of await mine()) {
    if (queued) {
      queue.push(said);
      continue;
    }
    const form = document.getElementById(said.form);
    if (!form?.matches("form[data-keep]") || place(form) !== said.to) continue;
    fill(form, said.fields);
    typedForms.add(form);
  }
}

async function start() {
  await unlock(bar.dataset.keepBar).catch(() => {});
  if (canKeep()) await restore().catch(() => {});
  document.addEventListener("input", typing);
  document.addEventListener("submit", submitted);
  document.addEventListener("click", finding);
  window.addEventListener("online", pump);
  document.addEventListener("visibilitychange", () => { if (document.hidden) typedForms.forEach(keepTyped); });
  bar.querySelector("[data-keep-send]").addEventListener("click", pump);
  window.addEventListener("beforeunload", (event) => {
    if (!canKeep() && queue.length) event.preventDefault();
  });
  show();
  bar.dataset.ready = "yes";
  if (queue.length) pump();
}

if (bar) start();
