// What a page may put aside in this browser: records that are encrypted before they come here, in
// an IndexedDB of their own. A record is there once the browser says that it is written through.

const NAME = "kt1-kept";
const STORE = "kept";
const DAYS_MAX = 7;

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
  return asked(request);
}

async function changed(change) {
  const base = await opened();
  try {
    const transaction = base.transaction([STORE], "readwrite", { durability: "strict" });
    change(transaction.objectStore(STORE));
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onerror = () => failed(transaction.error);
      transaction.onabort = () => failed(transaction.error);
    });
  } finally {
    base.close();
  }
}

export const put = (record) => changed((store) => store.put(record));
export const remove = (id) => changed((store) => store.delete(id));
export const clear = () => changed((store) => store.clear());

export async function all() {
  const base = await opened();
  try {
    return await asked(base.transaction([STORE]).objectStore(STORE).getAll());
  } finally {
    base.close();
  }
}

// What nobody came back for does not stay.
export async function prune() {
  const old = (await all()).filter((one) => one.at < Date.now() - DAYS_MAX * 86_400_000);
  for (const one of old) await remove(one.id);
}

// Signing out leaves nothing behind. Where something was not sent yet, the first press says so.
async function leaving(form, submitter) {
  const left = await all().catch(() => []);
  const warning = form.querySelector("[data-unsent-warning]");
  if (left.some((one) => one.queued) && warning?.hidden) {
    warning.hidden = false;
    return;
  }
  await clear().catch(() => {});
  form.dataset.cleared = "yes";
  form.requestSubmit(submitter);
}

export function startKept() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-sign-out]") || form.dataset.cleared === "yes") return;
    if (!window.indexedDB) return;
    event.preventDefault();
    leaving(form, event.submitter);
  });
}
