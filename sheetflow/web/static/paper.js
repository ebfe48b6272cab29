// The print button, and whether this computer can draw Chinese at all.
"use strict";

const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());

const SIZE = 64;

// A character as this computer draws it: how wide, and its dots.
function drawn(character) {
  const canvas = Object.assign(document.createElement("canvas"), { width: SIZE * 2, height: SIZE * 2 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = `${SIZE}px ${getComputedStyle(document.body).fontFamily}`;
  pen.fillText(character, 0, SIZE * 1.5);
  const dots = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  return { width: pen.measureText(character).width, dots: dots.join() };
}

// Without a font two characters are one and the same box; a box with their numbers in it isn't as wide as a character.
function chineseIsMissing() {
  const [one, other] = ["维", "修"].map(drawn);
  return one.dots === other.dots || Math.abs(one.width - SIZE) > SIZE / 8;
}

const font = document.getElementById("font");
if (chineseIsMissing()) {
  font.className = "alert";
  font.setAttribute("role", "alert");
} else {
  font.hidden = true;
}
