/** Compiled from words/en/status.json by messages.mjs: not to be edited. */

export const words = {
  behind: () => ["The network is reading this text: what is pale is still about the one before."],
  reread: () => ["Read the text again"],
  opening: () => ["Opening the text …"],
  picked: () => ["Chosen for you, because it weighs most: press any other word."]
}
