/** Compiled from words/en/snippets.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";

export const words = {
  title: (d: { text: Place }) => ["Unrolled reads: ", d.text],
  link: () => ["Link"],
  link_note: () => ["Opens this text with these choices. A text of your own is in the link itself, after the #, where no server sees it."],
  page: () => ["Web page"],
  page_note: () => ["For any page that allows scripts. The script once, as many elements as you like; they share one network."],
  frame: () => ["iframe"],
  frame_note: () => ["For pages that allow frames. The small script gives the frame its height; without it the frame scrolls."],
  sandboxed: () => ["iframe, sandboxed"],
  sandboxed_note: () => ["The frame may touch nothing of the page around. The site has to answer with Access-Control-Allow-Origin: *, as GitHub Pages does."],
  quarto: () => ["Quarto"],
  quarto_note: () => ["In a .qmd file. Leave embed-resources off, or use the iframe."],
  myst: () => ["MyST, Jupyter Book 2"],
  myst_note: () => ["In a .md file. The widget stands in the page itself, not in a frame."],
  slide: () => ["Reveal.js slide"],
  slide_note: () => ["Loads when the slide comes near. Arrow keys turn the slides again after a click beside the frame."],
  course: () => ["Canvas, Moodle"],
  course_note: () => ["Into the HTML editor of a page. Canvas follows the height by itself; Moodle keeps what stands in height."],
  picture: () => ["Markdown picture"],
  picture_note: () => ["For READMEs and wikis: save the picture of the text as unrolled.svg (Save or cite, below the text), put it beside, and it leads here."]
}
