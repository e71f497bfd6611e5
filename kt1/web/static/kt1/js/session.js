// A sign-in that ran out, or another person at the same counter, must not cost what was typed:
// the sign-in opens over the page, and what was about to be sent is sent after it.

let waiting = null;

const dialog = () => document.getElementById("sign-in-again");

async function open(url) {
  const box = dialog();
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  if (!box || !answer.ok) return false;
  box.innerHTML = await answer.text();
  box.showModal();
  box.querySelector("input:not([type=hidden])")?.focus();
  return true;
}

function renewTokens(token) {
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
}

// For others: sign in over the page, then go on.
export function signIn(then) {
  waiting = then;
  open(dialog().dataset.changeUrl);
}

async function onSignIn(event) {
  const form = event.target;
  if (!form.matches("#sign-in-again form")) return;
  event.preventDefault();
  const answer = await fetch(form.action, {
    method: "POST", body: new FormData(form, event.submitter), headers: { "HX-Request": "true" }, credentials: "same-origin",
  });
  const token = answer.headers.get("X-Form-Token");
  if (!answer.ok || !token) {
    dialog().innerHTML = await answer.text();
    dialog().querySelector("input:not([type=hidden])")?.focus();
    return;
  }
  renewTokens(token);
  dialog().close();
  if (answer.headers.get("X-Same-Person") === "no") {
    // Another person: what they see is their own, and nothing of the first one's is sent.
    waiting = null;
    window.location.reload();
    return;
  }
  const send = waiting;
  waiting = null;
  send?.();
}

async function alive() {
  try {
    const answer = await fetch(dialog().dataset.sessionUrl, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    return answer.status !== 401;
  } catch {
    return true; // no network: let the browser say so
  }
}

// Before a form of some age is sent: is the sign-in still there? Asked only after two quiet minutes.
const QUIET_MS = 120_000;
let last = Date.now();

function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || !dialog() || form.closest("#sign-in-again")) return;
  if (form.dataset.asked === "yes" || Date.now() - last < QUIET_MS) {
    last = Date.now();
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const send = () => {
    last = Date.now();
    form.dataset.asked = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.asked;
  };
  alive().then((yes) => {
    if (yes) { send(); return; }
    waiting = send;
    open(dialog().dataset.changeUrl);
  });
}

function refused(event) {
  if (event.detail.xhr?.status !== 401 || !dialog()) return;
  const element = event.detail.elt;
  waiting = () => (element instanceof HTMLFormElement ? element.requestSubmit() : undefined);
  open(dialog().dataset.changeUrl);
}

function changePerson(event) {
  event.preventDefault();
  waiting = null;
  open(dialog().dataset.changeUrl);
}

export function startSession() {
  if (!dialog()) return;
  // Capture: before htmx and before the guard against sending twice.
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("submit", onSignIn);
  document.addEventListener("htmx:responseError", refused);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-change-person]")) changePerson(event);
    if (event.target.closest("[data-close-dialog]")) dialog().close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "F2" && !dialog().open) changePerson(event);
  });
}
