// Full-width flash and one sound. Words and pattern differ too, not only the colour.

import { sound } from "./sound.js";

let timer = 0;

export function signal(good, word) {
  const flash = document.getElementById("flash");
  sound(good);
  if (!flash) return;
  flash.className = `flash ${good ? "flash-good" : "flash-bad"}`;
  flash.firstElementChild.textContent = word;
  flash.hidden = false;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => { flash.hidden = true; }, good ? 350 : 1200);
}
