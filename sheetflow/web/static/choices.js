// A cell with choices: all of them at once below it, fewer as one types; a word that isn't listed may be typed too.

const ROOM = 240; // a list with less room below opens upwards

/** A line to type in with its list; `take` is called when one has chosen. */
export function chooser(choices, text, take) {
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  box.className = "chooser";
  input.value = text;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", "choices");
  list.id = "choices";
  list.setAttribute("role", "listbox");
  list.popover = "manual"; // above everything, however the table clips its cells
  box.append(input, list);

  const choose = (choice) => {
    input.value = choice;
    take();
  };
  const offer = (part) => list.replaceChildren(...matching(choices, part).map((choice) => option(choice, choose)));
  input.addEventListener("focus", () => {
    input.select();
    offer("");
    mark(list, [...list.children].find((one) => one.textContent === text));
    open(list, box);
  });
  input.addEventListener("input", () => {
    offer(input.value);
    mark(list, list.children.length === 1 ? list.firstElementChild : null);
  });
  input.addEventListener("keydown", (event) => {
    const marked = list.querySelector("[aria-selected=true]");
    if (event.key === "Enter" && marked) choose(marked.textContent);
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    event.stopPropagation(); // the table would go to the next row
    mark(list, next(list, marked, event.key === "ArrowDown"));
  });
  return { box, input };
}

function matching(choices, part) {
  const wanted = part.trim().toLowerCase();
  return choices.filter((choice) => choice.toLowerCase().includes(wanted));
}

function option(choice, choose) {
  const item = document.createElement("li");
  item.setAttribute("role", "option");
  item.textContent = choice;
  item.addEventListener("pointerdown", (event) => event.preventDefault()); // the line keeps the focus
  item.addEventListener("click", () => choose(choice));
  return item;
}

function mark(list, chosen) {
  for (const item of list.children) item.setAttribute("aria-selected", String(item === chosen));
  chosen?.scrollIntoView({ block: "nearest" });
}

function next(list, marked, down) {
  if (!marked) return down ? list.firstElementChild : list.lastElementChild;
  return (down ? marked.nextElementSibling : marked.previousElementSibling) ?? marked;
}

function open(list, box) {
  const { left, top, bottom, width } = box.getBoundingClientRect();
  const upwards = innerHeight - bottom < ROOM && top > innerHeight - bottom;
  list.style.left = `${left}px`;
  list.style.minWidth = `${width}px`;
  list.style.top = upwards ? "auto" : `${bottom}px`;
  list.style.bottom = upwards ? `${innerHeight - top}px` : "auto";
  list.style.maxHeight = `${(upwards ? top : innerHeight - bottom) - 8}px`;
  list.showPopover();
}
