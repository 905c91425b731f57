/** A worker's side of the line: answers {id, action, argument} with what the action of that name returns. */
export function answer(actions) {
  self.onmessage = async ({ data: { id, action, argument } }) => {
    try {
      self.postMessage({ id, value: await actions[action](argument) });
    } catch (error) {
      self.postMessage({ id, error: String(error?.stack ?? error) });
    }
  };
}

/** Milliseconds that `work` takes. */
export async function milliseconds(work) {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
