/** Compiled from words/en/heading.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { count } from "../../page/writing/numbers";
const _how = (d: { view: Place }) => ["How this is computed, and when not to believe it: ", d.view];
const _how_title = () => ["How this is computed, and when not to believe it"];
const _menu = (d: { view: Place }) => ["Table, save, cite: ", d.view];
const _menu_title = () => ["Table, save, cite"];
const _table_of = (d: { view: Place }) => ["Table: ", d.view];
const _first_rows = (d: { all: number; shown: number }) => ["The first ", count(d.shown), " of ", count(d.all), " rows; a saved table has them all."];
export { _how as how, _how_title as how_title, _menu as menu, _menu_title as menu_title, _table_of as table_of, _first_rows as first_rows };
