// Paired turns: in each turn every contender runs once, alone, so that a slow minute of the machine slows all of them.

/** How many turns; the first, a warm-up, is not among them. */
export const TURNS = Number(process.env.TURNS ?? 5);
if (!Number.isInteger(TURNS) || TURNS < 1)
  throw new Error(`TURNS=${process.env.TURNS}: expected a whole number from 1`);

/**
 * Runs `contenders`, {name: async () => number}, and returns {name: [number per turn]}. Whoever begins is another one
 * in each turn, because what runs first after a pause finds another clock speed than what runs last.
 */
export async function takeTurns(contenders, turns = TURNS) {
  const names = Object.keys(contenders);
  const taken = Object.fromEntries(names.map((name) => [name, []]));
  for (let turn = -1; turn < turns; turn++) {
    const first = (turn + names.length) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const value = await contenders[name]();
      if (turn >= 0) taken[name].push(value);
    }
  }
  return taken;
}
