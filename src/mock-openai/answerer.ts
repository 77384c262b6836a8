import type { Answer, Output } from "./answer.ts";
import type { Entry } from "./conversation.ts";
import { type Cue, lastTranscript, toolResults } from "./cue.ts";
import { type Repertoire, voiced } from "./repertoire.ts";
import type { ResponseSettings } from "./response_settings.ts";
import { fits, type Rule } from "./rule.ts";
import { obeyToolChoice, undeclaredCall } from "./tool_choice.ts";
import type { Speech } from "./voice.ts";

/** So much of a tool's result is said. */
const MAX_RESULT_CHARACTERS = 400;

/** Decides what one session's responses say: by the script, else by what the mock does of itself. */
export class Answerer {
  readonly #repertoire: Repertoire;
  readonly #session: number;
  #turn = 0;
  #repliesSaid = 0;

  constructor(repertoire: Repertoire, session: number) {
    this.#repertoire = repertoire;
    this.#session = session;
  }

  /** @param context the items that the response is made from. */
  answer(context: readonly Entry[], settings: ResponseSettings): Answer {
    const cue = this.#cue(context, settings);
    const rule = this.#repertoire.rules.find(({ when }) => fits(when, cue));
    const outputs = this.#outputs(rule, cue, settings);
    const undeclared = undeclaredCall(outputs, settings);
    return undeclared === undefined
      ? { ...rule?.answer, outputs }
      : { outputs: [], ending: undeclaredTool(undeclared) };
  }

  #cue(context: readonly Entry[], { inConversation }: ResponseSettings): Cue {
    const results = toolResults(context);
    if (inConversation && results.length === 0) this.#turn++;
    return {
      session: this.#session,
      turn: this.#turn,
      outOfBand: !inConversation,
      toolResults: results,
      transcript: () => lastTranscript(context),
    };
  }

  #outputs(rule: Rule | undefined, cue: Cue, settings: ResponseSettings): readonly Output[] {
    const scripted = rule?.answer.outputs ?? [];
    if (rule?.answer.ending && scripted.length === 0) return [];
    const outputs = obeyToolChoice(scripted, settings);
    return outputs.length > 0 ? outputs : [{ kind: "message", speech: this.#ownSpeech(cue) }];
  }

  /** What the tools have found out, else the recorded replies one after the other. */
  #ownSpeech({ toolResults }: Cue): Speech {
    const { replies } = this.#repertoire;
    if (toolResults.length === 0) return replies[this.#repliesSaid++ % replies.length]!;
    const results = toolResults.map(({ output }) => output).join(" ");
    return voiced(results.slice(0, MAX_RESULT_CHARACTERS), replies);
  }
}

/** Not of the service, whose model calls only what it was told of: the script and the client disagree. */
function undeclaredTool(name: string): NonNullable<Answer["ending"]> {
  return {
    status: "failed",
    error: {
      type: "invalid_request_error",
      code: "mock_tool_not_declared",
      message: `The mock's script calls '${name}', which is not among the tools of the session: ` +
        "declare it or correct the script.",
    },
  };
}
