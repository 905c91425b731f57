/** The page's side: workers by name, started when first asked. */
const workers = new Map();

function start(script) {
  const waiting = new Map();
  const worker = new Worker(script, { type: "module" });
  worker.onmessage = ({ data: { id, value, error } }) => {
    const { done, refuse } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) done(value);
    else refuse(new Error(error));
  };
  worker.onerror = ({ message }) => {
    for (const { refuse } of waiting.values()) refuse(new Error(message));
  };
  return { worker, waiting, next: 0 };
}

/** Asks the worker `name`, which runs /bench/browser/SCRIPT. */
export function ask(name, script, action, argument) {
  if (!workers.has(name)) workers.set(name, start(`/bench/browser/${script}`));
  const line = workers.get(name);
  const id = line.next++;
  return new Promise((done, refuse) => {
    line.waiting.set(id, { done, refuse });
    line.worker.postMessage({ id, action, argument });
  });
}

export function end(name) {
  workers.get(name)?.worker.terminate();
  workers.delete(name);
}
