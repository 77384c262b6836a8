/** How often each outcome was seen; one that is missing was never seen. */
export type Counts<Name extends string> = { readonly [name in Name]?: number };

export function plusCounts<Name extends string>(a: Counts<Name>, b: Counts<Name>): Counts<Name> {
  const sum: { [name in Name]?: number } = { ...a };
  for (const name of Object.keys(b) as Name[]) sum[name] = (sum[name] ?? 0) + (b[name] ?? 0);
  return sum;
}

/** All of them together: the attempts. */
export function total(counts: Counts<string>): number {
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
