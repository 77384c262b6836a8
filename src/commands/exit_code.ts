/** How a command ended, for scripts. Unmeasured is never a pass. */
export const EXIT = {
  passed: 0,
  /** A threshold or a regression gate failed. */
  failed: 1,
  usage: 2,
  /** The target could not be reached, or nothing was measured. */
  unreachable: 3,
  /** The generator was late, or too much of the plan was lost. */
  invalid: 4,
  inconclusive: 5,
  interrupted: 130,
} as const;

export type ExitCode = typeof EXIT[keyof typeof EXIT];
