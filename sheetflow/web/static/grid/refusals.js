// What the workbook didn't take, told above the grid until somebody ticks it; what they typed stands there, too.
import { say } from "./words.js";

const LONGEST = 60; // letters of what was typed

/** Lay the refusals out; `tick` takes one away, `retry` opens its cell with what was typed. */
export function tell(place, refusals, { tick, retry }) {
  place.replaceChildren(...refusals.map((one) => line(one, tick, retry)));
  place.hidden = !refusals.length;
}

function line(refusal, tick, retry) {
  const element = document.createElement("p");
  element.append(`${refusal.lead ?? say("没有写进去:", "Not written:")} ${refusal.sentence} `, typed(refusal.edits));
  if (refusal.edits.length === 1) element.append(button(say("再写", "Type again"), () => retry(refusal)));
  element.append(button(say("知道了 ✓", "OK ✓"), () => tick(refusal)));
  return element;
}

function typed(edits) {
  const told = document.createElement("q");
  told.textContent = edits.map((edit) => edit.new).filter(Boolean).join(" · ").slice(0, LONGEST);
  told.hidden = !told.textContent;
  return told;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
