/** Compiled from words/en/snippets.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";

const _title = (d: { text: Place }) => ["Unrolled reads: ", d.text];
const _link = () => ["Link"];
const _link_note = () => ["Opens this text with these choices. A text of your own is in the link itself, after the #, where no server sees it."];
const _page = () => ["Web page"];
const _page_note = () => ["For any page that allows scripts. Add the script once and as many elements as you like; they share one network."];
const _frame = () => ["iframe"];
const _frame_note = () => ["For pages that allow frames. The small script gives the frame its height; without it the frame scrolls."];
const _sandboxed = () => ["iframe, sandboxed"];
const _sandboxed_note = () => ["The frame cannot touch the page around it. The site has to answer with Access-Control-Allow-Origin: *, as GitHub Pages does."];
const _quarto = () => ["Quarto"];
const _quarto_note = () => ["In a .qmd file. Leave embed-resources off, or use the iframe."];
const _myst = () => ["MyST, Jupyter Book 2"];
const _myst_note = () => ["In a .md file. The widget is part of the page itself, not in a frame."];
const _slide = () => ["Reveal.js slide"];
const _slide_note = () => ["Loads when the slide comes near. Arrow keys turn the slides again after a click outside the frame."];
const _course = () => ["Canvas, Moodle"];
const _course_note = () => ["Paste into the HTML editor of a page. Canvas adjusts the height by itself; Moodle keeps the value of height."];
const _picture = () => ["Markdown picture"];
const _picture_note = () => ["For READMEs and wikis: save the picture of the text as unrolled.svg (⋯, table, save, cite), put it beside the file, and it links here."];
export { _title as title, _link as link, _link_note as link_note, _page as page, _page_note as page_note, _frame as frame, _frame_note as frame_note, _sandboxed as sandboxed, _sandboxed_note as sandboxed_note, _quarto as quarto, _quarto_note as quarto_note, _myst as myst, _myst_note as myst_note, _slide as slide, _slide_note as slide_note, _course as course, _course_note as course_note, _picture as picture, _picture_note as picture_note };
