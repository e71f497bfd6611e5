// The line of keep.js that says what was not sent yet, since when, and what the server refused.

const hour = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-quiet";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function line(bar, one, acts) {
  const row = document.createElement("li");
  const said = document.createElement("span");
  const name = `${one.label} · ${hour(one.at)}`;
  said.textContent = one.words ? `${name}: ${one.words}` : name;
  row.append(said);
  if (one.words) {
    row.append(button(bar.dataset.mend, () => acts.mend(one)), button(bar.dataset.let, () => acts.letGo(one)));
  }
  return row;
}

// `typed`: forms being filled in; `here`: nothing outlives this page.
export function tell(bar, { queue, typed, here, ...acts }) {
  const waiting = queue.filter((one) => !one.words).length;
  const part = (name) => bar.querySelector(`[data-keep-${name}]`);
  bar.hidden = queue.length === 0 && typed === 0;
  part("count").textContent = waiting ? `${bar.dataset.unsent}: ${waiting}` : "";
  part("typed").hidden = typed === 0;
  part("here").hidden = !here;
  part("send").hidden = waiting === 0;
  part("list").replaceChildren(...queue.map((one) => line(bar, one, acts)));
}
