/** One run with so many clients. */
export interface Attempt {
  readonly clients: number;
  /** It met every threshold, and is valid. */
  readonly passed: boolean;
  /** The generator was late: that tells nothing of what is searched. */
  readonly isVoid?: boolean;
}

export interface SearchRules {
  /** Where to begin. */
  readonly first: number;
  /** Never more clients than that. */
  readonly max: number;
  /** A level is decided by the majority of so many attempts; odd. */
  readonly repeats: number;
  /** The search ends when what passed and what failed are no further apart than this share. */
  readonly precision: number;
}

export interface Found {
  /** The most clients that met the thresholds; 0 where not even one did. */
  readonly clients: number;
  /** The fewest that did not; missing where `max` was reached. */
  readonly failed?: number;
}

export type Next = { readonly clients: number } | { readonly found: Found };

/**
 * What to try next, from what was tried alone: twice as many until a level fails, then half way
 * between what passed and what failed. One pass is enough to go on, a failure is tried again until a
 * majority has spoken, and so is the level that would be the answer. An attempt that is void has no
 * vote and is made again; a level at which as many as `repeats` are void is beyond the generator.
 */
export function nextLevel(attempts: readonly Attempt[], rules: SearchRules): Next {
  const levels = levelsOf(attempts);
  const majority = (rules.repeats + 1) / 2;
  const failed =
    levels.find(({ failures, voids }) => failures >= majority || voids >= rules.repeats)
      ?.clients ?? Infinity;
  const below = levels.filter(({ clients }) => clients < failed);
  const disputed = below.findLast(({ passes, failures }) =>
    passes < majority && (failures > 0 || passes === 0)
  );
  if (disputed) return { clients: disputed.clients };
  const best = below.at(-1);
  const passed = best?.clients ?? 0;
  if (!isClose(passed, failed, rules)) return { clients: between(passed, failed, rules) };
  if (best && best.passes < majority) return { clients: passed };
  return { found: { clients: passed, ...(failed !== Infinity && { failed }) } };
}

/**
 * From where to where the answer may lie: the levels on which attempts did not agree are in it, as is
 * the step to the first level that failed.
 */
export function rangeOf(attempts: readonly Attempt[], found: Found): readonly [number, number] {
  const failures = attempts.filter(({ passed, isVoid }) => !passed && !isVoid)
    .map(({ clients }) => clients);
  const passes = attempts.filter(({ passed }) => passed).map(({ clients }) => clients);
  const low = Math.min(found.clients, ...failures);
  return [low, Math.max(found.failed ?? found.clients, ...passes)];
}

/** How the attempts at a level went; void ones have no vote. */
export interface Votes {
  readonly met: number;
  readonly of: number;
}

export function votesAt(attempts: readonly Attempt[], clients: number): Votes {
  const valid = attempts.filter((attempt) => attempt.clients === clients && !attempt.isVoid);
  return { met: valid.filter(({ passed }) => passed).length, of: valid.length };
}

interface Level {
  readonly clients: number;
  readonly passes: number;
  readonly failures: number;
  readonly voids: number;
}

/** By the number of clients. */
function levelsOf(attempts: readonly Attempt[]): Level[] {
  const byClients = Map.groupBy(attempts, ({ clients }) => clients);
  return [...byClients].map(([clients, own]) => {
    const passes = own.filter(({ passed }) => passed).length;
    const voids = own.filter(({ isVoid }) => isVoid).length;
    return { clients, passes, voids, failures: own.length - passes - voids };
  }).sort((a, b) => a.clients - b.clients);
}

function isClose(passed: number, failed: number, { max, precision }: SearchRules): boolean {
  if (failed === Infinity) return passed >= max;
  return failed - passed <= Math.max(1, Math.floor(precision * failed));
}

function between(passed: number, failed: number, { first, max }: SearchRules): number {
  if (failed !== Infinity) return Math.floor((passed + failed) / 2);
  return Math.min(max, passed === 0 ? first : 2 * passed);
}
