/** Fetches a lesson: one of those that came with the page by its name, or a course author's own by its address. */

import { beside, home } from "../../engine/home";
import { type Lesson, LessonError, parseLesson } from "./lesson";

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
const MOST_BYTES = 400_000;

/** `trusted`: the author of the page names it, not whoever made a link to the page; then it may lie on another host. */
export async function fetchLesson(name: string, trusted: boolean): Promise<Lesson> {
  try {
    return parseLesson(await read(name, trusted));
  } catch (error) {
    const known = error instanceof LessonError || (error instanceof Error && error.name === "EngineError");
    throw new LessonError(
      `The lesson “${name.slice(0, 100)}” cannot be shown: ${known ? error.message : `it could not be fetched (${String(error)}).`}`,
    );
  }
}

async function read(name: string, trusted: boolean): Promise<string> {
  if (!NAME.test(name)) return fetched(addressOf(name, trusted));
  const path = `lessons/${name}.json`;
  if (beside === null) return decoded(await home().read(path));
  const url = beside(path);
  if (url === null) throw new LessonError("there is none of this name: check it.");
  return fetched(url);
}

function addressOf(name: string, trusted: boolean): URL {
  const url = URL.canParse(name, document.baseURI) ? new URL(name, document.baseURI) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol))
    throw new LessonError("it is neither the name of a lesson nor a web address of one.");
  if (!trusted && url.origin !== location.origin)
    throw new LessonError(
      `a link may only name lessons of this site, and it lies on ${url.host}: put it beside the page.`,
    );
  return url;
}

async function fetched(url: URL): Promise<string> {
  const response = await fetch(url).catch(() => {
    throw new LessonError(
      location.protocol === "file:"
        ? "a page opened from a folder may not read the files beside it: open unrolled.html, which holds the lessons."
        : `${url.host} did not hand it out: check the network, and on another host that it sends Access-Control-Allow-Origin.`,
    );
  });
  // A host that has none may answer with a page of its own.
  const isPage = response.headers.get("content-type")?.includes("text/html") === true;
  if (!response.ok || isPage)
    throw new LessonError(
      `there is none at ${url.href} (${isPage ? `${url.host} served its own page` : `HTTP ${response.status}`}): check its name.`,
    );
  const bytes = await response.arrayBuffer().catch(() => {
    throw new LessonError("the connection dropped: check the network and open it again.");
  });
  return decoded(new Uint8Array(bytes));
}

function decoded(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) throw new LessonError(`it has ${bytes.length} bytes: ${MOST_BYTES} are the most.`);
  return new TextDecoder().decode(bytes);
}
