import { type Outlook, outlookOf, type PlannedGate } from "../gate/outlook.ts";

/** What is to be said before the start of a gate that cannot decide; `undefined` where it can. */
export function fewBlocksNote(planned: PlannedGate): string | undefined {
  const outlook = outlookOf(planned);
  if (outlook.canDecide) return undefined;
  return `This gate can end at best inconclusive: ${planned.maxBlocks} blocks${
    spread(outlook)
  } are too few for any verdict, and --blocks ${outlook.fewestBlocks} is the least that can give one`;
}

function spread({ looks }: Outlook): string {
  return looks === 1 ? "" : ` in ${looks} looks`;
}
