/** `certain`: no sound bridge looks like this. `likely`: something else could, seldom. */
export type Certainty = "certain" | "likely";

/** What one check has shown. */
export type Outcome =
  | { readonly result: "sound"; readonly evidence: string }
  | {
    readonly result: "fault";
    readonly certainty: Certainty;
    /** What is wrong, for the one who runs the bridge. */
    readonly what: string;
    /** What was seen, with its figures. */
    readonly evidence: string;
    /** What to change in the bridge. */
    readonly remedy: string;
  }
  /** Not done, which is no pass. */
  | { readonly result: "unchecked"; readonly why: string };

export type Fault = Extract<Outcome, { result: "fault" }>;

/** An outcome, and which check it is of. */
export type Finding = Outcome & { readonly check: string; readonly title: string };
