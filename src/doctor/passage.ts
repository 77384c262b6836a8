/** What became of frames between two places, each counted once. */
export interface Passage {
  readonly lost: number;
  /** Came behind a later one. */
  readonly moved: number;
  /** Came once more than they were sent. */
  readonly doubled: number;
}

/** Compares ids as they were sent with ids as they came; one that was sent twice may come twice. */
export function passage(sent: readonly string[], came: readonly string[]): Passage {
  const [before, after] = [numbered(sent), numbered(came)];
  const arrived = new Set(after);
  const places = new Map(before.map((id, place) => [id, place]));
  const known = after.filter((id) => places.has(id));
  let furthest = -1;
  const moved = known.filter((id) => {
    const place = places.get(id)!;
    const isLate = place < furthest;
    furthest = Math.max(furthest, place);
    return isLate;
  });
  return {
    lost: before.filter((id) => !arrived.has(id)).length,
    moved: moved.length,
    doubled: after.length - known.length,
  };
}

/** Tells the copies of an id apart, by their order. */
function numbered(ids: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return ids.map((id) => {
    const copy = (seen.get(id) ?? 0) + 1;
    seen.set(id, copy);
    return `${id}#${copy}`;
  });
}
