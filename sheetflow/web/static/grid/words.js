// What the grid says, in the page's language.

const chinese = document.documentElement.lang.startsWith("zh");

/** The sentence in the reader's language. */
export function say(zh, en) {
  return chinese ? zh : en;
}
