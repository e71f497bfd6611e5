// Filling a roster: drag a cell's handle over others, or Ctrl+↓ to copy a cell to the one below.
// Without this the choices of each cell work alone.

function columnOf(select) {
  const letter = select.name[0];
  return [...select.closest("table").querySelectorAll(`select[name^="${letter}"]`)];
}

function mark(cells, on) {
  for (const cell of cells) cell.classList.toggle("grid-over", on);
}

function startDrag(event) {
  const handle = event.target.closest(".grid-handle");
  if (!handle) return;
  event.preventDefault();
  const from = handle.parentElement.querySelector("select");
  const column = columnOf(from);
  const start = column.indexOf(from);
  let covered = [];

  function move(to) {
    const under = document.elementFromPoint(to.clientX, to.clientY)?.closest(".grid-cell");
    const end = column.indexOf(under?.querySelector("select"));
    if (end < 0) return;
    mark(covered, false);
    covered = column
      .slice(Math.min(start, end), Math.max(start, end) + 1)
      .map((select) => select.parentElement);
    mark(covered, true);
  }

  function stop() {
    for (const cell of covered) cell.querySelector("select").value = from.value;
    mark(covered, false);
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", stop);
    document.removeEventListener("pointercancel", stop);
  }

  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", stop);
  document.addEventListener("pointercancel", stop);
}

function copyDown(event) {
  const select = event.target;
  if (!event.ctrlKey || event.key !== "ArrowDown" || !select.matches?.(".grid-cell select")) return;
  const column = columnOf(select);
  const below = column[column.indexOf(select) + 1];
  event.preventDefault();
  if (!below) return;
  below.value = select.value;
  below.focus();
}

document.addEventListener("pointerdown", startDrag);
document.addEventListener("keydown", copyDown);
