/** Compiled from words/en/course.json by messages.mjs: not to be edited. */

export const words = {
  chart: () => ["Credibility after each word"],
  none_chosen: () => ["no word chosen"],
  first: () => ["first word"],
  whole: () => ["whole text"]
}
