/**
 * House rules that `deno lint` checks: files of at most 300 lines, functions of at most 50, and no
 * WebSocket client of the runtime's in src/ (docs/decisions/0001).
 */
const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 50;

const lineCount = (text: string) => text.split("\n").length;

const maxFunctionLines: Deno.lint.Rule = {
  create(context) {
    const check = (node: Deno.lint.Node) => {
      const lines = lineCount(context.sourceCode.getText(node));
      if (lines <= MAX_FUNCTION_LINES) return;
      context.report({
        node,
        message: `a function of ${lines} lines, more than ${MAX_FUNCTION_LINES}`,
      });
    };
    return {
      FunctionDeclaration: check,
      FunctionExpression: check,
      ArrowFunctionExpression: check,
    };
  },
};

const maxFileLines: Deno.lint.Rule = {
  create(context) {
    return {
      Program(node) {
        const lines = lineCount(context.sourceCode.text) - 1;
        if (lines <= MAX_FILE_LINES) return;
        context.report({ node, message: `a file of ${lines} lines, more than ${MAX_FILE_LINES}` });
      },
    };
  },
};

const noGlobalWebSocket: Deno.lint.Rule = {
  create(context) {
    // The name may be bound by an import of npm:ws; only the unbound one is the runtime's own client.
    let imported = false;
    // What runs in a browser has no other client.
    if (context.filename.includes("/bridge/page/")) return {};
    return {
      ImportDeclaration(node) {
        imported ||= node.specifiers.some(({ local }) => local.name === "WebSocket");
      },
      VariableDeclarator(node) {
        imported ||= context.sourceCode.getText(node.id).includes("WebSocket");
      },
      NewExpression(node) {
        const callee = context.sourceCode.getText(node.callee);
        const isClient = /^(globalThis\.|self\.)?WebSocket(Stream)?$/.test(callee);
        if (!isClient || (imported && callee === "WebSocket")) return;
        context.report({
          node,
          message: "dial with npm:ws: this client holds frames over 1 KB back",
        });
      },
    };
  },
};

const isOurs = (filename: string) => /\/(src|cli\.ts|mod\.ts)/.test(filename);

/** Applies a rule to the program alone, not to its tests and scripts. */
function inSource(rule: Deno.lint.Rule): Deno.lint.Rule {
  return {
    create: (context) =>
      isOurs(context.filename) && !context.filename.endsWith("_test.ts")
        ? rule.create(context)
        : {},
  };
}

const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "max-function-lines": inSource(maxFunctionLines),
    "max-file-lines": inSource(maxFileLines),
    "no-global-websocket": inSource(noGlobalWebSocket),
  },
};
export default plugin;
