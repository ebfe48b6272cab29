// What a key means while nobody is typing in a cell, as in a spreadsheet.

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const FAR = 1_000_000;
const COMMANDS = { z: "undo", y: "redo", d: "fillDown", a: "selectAll", f: "search" };

/** What Ctrl+; and Ctrl+Shift+; type, as in Excel: the date, the time; null for another key. */
export function stamp({ code, ctrlKey, metaKey, shiftKey }) {
  if (code !== "Semicolon" || !(ctrlKey || metaKey)) return null;
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  if (shiftKey) return `${two(now.getHours())}:${two(now.getMinutes())}`;
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The command of a key as [name, …arguments], null for one that types. */
export function command(event) {
  const { key, shiftKey: extend } = event;
  const control = event.ctrlKey || event.metaKey;
  if (stamp(event)) return ["stamp", stamp(event)];
  if (ARROWS[key] && !event.altKey) return ["move", ...ARROWS[key], { extend, jump: control }];
  if (key === "ArrowDown") return ["edit"]; // Alt+Down opens a list
  if (control && event.altKey && key === "=") return ["insert"];
  if (control && event.altKey && key === "-") return ["remove"];
  if (control && key.toLowerCase() === "z" && extend) return ["redo"];
  if (control && COMMANDS[key.toLowerCase()]) return [COMMANDS[key.toLowerCase()]];
  return plain(key, extend, control);
}

function plain(key, extend, control) {
  switch (key) {
    case "Enter":
      return control ? null : ["edit"];
    case "F2":
      return ["edit"];
    case "Tab":
      return ["tab", extend ? -1 : 1];
    case "Home":
      return ["move", control ? -FAR : 0, -FAR, { extend }];
    case "End":
      return ["move", control ? FAR : 0, FAR, { extend }];
    case "PageUp":
      return ["page", -1, { extend }];
    case "PageDown":
      return ["page", 1, { extend }];
    case "Delete":
    case "Backspace":
      return ["clear"];
    case "Escape":
      return ["escape"];
    default:
      return null;
  }
}
