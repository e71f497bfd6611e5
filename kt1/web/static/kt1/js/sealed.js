// What keep.js puts aside, sealed under the person's key before it is written: see keeping.py.

import { all, prune, put, remove } from "./kept.js";

let secret = null;
let tag = "";

const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const textOf = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

export const canKeep = () => secret !== null;
export const owner = () => tag;

// Without https there is no encryption in a browser: then nothing leaves the memory of the page.
export async function unlock(key) {
  if (!window.isSecureContext || !window.indexedDB) return;
  const raw = bytesOf(key);
  tag = textOf(await crypto.subtle.digest("SHA-256", raw)).slice(0, 16);
  secret = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

// Whether it is written through: only then may the page be left without a question.
export async function putAside(id, queued, said) {
  if (!secret) return false;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(said));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, secret, plain);
  await put({ id, owner: tag, queued, at: said.at, iv, sealed });
  return true;
}

export async function forget(id) {
  if (secret) await remove(id);
}

async function opened(record) {
  try {
    const { iv, sealed } = record;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, secret, sealed);
    return { queued: record.queued, said: JSON.parse(new TextDecoder().decode(plain)) };
  } catch {
    return null; // the installation has another secret now: nobody can read it any more
  }
}

// This person's records, the oldest first.
export async function mine() {
  await prune();
  const records = (await all()).filter((one) => one.owner === tag).sort((a, b) => a.at - b.at);
  return (await Promise.all(records.map(opened))).filter(Boolean);
}
