// Forms: the summary of faults takes the focus, a form is not sent twice while it is on its way,
// and a page with typed text asks before it is left. What a form keeps in the browser: keep.js.

const typed = new WeakSet();

function focusSummary(root) {
  root.querySelector("[data-focus]")?.focus();
}

function guardTwice(event) {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  // After the other listeners: one of them may have stopped this submission.
  window.setTimeout(() => {
    if (!event.defaultPrevented) form.dataset.sent = "yes";
  });
}

function leaving(event) {
  const open = (form) => form.dataset.sent !== "yes" && form.dataset.kept !== "yes";
  const dirty = [...document.forms].some((form) => typed.has(form) && open(form));
  if (dirty) event.preventDefault();
}

export function startForms() {
  focusSummary(document);
  document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));
  document.addEventListener("submit", guardTwice);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.method === "post" && !form.hasAttribute("data-scan-form")) typed.add(form);
  });
  window.addEventListener("beforeunload", leaving);
  // Back to a page kept whole by the browser: its forms may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
}
