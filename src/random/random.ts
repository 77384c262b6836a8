/** A source of numbers in [0, 1). Seeded ones repeat exactly. */
export type Random = () => number;

/**
 * A seeded generator: the same seed and labels give the same numbers on every machine. Labels split
 * one seed into independent streams (`seeded(7, "think", "session 3")`), so that adding a draw in
 * one place does not shift the draws of another.
 */
export function seeded(seed: number, ...labels: string[]): Random {
  let state = hash(`${seed}/${labels.join("/")}`);
  // splitmix32: a 32-bit counter through a bijective mixer; passes the usual small batteries.
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal draw (Box–Muller, one of the pair). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
