/** What a region's settings are called among the flags. */
export const REGION_KEYS = {
  ...{ target: "targets", thresholds: "thresholds", profile: "profiles", agent: "onlyAgents" },
} as const;

/** What a region's setting would be as the text of a flag. */
export function asFlag(field: keyof typeof REGION_KEYS, region: string, text: string): string {
  return field === "thresholds" ? ofRegion(region, text) : `${region}=${text}`;
}

/** Of a sound threshold without a region: `ttfa: p(95)<700` of eu is `ttfa{region:eu}: p(95)<700`. */
function ofRegion(region: string, threshold: string): string {
  return threshold.replace(
    /^(\s*\w+(?:\s*\([^)]*\))?)\s*(\{)?/,
    (_, subject, selector) => `${subject}{region:${region}${selector === undefined ? "}" : ","}`,
  );
}
