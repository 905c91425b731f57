/** Lets the first call through and then at most one per `pause` milliseconds; what comes last comes by another way. */
export function paced<Values extends unknown[]>(
  pause: number,
  call: (...values: Values) => void,
): (...values: Values) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (...values) => {
    const now = performance.now();
    if (now - last < pause) return;
    last = now;
    call(...values);
  };
}
