// What lit-analyzer, last released in 2024, needs to be right about our templates. Preloaded by `npm run templates`.
const Module = require("node:module");
const { dirname, join } = require("node:path");

// It uses TypeScript's JavaScript interface, which TypeScript 7 no longer has: give it the older one that comes
// with web-component-analyzer.
const resolve = Module._resolveFilename;
const typescript = Module.createRequire(require.resolve("web-component-analyzer")).resolve("typescript");
Module._resolveFilename = function (request, ...rest) {
  return request === "typescript" ? typescript : resolve.call(this, request, ...rest);
};

const lib = join(dirname(require.resolve("lit-analyzer/package.json")), "lib");

// Its list of HTML's global attributes misses some.
const config = require(join(lib, "analyze/lit-analyzer-config.js"));
const { makeConfig } = config;
config.makeConfig = (options) =>
  makeConfig({ ...options, globalAttributes: ["autofocus", "enterkeyhint", "aria-description"] });

// It takes lit's `nothing` for an ordinary symbol; to lit it means that there is no attribute.
const bindings = require(join(lib, "rules/util/type/extract-binding-types.js"));
const { extractBindingTypes } = bindings;
bindings.extractBindingTypes = (assignment, context) => {
  const found = extractBindingTypes(assignment, context);
  if (found.typeB.kind !== "UNION") return found;
  const types = found.typeB.types.filter((type) => type.kind !== "ES_SYMBOL_UNIQUE");
  return { ...found, typeB: types.length === 1 ? types[0] : { ...found.typeB, types } };
};
