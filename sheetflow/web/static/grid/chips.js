// Chips of drop-downs, and how wide a column of them is: a chip breaks between words, never inside one.

const TINTS = 8;
const MOST = 200; // a longer word is cut
const BESIDE = 36; // what a chip and its cell have beside the text: paddings and borders
const FONT = "600 13px"; // a rule may make it bold
const WORD = /[^\s\u2e80-\uffef]+/g; // Chinese breaks anywhere

const measure = document.createElement("canvas").getContext("2d");

/** How wide a column is in which each word of its choices has room. */
export function roomForChoices(choices) {
  measure.font = `${FONT} ${getComputedStyle(document.body).fontFamily}`;
  const words = new Set(choices.flatMap((choice) => choice.match(WORD) ?? []));
  const longest = Math.max(0, ...[...words].map((word) => measure.measureText(word).width));
  return longest ? Math.min(MOST, Math.ceil(longest) + BESIDE) : 0;
}

/** Make a chip of what a cell shows, in a tint of its choice's own, so that equal ones are seen at a glance; a rule's colour goes before it. */
export function chip(shown, text, choices, coloured) {
  shown.className = "chip";
  const place = choices.indexOf(text);
  if (!coloured && place >= 0) shown.classList.add(`tint-${place % TINTS}`);
}
