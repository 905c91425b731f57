/** Lets the first call through and then at most one per `pause` milliseconds; the latest one always gets through in the end. */
export function paced<Values extends unknown[]>(
  pause: number,
  call: (...values: Values) => void,
): (...values: Values) => void {
  let last = Number.NEGATIVE_INFINITY;
  let latest: Values | null = null;
  const pass = () => {
    if (latest === null) return;
    const values = latest;
    latest = null;
    last = performance.now();
    call(...values);
  };
  return (...values) => {
    const isWaiting = latest !== null;
    latest = values;
    const rest = last + pause - performance.now();
    if (rest <= 0) pass();
    else if (!isWaiting) setTimeout(pass, rest);
  };
}
