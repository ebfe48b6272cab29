// Chips of drop-downs, and how wide a column is: chips and titles break between words, never inside one.

const TINTS = 8;
const MOST = 200; // a longer word is cut
const BESIDE_CHOICE = 36; // what a chip and its cell have beside the text: paddings and borders
const BESIDE_TITLE = 42; // and a title, with the button of its menu
const FONT = "600 13px"; // a rule may make it bold
const WORD = /[^\s\u2e80-\uffef]+/g; // Chinese breaks anywhere

const measure = document.createElement("canvas").getContext("2d");

/** How wide a column is at least, so that each word of its title and its choices has room. */
export function roomFor(title, choices) {
  measure.font = `${FONT} ${getComputedStyle(document.body).fontFamily}`;
  return Math.min(MOST, Math.max(longest([title]) + BESIDE_TITLE, choices.length && longest(choices) + BESIDE_CHOICE));
}

function longest(texts) {
  const words = new Set(texts.flatMap((text) => text.match(WORD) ?? []));
  return Math.ceil(Math.max(0, ...[...words].map((word) => measure.measureText(word).width)));
}

/** Make a chip of what a cell shows, in a tint of its choice's own, so that equal ones are seen at a glance; a rule's colour goes before it. */
export function chip(shown, text, choices, coloured) {
  shown.className = "chip";
  const place = choices.indexOf(text);
  if (!coloured && place >= 0) shown.classList.add(`tint-${place % TINTS}`);
}
