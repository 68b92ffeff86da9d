// Checks the AsyncAPI document with its own parser, and messages with the JSON Schemas.
//   node check.mjs docs/contract < messages.json
// messages.json: [{"schema": "SetBalance", "body": "{...}"}, ...]. Prints {"asyncapi": [faults], "messages": [null or the faults of each]}.
import { readdirSync, readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const folder = process.argv[2];
const { document, diagnostics } = await new Parser().parse(readFileSync(`${folder}/asyncapi.json`, "utf8"));
const asyncapi = diagnostics.filter((one) => one.severity === 0).map((one) => `${one.path.join(".")}: ${one.message}`);
if (!document && asyncapi.length === 0) asyncapi.push("not read");

const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats(ajv);
for (const file of readdirSync(`${folder}/schemas`)) ajv.addSchema(JSON.parse(readFileSync(`${folder}/schemas/${file}`, "utf8")), file.replace(".json", ""));

const messages = JSON.parse(readFileSync(0, "utf8")).map(({ schema, body }) => {
  const validate = ajv.getSchema(schema);
  if (!validate) return `there is no schema ${schema}`;
  return validate(JSON.parse(body)) ? null : ajv.errorsText(validate.errors);
});
console.log(JSON.stringify({ asyncapi, messages }));
