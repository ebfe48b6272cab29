// What the workbook didn't take, told above the grid until somebody ticks it; what they typed stands there, too.
import { say } from "./words.js";

const LONGEST = 60; // letters of several cells; one's own words are told whole, so that they can be copied

/** Lay the refusals out; `tick` takes some away, `retry` opens one's cell with what was typed, where that is still `there`. */
export function tell(place, refusals, { tick, retry, there }) {
  const lines = refusals.map((one) => line(one, tick, one.edits.length === 1 && there(one) && retry));
  if (lines.length > 1) lines.unshift(button(say(`${lines.length} 条全部知道了 ✓`, `OK to all ${lines.length} ✓`), () => tick(...refusals)));
  place.replaceChildren(...lines);
  place.hidden = !refusals.length;
}

function line(refusal, tick, retry) {
  const element = document.createElement("p");
  const lead = refusal.lost ? say("不知道写进去没有:", "Perhaps not written:") : say("没有写进去:", "Not written:");
  element.append(`${refusal.lead ?? lead} ${refusal.sentence} `, typed(refusal.edits));
  if (retry) element.append(button(say("再写", "Type again"), () => retry(refusal)));
  element.append(button(say("知道了 ✓", "OK ✓"), () => tick(refusal)));
  return element;
}

function typed(edits) {
  const told = document.createElement("q");
  const texts = edits.map((edit) => edit.new).filter(Boolean);
  told.textContent = texts.length > 1 ? texts.join(" · ").slice(0, LONGEST) : texts.join("");
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
