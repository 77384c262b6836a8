import fc from "fast-check";
import assert from "node:assert/strict";
import { html, jsonMarkup } from "./markup.ts";

Deno.test("html escapes every value, and leaves markup and lists of it as they are", () => {
  const name = `<b a="1" b='2'>&`;
  assert.equal(
    html`<p title="${name}">${[html`<i>${name}</i>`, 3, undefined]}</p>`.text,
    '<p title="&#60;b a=&#34;1&#34; b=&#39;2&#39;&#62;&#38;">' +
      "<i>&#60;b a=&#34;1&#34; b=&#39;2&#39;&#62;&#38;</i>3</p>",
  );
});

Deno.test("no text ends a script element, and all come back from it", () => {
  const nasty = fc.constantFrom("</script>", "<!--", "]]>", "\u2028", "&lt;", '"', "\\", "é");
  fc.assert(fc.property(fc.array(fc.oneof(nasty, fc.string())), (texts) => {
    const { text } = jsonMarkup(texts);
    assert.doesNotMatch(text, /[<>&\u2028\u2029]/);
    assert.deepEqual(JSON.parse(text), texts);
  }));
});
