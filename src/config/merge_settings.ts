import { asFlag, REGION_KEYS } from "./region_flags.ts";
import type { FileSettings } from "./setting_texts.ts";

type Texts = Readonly<Record<string, readonly string[]>>;

/**
 * A config file's settings with the flags over them: a flag replaces the setting of its name, `--region`
 * also chooses among the file's regions, and `--target eu=URL` replaces that region's alone.
 */
export function mergeSettings({ texts, regions }: FileSettings, flags: Texts): Texts {
  const merged = { ...texts, ...flags };
  if (regions.size === 0) return merged;
  const named = flags.regions?.at(-1)?.split(",").map((name) => name.trim());
  const chosen = named ? named.filter((name) => regions.has(name)) : [...regions.keys()];
  const own = (field: keyof typeof REGION_KEYS) =>
    chosen.flatMap((name) => regions.get(name)![field].map((text) => asFlag(field, name, text)));
  const together = (field: "target" | "profile" | "agent") => {
    const key = REGION_KEYS[field];
    return [...merged[key] ?? [], ...notReplaced(own(field), flags[key])];
  };
  const onlyAgents = together("agent");
  return {
    ...merged,
    regions: flags.regions ?? [chosen.join(",")],
    targets: together("target"),
    thresholds: flags.thresholds ?? [...texts.thresholds ?? [], ...own("thresholds")],
    profiles: together("profile"),
    // What is for a fleet alone is not said where nobody said it.
    ...(onlyAgents.length > 0 && { onlyAgents }),
  };
}

/** Of `region=…` texts those whose region no flag names; a flag that names none is for all of them. */
function notReplaced(own: readonly string[], flags: readonly string[] = []): readonly string[] {
  const regionOf = (text: string) => /^([A-Za-z0-9][\w-]*)=/.exec(text)?.[1];
  const replaced = flags.map(regionOf);
  return replaced.includes(undefined)
    ? []
    : own.filter((text) => !replaced.includes(regionOf(text)));
}
